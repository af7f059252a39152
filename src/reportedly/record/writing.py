"""Writes, each inside a transaction that the caller holds. ``now`` is its time stamp."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from ..errors import RecordError
from ..events import base_key
from ..events.dates import parse_day
from ..events.keys import key_text
from ..events.linking import trace_of
from ..records import Claim, Document
from . import events_held
from .rows import WriteResult
from .schema import claim as claims_table
from .schema import document as documents_table
from .schema import log, participant, run, source_version, text_body, text_version

_JSON = msgspec.json.Encoder(order="sorted")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?=$|-)")
_BUG = "This is a fault of the coder, not of the article: please report it with the article's address."

_METADATA = ("url", "publisher", "title", "byline", "published", "published_basis", "language", "composed")
"""What makes a new text version besides the text. Where a document was found (``origin``) does not."""


def check(document: Document, claims: Sequence[Claim], raw: bytes | None) -> None:
    """Refuses what would break the record's own rules."""
    where = document.origin
    if raw is not None and hashlib.sha256(raw).hexdigest() != document.raw_sha256:
        raise RecordError("the raw bytes are not those that the document was made from", where=where,
                          remedy=_BUG)
    seen: set[str] = set()
    for claim in claims:
        home = (claim.document.document_id, claim.document.text_version)
        if home != (document.document_id, document.text_version):
            raise RecordError(f"claim {claim.claim_id} belongs to another text", where=where, remedy=_BUG)
        if claim.claim_id in seen:
            raise RecordError(f"two claims are called {claim.claim_id}", where=where, remedy=_BUG)
        seen.add(claim.claim_id)


def start_run(connection: Connection, now: str, coder: str, targets: list[str]) -> int:
    """A new run; returns its number."""
    return events_held.inserted(connection.execute(insert(run).values(
        started=now, status="running", coder=coder, targets=_text(targets))))


def finish_run(connection: Connection, now: str, run_id: int, status: str) -> None:
    """Notes a run's end, once."""
    connection.execute(update(run).where(run.c.run_id == run_id, run.c.finished.is_(None))
                       .values(finished=now, status=status))


def note(connection: Connection, now: str, run_id: int, origin: str, outcome: str, reason: str | None = None,
         *, document_id: str | None = None, version: str | None = None, claims: int | None = None) -> None:
    """One line of the reading log."""
    connection.execute(insert(log), {
        "run_id": run_id, "at": now, "origin": origin, "outcome": outcome, "reason": reason,
        "document_id": document_id, "text_version": version, "claims": claims})


def note_unchanged(connection: Connection, now: str, run_id: int, document_id: str, origin: str) -> None:
    """The log line of a document that did not have to be read."""
    state = _current(connection, source_version, document_id)
    count = connection.scalar(select(func.count()).select_from(claims_table).where(
        claims_table.c.document_id == document_id, claims_table.c.held_until.is_(None)))
    note(connection, now, run_id, origin, "unchanged", document_id=document_id if state else None,
         version=state.text_version if state else None, claims=count)


def status(connection: Connection, document_id: str, raw_sha256: str,
           coder: str) -> Literal["new", "unchanged", "changed"]:
    """See ``Record.status``."""
    state = _current(connection, source_version, document_id)
    if state is None:
        return "new"
    return "unchanged" if (state.raw_sha256, state.coder) == (raw_sha256, coder) else "changed"


def write(connection: Connection, now: str, document: Document, claims: Sequence[Claim], run_id: int,
          coder: str) -> WriteResult:
    """See ``Record.write``."""
    state = _current(connection, source_version, document.document_id)
    held = _current(connection, text_version, document.document_id)
    same_bytes = state is not None and (state.raw_sha256, state.coder) == (document.raw_sha256, coder)
    same_text = held is not None and _same_version(held, document)
    if same_bytes and same_text:
        note_unchanged(connection, now, run_id, document.document_id, document.origin)
        count = connection.scalar(select(func.count()).select_from(claims_table).where(
            claims_table.c.document_id == document.document_id, claims_table.c.held_until.is_(None))) or 0
        return WriteResult(outcome="unchanged", claims=count, kept=count)

    if state is None:
        connection.execute(insert(documents_table).values(document_id=document.document_id, held_from=now))
    if not connection.scalar(select(text_body.c.text_version).where(
            text_body.c.text_version == document.text_version)):
        connection.execute(insert(text_body).values(text_version=document.text_version, text=document.text))
    if not same_text:
        if held is not None:
            _close(connection, text_version, text_version.c.text_version_id, [held.text_version_id], now)
        connection.execute(insert(text_version).values(**_version_row(document), held_from=now))
    if not same_bytes:
        if state is not None:
            _close(connection, source_version, source_version.c.source_version_id, [state.source_version_id],
                   now)
        connection.execute(insert(source_version).values(
            document_id=document.document_id, raw_sha256=document.raw_sha256, coder=coder,
            text_version=document.text_version, run_id=run_id, held_from=now))

    added, kept, closed, touched = _supersede(connection, now, document, claims, run_id)
    changed_events = events_held.update_for(connection, now, touched)
    outcome: Literal["new", "unchanged", "superseded"]
    if state is None:
        outcome = "new"
    else:
        outcome = "unchanged" if same_text and not added and not closed else "superseded"
    note(connection, now, run_id, document.origin, outcome, document_id=document.document_id,
         version=document.text_version, claims=len(claims))
    return WriteResult(outcome=outcome, claims=len(claims), added=added, kept=kept, closed=closed,
                       events=changed_events)


