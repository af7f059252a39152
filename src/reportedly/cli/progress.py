"""How far reading has come, on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .words import counted, one_line

if TYPE_CHECKING:
    from ..engines.local import ReadSummary, Step

FIRST_LINES = 20
SECONDS = 10.0


@contextmanager
def showing(targets: Sequence[str]) -> Iterator[Callable[[Step, ReadSummary], None]]:
    """Give the callback for ``run_read`` that suits standard error."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield PlainLines(_say)
        return
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    one_row = Column(no_wrap=True, overflow="ellipsis")
    with Progress(SpinnerColumn(), BarColumn(bar_width=24), TimeElapsedColumn(),
                  TextColumn("{task.description}", table_column=one_row), console=console,
                  transient=True) as bar:
        files = count_files(targets)
        task = bar.add_task("starting", total=files)
        place = Place()

        def on_progress(step: Step, summary: ReadSummary) -> None:
            origin = escape(one_line(step.origin))
            bar.update(task, completed=place.move(step.origin) if files is not None else 0,
                       description=f"{tally(summary)}  [dim]{origin}[/dim]")

        yield on_progress


class PlainLines:
    """A line for each of the first inputs, then one every ten seconds: a log of thousands stays readable."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._last = clock()
        self._lines = 0

    def __call__(self, step: Step, summary: ReadSummary) -> None:
        if self._lines < FIRST_LINES:
            self._lines += 1
            self._say(f"{one_line(step.origin)}: {outcome(step)}")
        elif self._clock() - self._last >= SECONDS:
            self._say(f"{tally(summary)}; now {one_line(step.origin)}")
        else:
            return
        self._last = self._clock()


class Place:
    """Counts whole files from the origins of what comes out of them, which arrive file by file."""

    def __init__(self) -> None:
        self._file: str | None = None
        self._begun = 0

    def move(self, origin: str) -> int:
        """How many files lie behind us, seeing that ``origin`` is being dealt with."""
        file = re.sub(r":\d+$", "", origin.split("!", 1)[0])
        if file != self._file:
            self._file = file
            self._begun += 1
        return self._begun - 1


def count_files(targets: Sequence[str]) -> int | None:
    """How many files the targets hold, or None where nobody can know beforehand (URLs, standard input)."""
    total = 0
    for target in targets:
        if target == "-" or "://" in target:
            return None
        path = Path(target)
        inside = path.rglob("*") if path.is_dir() else (path,)
        total += sum(1 for file in inside if file.is_file() and not file.name.startswith("."))
    return total


def tally(summary: ReadSummary) -> str:
    """The counts so far in a few words."""
    words = [f"{summary.read + summary.superseded:,} read"]
    if summary.unchanged:
        words.append(f"{summary.unchanged:,} unchanged")
    if summary.other_language:
        words.append(f"{summary.other_language.total():,} in another language")
    if summary.failed:
        words.append(f"{len(summary.failed):,} failed")
    return ", ".join([*words, counted(summary.claims, "claim")])


def outcome(step: Step) -> str:
    """What became of one input, in a few words."""
    match step.outcome:
        case "read" | "superseded":
            return f"{step.outcome}, {counted(step.claims, 'claim')}"
        case "other-language":
            return f"not read, its language is {step.reason}"
        case "failed":
            return "failed"  # the summary gives the reasons
        case "passed-over":
            return f"passed over: {one_line(step.reason or '')}"
        case _:
            return step.outcome


def _say(line: str) -> None:
    click.echo(line, err=True)
