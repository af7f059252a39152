"""``reportedly show claims``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import phrases
from ..output import Column, Row
from .view import SHORT, at, joined, marked, people, true_false, view

if TYPE_CHECKING:
    from ...record import Filter, Record

_PROPOSITION = "claim.proposition."


def query(record: Record, asked: Filter) -> Iterator[Row]:
    """Claims as dictionaries, with whether they are denied and the event that they belong to."""
    for row in record.iter_claims(asked):
        yield row.to_dict()


def _what(row: Row) -> str:
    claim = row["claim"]
    return marked(phrases.what(claim["proposition"]), claim["document"]["composed"])


def _sure(row: Row) -> str:
    claim = row["claim"]
    return phrases.sure(claim["factuality"]["innermost"], claim["realis"], disputed=row["denied"])


def _voice(row: Row) -> str:
    return phrases.voice(row["claim"]["attribution"][0])


def _speaker(row: Row) -> str | None:
    speaker = row["claim"]["attribution"][0]["speaker"] or {}
    return speaker.get("name") or (speaker.get("span") or {}).get("text")


def _score(row: Row) -> str | None:
    score = row["claim"]["coder"]["score"]
    return None if score is None else f"{score:.2f}"


TABLE = (
    Column("when", lambda row: phrases.when(at(f"{_PROPOSITION}when")(row))),
    Column("what", _what),
    Column("who with whom", lambda row: phrases.who(at(f"{_PROPOSITION}participants")(row))),
    Column("how sure", _sure),
    Column("according to", _voice),
    Column("published by", at("claim.document.publisher")),
    Column("score", _score, number=True),
    Column("claim", lambda row: row["claim"]["claim_id"][:SHORT]),
)
CSV = (
    Column("claim_id", at("claim.claim_id")),
    Column("event_id", at("event_id")),
    Column("when", at(f"{_PROPOSITION}when.edtf")),
    *(Column(name, at(f"{_PROPOSITION}when.{name}")) for name in ("earliest", "latest")),
    Column("when_basis", at(f"{_PROPOSITION}when.basis")),
    *(Column(name, at(f"{_PROPOSITION}{name}"))
      for name in ("type", "plover_type", "mode", "form", "instrument", "stage", "turn", "aspect")),
    *people(f"{_PROPOSITION}participants"),
    Column("items", joined(f"{_PROPOSITION}items", phrases.item)),
    Column("factuality", at("claim.factuality.innermost")),
    Column("publisher_factuality", at("claim.factuality.publisher")),
    Column("realis", at("claim.realis")),
    Column("denies", at("claim.denies")),
    Column("denied", true_false("denied")),
    Column("according_to", _voice),
    Column("speaker", _speaker),
    Column("score", at("claim.coder.score")),
    Column("sentence", at("claim.evidence.sentence.text")),
    *(Column(name, at(f"claim.document.{name}")) for name in ("publisher", "published", "title", "url",
                                                              "document_id")),
    Column("composed", true_false("claim.document.composed")),
)

command = view(
    "Claims: one version of one document, one proposition, one innermost voice.",
    query, table=TABLE, csv=CSV, composed="claim.document.composed", nothing="No claims in the record fit.")
