"""The frozen types that queries return."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..records import Claim, Cut, Event


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    def to_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists, ready for ``json.dumps``."""
        return msgspec.json.decode(msgspec.json.encode(self))


class WriteResult(_Row, frozen=True, kw_only=True):
    """What ``record.write`` did. ``outcome`` is "new" (a document that the record did not have), "superseded"
    (its text, its metadata or its claims changed) or "unchanged" (what is held stays as it was).

    ``claims`` are held now, of which ``added`` and ``kept``; ``closed`` are no longer held. ``events`` counts
    event versions that were written or closed.
    """

    outcome: Literal["new", "unchanged", "superseded"]
    claims: int
    added: int = 0
    kept: int = 0
    closed: int = 0
    events: int = 0


class ClaimRow(_Row, frozen=True, kw_only=True):
    """A claim (its ``held`` is filled), whether another held claim denies it, and its event if it has one."""

    claim: Claim
    denied: bool
    event_id: str | None


class EventRow(_Row, frozen=True, kw_only=True):
    """An event version, and from when to when it was held (UTC; ``held_until`` None: now)."""

    event: Event
    held_from: str
    held_until: str | None


class DocumentRow(_Row, frozen=True, kw_only=True):
    """A text version of a document without its text. ``claims`` counts those of it that fit the filter."""

    document_id: str
    text_version: str
    url: str | None
    publisher: str | None
    title: str | None
    byline: str | None
    published: str | None
    published_basis: str
    language: str | None
    composed: bool
    origin: str
    cuts: tuple[Cut, ...]
    notes: tuple[str, ...]
    claims: int
    held_from: str
    held_until: str | None


class ActorRow(_Row, frozen=True, kw_only=True):
    """A participant in claims. Counts are of claims; ``earliest`` and ``latest`` bound what is dated."""

    entity_id: str
    name: str | None
    principal: str | None
    sector: str | None
    claims: int
    documents: int
    as_actor: int
    as_recipient: int
    earliest: str | None
    latest: str | None


class CoverageRow(_Row, frozen=True, kw_only=True):
    """Articles read, by outlet and month of publication ("unknown" where either is not known)."""

    publisher: str
    month: str
    articles: int
    with_claims: int
    without_claims: int
    claims: int


class RunRow(_Row, frozen=True, kw_only=True):
    """A run. ``finished`` is None while it goes on, and for ever if it was killed. ``counts``: by outcome."""

    run_id: int
    started: str
    finished: str | None
    status: str
    coder: str
    targets: tuple[str, ...]
    counts: dict[str, int]


class LogRow(_Row, frozen=True, kw_only=True):
    """One thing that a run looked at: what it was, what came of it, and why where that needs a reason."""

    run_id: int
    at: str
    origin: str
    outcome: Literal["new", "unchanged", "superseded", "failed", "skipped"]
    reason: str | None
    document_id: str | None
    text_version: str | None
    claims: int | None
