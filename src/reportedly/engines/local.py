"""The engine for one machine: runs the stages over one input after the other.

discover -> to_document -> language -> read -> make_claims -> write, one transaction a document. One bad input
never stops the rest; a record that cannot be written, or a model that cannot be loaded, does. Stopped at any
point, the record holds every document that was finished, and the same call goes on from there: what the
record already has from the same bytes and the same coder is not read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from .. import __version__
from ..errors import InputError, RecordError, ReportedlyError
from ..ids import canonical_url
from ..records import Claim, Document, RawPage, Reading
from ..settings import Settings, load_settings
from ..sources import Found, SourceOptions, SourceProblem, SourceSkipped, discover
from .interrupt import Interrupted, Interrupts

if TYPE_CHECKING:
    from ..knowledge import Knowledge
    from ..record import Record, Run

PACKAGE = Path(__file__).resolve().parent.parent
Outcome = Literal["read", "unchanged", "superseded", "other-language", "passed-over", "failed"]


class TextReader(Protocol):
    """What the engine asks of a reader; ``reportedly.Reader`` is one, a test's fake another."""

    thresholds: dict[str, float]

    @property
    def model_id(self) -> str: ...

    def read(self, text: str) -> Reading: ...


class Stages(msgspec.Struct, frozen=True):
    """The stage functions that the engine runs; tests put fakes here."""

    discover: Callable[[Sequence[str], Any], Iterator[Found]]
    to_document: Callable[[RawPage, Settings], Document]
    make_claims: Callable[..., Sequence[Claim]]

    @classmethod
    def installed(cls) -> Stages:
        """Reportedly's own, imported only now: fakes need none of the libraries behind them."""
        from ..claims import make_claims
        from ..documents import to_document

        return cls(discover, to_document, make_claims)


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read. ``source`` holds the declared metadata; ``keep_raw`` keeps the bytes beside the record."""

    source: SourceOptions
    settings: Settings
    keep_raw: bool = False
    threshold: float | None = None

    @property
    def chosen_threshold(self) -> float | None:
        """The option, else the setting; None: the model's own."""
        return self.threshold if self.threshold is not None else self.settings.threshold


class Failure(msgspec.Struct, frozen=True):
    """An input that could not be read: its origin, and the reason with its remedy."""

    origin: str
    reason: str


class Step(msgspec.Struct, frozen=True):
    """What became of one input. ``claims`` counts those made now."""

    origin: str
    outcome: Outcome
    claims: int = 0
    reason: str | None = None


class ReadSummary(msgspec.Struct):
    """Counts of one run, complete at any moment.

    ``passed_over`` counts files in folders and archives that are of no kind that is read; ``notes`` say what
    had to be repaired. ``interrupted`` is the signal's number if one stopped the run, ``stopped`` the error
    if one did (a full disk, say); in both cases everything counted here is in the record.
    """

    read: int = 0
    unchanged: int = 0
    superseded: int = 0
    other_language: Counter[str] = msgspec.field(default_factory=Counter)
    failed: list[Failure] = msgspec.field(default_factory=list)
    passed_over: int = 0
    notes: list[Failure] = msgspec.field(default_factory=list)
    claims: int = 0
    without_claims: int = 0
    interrupted: int | None = None
    stopped: ReportedlyError | None = None

    @property
    def inputs(self) -> int:
        """How many articles were dealt with, failed ones included."""
        return self.done + self.other_language.total() + len(self.failed)

    @property
    def done(self) -> int:
        """How many articles the record now holds as they were given."""
        return self.read + self.unchanged + self.superseded

    def add(self, step: Step) -> None:
        """Count one input."""
        match step.outcome:
            case "read":
                self.read += 1
            case "superseded":
                self.superseded += 1
            case "unchanged":
                self.unchanged += 1
            case "other-language":
                self.other_language[step.reason or "unknown"] += 1
            case "passed-over":
                self.passed_over += 1
            case "failed":
                self.failed.append(Failure(step.origin, step.reason or "no reason was given"))
        if step.outcome in ("read", "superseded"):
            self.claims += step.claims
            self.without_claims += not step.claims


