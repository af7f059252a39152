"""The command line as a whole: help, version, errors, pipes, speed, and its page in the docs."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly import __version__
from reportedly.cli import COMMANDS, cli
from reportedly.cli.reference import commands, page
from reportedly.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent.parent


def reportedly(*args, **kwargs):
    return subprocess.run([sys.executable, "-m", "reportedly", *args],
                          capture_output=True, text=True, timeout=60, **kwargs)


def test_alone_it_shows_help(call):
    result = call()
    assert result.code == 0
    assert all(name in result.out for name in COMMANDS)


def test_the_version(call):
    assert call("--version").out == f"reportedly {__version__}\n"


@pytest.mark.parametrize("args, said", [
    (("shwo",), "Did you mean show?"), (("dance",), "Commands: read, show"), (("show", "event"), "event"),
    (("show", "events", "--actors", "TUR"), "--actor")])
def test_unknown_words_are_refused_with_a_suggestion(call, args, said):
    result = call(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("reportedly: ")
    assert said in result.err


def test_an_error_is_one_line_whatever_is_in_it(call, monkeypatch):
    def broken(*args, **kwargs):
        raise ModelError("line one\nline \x1b[2J two", where="model.onnx", remedy="Install it again.")

    monkeypatch.setattr("reportedly.record.store.Record.open", broken)
    result = call("show", "events")
    assert result.code == 5
    assert result.err == "reportedly: model.onnx: line one line \ufffd[2J two. Install it again.\n"


def test_a_closed_pipe_is_no_error():
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m reportedly schema | true"],
        capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("args", [("schema",), ("--help",)])
def test_output_that_cannot_be_written_is_one_line(args):
    with open("/dev/full", "w") as full:
        result = subprocess.run([sys.executable, "-m", "reportedly", *args], stdout=full, stderr=subprocess.PIPE,
                                text=True, timeout=60)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1 and "cannot be written" in result.stderr


def test_show_alone_shows_its_help(call):
    result = call("show")
    assert (result.code, result.err) == (0, "")
    assert "coverage" in result.out


@pytest.mark.usefixtures("held")
def test_show_on_a_small_record_is_quick(tmp_path):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert reportedly("show", "events", cwd=tmp_path).returncode == 0
        times.append(time.perf_counter() - start)
    # The aim is one second. The best of three, and some slack, keep a busy machine from failing the test.
    assert min(times) < 2


def test_evaluate_prints_figures_or_one_json_object(call, monkeypatch):
    found = {"corpus_sha256": "ab", "model": "m", "n": 2, "figures": {"macro_f1": 0.5}}
    monkeypatch.setattr("reportedly.evaluation.run", lambda task, path: {"task": task, **found})
    assert "macro_f1                0.5000" in call("evaluate", "plv", "x").out
    assert call("evaluate", "plv", "x", "--json").out == (
        '{"task": "plv", "corpus_sha256": "ab", "model": "m", "n": 2, "figures": {"macro_f1": 0.5}}\n')


def every_command():
    return [(context.command_path, command) for command, context in commands(cli, "reportedly")]


@pytest.mark.parametrize("path, command", every_command(), ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_and_option_is_in_the_docs(path, command):
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = text.split(f"## {path}\n", 1)[1].split("\n## ", 1)[0]
    for parameter in command.params:
        for name in [*parameter.opts, *parameter.secondary_opts]:
            if name.startswith("-"):
                assert name in section, f"{name}: run 'make docs'"
                assert parameter.help in section.replace("\\|", "|"), f"the help of {name}: run 'make docs'"


def test_the_docs_describe_no_command_that_is_gone():
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    described = {line[3:] for line in text.splitlines() if line.startswith("## reportedly")}
    assert described == {path for path, _ in every_command()}


def test_the_page_can_be_made():
    assert page().startswith("# The command line")
