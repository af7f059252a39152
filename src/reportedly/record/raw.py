"""Raw bytes beside the record: a SQLite file of its own (``record.db.raw``), compressed, each content once.

The key is the SHA-256 of the bytes, and bytes are committed before the record refers to them. Killed in
between, the file holds bytes that nothing refers to, and the next reading finds them there. zlib, because it
is part of Python: zstd would compress pages a little better and cost a dependency.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from pathlib import Path

from ..errors import RecordError
from .connect import check_place, raw_connection, use_write_ahead_log
from .problems import reported

_APPLICATION_ID = 0x52505452  # "RPTR"


class RawStore:
    """Bytes by their hash. The file is made when the first bytes are put."""

    def __init__(self, record: Path, *, timeout: float) -> None:
        self.path = record.with_name(record.name + ".raw")
        self._timeout = timeout
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def put(self, sha256: str, data: bytes) -> None:
        """Stores ``data`` unless it is there."""
        with reported(self.path), self._lock:
            connection = self._connect()
            if connection.execute("SELECT 1 FROM raw WHERE sha256 = ?", (sha256,)).fetchone():
                return
            connection.execute(
                "INSERT INTO raw (sha256, codec, size, data) VALUES (?, 'zlib', ?, ?) ON CONFLICT DO NOTHING",
                (sha256, len(data), zlib.compress(data, 6)))

    def get(self, sha256: str) -> bytes | None:
        """The bytes, or None if they were not kept."""
        if self._connection is None and not self.path.exists():
            return None
        with reported(self.path), self._lock:
            query = "SELECT codec, data FROM raw WHERE sha256 = ?"
            row = self._connect().execute(query, (sha256,)).fetchone()
        if row is None:
            return None
        codec, data = row
        if codec != "zlib":
            raise RecordError(f"raw bytes are compressed with {codec}, which this version cannot read",
                              where=str(self.path),
                              remedy="Install the newer version: pip install --upgrade reportedly")
        return zlib.decompress(data)

    def close(self) -> None:
        """Closes the file if it was opened."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _connect(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        readonly = check_place(self.path, create=not self.path.exists())
        connection = raw_connection(self.path, readonly=readonly, timeout=self._timeout)
        try:
            ours = connection.execute("PRAGMA application_id").fetchone()[0]
            if ours == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                use_write_ahead_log(connection, self._timeout)
                self._make(connection)
            elif ours != _APPLICATION_ID:
                raise RecordError("this file holds no raw bytes of a record", where=str(self.path),
                                  remedy="Move it away, or name another record with --record.")
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    @staticmethod
    def _make(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("CREATE TABLE IF NOT EXISTS raw (sha256 TEXT PRIMARY KEY, "
                               "codec TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL)")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
