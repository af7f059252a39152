"""What may be opened, what is refused with which words, and how fast."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time

import pytest

from reportedly.errors import RecordError
from reportedly.record import Record
from reportedly.record.problems import explain
from tests.factories import make_claim, make_document


def written(path, count=1):
    with Record.open(path) as record:
        run = record.start_run("coder-1")
        for i in range(count):
            document = make_document(f"Poland and Norway signed {i}.")
            record.write(document, [make_claim(document)], run, coder="coder-1")
        run.finish()


def test_open_and_open_again(path):
    written(path)
    with Record.open(path, create=False) as record:
        assert len(record.claims()) == 1
        with record._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert not path.with_name("record.db-wal").exists()


def test_a_path_may_be_text_and_hold_odd_characters(tmp_path):
    for name in ("a b.db", "a?b#c%20.db", "ä.db"):
        written(tmp_path / name)
        with Record.open(str(tmp_path / name), create=False) as record:
            assert len(record.documents()) == 1
        assert (tmp_path / name).exists()


def test_an_empty_file_becomes_a_record(path):
    path.touch()
    with pytest.raises(RecordError, match="empty"):
        Record.open(path, create=False)
    written(path)


def refused(path, words, **options):
    with pytest.raises(RecordError, match=words) as caught:
        Record.open(path, **options)
    assert caught.value.remedy
    assert str(path.parent) in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_file_that_is_no_database_is_not_touched(path):
    for content in (b"just text", b"SQLite format 3", b"\0" * 5000):
        path.write_bytes(content)
        refused(path, "not a SQLite database")
        assert path.read_bytes() == content


def test_a_broken_database_is_reported(path):
    written(path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    refused(path, "damaged|not a SQLite database|could not be read")


def test_a_foreign_database_is_not_touched(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE claim (x)")
    before = path.read_bytes()
    refused(path, "not a record")
    refused(path, "not a record", create=False)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_folder(tmp_path):
    with pytest.raises(RecordError, match="folder, not a record") as caught:
        Record.open(tmp_path)
    assert "record.db" in str(caught.value)


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(RecordError, match="folder does not exist"):
        Record.open(tmp_path / "none" / "record.db")
    assert os.listdir(tmp_path) == []


def test_no_record_to_look_at(path):
    refused(path, "no record here", create=False)
    assert not path.exists()


def test_a_read_only_folder(path, monkeypatch):
    written(path)
    monkeypatch.setattr("os.access", lambda place, mode: mode != os.W_OK)
    refused(path, "read-only")
    with Record.open(path, create=False) as record:
        assert record.readonly and len(record.claims()) == 1
        with pytest.raises(RecordError, match="read-only") as caught:
            record.start_run("coder-1")
        assert caught.value.remedy
    assert os.listdir(path.parent) == [path.name]


def test_a_read_only_folder_with_an_open_log(path, monkeypatch):
    written(path)
    path.with_name("record.db-wal").write_bytes(b"x")
    monkeypatch.setattr("os.access", lambda place, mode: mode != os.W_OK)
    refused(path, "not closed by its last writer", create=False)


def test_a_newer_record_is_refused_and_stays(path):
    written(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused(path, "newer version")
    refused(path, "newer version", create=False)
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_a_full_disk(path, monkeypatch):
    written(path)
    pages = sqlite3.connect(path).execute("PRAGMA page_count").fetchone()[0]
    monkeypatch.setattr("reportedly.record.connect.PRAGMAS", (f"PRAGMA max_page_count = {pages}",))
    big = make_document("Poland signed. " * 2000)
    with Record.open(path) as record:
        with pytest.raises(RecordError, match="disk is full") as caught:
            run = record.start_run("coder-1")
            record.write(big, [make_claim(big)], run, coder="coder-1")
        assert "Free some space" in str(caught.value)
        assert len(record.documents()) == 1
    monkeypatch.undo()
    with Record.open(path) as record:
        assert record.write(big, [make_claim(big)], record.start_run("c"), coder="c").outcome == "new"


def test_a_full_disk_while_the_record_is_made(path, monkeypatch):
    monkeypatch.setattr("reportedly.record.connect.PRAGMAS", ("PRAGMA max_page_count = 10",))
    refused(path, "disk is full")
    monkeypatch.undo()
    written(path)


def test_a_record_that_somebody_else_is_writing(path):
    written(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Record.open(path, timeout=0.1) as record:
        assert len(record.claims()) == 1  # looking never waits
        started = time.monotonic()
        with pytest.raises(RecordError, match="another process") as caught:
            record.start_run("coder-1")
        assert time.monotonic() - started < 5
        assert "Wait" in str(caught.value)
        other.execute("COMMIT")
        assert record.start_run("coder-1").run_id == 2


def test_other_errors_have_a_remedy_too(path):
    for error in (sqlite3.OperationalError("odd"), OSError(28, "No space left on device"), OSError(5, "I/O")):
        found = explain(error, path)
        assert found.remedy and found.where == str(path)
    assert "disk is full" in explain(OSError(28, "No space left on device"), path).message


def test_looking_imports_no_migrations_and_is_quick(path):
    written(path, 20)
    code = (
        "import sys; from reportedly.record import Filter; assert 'sqlalchemy' not in sys.modules;"
        "from reportedly.record import Record;"
        f"record = Record.open({str(path)!r}, create=False);"
        "assert len(record.events(Filter(actor='POL'))) == 1; assert len(record.claims()) == 20;"
        "assert 'alembic' not in sys.modules; assert 'sqlalchemy.orm' not in sys.modules"
    )
    times = []
    for _ in range(3):
        started = time.monotonic()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.monotonic() - started)
    assert min(times) < 1.5  # ample, for busy machines; a quiet one needs a third of a second
