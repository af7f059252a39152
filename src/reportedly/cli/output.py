"""Rows as a table, as CSV or as JSON.

- Table: fits the terminal's width; piped, it is plain text with columns in line and nothing cut or wrapped.
- JSON: one array, each element on a line of its own, so that it can be read as a whole or line by line.
- CSV: with a header. A text that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-``,
  ``@`` or a full-width form of one) gets a leading apostrophe; numbers and empty cells are left alone.

No form lets a control character of an article through to the terminal.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple

import click

from ..errors import UsageError
from .words import one_line

_GAP = 2
_FOLDED = 8
"""Between columns, and how narrow one may become when even single words do not fit."""

Row = Mapping[str, Any]
Cell = str | int | float | None

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
# JSON escapes what is below U+0020 itself; these pass its encoder, and some terminals obey them.
_JSON_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Column(NamedTuple):
    """A column: its heading and how to get its cell. ``number`` ones are set flush right."""

    heading: str
    cell: Callable[[Row], Cell]
    number: bool = False


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --json and --csv."""
    as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet.")
    as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
    return as_json(as_csv(command))


def print_rows(rows: Iterable[Row], columns: Sequence[Column], *, nothing: str, as_json: bool = False,
               as_csv: bool = False) -> None:
    """Print ``rows`` in the form asked for: JSON has them whole, a table and CSV their ``columns``. A table
    with no rows says ``nothing`` on standard error."""
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other", remedy="Give one of them.")
    if as_json:
        print_json_array(rows)
    elif as_csv:
        _print_csv(rows, columns, sys.stdout)
    else:
        _print_table(list(rows), columns, nothing)


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON in UTF-8 letters, but with what a terminal might obey escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json_array(values: Iterable[Any]) -> None:
    """One array, an element a line, written as the elements come."""
    before = "["
    for value in values:
        click.echo(f"{before}\n{to_json(value)}", nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")


def csv_cell(value: Cell) -> str | int | float:
    """The cell as it is written: unknown is empty, and no text begins like a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _print_csv(rows: Iterable[Row], columns: Sequence[Column], out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading.replace(" ", "_") for column in columns])
    for row in rows:
        writer.writerow([csv_cell(column.cell(row)) for column in columns])


def _print_table(rows: Sequence[Row], columns: Sequence[Column], nothing: str) -> None:
    if not rows:
        click.echo(nothing, err=True)
        return
    headings = [column.heading for column in columns]
    cells = [[_shown(column.cell(row)) for column in columns] for row in rows]
    if not sys.stdout.isatty():
        for line in _aligned([headings, *cells], columns):
            click.echo(line)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column, width in zip(columns, fitted([headings, *cells], console.width - 1), strict=True):
        table.add_column(column.heading, justify="right" if column.number else "left", overflow="fold",
                         width=width)
    for shown in cells:
        table.add_row(*(Text(cell) for cell in shown))
    console.print(table)


def fitted(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns that fit ``width``: as wide as they want to be, else the widest give way first.

    None becomes narrower than its longest word while another still can; only then are words folded.
    """
    columns = list(zip(*lines, strict=True))
    widths = [max(map(len, cells)) for cells in columns]
    words = [max((len(word) for cell in cells for word in cell.split()), default=1) for cells in columns]
    room = width - _GAP * (len(widths) - 1)
    for least in (words, [_FOLDED] * len(widths), [1] * len(widths)):
        while sum(widths) > room and (wide := [i for i, w in enumerate(widths) if w > least[i]]):
            widths[max(wide, key=lambda i: widths[i])] -= 1
    return widths


def _aligned(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> Iterator[str]:
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        yield "  ".join(cell.rjust(width) if column.number else cell.ljust(width)
                        for cell, width, column in zip(line, widths, columns, strict=True)).rstrip()


def _shown(value: Cell) -> str:
    if value is None:
        return "-"
    return one_line(value) if isinstance(value, str) else f"{value:,}"
