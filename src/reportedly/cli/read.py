"""``reportedly read``: articles into the record."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .options import record_option, record_path
from .words import one_line

if TYPE_CHECKING:
    from ..engines.local import ReadSummary

_NOTES = 20


@click.command(short_help="Read articles into the record.")
@click.argument("targets", metavar="PATH|URL|-...", nargs=-1, required=True)
@record_option
@click.option("--published", metavar="DATE", help="When they were published, where they do not say so "
                                                  "themselves: 2022, 2022-07 or 2022-07-27.")
@click.option("--publisher", metavar="NAME", help="Who published them, where they do not say so themselves.")
@click.option("--title", metavar="TEXT", help="The title of the one article given.")
@click.option("--url", metavar="URL", help="Where the one article given was published.")
@click.option("--language", metavar="CODE", help="Their language, as an ISO 639-1 code: do not detect it.")
@click.option("--composed", is_flag=True, help="Mark them as written for an example, not real news.")
@click.option("--allow-private", is_flag=True, help="Allow URLs on private and loopback addresses.")
@click.option("--keep-raw", is_flag=True, help="Keep the raw bytes too, compressed, beside the record.")
@click.option("--threshold", type=click.FloatRange(0, 1), metavar="SCORE",
              help="Make no claim below this score, from 0 to 1.")
def command(targets: tuple[str, ...], record: Path | None, published: str | None, publisher: str | None,
            title: str | None, url: str | None, language: str | None, composed: bool, allow_private: bool,
            keep_raw: bool, threshold: float | None) -> int:
    """Read articles into the record: files and folders of .txt, .md, .html, .jsonl and .csv, .zip archives
    of these, URLs, or - for standard input.

    What the record already has from the same bytes and the same version is not read again. Ctrl-C loses
    nothing that was finished: run the same command to go on.

    The exit code is 0 if anything was read or was there already, and 3 if nothing was; failures are
    listed with their reasons either way.
    """
    if published is not None and not _is_date(published):
        raise UsageError(f"--published {published!r} is not a date",
                         remedy="Write it as 2022, 2022-07 or 2022-07-27.")
    from ..engines.local import ReadOptions, run_read
    from ..knowledge import Knowledge
    from ..reading.reader import Reader
    from ..record import Record
    from ..settings import load_settings
    from ..sources import SourceOptions
    from .progress import showing

    settings = load_settings()
    options = ReadOptions(
        source=SourceOptions(published=published, publisher=publisher, url=url, title=title,
                             language=language, composed=composed or None, allow_private=allow_private,
                             settings=settings),
        settings=settings, keep_raw=keep_raw, threshold=threshold)
    reader = Reader.load(Path(settings.model) if settings.model else None)
    knowledge = Knowledge.load()
    path = record_path(record)
    with Record.open(path) as opened, showing(targets) as on_progress:
        summary = run_read(targets, opened, reader, knowledge, options, on_progress)
    return report(summary, path)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def report(summary: ReadSummary, path: Path) -> int:
    """Print what was done, and give the exit code."""
    languages = ", ".join(f"{code} {count:,}" for code, count in summary.other_language.most_common())
    rows = [
        ("read", summary.read, ""),
        ("unchanged", summary.unchanged, ""),
        ("superseded", summary.superseded, ""),
        ("not in a language it reads", summary.other_language.total(), languages),
        ("failed", len(summary.failed), ""),
        *([("files of other kinds", summary.passed_over, "")] if summary.passed_over else []),
        ("claims found", summary.claims, ""),
        ("articles without any", summary.without_claims, ""),
    ]
    for name, count, more in rows:
        click.echo(f"{name:<27}{count:>9,}" + (f"  ({more})" if more else ""))
    for note in summary.notes[:_NOTES]:
        click.echo(f"note: {one_line(note.origin)}: {one_line(note.reason)}", err=True)
    if len(summary.notes) > _NOTES:
        click.echo(f"note: {len(summary.notes) - _NOTES:,} more; 'reportedly show documents --csv' has them.",
                   err=True)
    for failure in summary.failed:
        click.echo(f"failed: {one_line(failure.origin)}: {one_line(failure.reason)}", err=True)
    if summary.stopped is not None:
        raise summary.stopped
    if summary.interrupted is not None:
        click.echo(f"reportedly: interrupted; what was finished is in {path}. Run the same command to go on.",
                   err=True)
        return 128 + summary.interrupted
    if summary.done:
        return 0
    if not summary.inputs:
        click.echo("reportedly: nothing was found to read. Folders are searched for .txt, .md, .html, "
                   ".jsonl, .csv and .zip files; hidden ones are left out.", err=True)
    elif not summary.failed:
        click.echo("reportedly: nothing was read: no article is in a language it reads. If one is, name it "
                   "with --language.", err=True)
    return 3
