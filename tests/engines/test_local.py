"""The local engine with fakes at every stage: what is counted, what is kept, what stops a run."""

from __future__ import annotations

import hashlib
import re
import signal
from types import SimpleNamespace

import pytest

from reportedly.engines.local import ReadOptions, Stages, coder_name, run_read
from reportedly.errors import ModelError, NoTextError, RecordError, UnreadableError
from reportedly.ids import document_id, text_version
from reportedly.records import Document, RawPage, Reading
from reportedly.settings import Settings
from reportedly.sources import SourceProblem, SourceSkipped


class FakeReader:
    model_id = "fake-1"
    thresholds = {"event": 0.5}

    def __init__(self):
        self.texts = []

    def read(self, text):
        self.texts.append(text)
        if text.startswith("memory"):
            raise MemoryError
        if text.startswith("model"):
            raise ModelError("it broke", remedy="Install again.")
        if text.startswith("library"):
            raise ImportError("No module named 'x'")
        if text.startswith("fault"):
            raise ZeroDivisionError("division by zero")
        if text.startswith("ctrl-c"):
            signal.raise_signal(signal.SIGINT)
        if text.startswith("term"):
            signal.raise_signal(signal.SIGTERM)
        return Reading(text=text, sentences=((0, len(text)),))


class FakeRecord:
    """Holds what it is told; commits a document at once or not at all."""

    def __init__(self):
        self.held = {}
        self.noted = []
        self.raw = {}
        self.runs = []
        self.full = False
        self.while_writing = None

    def start_run(self, coder, targets):
        run = SimpleNamespace(coder=coder, targets=targets, finished=None)
        run.finish = lambda status: setattr(run, "finished", status)
        self.runs.append(run)
        return run

    def status(self, document, raw_sha256, coder):
        known = self.held.get(document)
        return "new" if known is None else "unchanged" if known[:2] == (raw_sha256, coder) else "changed"

    def write(self, document, claims, run, *, coder, raw=None):
        if self.full:
            raise RecordError("the disk is full", where="r.db", remedy="Make room.")
        if self.while_writing:
            self.while_writing()
        outcome = "superseded" if document.document_id in self.held else "new"
        self.held[document.document_id] = (document.raw_sha256, coder, tuple(claims))
        self.raw[document.document_id] = raw
        return SimpleNamespace(outcome=outcome)

    def note_failure(self, origin, reason, run):
        self.noted.append((origin, reason))

    def note_unchanged(self, document, origin, run):
        self.noted.append((origin, "unchanged"))

    def note_skipped(self, origin, reason, run):
        self.noted.append((origin, reason))


def page(text, origin=None, **declared):
    return RawPage(origin=origin or f"{text.split()[0]}.txt", kind="text", data=text.encode(), **declared)


def to_document(raw, settings):
    text = raw.data.decode()
    if not text.strip("x"):
        raise NoTextError("holds no article", where=raw.origin, remedy="Save the article's own page.")
    if text.startswith("broken"):
        raise UnreadableError("is not text", where="inner", remedy="Convert it.")
    return Document(document_id=document_id(raw.url, raw.data), text_version=text_version(text), text=text,
                    origin=raw.origin, raw_sha256=hashlib.sha256(raw.data).hexdigest(),
                    language={"der": "de", "?": None}.get(text.split()[0], "en"),
                    notes=("3 bytes were repaired",) if text.startswith("repaired") else ())


def make_claims(document, reading, knowledge, *, threshold):
    return tuple(word for word in document.text.split() if word == "signed") if threshold <= 0.5 else ()


@pytest.fixture
def record():
    return FakeRecord()


@pytest.fixture
def reader():
    return FakeReader()


@pytest.fixture
def go(record, reader):
    def run(*pages, on_progress=None, **options):
        stages = Stages(lambda targets, source: iter(pages), to_document, make_claims)
        return run_read(["given"], record, reader, None,
                        ReadOptions(source=None, settings=Settings(), **options), on_progress, stages=stages)
    return run


def test_articles_are_counted_with_and_without_claims(go, record):
    summary = go(page("one signed signed"), page("two met"))
    assert (summary.read, summary.claims, summary.without_claims, summary.inputs) == (2, 2, 1, 2)
    assert len(record.held) == 2


def test_the_same_bytes_are_not_read_twice(go, reader):
    go(page("one signed"))
    summary = go(page("one signed"))
    assert (summary.read, summary.unchanged, summary.claims, len(reader.texts)) == (0, 1, 0, 1)


def test_the_same_bytes_with_other_declarations_are_read_again(go):
    go(page("one signed"))
    assert go(page("one signed", published="2021-05-03")).superseded == 1
    assert go(page("one signed", published="2021-05-03")).unchanged == 1


def test_a_tracking_parameter_declares_nothing_new(go):
    go(page("one signed", url="https://paper.example/1"))
    assert go(page("one signed", url="https://paper.example/1?utm_source=x#top")).unchanged == 1


def test_another_threshold_reads_again_but_the_models_own_does_not(go):
    go(page("one signed"))
    assert go(page("one signed"), threshold=0.5).unchanged == 1
    assert go(page("one signed"), threshold=0.9).superseded == 1