def content_hash(claim: Claim) -> str:
    """Hash of everything that a claim says.

    Left out are when it was held, and which version and model made it: another coder that comes to the very
    same claim, score and reasons included, leaves the first one's row.
    """
    coder = msgspec.structs.replace(claim.coder, version="", model=None)
    plain = msgspec.to_builtins(msgspec.structs.replace(claim, coder=coder))
    del plain["held"]
    return hashlib.sha256(_JSON.encode(plain)).hexdigest()


def group_key(claim: Claim) -> str:
    """Which claims have to be looked at together when events are computed."""
    return base_key(claim) or key_text(["no event", claim.document.text_version])


def _supersede(connection: Connection, now: str, document: Document, claims: Sequence[Claim],
               run_id: int) -> tuple[int, int, int, events_held.Touched]:
    """Adds and closes claims. Returns how many were added, kept, closed, and what events have to look at."""
    c = claims_table.c
    rows = connection.execute(select(c.claim_row, c.claim_id, c.content_sha256, c.group_key, c.denies).where(
        c.document_id == document.document_id, c.held_until.is_(None))).all()
    before = {row.claim_id: row for row in rows}
    hashes = {claim.claim_id: content_hash(claim) for claim in claims}
    gone = [row for row in rows if hashes.get(row.claim_id) != row.content_sha256]
    gone_ids = {row.claim_id for row in gone}
    new = [claim for claim in claims if claim.claim_id not in before or claim.claim_id in gone_ids]
    _close(connection, claims_table, c.claim_row, [row.claim_row for row in gone], now)
    for claim in new:
        number = events_held.inserted(connection.execute(insert(claims_table), {
            **_claim_row(claim), "content_sha256": hashes[claim.claim_id], "run_id": run_id,
            "held_from": now}))
        people = _participant_rows(claim, number)
        if people:
            connection.execute(insert(participant), people)
    touched = events_held.Touched(
        keys=frozenset([row.group_key for row in gone] + [group_key(claim) for claim in new]),
        claim_ids=frozenset([*gone_ids, *(claim.claim_id for claim in new)]),
        denied=frozenset(row.denies for row in gone if row.denies),
    )
    return len(new), len(claims) - len(new), len(gone), touched


def _claim_row(claim: Claim) -> dict[str, Any]:
    plain = msgspec.to_builtins(claim)
    del plain["held"]
    proposition = claim.proposition
    earliest, latest = parse_day(proposition.when.earliest), parse_day(proposition.when.latest)
    return {
        "claim_id": claim.claim_id,
        "document_id": claim.document.document_id,
        "text_version": claim.document.text_version,
        "body": _text(plain),
        "start": claim.evidence.trigger.start,
        "type": proposition.type,
        "form": proposition.form,
        "aspect": proposition.aspect,
        "realis": claim.realis,
        "innermost": claim.factuality.innermost,
        "denies": claim.denies,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "precision": proposition.when.precision,
        "publisher_key": _key(claim.document.publisher),
        "composed": claim.document.composed,
        "score": claim.coder.score,
        "group_key": group_key(claim),
        "is_event": trace_of(claim).is_event,
    }


def _participant_rows(claim: Claim, row: int) -> list[dict[str, Any]]:
    return [{
        "claim_row": row, "position": i, "role": p.role, "entity_id": p.entity_id, "name": p.name,
        "name_key": _key(p.name or p.mention.text), "principal": p.principal, "sector": p.sector,
    } for i, p in enumerate(claim.proposition.participants)]


def _version_row(document: Document) -> dict[str, Any]:
    month = _MONTH.match(document.published or "")
    return {
        **{name: getattr(document, name) for name in _METADATA},
        "document_id": document.document_id,
        "text_version": document.text_version,
        "publisher_key": _key(document.publisher),
        "published_month": month.group() if month else None,
        "origin": document.origin,
        "cuts": _text(document.cuts),
        "notes": _text(document.notes),
    }


def _same_version(held: Any, document: Document) -> bool:
    return held.text_version == document.text_version and all(
        getattr(held, name) == getattr(document, name) for name in _METADATA)


def _current(connection: Connection, table: Any, document_id: str) -> Any:
    return connection.execute(select(table).where(
        table.c.document_id == document_id, table.c.held_until.is_(None))).one_or_none()


def _close(connection: Connection, table: Any, key: Any, rows: Sequence[int], now: str) -> None:
    """Ends what is held: the only change that a row ever sees. Not before it began, if clocks differ."""
    for part in events_held.chunks(rows):
        # max() of two values is spelled differently by each database; CASE is not.
        connection.execute(update(table).where(key.in_(part))
                           .values(held_until=events_held.not_before(table, now)))


def _key(name: str | None) -> str | None:
    return name.casefold() if name is not None else None


def _text(value: Any) -> str:
    return _JSON.encode(value).decode("utf-8")
