"""Reads. Every query takes one ``Filter`` and one moment (``as_of``, else now)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, or_, select

from ..records import Claim, Cut, Event, Held
from .filters import Filter, first_day, instant, last_day
from .rows import ActorRow, ClaimRow, CoverageRow, DocumentRow, EventRow, LogRow, RunRow
from .schema import claim, event_claim, event_version, log, participant, run, text_body, text_version

_CLAIM = msgspec.json.Decoder(Claim)
_EVENT = msgspec.json.Decoder(Event)
_CUTS = msgspec.json.Decoder(tuple[Cut, ...])
_STRINGS = msgspec.json.Decoder(tuple[str, ...])


def claims(connection: Connection, filter: Filter) -> Iterator[ClaimRow]:
    """See ``Record.claims``."""
    query = _claim_rows(instant(filter.as_of)).where(*_fits(claim, filter)).order_by(
        *_by_date(claim), claim.c.document_id, claim.c.start, claim.c.claim_id)
    for row in connection.execution_options(yield_per=200).execute(_limited(query, filter)):
        yield _claim_row(row)


def claim_versions(connection: Connection, claim_id: str, document: str | None,
                   as_of: str | None) -> Iterator[ClaimRow]:
    """See ``Record.claim_versions``."""
    moment = instant(as_of)
    query = _claim_rows(moment).where(claim.c.claim_id == claim_id)
    if document is not None:
        query = query.where(claim.c.document_id == document)
    if moment is not None:
        query = query.where(_held(claim, moment))
    query = query.order_by(case((claim.c.held_until.is_(None), 0), else_=1), claim.c.held_until.desc(),
                           claim.c.document_id, claim.c.claim_row.desc())
    for row in connection.execute(query):
        yield _claim_row(row)


def events(connection: Connection, filter: Filter) -> Iterator[EventRow]:
    """See ``Record.events``."""
    version = event_version.c
    member = select(event_claim.c.claim_id).join(claim, and_(
        claim.c.claim_id == event_claim.c.claim_id, claim.c.document_id == event_claim.c.document_id,
    )).where(event_claim.c.event_version_id == version.event_version_id, *_fits(claim, filter))
    query = select(version.body, version.held_from, version.held_until).where(
        _held(event_version, instant(filter.as_of)), member.exists())
    if filter.certain:
        query = query.where(version.disputed.is_(False))
    query = query.order_by(*_by_date(event_version), version.event_id)
    for row in connection.execute(_limited(query, filter)):
        yield _event_row(row)


def event_versions(connection: Connection, event_id: str) -> Iterator[EventRow]:
    """See ``Record.event_versions``."""
    version = event_version.c
    for row in connection.execute(
            select(version.body, version.held_from, version.held_until).where(version.event_id == event_id)
            .order_by(version.held_from.desc(), version.event_version_id.desc())):
        yield _event_row(row)


def documents(connection: Connection, filter: Filter) -> Iterator[DocumentRow]:
    """See ``Record.documents``."""
    count = _count_of_claims(filter).label("claims")
    query = select(text_version, count).where(*_documents_fit(filter)).order_by(
        case((text_version.c.published.is_(None), 1), else_=0), text_version.c.published,
        text_version.c.publisher_key, text_version.c.document_id)
    if filter.asks_about_claims():
        query = query.where(_count_of_claims(filter) > 0)
    for row in connection.execute(_limited(query, filter)):
        yield DocumentRow(
            document_id=row.document_id, text_version=row.text_version, url=row.url, publisher=row.publisher,
            title=row.title, byline=row.byline, published=row.published, published_basis=row.published_basis,
            language=row.language, composed=row.composed, origin=row.origin, cuts=_CUTS.decode(row.cuts),
            notes=_STRINGS.decode(row.notes), claims=row.claims, held_from=row.held_from,
            held_until=row.held_until,
        )


def actors(connection: Connection, filter: Filter) -> Iterator[ActorRow]:
    """See ``Record.actors``."""
    p = participant.c
    distinct = func.count(claim.c.claim_row.distinct())
    query = select(
        p.entity_id,
        func.min(p.name).label("name"), func.min(p.principal).label("principal"),
        func.min(p.sector).label("sector"),
        distinct.label("claims"), func.count(claim.c.document_id.distinct()).label("documents"),
        func.count(case((p.role == "actor", claim.c.claim_row)).distinct()).label("as_actor"),
        func.count(case((p.role == "recipient", claim.c.claim_row)).distinct()).label("as_recipient"),
        func.min(claim.c.earliest).label("earliest"), func.max(claim.c.latest).label("latest"),
    ).join(claim, claim.c.claim_row == p.claim_row).where(*_fits(claim, filter)).group_by(p.entity_id)
    for row in connection.execute(_limited(query.order_by(distinct.desc(), p.entity_id), filter)):
        yield ActorRow(**row._mapping)


def coverage(connection: Connection, filter: Filter) -> Iterator[CoverageRow]:
    """See ``Record.coverage``."""
    per_document = select(
        func.coalesce(text_version.c.publisher, "unknown").label("publisher"),
        func.coalesce(text_version.c.published_month, "unknown").label("month"),
        _count_of_claims(filter).label("claims"),
    ).where(*_documents_fit(filter)).subquery()
    d = per_document.c
    found = func.sum(case((d.claims > 0, 1), else_=0))
    query = select(
        d.publisher, d.month, func.count().label("articles"), found.label("with_claims"),
        (func.count() - found).label("without_claims"), func.sum(d.claims).label("claims"),
    ).group_by(d.publisher, d.month).order_by(d.publisher, d.month)
    for row in connection.execute(_limited(query, filter)):
        yield CoverageRow(**row._mapping)


def document_text(connection: Connection, version: str) -> str | None:
    """See ``Record.document_text``."""
    return connection.scalar(select(text_body.c.text).where(text_body.c.text_version == version))


def runs(connection: Connection) -> Iterator[RunRow]:
    """See ``Record.runs``."""
    counts: dict[int, dict[str, int]] = {}
    for run_id, outcome, number in connection.execute(
            select(log.c.run_id, log.c.outcome, func.count()).group_by(log.c.run_id, log.c.outcome)
            .order_by(log.c.run_id, log.c.outcome)):
        counts.setdefault(run_id, {})[outcome] = number
    for row in connection.execute(select(run).order_by(run.c.run_id.desc())):
        yield RunRow(run_id=row.run_id, started=row.started, finished=row.finished, status=row.status,
                     coder=row.coder, targets=_STRINGS.decode(row.targets), counts=counts.get(row.run_id, {}))


def log_of(connection: Connection, run_id: int) -> Iterator[LogRow]:
    """See ``Record.log``."""
    for row in connection.execute(select(log).where(log.c.run_id == run_id).order_by(log.c.log_id)):
        yield LogRow(run_id=row.run_id, at=row.at, origin=row.origin, outcome=row.outcome, reason=row.reason,
                     document_id=row.document_id, text_version=row.text_version, claims=row.claims)


# ---------------------------------------------------------------- conditions

def _held(table: FromClause, moment: str | None) -> ColumnElement[bool]:
    if moment is None:
        return table.c.held_until.is_(None)
    return and_(table.c.held_from <= moment, or_(table.c.held_until.is_(None), table.c.held_until > moment))


def _denied(table: FromClause, moment: str | None) -> ColumnElement[bool]:
    """Whether a claim that is held denies this one: asked, not stored, because denials come and go."""
    denial = claim.alias("denial")
    return select(denial.c.claim_row).where(
        denial.c.denies == table.c.claim_id, _held(denial, moment)).correlate(table).exists()


def _fits(table: FromClause, filter: Filter) -> list[ColumnElement[bool]]:
    """The filter as conditions on rows of ``claim``."""
    moment = instant(filter.as_of)
    c = table.c
    found = [_held(table, moment)]
    if filter.type is not None:
        found.append(c.type == filter.type)
    if filter.form is not None:
        found.append(c.form == filter.form)
    if filter.publisher is not None:
        found.append(c.publisher_key == filter.publisher.casefold())
    if filter.document is not None:
        found.append(c.document_id == filter.document)
    if not filter.composed:
        found.append(c.composed.is_(False))
    if filter.certain:
        found += [c.innermost == "CT+", ~_denied(table, moment)]
    return found + _actors_fit(table, filter) + _dates_fit(table, filter)


def _dates_fit(table: FromClause, filter: Filter) -> list[ColumnElement[bool]]:
    since, until = first_day(filter.since), last_day(filter.until)
    if since is None and until is None:
        return []
    c = table.c
    overlap: list[ColumnElement[bool]] = [or_(c.earliest.is_not(None), c.latest.is_not(None))]
    if since is not None:
        overlap.append(or_(c.latest.is_(None), c.latest >= since))
    if until is not None:
        overlap.append(or_(c.earliest.is_(None), c.earliest <= until))
    if filter.include_undated:
        return [or_(and_(c.earliest.is_(None), c.latest.is_(None)), and_(*overlap))]
    return overlap


def _actors_fit(table: FromClause, filter: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filter.actor is not None:
        one = participant.alias("one")
        condition = select(one.c.position).where(one.c.claim_row == table.c.claim_row, _is(one, filter.actor))
        if filter.with_actor is not None:
            other = participant.alias("other")  # another participant: a state with itself are two mentions
            condition = condition.join(other, and_(
                other.c.claim_row == one.c.claim_row, other.c.position != one.c.position,
                _is(other, filter.with_actor)))
        found.append(condition.correlate(table).exists())
    elif filter.with_actor is not None:
        one = participant.alias("one")
        found.append(select(one.c.position).where(
            one.c.claim_row == table.c.claim_row, _is(one, filter.with_actor)).correlate(table).exists())
    return found


def _is(table: FromClause, name: str) -> ColumnElement[bool]:
    c = table.c
    return or_(c.principal.in_({name, name.upper()}), c.entity_id == name, c.name_key == name.casefold())


def _documents_fit(filter: Filter) -> list[ColumnElement[bool]]:
    """The filter's conditions on documents themselves."""
    c = text_version.c
    found = [_held(text_version, instant(filter.as_of))]
    if filter.publisher is not None:
        found.append(c.publisher_key == filter.publisher.casefold())
    if filter.document is not None:
        found.append(c.document_id == filter.document)
    if not filter.composed:
        found.append(c.composed.is_(False))
    return found


