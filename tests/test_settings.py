"""Settings: precedence, refusals, and that every one is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import NotFoundError, UsageError
from reportedly.settings import TABLE, Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_defaults_without_file_or_environment():
    assert load_settings(environ={}) == Settings()


def test_environment_wins_over_toml(tmp_path):
    toml = tmp_path / "s.toml"
    toml.write_text('threshold = 0.3\nrecord = "mine.db"\nlanguages = ["en", "tr"]\n')
    settings = load_settings(toml, environ={"REPORTEDLY_THRESHOLD": "0.9"})
    assert (settings.threshold, settings.record, settings.languages) == (0.9, "mine.db", ("en", "tr"))


def test_toml_in_the_current_folder_is_found(tmp_path):
    (tmp_path / "reportedly.toml").write_text("max_chars = 5\n")
    assert load_settings(environ={}).max_chars == 5


def test_toml_named_by_the_environment(tmp_path):
    (tmp_path / "other.toml").write_text("max_chars = 6\n")
    assert load_settings(environ={"REPORTEDLY_SETTINGS": "other.toml"}).max_chars == 6
    with pytest.raises(NotFoundError, match="absent.toml"):
        load_settings(environ={"REPORTEDLY_SETTINGS": "absent.toml"})


def test_lists_and_numbers_from_the_environment():
    settings = load_settings(environ={"REPORTEDLY_LANGUAGES": "en, uk", "REPORTEDLY_MAX_BYTES": "1_000"})
    assert (settings.languages, settings.max_bytes) == (("en", "uk"), 1000)


@pytest.mark.parametrize("text, said", [
    ("treshold = 0.5", "Did you mean 'threshold'"),
    ("threshold = 2.0", "from 0 to 1"),
    ("threshold = nan", "from 0 to 1"),
    ('threshold = "high"', "threshold"),
    ("max_bytes = 0", "greater than 0"),
    ("max_bytes = -1", "greater than 0"),
    ("fetch_timeout = inf", "greater than 0"),
    ("languages = []", "must not be empty"),
    ("record = ", "not valid TOML"),
])
def test_a_wrong_file_is_refused_with_its_name(tmp_path, text, said):
    toml = tmp_path / "wrong.toml"
    toml.write_text(text)
    with pytest.raises(UsageError, match=said) as caught:
        load_settings(toml, environ={})
    assert "wrong.toml" in str(caught.value)


@pytest.mark.parametrize("variable, text", [
    ("REPORTEDLY_MAX_BYTES", "many"), ("REPORTEDLY_FETCH_TIMEOUT", "-3"), ("REPORTEDLY_RECORD", "")])
def test_a_wrong_variable_is_refused_with_its_name(variable, text):
    with pytest.raises(UsageError, match=variable):
        load_settings(environ={variable: text})


@given(st.dictionaries(st.sampled_from([row.variable for row in TABLE]), st.text(max_size=12)))
def test_any_environment_gives_settings_or_a_usage_error(environ):
    try:
        assert isinstance(load_settings(environ=environ), Settings)
    except UsageError as error:
        assert error.remedy


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| `")}
    for row in TABLE:
        line = rows.pop(f"`{row.name}`")
        assert row.variable in line
        assert row.help in line
        shown = ", ".join(row.default) if isinstance(row.default, tuple) else row.default
        assert ("unset" if shown is None else str(shown)) in line
    assert not rows, "documented, but not a setting"


READS = re.compile(r"(os\.)?(getenv\(|environ(\.get\(|\.items\(|\[))")


def test_nothing_else_reads_the_environment_or_toml():
    """NO_COLOR and the terminal's own variables are read by the terminal library, not by us. To set a
    variable for a library (``setdefault``) is not to read one."""
    for path in (ROOT / "src" / "reportedly").rglob("*.py"):
        if path.name == "settings.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Call, ast.Subscript)):
                assert not READS.match(ast.unparse(node)), path
            if isinstance(node, ast.Import):
                assert all(alias.name != "tomllib" for alias in node.names), path
