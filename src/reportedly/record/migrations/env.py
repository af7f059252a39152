"""Alembic's entry point. The caller hands over a connection inside a transaction; no file is read."""

from __future__ import annotations

from alembic import context

from reportedly.record.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
