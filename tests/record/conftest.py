"""A record in a temporary folder, with a clock that the test sets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reportedly.record import Record


class Clock:
    """Stands still until the test moves it; the record then adds microseconds by itself."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: str) -> None:
        self.now = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.db"


@pytest.fixture
def record(path, clock):
    with Record.open(path, clock=clock) as opened:
        yield opened


@pytest.fixture
def run(record):
    return record.start_run("coder-1", ["examples"])
