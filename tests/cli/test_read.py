"""``read``: the summary, the exit codes, progress, and stopping."""

from __future__ import annotations

import signal

import msgspec
import pytest

from reportedly.cli.progress import FIRST_LINES, Place, PlainLines, count_files
from reportedly.engines.local import ReadSummary, Stages, Step
from reportedly.errors import NoTextError, RecordError
from reportedly.records import Reading
from reportedly.sources import discover
from tests.factories import make_claim, make_document


class FakeReader:
    model_id = "fake-1"
    thresholds = {"event": 0.5}

    @classmethod
    def load(cls, path=None):
        return cls()

    def read(self, text):
        if "CTRL-C" in text:
            signal.raise_signal(signal.SIGINT)
        if "SIGTERM" in text:
            signal.raise_signal(signal.SIGTERM)
        return Reading(text=text, sentences=((0, len(text)),))


def to_document(page, settings):
    text = page.data.decode()
    if text.startswith("menu"):
        raise NoTextError("this page holds no article", where=page.origin, remedy="Save the article's page.")
    language = page.language or ("de" if "der" in text else "en")
    return make_document(
        text, raw=page.data, url=page.url, origin=page.origin, publisher=page.publisher, title=page.title,
        published=page.published, composed=page.composed, language=language)


def make_claims(document, reading, knowledge, *, threshold):
    return [make_claim(document)] if "signed" in document.text and threshold <= 0.5 else []


@pytest.fixture(autouse=True)
def _fakes(monkeypatch):
    monkeypatch.setattr("reportedly.reading.reader.Reader", FakeReader)
    monkeypatch.setattr("reportedly.knowledge.Knowledge.load", lambda: None)
    monkeypatch.setattr(Stages, "installed", classmethod(lambda cls: cls(discover, to_document, make_claims)))


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"a.txt": "Poland signed it with Norway.", "b.txt": "Nothing came of it at all.",
                       "c.txt": "Das ist der Vertrag von gestern.",
                       "d.txt": "menu and nothing else here"}.items():
        (folder / name).write_text(text)
    return folder


def counts(result):
    return {line[:27].strip(): int(line[27:36].replace(",", "")) for line in result.out.splitlines()}


def test_the_summary_counts_everything_and_gives_each_reason(call, articles):
    result = call("read", articles)
    assert result.code == 0
    assert counts(result) == {"read": 2, "unchanged": 0, "superseded": 0, "not in a language it reads": 1,
                              "failed": 1, "claims found": 1, "articles without any": 1}
    assert "(de 1)" in result.out
    assert f"failed: {articles}/d.txt: this page holds no article. Save the article's page." in result.err


def test_reading_again_changes_nothing(call, articles):
    call("read", articles)
    before = call("show", "claims", "--json").out
    assert counts(call("read", articles))["unchanged"] == 2
    assert call("show", "claims", "--json").out == before


def test_declared_metadata_arrives(call, articles):
    call("read", articles / "a.txt", "--publisher", "Strait Post", "--published", "2021-05",
         "--title", "A title", "--url", "https://post.example/1", "--composed", "--keep-raw")
    out = call("show", "documents", "--csv").out
    for part in ("Strait Post", "2021-05", "A title", "https://post.example/1", "true"):
        assert part in out


def test_the_language_can_be_declared(call, articles):
    assert counts(call("read", articles / "c.txt", "--language", "en"))["read"] == 1


def test_the_threshold_is_handed_on(call, articles):
    assert counts(call("read", articles / "a.txt", "--threshold", "0.9"))["claims found"] == 0


@pytest.mark.parametrize("name, said", [
    ("d.txt", "holds no article"), ("gone.txt", "gone.txt"), ("c.txt", "--language")])
def test_nothing_useful_done_is_an_error(call, articles, name, said):
    result = call("read", articles / name)
    assert result.code == 3
    assert said in result.err


def test_an_empty_folder_is_an_error(call, tmp_path):
    (tmp_path / "empty").mkdir()
    result = call("read", tmp_path / "empty")
    assert result.code == 3
    assert "nothing was found to read" in result.err


@pytest.mark.parametrize("options, said", [
    ((), "Missing argument"),
    (("x", "--published", "May 2021"), "Write it as"),
    (("x", "--published", "2021-02-30"), "Write it as"),
    (("x", "--threshold", "2"), "threshold"),
    (("x", "y", "--url", "https://a.example/"), "one article only"),
    (("x", "--publischer", "y"), "--publisher"),
])
def test_wrong_calls(call, options, said):
    result = call("read", *options)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1


