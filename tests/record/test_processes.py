"""Other processes: two that write at once, and one that is killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly.events import build_events, canonical_lines
from reportedly.record import Record

ROOT = Path(__file__).parents[2]

WRITER = """
import os, signal, sys
sys.path.insert(0, {root!r})
from reportedly.record import Record
from tests.factories import make_claim, make_document

name, count = sys.argv[1], int(sys.argv[2])
{before}
with Record.open({path!r}, timeout=60) as record:
    run = record.start_run("coder-1", [name])
    for i in range(count):
        document = make_document(f"Poland and Norway signed {{name}} {{i}}. They signed.", publisher=name)
        claims = [make_claim(document, date=f"2021-05-{{1 + i % 28:02d}}"),
                  make_claim(document, occurrence=1, date=None)]
        record.write(document, claims, run, coder="coder-1", raw=document.text.encode())
        print(document.document_id, flush=True)
    run.finish()
"""


# Dies at the second document, at the named place.
DIE = """
from reportedly.record import {module}
real, calls = {module}.{function}, []

def dying(*args):
    calls.append(1)
    if {after}:
        result = real(*args)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return result if {after} else real(*args)

{module}.{function} = dying
"""


def start(path, name, count, before=""):
    code = WRITER.format(root=str(ROOT), path=str(path), before=before)
    return subprocess.Popen([sys.executable, "-c", code, name, str(count)], stdout=subprocess.PIPE, text=True)


def check_whole(path):
    """No damage, no dangling reference, and events that are exactly those of the claims."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with Record.open(path) as record:
        claims = [row.claim for row in record.claims()]
        assert len(claims) == 2 * len(record.documents())
        stored = list(canonical_lines(row.event for row in record.events()))
        assert stored == list(canonical_lines(build_events(claims)))
        assert record.rebuild_events() == 0


@pytest.mark.parametrize("made_before", [True, False])
def test_two_processes_write_at_once(path, made_before):
    if made_before:
        Record.open(path).close()
    processes = [start(path, name, 15) for name in ("one", "two")]
    documents = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert [len(own) for own in documents] == [15, 15]
    with Record.open(path) as record:
        assert {d.document_id for d in record.documents()} == {d for own in documents for d in own}
        assert [run.status for run in record.runs()] == ["finished", "finished"]
    check_whole(path)


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_process_loses_nothing_that_it_had_finished(path, after):
    process = start(path, "killed", 100_000)
    assert process.stdout is not None
    finished = [process.stdout.readline().strip() for _ in range(after)]
    time.sleep(0.01 * after)  # somewhere in the middle of the next one
    process.send_signal(signal.SIGKILL)
    finished += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    check_whole(path)
    with Record.open(path) as record:
        held = {d.document_id for d in record.documents()}
        assert set(finished) <= held
        assert len(held) <= len(finished) + 1
        (run,) = record.runs()
        assert (run.status, run.finished) == ("running", None)


@pytest.mark.parametrize("module, function, after", [
    ("raw", "RawStore.put", True),  # the raw bytes are there, the document is not
    ("events_held", "update_for", False),  # the claims are written, the events are not
    ("events_held", "update_for", True),
    ("writing", "write", True),  # all is written, nothing is committed
])
def test_killed_at_the_worst_moments(path, module, function, after):
    process = start(path, "killed", 5, DIE.format(module=module, function=function, after=after))
    finished = process.communicate(timeout=60)[0].split()
    assert (process.returncode, len(finished)) == (-signal.SIGKILL, 1)
    with Record.open(path) as record:
        assert [d.document_id for d in record.documents()] == finished
    check_whole(path)
    again = start(path, "killed", 5)
    assert len(again.communicate(timeout=60)[0].split()) == 5
    check_whole(path)
    with Record.open(path) as record:
        assert len(record.documents()) == 5
