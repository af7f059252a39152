"""Dates and moments as people write them."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.record.filters import first_day, instant, last_day


def test_a_year_and_a_month_reach_from_end_to_end():
    assert (first_day("2020"), last_day("2020")) == ("2020-01-01", "2020-12-31")
    assert (first_day("2020-02"), last_day("2020-02")) == ("2020-02-01", "2020-02-29")
    assert (first_day(" 2020-02-03 "), last_day("2020-02-03")) == ("2020-02-03", "2020-02-03")
    assert (first_day(None), last_day(None), instant(None)) == (None, None, None)


@settings(deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_lies_in_its_month_and_year(day):
    text = day.isoformat()
    for part in (text[:4], text[:7], text):
        first, last = first_day(part), last_day(part)
        assert first is not None and last is not None and first <= text <= last


@settings(deadline=None)
@given(st.datetimes(), st.datetimes())
def test_stamps_sort_as_time_does(one, two):
    a, b = instant(one.isoformat() + "Z"), instant(two.isoformat() + "Z")
    assert a is not None and b is not None and len(a) == len(b) == 27
    assert (a < b) == (one < two)