def test_a_file_that_is_no_record_is_not_touched(call, articles, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("my notes, and no record at all")
    result = call("read", articles, "--record", other)
    assert result.code == 4
    assert "not touched" in result.err
    assert other.read_text() == "my notes, and no record at all"


@pytest.mark.parametrize("word, code", [("CTRL-C", 130), ("SIGTERM", 143)])
def test_interrupted_it_keeps_what_was_finished_and_goes_on(call, articles, word, code):
    (articles / "b.txt").write_text(f"{word} comes here")
    result = call("read", articles)
    assert result.code == code
    assert counts(result)["read"] == 1
    assert "Run the same command to go on" in result.err
    (articles / "b.txt").write_text("Nothing came of it.")
    again = counts(call("read", articles))
    assert (again["unchanged"], again["read"]) == (1, 1)


def test_an_error_of_the_record_ends_the_run_after_the_summary(call, articles, monkeypatch):
    def full(*args, **kwargs):
        raise RecordError("the disk is full", where="record.db", remedy="Free some space.")

    monkeypatch.setattr("reportedly.record.store.Record.write", full)
    result = call("read", articles)
    assert result.code == 4
    assert counts(result)["read"] == 0
    assert result.err.splitlines()[-1] == "reportedly: record.db: the disk is full. Free some space."


def test_a_fault_of_ours_does_not_stop_the_rest(call, articles, monkeypatch):
    def broken(document, reading, knowledge, *, threshold):
        if "Nothing" in document.text:
            raise KeyError("x")
        return []

    monkeypatch.setattr(Stages, "installed", classmethod(lambda cls: cls(discover, to_document, broken)))
    result = call("read", articles)
    assert result.code == 0
    assert "KeyError in " in result.err


def test_plain_progress_is_a_line_for_the_first_and_then_one_now_and_then():
    said, now = [], [0.0]
    lines = PlainLines(said.append, clock=lambda: now[0])
    summary = ReadSummary()
    for n in range(1000):
        now[0] += 0.1
        step = Step(f"{n}.txt", "read", claims=2)
        summary.add(step)
        lines(step, summary)
    assert said[0] == "0.txt: read, 2 claims"
    assert FIRST_LINES < len(said) <= FIRST_LINES + 10
    assert said[-1].endswith(".txt")
    assert "read, " in said[-1]


@pytest.mark.parametrize("step, said", [
    (Step("a", "superseded", claims=1), "a: superseded, 1 claim"),
    (Step("a", "unchanged"), "a: unchanged"),
    (Step("a", "other-language", reason="de"), "a: not read, its language is de"),
    (Step("a\x1b[1m", "failed", reason="no\x07"), "a\ufffd[1m: failed"),
    (Step("a.jpg", "passed-over", reason="no kind"), "a.jpg: passed over: no kind"),
])
def test_each_outcome_has_its_words(step, said):
    out = []
    PlainLines(out.append)(step, ReadSummary())
    assert out == [said]


def test_the_bar_counts_files_by_their_origins():
    place = Place()
    origins = ("a.zip!1.txt", "a.zip!2.txt", "b.jsonl:1", "b.jsonl:2", "c.txt")
    assert [place.move(origin) for origin in origins] == [0, 0, 1, 1, 2]


def test_files_are_counted_where_they_can_be(articles):
    assert count_files([str(articles), str(articles / "a.txt")]) == 5
    assert count_files([str(articles), "https://a.example/"]) is None
    assert count_files(["-"]) is None


def test_the_bar_on_a_terminal_says_how_many(monkeypatch, articles):
    import rich.console

    from reportedly.cli.progress import showing

    real, made = rich.console.Console, []

    def terminal(**kwargs):
        made.append(real(**{**kwargs, "force_terminal": True, "width": 120, "record": True}))
        return made[0]

    monkeypatch.setattr(rich.console, "Console", terminal)
    with showing([str(articles)]) as on_progress:
        summary = ReadSummary()
        step = Step("[a].txt", "read", claims=3)
        summary.add(step)
        on_progress(step, summary)
    assert "1 read, 3 claims" in made[0].export_text()


def test_notes_are_listed_and_many_of_them_summed_up(call, articles, monkeypatch):
    def noted(page, settings):
        notes = tuple(f"mended {n}" for n in range(23))
        return msgspec.structs.replace(to_document(page, settings), notes=notes)

    monkeypatch.setattr(Stages, "installed", classmethod(lambda cls: cls(discover, noted, make_claims)))
    err = call("read", articles / "a.txt").err
    assert f"note: {articles}/a.txt: mended 0\n" in err
    assert "mended 20" not in err
    assert "note: 3 more" in err