def _count_of_claims(filter: Filter) -> ColumnElement[int]:
    """Claims that fit, of the document in the surrounding query over ``text_version``."""
    return select(func.count()).select_from(claim).where(
        claim.c.document_id == text_version.c.document_id, *_fits(claim, filter),
    ).correlate(text_version).scalar_subquery()


# ---------------------------------------------------------------- rows

def _claim_rows(moment: str | None) -> Select[Any]:
    home = select(func.min(event_version.c.event_id)).join(
        event_claim, event_claim.c.event_version_id == event_version.c.event_version_id,
    ).where(
        event_claim.c.claim_id == claim.c.claim_id, event_claim.c.document_id == claim.c.document_id,
        _held(event_version, moment),
    ).correlate(claim).scalar_subquery()
    return select(claim.c.body, claim.c.held_from, claim.c.held_until, _denied(claim, moment).label("denied"),
                  home.label("event_id"))


def _claim_row(row: Any) -> ClaimRow:
    held = Held(since=row.held_from, until=row.held_until)
    claim = msgspec.structs.replace(_CLAIM.decode(row.body), held=held)
    return ClaimRow(claim=claim, denied=bool(row.denied), event_id=row.event_id)


def _event_row(row: Any) -> EventRow:
    return EventRow(event=_EVENT.decode(row.body), held_from=row.held_from, held_until=row.held_until)


def _by_date(table: FromClause) -> list[ColumnElement[Any]]:
    """Undated rows last, in every database."""
    first = func.coalesce(table.c.earliest, table.c.latest)
    return [case((first.is_(None), 1), else_=0), first, func.coalesce(table.c.latest, table.c.earliest)]


def _limited(query: Select[Any], filter: Filter) -> Select[Any]:
    return query if filter.limit is None else query.limit(filter.limit)
