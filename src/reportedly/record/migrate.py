"""Bringing a record to the schema of this version. Alembic is only imported where something is to be done."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine

from ..errors import RecordError
from . import version
from .connect import schema_version

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, path: Path) -> None:
    """Makes the tables, or runs the migrations that are missing, in one transaction: all or nothing.

    A record that has something in it is copied to ``<name>.before-<version>`` first. Raises RecordError for a
    record of a newer version, which stays as it is.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        # Asked again under the lock: another process may have been faster.
        current = schema_version(_plain(connection), path)
        if current == version.HEAD:
            return
        if current is not None and current not in known:
            raise RecordError(f"this record was made by a newer version of Reportedly (schema {current})",
                              where=str(path),
                              remedy="Install the newer version: pip install --upgrade reportedly")
        if current is not None:
            back_up(path, path.with_name(f"{path.name}.before-{version.HEAD}"))
        config.attributes["connection"] = connection
        command.upgrade(config, version.HEAD)
        connection.exec_driver_sql(f"PRAGMA application_id = {version.APPLICATION_ID}")


def back_up(path: Path, target: Path, connect: Callable[..., sqlite3.Connection] = sqlite3.connect) -> None:
    """A consistent copy with SQLite's own backup, which includes what is still in the write-ahead log."""
    source = connect(path)
    copy = connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()


def _plain(connection: Connection) -> sqlite3.Connection:
    plain = connection.connection.driver_connection
    assert isinstance(plain, sqlite3.Connection)
    return plain
