"""``reportedly export``: claims for other tools."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from ..errors import UsageError
from .filters import filter_options
from .options import record_option, record_path
from .words import counted

if TYPE_CHECKING:
    from ..record import Filter


@click.command(short_help="Export claims, one a line.")
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True,
              help="jsonl: one claim a line, in the form that 'reportedly schema' prints.")
@click.option("--output", default="-", metavar="FILE|-", show_default=True,
              help="Where to write; - is standard output.")
@click.option("--include-composed", is_flag=True, help="Export claims from articles written as examples too.")
@click.option("--full-quotes", is_flag=True, help="Do not shorten quotations to 300 characters.")
@filter_options(composed=False)
@record_option
def command(format_: str, output: str, include_composed: bool, full_quotes: bool,
            filter_: Callable[..., Filter], record: Path | None) -> None:
    """Export the claims that fit, one a line.

    Quotations are cut to 300 characters unless --full-quotes is given, and no article's text is exported.
    A FILE is replaced only when everything has been written.
    """
    asked = filter_(composed=include_composed)
    from ..export import write_jsonl
    from ..record import Record

    with Record.open(record_path(record), create=False) as opened, _target(output) as out:
        report = write_jsonl((row.claim for row in opened.iter_claims(asked)), out,
                              include_composed=include_composed, full_quotes=full_quotes)
    if output != "-":
        click.echo(f"{counted(report.written, 'claim')} written to {output}", err=True)


@contextmanager
def _target(output: str) -> Iterator[IO[str]]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if output == "-":
        yield sys.stdout
        return
    path = Path(output)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror or error})", where=output,
                         remedy="Name a file in a folder that you can write to, with space left.") from error
    finally:
        part.unlink(missing_ok=True)
