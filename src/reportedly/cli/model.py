"""``reportedly model``: which reader is installed, what it was trained on, what it can and cannot do."""

from __future__ import annotations

from pathlib import Path

import click

from .words import safe


@click.command(short_help="Print the reader's model id and card.")
def command() -> None:
    """Print the id of the model that is used, after checking its file, and its card: data, licences, figures
    and limits."""
    from ..reading.modelfile import open_model
    from ..settings import load_settings

    named = load_settings().model
    model = open_model(Path(named) if named else None)
    for name, value in (("model", model.model_id), ("language", model.language), ("file", model.path),
                        ("sha256", model.sha256)):
        click.echo(f"{name:<10}{value}")
    click.echo()
    click.echo(safe(model.card).rstrip())
