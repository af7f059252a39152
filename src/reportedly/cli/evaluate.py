"""``reportedly evaluate``: figures on a corpus that other people annotated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .output import to_json
from .words import one_line


@click.command(short_help="Measure the reader on an annotated corpus.")
@click.argument("task")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(task: str, path: Path, as_json: bool) -> None:
    """Measure the installed reader for TASK on the corpus at PATH, in the corpus's original format.

    Tasks: plv, cameo-class, cameo-ner, re3d. Figures are fractions from 0 to 1.
    """
    from ..evaluation import run

    result = run(task, path)
    if as_json:
        click.echo(to_json(result))
        return
    for name in ("task", "corpus_sha256", "model", "n"):
        click.echo(f"{name:<24}{one_line(str(result[name]))}")
    for name, value in result["figures"].items():
        click.echo(f"{name:<24}{_figure(value)}")


def _figure(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else one_line(str(value))
