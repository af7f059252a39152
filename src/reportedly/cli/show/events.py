"""``reportedly show events``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from .. import phrases
from ..output import Column, Row
from .view import SHORT, at, joined, marked, people, true_false, view

if TYPE_CHECKING:
    from ...record import ClaimRow, EventRow, Filter, Record

_FIELDS = "event.fields."
_FEW = 200
"""Claims that are asked for one by one; for more, one pass over all claims is quicker."""


def query(record: Record, asked: Filter) -> Iterator[Row]:
    """Events as dictionaries, each with the names of its innermost voices as ``according_to``."""
    rows = record.events(asked)
    voices = innermost_voices(record, rows, asked.as_of)
    for row in rows:
        yield {**row.to_dict(), "according_to": voices[row.event.event_id]}


def innermost_voices(record: Record, rows: Sequence[EventRow], as_of: str | None) -> dict[str, list[str]]:
    """Who stands behind each event's claims, each once, by event id; those who deny it last."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in _claims(record, rows, as_of):
        if row.event_id is not None:
            denies = row.claim.factuality.innermost.endswith("-")
            name = phrases.voice(row.claim.attribution[0].to_dict())
            found[row.event_id][f"{name} (denies)" if denies else name] = denies
    return {row.event.event_id: sorted(of_event := found[row.event.event_id], key=of_event.__getitem__)
            for row in rows}


def _claims(record: Record, rows: Sequence[EventRow], as_of: str | None) -> Iterable[ClaimRow]:
    """The claims of these events that were held then, reprints too."""
    from ...record import Filter

    ids = {claim_id: None for row in rows for claim_id in row.event.claims}
    if len(ids) > _FEW:
        return record.iter_claims(Filter(as_of=as_of))
    return (row for claim_id in ids for row in record.claim_versions(claim_id, as_of=as_of)
            if as_of is not None or row.claim.held.until is None)


def _what(row: Row) -> str:
    values = {name: chosen["value"] for name, chosen in row["event"]["fields"].items()}
    return marked(phrases.what(values), row["event"]["composed"])


def _sure(row: Row) -> str:
    return phrases.sure(at(f"{_FIELDS}factuality.value")(row), at(f"{_FIELDS}realis.value")(row),
                        disputed=row["event"]["disputed"])


TABLE = (
    Column("when", lambda row: phrases.when(at(f"{_FIELDS}when.value")(row))),
    Column("what", _what),
    Column("who with whom", lambda row: phrases.who(at(f"{_FIELDS}participants.value")(row))),
    Column("how sure", _sure),
    Column("according to", lambda row: phrases.some(row["according_to"]) or None),
    Column("docs", at("event.documents"), number=True),
    Column("event", lambda row: row["event"]["event_id"][:SHORT]),
)
CSV = (
    Column("event_id", at("event.event_id")),
    Column("when", at(f"{_FIELDS}when.value.edtf")),
    *(Column(name, at(f"{_FIELDS}when.value.{name}")) for name in ("earliest", "latest")),
    Column("when_basis", at(f"{_FIELDS}when.value.basis")),
    *(Column(name, at(f"{_FIELDS}{name}.value"))
      for name in ("type", "plover_type", "form", "instrument", "stage", "turn")),
    *people(f"{_FIELDS}participants.value"),
    Column("items", joined(f"{_FIELDS}items.value", phrases.item)),
    *(Column(name, at(f"{_FIELDS}{name}.value")) for name in ("factuality", "realis")),
    Column("disputed", true_false("event.disputed")),
    Column("according_to", joined("according_to", str)),
    *(Column(name, at(f"event.{name}")) for name in ("voices", "documents", "independent_reports")),
    Column("claims", joined("event.claims", str)),
    Column("composed", true_false("event.composed")),
    Column("provisional", true_false("event.provisional")),
)

command = view(
    "Events: when, what, who with whom, how sure, according to whom, from how many documents.\n\n"
    "In this version they are provisional: claims are linked by an exact key (type or form, participants, "
    "overlapping dates). How sure is what most claims say; a dispute is always shown.",
    query, table=TABLE, csv=CSV, composed="event.composed", nothing="No events in the record fit.")
