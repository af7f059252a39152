"""The record: one SQLite file of documents, text versions, claims and events, and when it held each of them.

- ``Record.open(path)`` opens or makes one (``store.py``); ``record.write(...)`` takes one document in one
  transaction; ``record.claims(Filter(...))`` and its sisters look at it.
- ``Filter`` says what to look at (``filters.py``); rows come back as the frozen types of ``rows.py``.

``Record`` is loaded when it is first used: SQLAlchemy is not imported for ``reportedly --help``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .filters import Filter
from .rows import (
    ActorRow,
    ClaimRow,
    CoverageRow,
    DocumentRow,
    EventRow,
    LogRow,
    RunRow,
    WriteResult,
)

if TYPE_CHECKING:
    from .store import Record, Run

__all__ = [
    "ActorRow", "ClaimRow", "CoverageRow", "DocumentRow", "EventRow", "Filter", "LogRow", "Record", "Run",
    "RunRow", "WriteResult",
]


def __getattr__(name: str) -> Any:
    if name in ("Record", "Run"):
        from . import store

        value = globals()[name] = getattr(store, name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
