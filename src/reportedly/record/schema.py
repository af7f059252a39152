"""The tables, as they are after the newest migration.

Two kinds of time never mix: ``earliest`` / ``latest`` is when something is said to have happened;
``held_from`` / ``held_until`` is when the record held a row (UTC text of one fixed length; a null end: now).
Rows of the bitemporal tables are added and closed, never changed or deleted. JSON is kept as text: it is read
whole, and all that is filtered by has a column.

A change here needs a new file under ``migrations/versions`` and a new ``HEAD``; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from .version import HEAD

__all__ = ["HEAD", "claim", "document", "event", "event_claim", "event_version", "log", "metadata",
           "participant", "run", "source_version", "text_body", "text_version"]

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})

_STAMP = String(27)
_CURRENT = text("held_until IS NULL")


def _held() -> tuple[Column, Column]:
    return Column("held_from", _STAMP, nullable=False), Column("held_until", _STAMP)


def _one_current(table: str, *columns: str) -> Index:
    """At most one row that is held now: the invariant of supersession, kept by the database itself."""
    return Index(f"uq_{table}_current", *columns, unique=True, sqlite_where=_CURRENT,
                 postgresql_where=_CURRENT)


run = Table(
    "run", metadata,
    Column("run_id", Integer, primary_key=True),
    Column("started", _STAMP, nullable=False),
    Column("finished", _STAMP),
    Column("status", String(16), nullable=False),  # running, finished, interrupted, failed
    Column("coder", Text, nullable=False),
    Column("targets", Text, nullable=False),  # JSON list
)

document = Table(
    "document", metadata,
    Column("document_id", String(64), primary_key=True),
    Column("held_from", _STAMP, nullable=False),
)

# The clean text by its hash: reprints and metadata versions share it.
text_body = Table(
    "text", metadata,
    Column("text_version", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

text_version = Table(
    "text_version", metadata,
    Column("text_version_id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.document_id"), nullable=False),
    Column("text_version", ForeignKey("text.text_version"), nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("publisher_key", Text),  # case folded
    Column("title", Text),
    Column("byline", Text),
    Column("published", Text),
    Column("published_basis", String(16), nullable=False),
    Column("published_month", String(7)),
    Column("language", String(16)),
    Column("composed", Boolean, nullable=False),
    Column("origin", Text, nullable=False),
    Column("cuts", Text, nullable=False),  # JSON list
    Column("notes", Text, nullable=False),  # JSON list
    *_held(),
    _one_current("text_version", "document_id"),
    Index(None, "document_id"),
    Index(None, "text_version"),
)

# Which bytes were read by which coder, and the text that came of it. Tells whether reading again is needed.
source_version = Table(
    "source_version", metadata,
    Column("source_version_id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.document_id"), nullable=False),
    Column("raw_sha256", String(64), nullable=False),
    Column("coder", Text, nullable=False),
    Column("text_version", ForeignKey("text.text_version"), nullable=False),
    Column("run_id", ForeignKey("run.run_id")),
    *_held(),
    _one_current("source_version", "document_id"),
    Index(None, "document_id"),
)

claim = Table(
    "claim", metadata,
    Column("claim_row", Integer, primary_key=True),
    Column("claim_id", String(64), nullable=False),  # not unique: reprints, and what another coder made of it
    Column("document_id", ForeignKey("document.document_id"), nullable=False),
    Column("text_version", ForeignKey("text.text_version"), nullable=False),
    Column("run_id", ForeignKey("run.run_id")),
    Column("content_sha256", String(64), nullable=False),
    Column("body", Text, nullable=False),  # the claim as JSON, without "held"
    Column("start", Integer, nullable=False),
    Column("type", String(32)),
    Column("form", String(64)),
    Column("aspect", String(16), nullable=False),
    Column("realis", String(16), nullable=False),
    Column("innermost", String(3), nullable=False),
    Column("denies", String(64)),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("precision", String(16), nullable=False),
    Column("publisher_key", Text),
    Column("composed", Boolean, nullable=False),
    Column("score", Float),
    Column("group_key", Text, nullable=False),  # the event's key without its date
    Column("is_event", Boolean, nullable=False),  # false: a state, a habit, or neither type nor form
    *_held(),
    _one_current("claim", "document_id", "claim_id"),
    Index(None, "document_id"),
    Index(None, "claim_id"),
    Index(None, "denies"),
    Index(None, "group_key"),
    Index(None, "type"),
    Index(None, "form"),
    Index(None, "earliest"),
)

participant = Table(
    "participant", metadata,
    Column("claim_row", ForeignKey("claim.claim_row"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("name", Text),
    Column("name_key", Text),  # case folded
    Column("principal", Text),
    Column("sector", String(16)),
    Index(None, "principal"),
    Index(None, "entity_id"),
    Index(None, "name_key"),
)

event = Table(
    "event", metadata,
    Column("event_id", String(64), primary_key=True),
    Column("held_from", _STAMP, nullable=False),
)

event_version = Table(
    "event_version", metadata,
    Column("event_version_id", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.event_id"), nullable=False),
    Column("base_key", Text, nullable=False),  # the group_key of the claims that it was computed from
    Column("content_sha256", String(64), nullable=False),
    Column("members_sha256", String(64), nullable=False),
    Column("body", Text, nullable=False),  # the event as JSON
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("disputed", Boolean, nullable=False),
    Column("composed", Boolean, nullable=False),
    *_held(),
    _one_current("event_version", "event_id"),
    Index(None, "event_id"),
    Index(None, "base_key"),
)

# By id, not by row: an event whose values stay the same keeps its version when a coder rewrites a claim.
event_claim = Table(
    "event_claim", metadata,
    Column("event_version_id", ForeignKey("event_version.event_version_id"), primary_key=True),
    Column("claim_id", String(64), primary_key=True),
    Column("document_id", ForeignKey("document.document_id"), primary_key=True),
    Index(None, "claim_id", "document_id"),
)

log = Table(
    "log", metadata,
    Column("log_id", Integer, primary_key=True),
    Column("run_id", ForeignKey("run.run_id"), nullable=False),
    Column("at", _STAMP, nullable=False),
    Column("origin", Text, nullable=False),
    Column("outcome", String(16), nullable=False),  # new, unchanged, superseded, failed, skipped
    Column("reason", Text),
    Column("document_id", ForeignKey("document.document_id")),
    Column("text_version", ForeignKey("text.text_version")),
    Column("claims", Integer),
    Index(None, "run_id"),
    Index(None, "document_id"),
)
