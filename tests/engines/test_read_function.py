"""``reportedly.read``: the same from Python."""

from __future__ import annotations

import signal

import pytest

import reportedly
from reportedly.engines.local import Stages
from reportedly.errors import ModelError, UsageError
from reportedly.record import Filter, Record
from reportedly.records import Reading
from reportedly.settings import Settings
from reportedly.sources import discover
from tests.factories import make_document


class FakeReader:
    model_id = "fake-1"
    thresholds = {"event": 0.5}

    def read(self, text):
        if text.startswith("broken"):
            raise ModelError("it is damaged", remedy="Install it again.")
        if text.startswith("ctrl-c"):
            signal.raise_signal(signal.SIGINT)
        return Reading(text=text, sentences=((0, len(text)),))


def to_document(page, settings):
    return make_document(page.data.decode(), raw=page.data, origin=page.origin, publisher=page.publisher)


@pytest.fixture(autouse=True)
def _fakes(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reportedly.knowledge.Knowledge.load", lambda: None)
    monkeypatch.setattr(Stages, "installed", classmethod(
        lambda cls: cls(discover, to_document, lambda *args, threshold: ())))


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Poland and Norway met.")
    return path


def documents(path):
    with Record.open(path, create=False) as record:
        return record.documents(Filter())


def test_one_path_or_several_into_the_record(article, tmp_path):
    other = tmp_path / "b.txt"
    other.write_text("They met again.")
    assert reportedly.read(article, record="r.db", reader=FakeReader()).read == 1
    summary = reportedly.read([str(article), other], record=tmp_path / "r.db", reader=FakeReader())
    assert (summary.unchanged, summary.read) == (1, 1)
    assert len(documents(tmp_path / "r.db")) == 2


def test_declared_metadata_and_settings(article, tmp_path):
    reportedly.read(article, settings=Settings(record="other.db"), reader=FakeReader(),
                    publisher="Strait Post")
    assert documents(tmp_path / "other.db")[0].publisher == "Strait Post"


def test_what_could_not_be_read_is_in_the_summary(tmp_path):
    summary = reportedly.read(tmp_path / "gone.txt", reader=FakeReader())
    assert [failure.origin for failure in summary.failed] == [str(tmp_path / "gone.txt")]


def test_what_concerns_the_whole_run_is_raised(tmp_path, article):
    article.write_text("broken model")
    with pytest.raises(ModelError):
        reportedly.read(article, reader=FakeReader())
    with pytest.raises(UsageError):
        reportedly.read([article, article], reader=FakeReader(), url="https://a.example/")


def test_an_interrupt_is_raised_after_the_rest_was_kept(tmp_path, article):
    second = tmp_path / "b.txt"
    second.write_text("ctrl-c comes")
    with pytest.raises(KeyboardInterrupt):
        reportedly.read([article, second], record="r.db", reader=FakeReader())
    assert len(documents(tmp_path / "r.db")) == 1