def coder_name(reader: TextReader, threshold: float | None = None) -> str:
    """Version, model and a threshold that is not the model's own: what another one coded is read again."""
    name = f"{__version__}/{reader.model_id}"
    return name if threshold in (None, reader.thresholds["event"]) else f"{name}/threshold-{threshold:g}"


def declared(page: RawPage) -> str:
    """What was declared about a page, as a short hash; empty if nothing was.

    It belongs to the coder's name: the same bytes with another publication date give other claims, and a
    reader who notices the missing date and gives it must not be told that nothing has changed.
    """
    url = page.url
    if url:
        with contextlib.suppress(ValueError):  # a URL that is none stays as it is
            url = canonical_url(url)  # a tracking parameter declares nothing new
    fields = (url, page.title, page.publisher, page.byline, page.published, page.language, page.composed)
    if not any(fields):
        return ""
    return f"/given-{hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:12]}"


def run_read(
    targets: Sequence[str],
    record: Record,
    reader: TextReader,
    knowledge: Knowledge,
    options: ReadOptions,
    on_progress: Callable[[Step, ReadSummary], None] | None = None,
    *,
    stages: Stages | None = None,
) -> ReadSummary:
    """Read ``targets`` (paths, URLs, ``-``) into ``record``.

    An interrupt or an error that concerns the whole run ends it early; the summary says which (see
    :class:`ReadSummary`). ``on_progress`` is called after every input.
    """
    stages = stages or Stages.installed()
    summary = ReadSummary()
    pages = stages.discover(targets, options.source)  # refuses a wrong call before a run is noted
    run = record.start_run(coder_name(reader, options.chosen_threshold), targets)
    with Interrupts() as interrupts:
        job = _Job(record, run, reader, knowledge, options, stages, interrupts, summary)
        try:
            for page in pages:
                step = job.take(page)
                if on_progress is not None:
                    on_progress(step, summary)
        except KeyboardInterrupt as stop:
            summary.interrupted = _signum(stop)
        except ReportedlyError as error:
            summary.stopped = error
        try:
            with interrupts.held():
                _finish(run, summary)
        except KeyboardInterrupt as stop:
            summary.interrupted = _signum(stop)
    return summary


def read(
    paths: str | Path | Iterable[str | Path],
    record: str | Path | None = None,
    *,
    reader: TextReader | None = None,
    settings: Settings | None = None,
    keep_raw: bool = False,
    threshold: float | None = None,
    **declared: Any,
) -> ReadSummary:
    """Read files, folders, archives and URLs into a record, as ``reportedly read`` does.

    ``declared`` are the fields of ``sources.SourceOptions``: ``published="2022-07-27"``, ``publisher=...``.
    Inputs that could not be read are in the summary's ``failed``. Raises ReportedlyError for what concerns
    the whole run, and KeyboardInterrupt after everything finished has been kept.
    """
    from ..knowledge import Knowledge
    from ..reading.reader import Reader
    from ..record import Record

    settings = settings or load_settings()
    targets = [str(paths)] if isinstance(paths, (str, Path)) else [str(path) for path in paths]
    options = ReadOptions(source=SourceOptions(settings=settings, **declared), settings=settings,
                          keep_raw=keep_raw, threshold=threshold)
    reader = reader or Reader.load(Path(settings.model) if settings.model else None)
    with Record.open(Path(record or settings.record)) as opened:
        summary = run_read(targets, opened, reader, Knowledge.load(), options)
    if summary.stopped is not None:
        raise summary.stopped
    if summary.interrupted is not None:
        raise KeyboardInterrupt
    return summary


