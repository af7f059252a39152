"""``Record``: opening, runs, and the one transaction a document. The queries are in ``queries.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal

from sqlalchemy import Connection, Engine

from ..errors import RecordError
from ..records import Claim, Document
from . import events_held, queries, version, writing
from .connect import check_place, make_engine, raw_connection, schema_version, use_write_ahead_log
from .filters import Filter, stamp
from .problems import reported
from .raw import RawStore
from .rows import ActorRow, ClaimRow, CoverageRow, DocumentRow, EventRow, LogRow, RunRow, WriteResult

RunStatus = Literal["finished", "interrupted", "failed"]


class Run:
    """What read what, when, with which versions. Made by ``record.start_run``."""

    def __init__(self, record: Record, run_id: int, coder: str) -> None:
        self._record = record
        self.run_id = run_id
        self.coder = coder

    def finish(self, status: RunStatus = "finished") -> None:
        """Notes the end of the run. One that is killed stays "running" without an end."""
        self._record._finish_run(self.run_id, status)


class Record:
    """One record file. Use as a context manager, or call ``close``.

    One object serves one process; it may be used from several threads. Two processes may write to one file:
    each waits for the other's current document. Every method raises RecordError where the file cannot be
    used.
    """

    def __init__(self, path: Path, engine: Engine, *, readonly: bool, timeout: float,
                 clock: Callable[[], datetime]) -> None:
        self.path = path
        self._engine = engine
        self._raw = RawStore(path, timeout=timeout)
        self._clock = clock
        self._latest = ""
        self.readonly = readonly

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True, timeout: float = 30.0,
             clock: Callable[[], datetime] | None = None) -> Record:
        """Opens the record at ``path``; makes it if it is not there and ``create`` is true.

        An older record is brought to this version's schema, in one transaction and after a copy. ``timeout``
        (seconds) is how long to wait for another process. ``clock`` gives the time that rows are stamped
        with. A record in a read-only place can be opened with ``create=False`` and looked at.
        """
        path = Path(path)
        with reported(path):
            readonly = check_place(path, create=create)
            connection = raw_connection(path, readonly=readonly, timeout=timeout)
            try:
                current = schema_version(connection, path)
                if current is None and not create:
                    raise RecordError("this file is empty: there is no record in it", where=str(path),
                                      remedy=f"Make one with: reportedly read PATH --record {path}")
                if current is None:
                    use_write_ahead_log(connection, timeout)
            finally:
                connection.close()
            engine = make_engine(path, readonly=readonly, timeout=timeout)
            if current != version.HEAD:
                from .migrate import migrate  # Alembic takes longer to import than a record to open

                try:
                    migrate(engine, path)
                except BaseException:
                    engine.dispose()
                    raise
        clock = clock or (lambda: datetime.now(UTC))
        return cls(path, engine, readonly=readonly, timeout=timeout, clock=clock)

    def close(self) -> None:
        """Closes the file; the last process to do so folds the write-ahead log into it."""
        self._engine.dispose()
        self._raw.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------ writing

    def start_run(self, coder: str, targets: Iterable[str] = ()) -> Run:
        """Begins a run of ``coder`` (version, model and whatever else changes claims) over ``targets``."""
        with self._writing() as (connection, now):
            run_id = writing.start_run(connection, now, coder, list(targets))
        return Run(self, run_id, coder)

    def status(self, document_id: str, raw_sha256: str, coder: str) -> Literal["new", "unchanged", "changed"]:
        """Whether these bytes have to be read: "unchanged" means that this coder read them last."""
        with self._reading() as connection:
            return writing.status(connection, document_id, raw_sha256, coder)

    def write(self, document: Document, claims: Sequence[Claim], run: Run, *, coder: str,
              raw: bytes | None = None) -> WriteResult:
        """Takes one document with all of its claims, in one transaction, with the events that they change.

        A new text or new metadata makes a new text version; claims that are no longer made are closed, those
        with equal content keep their row. The same bytes with the same coder change nothing but the log.
        ``raw`` are the bytes that ``document.raw_sha256`` is of; they are put beside the record first, so
        that a record never waits for bytes that are not there.
        """
        with reported(self.path):
            writing.check(document, claims, raw)
            if raw is not None:
                self._raw.put(document.raw_sha256, raw)
        with self._writing() as (connection, now):
            return writing.write(connection, now, document, claims, run.run_id, coder)

    def note_unchanged(self, document_id: str, origin: str, run: Run) -> None:
        """Logs that the run met a document that it did not have to read, and how many claims it has."""
        with self._writing() as (connection, now):
            writing.note_unchanged(connection, now, run.run_id, document_id, origin)

    def note_failure(self, origin: str, reason: str, run: Run) -> None:
        """Logs something that could not be read, and why."""
        with self._writing() as (connection, now):
            writing.note(connection, now, run.run_id, origin, "failed", reason)

    def note_skipped(self, origin: str, reason: str, run: Run) -> None:
        """Logs something that was left out on purpose (a language that the reader does not read), and why."""
        with self._writing() as (connection, now):
            writing.note(connection, now, run.run_id, origin, "skipped", reason)

    def rebuild_events(self) -> int:
        """Computes all events from the claims that are held; returns how many it wrote or closed.

        0 unless this version of Reportedly links differently than the one that wrote them.
        """
        with self._writing() as (connection, now):
            return events_held.rebuild(connection, now)

    # ------------------------------------------------------------ looking

    def claims(self, filter: Filter = Filter()) -> tuple[ClaimRow, ...]:  # noqa: B008 - Filter is frozen
        """Claims by date (undated ones last), document and place in the text."""
        return tuple(self.iter_claims(filter))

    def iter_claims(self, filter: Filter = Filter()) -> Iterator[ClaimRow]:  # noqa: B008
        """The same, one at a time: for exports of more than fits in memory."""
        with self._reading() as connection:
            yield from queries.claims(connection, filter)

    def events(self, filter: Filter = Filter()) -> tuple[EventRow, ...]:  # noqa: B008
        """Events of which a claim fits, by date (undated ones last)."""
        with self._reading() as connection:
            return tuple(queries.events(connection, filter))

    def documents(self, filter: Filter = Filter()) -> tuple[DocumentRow, ...]:  # noqa: B008
        """Documents; where the filter asks about claims, those of which a claim fits."""
        with self._reading() as connection:
            return tuple(queries.documents(connection, filter))

    def actors(self, filter: Filter = Filter()) -> tuple[ActorRow, ...]:  # noqa: B008
        """Participants of the claims that fit, those with most claims first."""
        with self._reading() as connection:
            return tuple(queries.actors(connection, filter))

    def coverage(self, filter: Filter = Filter()) -> tuple[CoverageRow, ...]:  # noqa: B008
        """All articles read, by outlet and month of publication, and how many of them have claims that fit.

        Conditions on claims do not reduce the number of articles: it is what counts are compared with.
        """
        with self._reading() as connection:
            return tuple(queries.coverage(connection, filter))

    def claim(self, claim_id: str, *, document: str | None = None,
              as_of: str | None = None) -> ClaimRow | None:
        """The claim; if it is no longer held, as it was last. Of reprints, the first document's by id."""
        rows = self.claim_versions(claim_id, document=document, as_of=as_of)
        return rows[0] if rows else None

    def claim_versions(self, claim_id: str, *, document: str | None = None,
                       as_of: str | None = None) -> tuple[ClaimRow, ...]:
        """Every row with this id: in all reprints, and as former coders made it; those held come first."""
        with self._reading() as connection:
            return tuple(queries.claim_versions(connection, claim_id, document, as_of))

    def event_versions(self, event_id: str) -> tuple[EventRow, ...]:
        """All versions of an event, the newest first."""
        with self._reading() as connection:
            return tuple(queries.event_versions(connection, event_id))

    def document_text(self, text_version: str) -> str | None:
        """The clean text that offsets refer to, of any version ever held."""
        with self._reading() as connection:
            return queries.document_text(connection, text_version)

    def runs(self) -> tuple[RunRow, ...]:
        """All runs, the newest first."""
        with self._reading() as connection:
            return tuple(queries.runs(connection))

    def log(self, run_id: int) -> tuple[LogRow, ...]:
        """What a run looked at, in its order."""
        with self._reading() as connection:
            return tuple(queries.log_of(connection, run_id))

    def raw(self, raw_sha256: str) -> bytes | None:
        """The bytes as they were read, if they were kept (``--keep-raw``)."""
        with reported(self.path):
            return self._raw.get(raw_sha256)

    # ------------------------------------------------------------ inside

    def _finish_run(self, run_id: int, status: RunStatus) -> None:
        with self._writing() as (connection, now):
            writing.finish_run(connection, now, run_id, status)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reported(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, str]]:
        """A write transaction and its time stamp, read when the lock is held and never twice the same."""
        with reported(self.path), self._engine.connect().execution_options(write=True) as connection:
            with connection.begin():
                yield connection, self._now()

    def _now(self) -> str:
        moment = self._clock()
        now = stamp(moment)
        if now <= self._latest:  # a clock that stands still or runs back
            now = stamp(datetime.fromisoformat(self._latest) + timedelta(microseconds=1))
        self._latest = now
        return now
