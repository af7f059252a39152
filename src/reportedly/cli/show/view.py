"""What the views share: their options, opening the record, marking what is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..filters import filter_options
from ..options import record_option, record_path
from ..output import Column, Row, output_options, print_rows

if TYPE_CHECKING:
    from ...record import Filter, Record

SHORT = 10
"""Characters of an identifier in a table: "c-" and eight digits tell claims apart in any record."""

Query = Callable[["Record", "Filter"], Iterable[Row]]


def view(help_: str, query: Query, *, table: Sequence[Column], csv: Sequence[Column],
         composed: str | None = None, nothing: str) -> click.Command:
    """A subcommand that prints what ``query`` gives.

    ``composed`` is the path of the field that says whether a row is invented; its rows are marked in the
    table's ``what`` or ``title`` (see ``marked``), and a line below says what the mark means.
    """
    def run(record: Path | None, filter_: Callable[[], Filter], as_json: bool, as_csv: bool) -> None:
        from ...record import Record

        asked = filter_()
        seen = False

        def watched(rows: Iterable[Row]) -> Iterator[Row]:
            nonlocal seen
            for row in rows:
                seen = seen or (composed is not None and bool(at(composed)(row)))
                yield row

        with Record.open(record_path(record), create=False) as opened:
            print_rows(watched(query(opened, asked)), csv if as_csv else table, nothing=nothing,
                       as_json=as_json, as_csv=as_csv)
        if seen and not as_json and not as_csv:
            click.echo("\n* composed: written as an example, not real news.")

    return click.command(help=help_, short_help=help_.partition(".")[0] + ".")(
        output_options(filter_options()(record_option(run))))


def at(path: str) -> Callable[[Row], Any]:
    """The value at a dotted path of keys; None where anything on the way is."""
    keys = path.split(".")

    def follow(row: Row) -> Any:
        value: Any = row
        for key in keys:
            if value is None:
                return None
            value = value[key]
        return value

    return follow


def true_false(path: str) -> Callable[[Row], str]:
    """A truth value as CSV readers know it."""
    get = at(path)
    return lambda row: "true" if get(row) else "false"


def joined(path: str, part: Callable[[Any], Any]) -> Callable[[Row], str | None]:
    """``part`` of every element of the list at ``path``, each once, with semicolons between."""
    get = at(path)
    return lambda row: "; ".join(dict.fromkeys(str(p) for p in map(part, get(row) or ()) if p)) or None


def marked(text: str, composed: bool) -> str:
    """A star before what is composed."""
    return f"*{text}" if composed else text


def people(path: str) -> Iterator[Column]:
    """CSV columns for the participants at ``path``: names by role, and for whom they act."""
    from ..phrases import name_of

    def of(role: str, what: Callable[[Row], Any]) -> Callable[[Row], Any]:
        return lambda participant: what(participant) if participant["role"] == role else None

    for heading, role in (("actors", "actor"), ("recipients", "recipient"), ("third_parties", "third")):
        yield Column(heading, joined(path, of(role, name_of)))
    for heading, role in (("actor_principals", "actor"), ("recipient_principals", "recipient")):
        yield Column(heading, joined(path, of(role, at("principal"))))