class _Job:
    """One run's tools, and the way of one input through the stages."""

    def __init__(self, record: Record, run: Run, reader: TextReader, knowledge: Knowledge,
                 options: ReadOptions, stages: Stages, interrupts: Interrupts, summary: ReadSummary) -> None:
        self.record, self.run, self.reader, self.knowledge = record, run, reader, knowledge
        self.options, self.stages, self.interrupts, self.summary = options, stages, interrupts, summary
        self.coder = run.coder
        chosen = options.chosen_threshold
        self.threshold = reader.thresholds["event"] if chosen is None else chosen

    def take(self, page: Found) -> Step:
        """Deal with one input; only what concerns the whole run is raised."""
        if isinstance(page, SourceProblem):
            return self._failed(page.origin, _reason(page.error, page.origin))
        if isinstance(page, SourceSkipped):
            return self._count(Step(page.origin, "passed-over", reason=page.reason))
        try:
            return self._read(page)
        except InputError as error:
            return self._failed(page.origin, _reason(error, page.origin))
        except (ReportedlyError, MemoryError):
            raise
        except ImportError as error:  # not this article's fault: the next one would fail alike
            raise ReportedlyError(f"a library that Reportedly needs cannot be loaded ({error})",
                                  remedy="Run: pip install --force-reinstall reportedly") from error
        # A fault of ours in one article must not cost the reader the other ten thousand. Nothing of it is
        # in the record (its transaction was rolled back); it is counted and named, not hidden.
        except Exception as error:  # noqa: BLE001
            reason = (f"a fault in Reportedly ({_detail(error)}). Please report it, with the article if you "
                      "may share it; the other inputs were read.")
            return self._failed(page.origin, reason)

    def _read(self, page: RawPage) -> Step:
        settings = self.options.settings
        document = self.stages.to_document(page, settings)
        for note in document.notes:
            self.summary.notes.append(Failure(page.origin, note))
        if document.language not in settings.languages:
            return self._other_language(document)
        coder = self.coder + declared(page)
        status = self.record.status(document.document_id, document.raw_sha256, coder)
        if status == "unchanged":
            return self._unchanged(document)
        reading = self.reader.read(document.text)
        claims = self.stages.make_claims(document, reading, self.knowledge, threshold=self.threshold)
        with self.interrupts.held():
            result = self.record.write(document, claims, self.run, coder=coder,
                                       raw=page.data if self.options.keep_raw else None)
            outcome: Outcome = "read" if result.outcome == "new" else result.outcome
            return self._count(Step(page.origin, outcome, claims=len(claims)))

    def _unchanged(self, document: Document) -> Step:
        with self.interrupts.held():
            self.record.note_unchanged(document.document_id, document.origin, self.run)
            return self._count(Step(document.origin, "unchanged"))

    def _other_language(self, document: Document) -> Step:
        language = document.language or "unknown"
        with self.interrupts.held():
            self.record.note_skipped(document.origin, f"language: {language}", self.run)
            return self._count(Step(document.origin, "other-language", reason=language))

    def _failed(self, origin: str, reason: str) -> Step:
        with self.interrupts.held():
            self.record.note_failure(origin, reason, self.run)
            return self._count(Step(origin, "failed", reason=reason))

    def _count(self, step: Step) -> Step:
        self.summary.add(step)
        return step


def _reason(error: InputError, origin: str) -> str:
    """The error in one line, without the origin that stands beside it anyway."""
    inner = error if error.where != origin else type(error)(error.message, remedy=error.remedy)
    return str(inner)


def _detail(error: Exception) -> str:
    """What went wrong and in which line of ours, for the person who gets the report."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path.relative_to(PACKAGE), line) for path, line in frames if PACKAGE in path.parents]
    place = f" in {ours[-1][0].as_posix()}:{ours[-1][1]}" if ours else ""
    return f"{type(error).__name__}{place}{f': {error}' if str(error) else ''}"


def _signum(stop: KeyboardInterrupt) -> int:
    return stop.signum if isinstance(stop, Interrupted) else int(signal.SIGINT)


def _finish(run: Run, summary: ReadSummary) -> None:
    try:
        run.finish("failed" if summary.stopped else "interrupted" if summary.interrupted else "finished")
    except RecordError as error:
        # A full disk is why the run stopped; the first error is the one to show.
        summary.stopped = summary.stopped or error
