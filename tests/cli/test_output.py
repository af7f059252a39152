"""Safe text, tables, CSV and JSON."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.cli import phrases
from reportedly.cli.output import Column, csv_cell, fitted, print_rows, to_json
from reportedly.cli.words import counted, did_you_mean, one_line, safe

COLUMNS = (Column("name", lambda row: row["name"]), Column("count", lambda row: row["n"], number=True))
ROWS = [{"name": "Ankara", "n": 1200}, {"name": None, "n": None}]
OBEYED = "\x1b\x07\x9b\x7f\u202e\u2066"


def test_a_piped_table_is_plain_and_aligned(capsys):
    print_rows(ROWS, COLUMNS, nothing="none")
    assert capsys.readouterr().out == "name    count\nAnkara  1,200\n-           -\n"


def test_a_table_on_a_terminal_fits_it(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_rows([{"name": "a long text " * 20, "n": 3}], COLUMNS, nothing="none")
    out = re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out)
    assert len(out.splitlines()) > 3
    assert max(map(len, out.splitlines())) <= 40


FOUR = st.lists(st.text("ab ", max_size=30), min_size=4, max_size=4)


@given(st.lists(FOUR, min_size=1), st.integers(10, 120))
def test_columns_fit_whatever_they_hold(lines, width):
    widths = fitted(lines, width)
    assert sum(widths) + 2 * 3 <= width or max(widths) <= 1


def test_words_stay_whole_while_the_widest_column_can_give_way():
    assert fitted([["2021-05-03", "a licensed-production of some duration"]], 32) == [10, 20]


def test_markup_in_a_text_is_printed_as_it_stands(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_rows([{"name": "[red]x[/red]", "n": 1}], COLUMNS, nothing="none")
    assert "[red]x[/red]" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["=1+2", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\uff1d1", "\n=1"])
def test_no_text_begins_like_a_formula_in_csv(text):
    assert str(csv_cell(text)).startswith("'")


@pytest.mark.parametrize("value, cell", [
    (None, ""), (-3, -3), (0.5, 0.5), ("CT+", "CT+"), ("2021-05", "2021-05")])
def test_other_cells_are_left_alone(value, cell):
    assert csv_cell(value) == cell


@given(st.text())
def test_safe_text_holds_nothing_that_a_terminal_obeys(text):
    for shown in (safe(text), one_line(text)):
        assert not set(shown) & set(OBEYED)
        shown.encode("utf-8")
    assert "\n" not in one_line(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) |
                    st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_says_the_same_without_raw_control_characters(value):
    text = to_json(value)
    assert json.loads(text) == value
    assert not set(text) & set(OBEYED)
    text.encode("utf-8")


def test_letters_stay_letters_in_json():
    assert to_json({"who": "Gönül"}) == '{"who": "Gönül"}'


@pytest.mark.parametrize("when, shown", [
    ({"edtf": "XXXX-11-02", "earliest": None, "latest": None}, "XXXX-11-02"),
    ({"edtf": None, "earliest": None, "latest": "2022-07-26"}, "up to 2022-07-26"),
    ({"edtf": None, "earliest": "2013-01-01", "latest": None}, "since 2013-01-01"),
    ({"edtf": None, "earliest": "2013-01-01", "latest": "2013-01-31"}, "2013-01-01 to 2013-01-31"),
    ({"edtf": "2013/.."}, "since 2013"),
    ({"edtf": "../2013~"}, "up to 2013~"),
    ({"edtf": "2013-01-01/2013-01-01"}, "2013-01-01"),
    ({"edtf": None, "earliest": None, "latest": None}, None),
    (None, None),
])
def test_dates_in_words(when, shown):
    assert phrases.when(when) == shown


def person(role, name=None, entity="unknown:the troops", mention=None):
    return {"role": role, "name": name, "entity_id": entity, "mention": mention and {"text": mention}}


@pytest.mark.parametrize("people, shown", [
    ([person("actor", "Poland"), person("actor", "Norway")], "Poland, Norway"),
    ([person("actor", "Poland"), person("actor", "Poland"), person("recipient", "Oman")], "Poland → Oman"),
    ([person("recipient", "Norway")], "? → Norway"),
    ([person("actor", "Poland"), person("third", "Norway")], "Poland (Norway)"),
    ([person("actor")], "the troops"),
    ([person("actor", mention="Troops")], "Troops"),
    ([], None),
])
def test_who_with_whom(people, shown):
    assert phrases.who(people) == shown


@pytest.mark.parametrize("fields, shown", [
    ({"type": "SUPPORT", "form": "arms-sale", "stage": "signed", "items": [{"designation": "K9", "quantity": {
        "value": 1672, "estimated": True}}]}, "SUPPORT: arms-sale, signed; about 1,672 × K9"),
    ({"type": None, "form": "licensed-production", "stage": "talks", "turn": "suspended"},
     "licensed-production, talks, suspended"),
    ({"type": "ACCUSE"}, "ACCUSE"),
    ({"type": None}, "?"),
])
def test_what(fields, shown):
    assert phrases.what(fields) == shown


def test_sources_in_words():
    assert phrases.source({"source": {"name": "the ministry", "class": "government"},
                           "speaker": {"name": "a deputy minister"}}) == "the ministry (by a deputy minister)"
    nobody = {"name": None, "span": None, "class": None}
    assert phrases.voice({"source": {**nobody, "class": "official"}}) == "unnamed official"
    assert phrases.voice({"source": nobody}) == "unnamed"
    assert phrases.voice({"source": nobody, "kind": "unattributed"}) == "nobody is named"


def test_counting_listing_and_suggesting():
    assert (counted(1, "claim"), counted(2000, "claim")) == ("1 claim", "2,000 claims")
    assert phrases.some(["a", "b", "a", "c", "d"]) == "a, b, c +1 more"
    assert did_you_mean("sohw", ["show", "read"]) == "Did you mean show?"
    assert did_you_mean("zzzzzz", ["show", "read"]) is None


def test_a_stream_that_cannot_show_a_letter_gets_its_escape(monkeypatch):
    from reportedly import cli

    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr("sys.stdout", out)
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    out.write("Gönül")
    out.flush()
    assert b"G\\xf6n\\xfcl" in out.buffer.getvalue()
