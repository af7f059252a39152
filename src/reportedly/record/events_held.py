"""Events in the record: computed again for what a document touched, or all of them.

Claims that may share an event have the same ``group_key``; a denial may have another one than what it denies.
So the unit of computing is a set of group keys that is closed under denials. Computing unit by unit gives the
same events as computing all claims at once, which is what makes the incremental update exact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    and_,
    bindparam,
    case,
    insert,
    literal,
    select,
    update,
)

from ..events import Cluster, event_from
from ..events.dates import known_dates, parse_day
from ..events.linking import Group, Trace, link
from ..ids import event_id
from ..records import Claim
from .schema import claim, event, event_claim, event_version

_JSON = msgspec.json.Encoder(order="sorted")
_CLAIM = msgspec.json.Decoder(Claim)
_MOST = 400
"""Values in one IN: databases limit the parameters of a statement."""

# Built once: building a statement costs SQLAlchemy more than SQLite needs to run it.
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_c, _v = claim.c, event_version.c
_one, _other = claim.alias("one"), claim.alias("other")
_TRACES = select(
    _c.claim_id, _c.document_id, _c.text_version, _c.composed, _c.group_key, _c.is_event, _c.earliest,
    _c.latest, _c.precision, _c.realis, _c.denies,
).where(_c.group_key.in_(_KEYS), _c.held_until.is_(None))
_VERSIONS = select(_v.event_version_id, _v.event_id, _v.content_sha256, _v.members_sha256).where(
    _v.base_key.in_(_KEYS), _v.held_until.is_(None))
_BODIES = select(_c.claim_id, _c.document_id, _c.body).where(_c.claim_id.in_(_IDS), _c.held_until.is_(None))
_DENIERS = select(_c.group_key).where(_c.denies.in_(_IDS), _c.held_until.is_(None))
_BY_ID = select(_c.group_key).where(_c.claim_id.in_(_IDS), _c.held_until.is_(None))
_DENYING, _DENIED = (
    select(_other.c.group_key).distinct().where(
        _one.c.group_key.in_(_KEYS), _one.c.held_until.is_(None), _other.c.held_until.is_(None), link_)
    for link_ in (_other.c.denies == _one.c.claim_id,
                  and_(_one.c.denies == _other.c.claim_id, _one.c.denies.is_not(None)))
)
_KNOWN = select(event.c.event_id).where(event.c.event_id.in_(_IDS))

T = TypeVar("T")


class Touched(msgspec.Struct, frozen=True):
    """What a write changed: group keys and ids of claims that came or went; what those that went denied."""

    keys: frozenset[str]
    claim_ids: frozenset[str]
    denied: frozenset[str]


def chunks(values: Collection[T]) -> Iterator[list[T]]:
    """``values`` in lists that fit into one statement."""
    ordered = list(values)
    for i in range(0, len(ordered), _MOST):
        yield ordered[i:i + _MOST]


def not_before(table: Any, now: str) -> ColumnElement[str]:
    """``now``, or the row's own beginning if another process's clock was ahead."""
    return case((table.c.held_from > now, table.c.held_from), else_=literal(now))


def inserted(result: CursorResult[Any]) -> int:
    """The number that the database gave to the row that was inserted."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def update_for(connection: Connection, now: str, touched: Touched) -> int:
    """Recomputes the events that a write can have changed; returns how many it wrote or closed."""
    if not touched.claim_ids:
        return 0
    keys = set(touched.keys)
    for part in chunks(touched.claim_ids):  # they may have found, or lost, what they deny
        keys.update(connection.scalars(_DENIERS, {"ids": part}))
    for part in chunks(touched.denied):  # these may have lost their denial
        keys.update(connection.scalars(_BY_ID, {"ids": part}))
    return _recompute(connection, now, _closed_under_denials(connection, keys), touched.claim_ids)


def rebuild(connection: Connection, now: str) -> int:
    """Recomputes all events, unit by unit, so that memory holds one unit at a time."""
    current = claim.c.held_until.is_(None)
    todo = set(connection.scalars(select(claim.c.group_key).where(current).distinct()))
    # Events whose claims have all gone still have a key to be looked at.
    todo.update(connection.scalars(select(event_version.c.base_key).where(
        event_version.c.held_until.is_(None)).distinct()))
    changed = 0
    while todo:
        unit = _closed_under_denials(connection, {min(todo)})
        changed += _recompute(connection, now, unit, None)
        todo -= unit
    return changed


