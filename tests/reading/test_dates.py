"""Time expressions: spans, values, and what stays unknown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conllu import document

from reportedly.reading import edtf
from reportedly.reading.dateline import read_dateline
from reportedly.reading.dates import Anchor, anchor_of, bounded, find_dates, resolve

WEDNESDAY = Anchor(day="2022-07-27", basis="dateline")


def one(text: str, tense: str | None = "past", anchor: Anchor | None = WEDNESDAY):
    found = find_dates(text)
    assert found, f"nothing found in {text!r}"
    return resolve(found[0], anchor, tense)


@pytest.mark.parametrize(
    ("text", "tense", "value", "basis"),
    [
        ("signed on July 27, 2022", "past", "2022-07-27", "stated"),
        ("signed on JULY 27, 2022", "past", "2022-07-27", "stated"),
        ("signed on 27 July 2022", "past", "2022-07-27", "stated"),
        ("signed on the 27th of July 2022", "past", "2022-07-27", "stated"),
        ("signed on Wednesday, 27 July 2022", "past", "2022-07-27", "stated"),
        ("signed on 2022-07-27", "past", "2022-07-27", "stated"),
        ("signed on 27.07.2022", "past", "2022-07-27", "stated"),
        ("signed on November 2", "past", "2021-11-02", "relative"),
        ("will sign on November 2", "future", "2022-11-02", "relative"),
        ("visited from November 2 to 4", "past", "2021-11-02/2021-11-04", "relative"),
        ("will visit on Nov. 2-4", "future", "2022-11-02/2022-11-04", "relative"),
        ("on 2 and 3 November 2021", "past", "2021-11-02/2021-11-03", "stated"),
        ("from 27 July to 3 August 2022", "past", "2022-07-27/2022-08-03", "stated"),
        ("from December 30 to January 2", "past", "2021-12-30/2022-01-02", "relative"),
        ("signed in September", "past", "2021-09", "relative"),
        ("signed in May last year", "past", "2021-05", "relative"),
        ("from May to July 2020", "past", "2020-05/2020-07", "stated"),
        ("signed in 2014", "past", "2014", "stated"),
        ("fought in 1992-1993", "past", "1992/1993", "stated"),
        ("fought in 1992–93", "past", "1992/1993", "stated"),
        ("in the 1990s", "past", "199X", "stated"),
        ("since the 1990s", "past", "1990/..", "stated"),
        ("in mid-June", "past", "2022-06", "relative"),
        ("in early 2023", "future", "2023", "stated"),
        ("in spring 2021", "past", "2021-21", "stated"),
        ("in the second half of 2022", "future", "2022-07/2022-12", "stated"),
        ("in the first quarter of 2023", "future", "2023-01/2023-03", "stated"),
        ("on Wednesday", "past", "2022-07-27", "relative"),
        ("on Tuesday", "past", "2022-07-26", "relative"),
        ("on Tuesday", "future", "2022-08-02", "relative"),
        ("last Wednesday", "past", "2022-07-20", "relative"),
        ("next Tuesday", "future", "2022-08-02", "relative"),
        ("last week", "past", "2022-07-18/2022-07-24", "relative"),
        ("yesterday", "past", "2022-07-26", "relative"),
        ("today", "past", "2022-07-27", "relative"),
        ("earlier this year", "past", "2022-01-01/2022-07-27", "relative"),
        ("this year", "past", "2022-01-01/2022-07-27", "relative"),
        ("this year", "future", "2022-07-27/2022-12-31", "relative"),
        ("later this month", "future", "2022-07-27/2022-07-31", "relative"),
        ("last month", "past", "2022-06", "relative"),
        ("next year", "future", "2023", "relative"),
        ("two days ago", "past", "2022-07-25", "relative"),
        ("three years ago", "past", "2019", "relative"),
        ("last summer", "past", "2021-22", "relative"),
        ("for the past 15 years", "ongoing", "2007/2022-07-27", "relative"),
        ("since 2013", "ongoing", "2013/..", "stated"),
        ("until 2030", "future", "../2030", "stated"),
        ("by the end of the year", "future", "2022-07-27/2022-12-31", "relative"),
        ("recently", "past", "../2022-07-27", "bounded"),
    ],
)
def test_value(text: str, tense: str, value: str, basis: str) -> None:
    when = one(text, tense)
    assert (when.edtf, when.basis) == (value, basis)
    assert (when.earliest, when.latest) == edtf.bounds(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("visited from November 2 to 4", "XXXX-11-02/XXXX-11-04"),
        ("signed on 27 July", "XXXX-07-27"),
        ("signed in September", "XXXX-09"),
    ],
)
def test_year_that_was_not_said_stays_open_without_anchor(text: str, value: str) -> None:
    when = one(text, anchor=None)
    assert when.edtf == value and when.basis == "stated"
    assert when.earliest is None and when.latest is None


@pytest.mark.parametrize(
    "text",
    [
        "on Tuesday",
        "last week",
        "this year",
        "earlier this year",
        "yesterday",
        "recently",
        "for the past 15 years",
        "by the end of the year",
        "two days ago",
    ],
)
def test_relative_is_unknown_without_anchor(text: str) -> None:
    when = one(text, anchor=None)
    assert when.edtf is None and when.basis == "unknown" and when.precision == "unknown"
    assert when.span is not None and when.span.text in text


@pytest.mark.parametrize(
    "text", ["a few hours beforehand", "for two weeks", "every year", "at 10:30 a.m.", "the same day"]
)
def test_found_but_without_a_day_of_its_own(text: str) -> None:
    assert one(text).edtf is None


@pytest.mark.parametrize(
    "text",
    [
        "They may march again.",
        "It sold 2000 boats.",
        "May wins the vote",
        "F-2016",
        "on June 31",
        "version 1.2.2010.4",
        "a 3.5 mm gun",
        "Call 2019-9914.",
    ],
)
def test_no_date(text: str) -> None:
    assert [t for t in find_dates(text) if t.type == "date"] == []


def test_ambiguous_numbers_keep_only_the_year() -> None:
    assert one("on 3/4/2022").edtf == "2022"
    assert one("on 23/4/2022").edtf == "2022-04-23"


def test_span_leaves_the_preposition_out_and_limits_in() -> None:
    text = "They trained in September and have met since 2013, on Wednesday."
    assert [t.text for t in find_dates(text)] == ["September", "since 2013", "Wednesday"]
    assert [t.type for t in find_dates("It met daily for two weeks on Friday at 10:30.")] == [
        "set",
        "duration",
        "date",
        "time",
    ]


def test_never_across_sentences() -> None:
    text = "It left in May. 2020 was worse."
    sentences = ((0, 15), (16, len(text)))
    assert [t.text for t in find_dates(text, sentences)] == ["May", "2020"]


def test_bounded() -> None:
    when = bounded(Anchor(day="2022-07-26"))
    assert (when.edtf, when.earliest, when.latest, when.basis) == (
        "../2022-07-26",
        None,
        "2022-07-26",
        "bounded",
    )
    assert bounded(None).edtf is None


def test_anchor() -> None:
    given = document("Text.", published="2022-07-27", published_basis="metadata")
    assert anchor_of(given) == Anchor(day="2022-07-27", basis="metadata")
    line = document("ZENDA, July 27, 2022 (Newswire) -- Nothing happened.")
    assert anchor_of(line) == Anchor(day="2022-07-27", basis="dateline")
    assert anchor_of(document("ZENDA, July 27 (Newswire) -- Nothing happened.")) is None
    assert anchor_of(document("Text.", published="2022-07")) is None


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("ZENDA, July 27, 2022 (Newswire) -- Two", "ZENDA", "Newswire"),
        ("ZENDA (RFE/RL)–Two", "ZENDA", "RFE/RL"),
        ("Headline without a stop\n\nZENDA (Newswire) - Two", "ZENDA", "Newswire"),
        ("ZENDA, November 2, RNA - Two", "ZENDA", "RNA"),
        ("NEW STRELSAU, Ruritania (Newswire) — Two", "NEW STRELSAU, Ruritania", "Newswire"),
        ("(Newswire) -- Two", None, "Newswire"),
        ("ZENDA -- Two", "ZENDA", None),
    ],
)
def test_dateline(text: str, place: str | None, agency: str | None) -> None:
    line = read_dateline(text)
    assert line is not None
    assert (line.place.text if line.place else None, line.agency.text if line.agency else None) == (
        place,
        agency,
    )
    assert text[line.end :].startswith("Two")


@pytest.mark.parametrize(
    "text",
    ["NATO (founded in 1949) said it would stay.", "The ministry said so.", "UN forces (about 20) left."],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    "bad", ["2022-13", "2022-02-30", "22", "2022/2020", "../..", "", "2022-07-27T10", "XXXX-02-30"]
)
def test_edtf_refuses(bad: str) -> None:
    assert not edtf.valid(bad)


_PIECES = st.sampled_from(
    "on in from to since until by May March July Nov. Tuesday Sunday 2 4 27 31 1992 2013 2022-07-27 "
    "1992-1993 the last next this "
    "week year years month 15 past two ago , . - – / and early mid second half of 2022 1990s spring Q3 "
    "today yesterday 10:30 99999 "
    "0000 29 February decade 900 centuries every few hours beforehand 3/4/2022 31.12.2021 end".split()
)
_ANCHORS = st.none() | st.dates().map(lambda d: Anchor(day=d.isoformat()))


@given(
    st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=80),
    _ANCHORS,
    st.sampled_from(["past", "future", "ongoing", "conditional", None]),
)
def test_any_text(text: str, anchor: Anchor | None, tense: str | None) -> None:
    last = 0
    for span in find_dates(text):
        assert last <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        last = span.end
        when = resolve(span, anchor, tense)
        assert (when.edtf is None) == (when.basis == "unknown")
        if when.edtf is not None:
            assert edtf.valid(when.edtf)
        if when.earliest and when.latest:
            assert when.earliest <= when.latest
        for day in (when.earliest, when.latest):
            assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)


@given(st.text(max_size=120))
def test_dateline_of_any_text(text: str) -> None:
    line = read_dateline(text)
    if line is not None:
        assert 0 <= line.start <= line.end <= len(text)
        for span in (line.place, line.date, line.agency, line.cue):
            assert span is None or text[span.start : span.end] == span.text
