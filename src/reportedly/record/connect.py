"""Opening the file: what it is, whether it may be used, and the engine with its pragmas.

All that is particular to SQLite is in this file, ``problems.py`` and ``raw.py``; the rest would run on
PostgreSQL.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from ..errors import RecordError
from .version import APPLICATION_ID

PRAGMAS: tuple[str, ...] = ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = NORMAL")
"""Set on every connection. With a write-ahead log, NORMAL loses nothing when the process is killed; a power
cut can lose the last transactions but not damage the file."""

_MAGIC = b"SQLite format 3\0"


def check_place(path: Path, *, create: bool) -> bool:
    """Whether the path can hold a record. True: it can be read but not written.

    Raises RecordError for a folder, a missing folder, a missing or foreign file, a read-only place.
    """
    folder = path.parent
    if path.is_dir():
        raise RecordError("this is a folder, not a record", where=str(path),
                          remedy=f"Name a file in it: --record {path / 'record.db'}")
    if not folder.is_dir():
        raise RecordError("the record's folder does not exist", where=str(folder),
                          remedy="Make the folder, or name another file with --record.")
    exists = path.exists()
    if not exists and not create:
        raise RecordError("there is no record here", where=str(path),
                          remedy=f"Make one with: reportedly read PATH --record {path}")
    writable = os.access(folder, os.W_OK) and (not exists or os.access(path, os.W_OK))
    if not writable and create:
        raise RecordError("the record cannot be written: the file or its folder is read-only",
                          where=str(path),
                          remedy="Name a file in a folder that you can write to with --record.")
    if exists and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise RecordError("this file is not a SQLite database, so it cannot be a record",
                                  where=str(path),
                                  remedy="Name another file with --record; this one was not touched.")
    if not writable and _has_log(path):
        raise RecordError("the record is in a read-only place and was not closed by its last writer",
                          where=str(path),
                          remedy="Copy it with its -wal file to a folder that you can write to.")
    return not writable


def _has_log(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def raw_connection(path: Path, *, readonly: bool = False, timeout: float = 30.0) -> sqlite3.Connection:
    """A plain connection in autocommit mode: transactions begin where we say so.

    A read-only place is opened as immutable, because SQLite would want to put its shared memory beside the
    file. ``timeout`` is in seconds: how long to wait for another process's lock.
    """
    mode = "?mode=ro&immutable=1" if readonly else "?mode=rwc"
    uri = "file:" + quote(str(path.absolute())) + mode
    connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None,
                                 check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def schema_version(connection: sqlite3.Connection, path: Path) -> str | None:
    """The migration that the record stands at; None for an empty file; RecordError for a foreign one."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not tables and not ours:
        return None
    if not ours or "alembic_version" not in tables:
        raise RecordError("this is a SQLite database, but not a record of Reportedly", where=str(path),
                          remedy="Name another file with --record; this one was not touched.")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def use_write_ahead_log(connection: sqlite3.Connection, timeout: float) -> None:
    """Switches to a write-ahead log, so that readers never wait for the writer.

    SQLite does not wait for this lock by itself when two processes make the same record at once.
    """
    end = time.monotonic() + timeout
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return  # some network file systems refuse; the record works without, only readers may wait
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)


def make_engine(path: Path, *, readonly: bool, timeout: float) -> Engine:
    """An engine that begins with BEGIN, or with BEGIN IMMEDIATE under the execution option ``write``.

    A writer takes its lock at the start: a reader that turns into a writer halfway could not wait for
    another.
    """
    engine = create_engine("sqlite://", poolclass=QueuePool, pool_size=2, max_overflow=8,
                           creator=lambda: raw_connection(path, readonly=readonly, timeout=timeout))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
