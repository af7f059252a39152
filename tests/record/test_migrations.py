"""Migrations ship with the package, end at the schema of the code, and are all or nothing."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reportedly.errors import RecordError
from reportedly.record import Record, migrate, schema, version
from tests.record.test_opening import written

NEXT = '''
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("added", sa.Column("x", sa.Integer(), primary_key=True))
    {then}
'''


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Makes this version's code believe that it is one migration ahead."""
    scripts = tmp_path / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))

    def prepare(then="pass"):
        (scripts / "versions" / "0002_next.py").write_text(NEXT.format(head="0001", then=then))
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(version, "HEAD", "0002")

    return prepare


def revision(path):
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        connection.close()


def tables(path):
    connection = sqlite3.connect(path)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()


def test_the_migrations_end_at_the_tables_of_the_code(record):
    with record._engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert differences == []
    assert revision(record.path) == version.HEAD


def test_the_bitemporal_tables_have_both_ends():
    for table in (schema.text_version, schema.source_version, schema.claim, schema.event_version):
        assert {"held_from", "held_until"} <= set(table.c.keys())


def test_an_older_record_is_brought_up_after_a_copy(path, next_version):
    written(path)
    next_version()
    with Record.open(path, create=False) as record:
        assert len(record.claims()) == 1
    assert revision(path) == "0002" and "added" in tables(path)
    copy = path.with_name("record.db.before-0002")
    assert revision(copy) == "0001" and "added" not in tables(copy)
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM claim").fetchone() == (1,)


def test_a_migration_that_fails_leaves_the_record_as_it_was(path, next_version, monkeypatch):
    written(path)
    next_version(then='op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(RecordError, match="nowhere"):
        Record.open(path)
    assert revision(path) == "0001" and "added" not in tables(path)
    monkeypatch.undo()
    with Record.open(path) as record:
        assert len(record.claims()) == 1
