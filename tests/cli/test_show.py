"""``show``: each view in each form, the filters, and what they refuse."""

from __future__ import annotations

import csv
import io
import json

import pytest

pytestmark = pytest.mark.usefixtures("held")

VIEWS = ("events", "claims", "documents", "actors", "coverage")


def test_events_say_when_what_who_how_sure_according_to_whom_and_from_how_many(call):
    result = call("show", "events")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].split("  ")[0] == "when"
    signed = next(line for line in lines if "training" in line)
    for part in ("2021-05-03", "SUPPORT: training, signed; 672 × K9", "Norway, Poland", "certain, disputed",
                 "Polish defence ministry, Norway (denies)", "  1  e-"):
        assert part in signed
    visit = next(line for line in lines if "CONSULT" in line)
    assert "Lithuania → Poland" in visit
    assert "certain, planned" in visit


def test_composed_rows_are_marked_and_can_be_left_out(call):
    marked = call("show", "events").out
    assert "*ACCUSE" in marked
    assert "* composed" in marked
    assert "*" not in call("show", "events", "--no-composed").out


@pytest.mark.parametrize("view", VIEWS)
def test_json_is_one_array_with_an_element_a_line(call, view):
    out = call("show", view, "--json").out
    rows = json.loads(out)
    assert rows
    assert [json.loads(line.rstrip(",")) for line in out.splitlines()[1:-1]] == rows


@pytest.mark.parametrize("view", VIEWS)
def test_csv_has_a_header_and_as_many_rows_as_json(call, view):
    rows = list(csv.DictReader(io.StringIO(call("show", view, "--csv").out)))
    assert len(rows) == len(json.loads(call("show", view, "--json").out))
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_found_is_said_and_no_error(call, view):
    result = call("show", view, "--publisher", "Nobody's Paper")
    assert (result.code, result.out) == (0, "")
    assert "in the record fit" in result.err
    assert json.loads(call("show", view, "--publisher", "Nobody's Paper", "--json").out) == []


def triggers(result):
    return [row["claim"]["evidence"]["trigger"]["text"] for row in json.loads(result.out)]


@pytest.mark.parametrize("options, found", [
    ((), ["signed", "denied", "visit", "criticised"]),
    (("--actor", "pol"), ["signed", "denied", "visit"]),
    (("--actor", "POL", "--with", "LTU"), ["visit"]),
    (("--actor", "Estonia"), ["criticised"]),
    (("--type", "consult"), ["visit"]),
    (("--form", "Training"), ["signed", "denied"]),
    (("--since", "2021-05-10"), ["visit"]),
    (("--until", "2021-05-10"), ["signed", "denied"]),
    (("--until", "2021-05-10", "--include-undated"), ["signed", "denied", "criticised"]),
    (("--certain",), ["visit", "criticised"]),
    (("--no-composed", "--limit", "2"), ["signed", "denied"]),
    (("--as-of", "2001-01-01"), []),
])
def test_filters(call, options, found):
    assert triggers(call("show", "claims", "--json", *options)) == found


@pytest.mark.parametrize("options, said", [
    (("--actor", "TUQ"), "TUR (Turkey)"),
    (("--with", "xqz"), "no ISO 3166 code 'xqz'"),
    (("--type", "AGREED"), "Did you mean AGREE?"),
    (("--type", "PARTY"), "There are: AGREE, CONSULT"),
    (("--form", "arms-sales"), "arms-sale"),
    (("--since", "May"), "no date"),
    (("--since", "2022", "--until", "2021"), "later"),
    (("--json", "--csv"), "exclude each other"),
])
def test_what_cannot_mean_anything_is_refused_with_a_suggestion(call, options, said):
    result = call("show", "claims", *options)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("reportedly: ")
    assert result.err.count("\n") == 1
    assert said in result.err


def test_a_name_of_three_letters_is_not_taken_for_a_code(call):
    assert call("show", "claims", "--actor", "Nur").code == 0


def test_coverage_counts_articles_with_and_without_claims(call):
    rows = json.loads(call("show", "coverage", "--json").out)
    assert {(row["publisher"], row["articles"], row["with_claims"]) for row in rows} == {
        ("Harbour Wire", 1, 1), ("Strait Post", 1, 1)}


def test_a_missing_record_is_one_line_with_a_remedy(call, tmp_path):
    result = call("show", "events", "--record", tmp_path / "other.db")
    assert result.code == 4
    assert "reportedly read PATH" in result.err
    assert not (tmp_path / "other.db").exists()


def test_many_events_are_attributed_in_one_pass(call, monkeypatch):
    one_by_one = call("show", "events", "--json").out
    monkeypatch.setattr("reportedly.cli.show.events._FEW", 0)
    rows = json.loads(call("show", "events", "--json").out)
    assert [sorted(row["according_to"]) for row in rows] == [
        sorted(row["according_to"]) for row in json.loads(one_by_one)]
