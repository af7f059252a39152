"""Database errors -> ``RecordError`` with a remedy."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from ..errors import RecordError

_BUSY = ("another process is writing to the record and did not finish in time",
         "Wait until it is done, or close it, and run the same command again; nothing was lost.")

_KNOWN: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: (
        "the disk is full; the document that was being written is not in the record, all earlier ones are",
        "Free some space, or move the record to a larger disk, and run the same command again.",
    ),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: (
        "the record cannot be written: the file or its folder is read-only",
        "Copy it to a folder that you can write to, or change the permissions.",
    ),
    sqlite3.SQLITE_PERM: (
        "the record may not be opened",
        "Change the file's permissions, or name another one with --record.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the record cannot be opened",
        "Check that its folder exists and that you can write to it, or name another file with --record.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "this file is not a SQLite database, so it cannot be a record",
        "Name another file with --record; this one was not touched.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the record's file is damaged",
        "Restore it from a copy, or recover what is left with: sqlite3 FILE .recover",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk reported an error while the record was read or written",
        "Check the disk, and run the same command again.",
    ),
}


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turns what SQLite, SQLAlchemy and the file system raise inside into ``RecordError``."""
    try:
        yield
    except DBAPIError as error:
        raise explain(error.orig or error, path) from error
    except (sqlite3.Error, OSError) as error:
        raise explain(error, path) from error


def explain(error: BaseException, path: Path) -> RecordError:
    """The error in words, by SQLite's primary result code."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        code = sqlite3.SQLITE_FULL
    else:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # drop the extended part
    message, remedy = _KNOWN.get(code, (
        f"the record could not be read or written ({error})",
        "Run the same command again; if it fails again, start a new record with --record FILE.",
    ))
    return RecordError(message, where=str(path), remedy=remedy)