def test_another_model_reads_again(go, reader):
    go(page("one signed"))
    reader.model_id = "fake-2"
    assert go(page("one signed")).superseded == 1


def test_a_changed_page_supersedes(go):
    go(page("one signed", url="https://news.example/a"))
    summary = go(page("one signed then corrected and signed", url="https://news.example/a"))
    assert (summary.superseded, summary.unchanged, summary.claims) == (1, 0, 2)


def test_other_languages_are_counted_by_language_and_not_read(go, reader, record):
    summary = go(page("der Vertrag"), page("der zweite"), page("? 123"))
    assert summary.other_language == {"de": 2, "unknown": 1}
    assert (summary.done, reader.texts, len(record.noted)) == (0, [], 3)


def test_one_bad_input_is_a_failure_with_its_reason_and_the_rest_goes_on(go, record):
    problem = SourceProblem("gone.txt", UnreadableError("is binary", where="gone.txt", remedy="No."))
    summary = go(problem, page("xxx", origin="empty.html"), page("broken"), page("one signed"))
    assert [(f.origin, f.reason) for f in summary.failed] == [
        ("gone.txt", "is binary. No."),
        ("empty.html", "holds no article. Save the article's own page."),
        ("broken.txt", "inner: is not text. Convert it."),
    ]
    assert summary.read == 1
    assert [origin for origin, _ in record.noted] == ["gone.txt", "empty.html", "broken.txt"]


def test_files_of_other_kinds_are_counted_apart(go):
    summary = go(SourceSkipped("photo.jpg", "not a kind that is read"), page("one signed"))
    assert (summary.passed_over, summary.inputs, summary.failed) == (1, 1, [])


def test_a_fault_of_ours_in_one_article_is_named_and_the_rest_goes_on(go):
    summary = go(page("fault here"), page("one signed"))
    assert summary.read == 1
    assert re.search(r"ZeroDivisionError in engines/local.py:\d+: division by zero", summary.failed[0].reason)
    assert "report it" in summary.failed[0].reason


def test_what_concerns_the_whole_run_stops_it_and_keeps_the_rest(go, record):
    summary = go(page("one signed"), page("model gone"), page("two"))
    assert isinstance(summary.stopped, ModelError)
    assert (summary.read, len(record.held)) == (1, 1)
    assert record.runs[0].finished == "failed"
    assert str(summary.stopped) == "it broke. Install again."


def test_a_missing_library_stops_the_run(go):
    summary = go(page("one signed"), page("library gone"), page("two"))
    assert "No module named 'x'" in str(summary.stopped)
    assert (summary.read, summary.failed) == (1, [])


def test_a_full_disk_stops_the_run(go, record):
    record.full = True
    summary = go(page("one signed"), page("two"))
    assert isinstance(summary.stopped, RecordError)
    assert summary.inputs == 0


def test_memory_errors_pass(go):
    with pytest.raises(MemoryError):
        go(page("memory"))


@pytest.mark.parametrize("word, signum", [("ctrl-c", signal.SIGINT), ("term", signal.SIGTERM)])
def test_a_signal_between_documents_ends_the_run_with_what_was_finished(go, record, word, signum):
    before = signal.getsignal(signum)
    summary = go(page("one signed"), page(f"{word} now"), page("two"))
    assert (summary.interrupted, summary.read, len(record.held)) == (signum, 1, 1)
    assert record.runs[0].finished == "interrupted"
    assert signal.getsignal(signum) is before


def test_a_signal_during_a_write_lets_it_finish_and_counts_it(go, record):
    record.while_writing = lambda: signal.raise_signal(signal.SIGINT)
    summary = go(page("one signed"), page("two"))
    assert (summary.interrupted, summary.read, len(record.held)) == (signal.SIGINT, 1, 1)


def test_going_on_after_an_interrupt_reads_only_the_rest(go, reader):
    go(page("one signed"), page("ctrl-c now"))
    reader.texts.clear()
    summary = go(page("one signed"), page("two met"))
    assert (summary.unchanged, summary.read, reader.texts) == (1, 1, ["two met"])


def test_progress_is_told_after_every_input(go):
    seen = []
    go(page("one signed"), page("xxx"), page("der Vertrag"),
       on_progress=lambda step, summary: seen.append((step.outcome, step.claims, summary.inputs)))
    assert seen == [("read", 1, 1), ("failed", 0, 2), ("other-language", 0, 3)]


def test_raw_bytes_are_kept_only_when_asked_for(go, record):
    go(page("one signed"))
    go(page("two signed"), keep_raw=True)
    assert list(record.raw.values()) == [None, b"two signed"]


def test_the_option_beats_the_setting_for_the_threshold(go):
    assert go(page("one signed"), threshold=0.9).claims == 0


def test_repairs_are_noted(go):
    assert [note.reason for note in go(page("repaired text")).notes] == ["3 bytes were repaired"]


def test_the_coder_names_version_and_model(reader):
    version, _, model = coder_name(reader).partition("/")
    assert version[0].isdigit()
    assert model == "fake-1"
