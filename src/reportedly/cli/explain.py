"""``reportedly explain``: the sentence behind a claim, and why it was read so."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .explanation import facts
from .marking import Mark, bracketed, marks_of, pieces, style
from .options import record_option, record_path
from .phrases import some
from .words import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from ..record import ClaimRow, Record

_INDENT = 13


@click.command(short_help="Show the sentence behind a claim, and why it was read so.")
@click.argument("claim")
@record_option
def command(claim: str, record: Path | None) -> None:
    """Show the sentence that CLAIM comes from with its spans marked, who says so and how sure they are, the
    scores, and the reasons in words.

    CLAIM is a claim's identifier or its first characters, as far as no other begins so. An event's
    identifier explains each of its claims.
    """
    from rich.console import Console

    from ..record import Record

    console = Console(highlight=False, soft_wrap=False)
    with Record.open(record_path(record), create=False) as opened:
        for n, row in enumerate(find(opened, claim)):
            if n:
                click.echo()
            show(row.claim.to_dict(), console)


def find(record: Record, given: str) -> list[ClaimRow]:
    """The claim, or an event's claims, that ``given`` identifies; UsageError where it is none or several."""
    exact = record.claim(given)
    if exact is not None:
        return [exact]
    of_event = given.startswith("e-")
    found: dict[str, dict[str, ClaimRow]] = defaultdict(dict)
    for row in record.iter_claims():
        key = row.event_id if of_event else row.claim.claim_id
        if key is not None and key.startswith(given):
            found[key].setdefault(row.claim.claim_id, row)  # a reprint has the same claims
    if len(found) == 1:
        return list(next(iter(found.values())).values())
    if not found:
        kind = "event" if of_event else "claim"
        raise UsageError(f"the record holds no {kind} {given!r}", where=str(record.path),
                         remedy=f"See 'reportedly show {kind}s'; a claim that was superseded needs its whole "
                                "identifier.")
    names = some(sorted(found))
    raise UsageError(f"{given!r} begins {len(found)} identifiers: {names}", where=str(record.path),
                     remedy="Give more of it.")


def show(claim: Mapping[str, Any], console: Console) -> None:
    """Print one claim: in colours where the terminal has them, with brackets where not."""
    sentence = claim["evidence"]["sentence"]
    marks = [m for m in marks_of(claim) if sentence["start"] <= m.start < m.end <= sentence["end"]]
    width = console.width if console.is_terminal else None
    if console.is_terminal and console.color_system is not None and not console.no_color:
        _coloured(sentence, marks, console)
    else:
        _wrapped(one_line(bracketed(sentence["text"], sentence["start"], marks)), "", "", width)
    click.echo()
    for heading, line in facts(claim):
        _wrapped(one_line(line), f"{heading:<{_INDENT}}", " " * _INDENT, width)


def _coloured(sentence: Mapping[str, Any], marks: list[Mark], console: Console) -> None:
    from rich.text import Text

    text = Text()
    for piece in pieces(sentence["text"], sentence["start"], marks):
        text.append(piece.text, style=style(piece.labels[-1]) if piece.labels else None)
    console.print(text)
    labels = dict.fromkeys(mark.label for mark in marks)
    console.print(Text("  ").join(Text(label, style=style(label)) for label in labels))


def _wrapped(line: str, first: str, others: str, width: int | None) -> None:
    if width is None:
        click.echo(first + line)
        return
    for text in textwrap.wrap(line, max(width - 1, 40), initial_indent=first, subsequent_indent=others,
                              break_on_hyphens=False):
        click.echo(text)