def _closed_under_denials(connection: Connection, keys: Iterable[str]) -> set[str]:
    """``keys`` and all group keys that are connected with them through a denial, in either direction."""
    done: set[str] = set()
    frontier = set(keys)
    while frontier:
        done |= frontier
        found: set[str] = set()
        for part in chunks(frontier):
            found.update(connection.scalars(_DENYING, {"keys": part}))
            found.update(connection.scalars(_DENIED, {"keys": part}))
        frontier = found - done
    return done


def _recompute(connection: Connection, now: str, keys: Collection[str],
               touched: Collection[str] | None) -> int:
    """Links the claims of these group keys and writes the events that differ from those held.

    An event with the same members as before, none of them among the ``touched`` claim ids, is not even looked
    at: so a document costs the choosing of its own events, not of all with these actors. None: look at all.
    """
    traces: list[Trace] = []
    held: dict[str, Any] = {}
    for part in chunks(keys):
        traces += _traces(connection, part)
        held.update((row.event_id, row) for row in connection.execute(_VERSIONS, {"keys": part}).all())
    new: list[tuple[dict[str, Any], Group]] = []
    for group in link(traces):
        name = event_id(group.key)
        members = _members_hash(group)
        before = held.get(name)
        same_members = before is not None and before.members_sha256 == members
        if same_members and touched is not None and not any(m.claim_id in touched for m in group.members):
            del held[name]
            continue
        values = _event_row(Cluster(group.base, group.key, _claims(connection, group)), members)
        if before is not None and same_members and before.content_sha256 == values["content_sha256"]:
            del held[name]  # stays as it is
        else:
            new.append((values, group))
    _close(connection, [row.event_version_id for row in held.values()], now)
    _add(connection, new, now)
    return len({*held, *(values["event_id"] for values, _ in new)})


def _traces(connection: Connection, keys: Sequence[str]) -> list[Trace]:
    rows = connection.execute(_TRACES, {"keys": keys}).all()
    return [Trace(row.claim_id, row.document_id, row.text_version, row.composed, row.group_key, row.is_event,
                  known_dates(row.earliest, row.latest, row.precision), row.realis, row.denies)
            for row in rows]


def _claims(connection: Connection, group: Group) -> tuple[Claim, ...]:
    """The claims of a group, in its order."""
    bodies: dict[tuple[str, str], str] = {}
    for part in chunks({member.claim_id for member in group.members}):
        for claim_id, document, body in connection.execute(_BODIES, {"ids": part}).all():
            bodies[claim_id, document] = body
    return tuple(_CLAIM.decode(bodies[member.identity]) for member in group.members)


def _members_hash(group: Group) -> str:
    return hashlib.sha256(_JSON.encode([member.identity for member in group.members])).hexdigest()


def _event_row(cluster: Cluster, members: str) -> dict[str, Any]:
    computed = event_from(cluster)
    body = _JSON.encode(computed)
    when = computed.fields["when"].value or {}
    earliest, latest = parse_day(when.get("earliest")), parse_day(when.get("latest"))
    return {
        "event_id": computed.event_id,
        "base_key": cluster.base,
        "content_sha256": hashlib.sha256(body).hexdigest(),
        "members_sha256": members,
        "body": body.decode("utf-8"),
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "disputed": computed.disputed,
        "composed": computed.composed,
    }


def _close(connection: Connection, versions: Sequence[int], now: str) -> None:
    for part in chunks(versions):
        connection.execute(update(event_version).where(event_version.c.event_version_id.in_(part))
                           .values(held_until=not_before(event_version, now)))


def _add(connection: Connection, new: Sequence[tuple[dict[str, Any], Group]], now: str) -> None:
    if not new:
        return
    known: set[str] = set()
    for part in chunks([values["event_id"] for values, _ in new]):
        known.update(connection.scalars(_KNOWN, {"ids": part}))
    first_seen = [{"event_id": values["event_id"], "held_from": now} for values, _ in new
                  if values["event_id"] not in known]
    if first_seen:
        connection.execute(insert(event), first_seen)
    for values, group in new:
        version = inserted(connection.execute(insert(event_version), {**values, "held_from": now}))
        connection.execute(insert(event_claim), [
            {"event_version_id": version, "claim_id": member.claim_id, "document_id": member.document_id}
            for member in group.members])
