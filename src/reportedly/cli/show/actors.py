"""``reportedly show actors``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..output import Column, Row
from .view import at, view

if TYPE_CHECKING:
    from ...record import Filter, Record


def query(record: Record, asked: Filter) -> Iterator[Row]:
    """Participants of claims as dictionaries."""
    for row in record.actors(asked):
        yield row.to_dict()


def _name(row: Row) -> str:
    return str(row["name"] or row["entity_id"].partition(":")[2] or row["entity_id"])


TABLE = (
    Column("name", _name),
    Column("acts for", at("principal")),
    Column("sector", at("sector")),
    *(Column(name.replace("_", " "), at(name), number=True)
      for name in ("claims", "documents", "as_actor", "as_recipient")),
    Column("earliest", at("earliest")),
    Column("latest", at("latest")),
)
CSV = (
    *(Column(name, at(name)) for name in ("entity_id", "name", "principal", "sector", "claims", "documents",
                                          "as_actor", "as_recipient", "earliest", "latest")),
)

command = view("Actors: who takes part in claims, for whom they act, and how often.", query,
               table=TABLE, csv=CSV, nothing="No actors in the record fit.")
