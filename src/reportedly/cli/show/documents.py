"""``reportedly show documents``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..output import Column, Row
from .view import at, joined, marked, true_false, view

if TYPE_CHECKING:
    from ...record import Filter, Record


def query(record: Record, asked: Filter) -> Iterator[Row]:
    """Documents as dictionaries, without their texts."""
    for row in record.documents(asked):
        yield row.to_dict()


TABLE = (
    Column("published", at("published")),
    Column("publisher", at("publisher")),
    Column("title", lambda row: marked(row["title"] or row["origin"], row["composed"])),
    Column("language", at("language")),
    Column("claims", at("claims"), number=True),
    Column("document", at("document_id")),
)
CSV = (
    *(Column(name, at(name)) for name in ("document_id", "text_version", "published", "published_basis",
                                          "publisher", "title", "byline", "url", "language", "claims")),
    Column("cuts", lambda row: len(row["cuts"])),
    Column("notes", joined("notes", str)),
    *(Column(name, at(name)) for name in ("origin", "held_from", "held_until")),
    Column("composed", true_false("composed")),
)

command = view("Documents: the articles that were read, and how many claims each holds.", query,
               table=TABLE, csv=CSV, composed="composed", nothing="No documents in the record fit.")
