"""``reportedly show coverage``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..output import Column, Row
from .view import at, view

if TYPE_CHECKING:
    from ...record import Filter, Record


def query(record: Record, asked: Filter) -> Iterator[Row]:
    """Counts of articles by publisher and month, as dictionaries."""
    for row in record.coverage(asked):
        yield row.to_dict()


TABLE = (
    Column("publisher", at("publisher")),
    Column("month", at("month")),
    *(Column(name.replace("_", " "), at(name), number=True)
      for name in ("articles", "with_claims", "without_claims", "claims")),
)

command = view("Coverage: articles read, with and without claims, by publisher and month of publication.",
               query, table=TABLE, csv=TABLE, nothing="No articles in the record fit.")
