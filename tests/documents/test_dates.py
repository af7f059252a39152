"""Publication dates: read if they can only mean one day (or month, or year), else not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.documents.dates import dateline, to_edtf


@pytest.mark.parametrize(
    "value, edtf",
    [
        ("2022-07-27", "2022-07-27"),
        ("2022-07-27T23:30:00-05:00", "2022-07-27"),
        ("2022-07-27 10:00:00", "2022-07-27"),
        ("2022-07-27Z", "2022-07-27"),
        ("2022-7-5", "2022-07-05"),
        ("20220727", "2022-07-27"),
        ("20220727T101112Z", "2022-07-27"),
        ("2022/07/27 10:00", "2022-07-27"),
        ("July 27, 2022", "2022-07-27"),
        ("Jul. 27th 2022 at 4 pm", "2022-07-27"),
        ("Wednesday, July 27, 2022", "2022-07-27"),
        ("27 July 2022 10:12", "2022-07-27"),
        ("27-Jul-2022", "2022-07-27"),
        ("Wed, 27 Jul 2022 10:00:00 GMT", "2022-07-27"),
        ("Published on: July 27, 2022", "2022-07-27"),
        ("27/07/2022", "2022-07-27"),
        ("07/27/2022", "2022-07-27"),
        ("05/05/2022", "2022-05-05"),
        ("3.4.2022", "2022-04-03"),
        ("1658916000", "2022-07-27"),
        ("1658916000000", "2022-07-27"),
        ("July 2022", "2022-07"),
        ("2022-07", "2022-07"),
        ("2022", "2022"),
        ("1931-05-04", "1931-05-04"),
    ],
)
def test_usual_forms_keep_their_precision(value: str, edtf: str) -> None:
    assert to_edtf(value) == edtf


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        "yesterday",
        "03/04/2022",
        "2022-13-40",
        "2022-02-30",
        "31 April 2022",
        "3022-01-01",
        "0001-01-01",
        "12",
        "27 July",
        "July",
        "{{ date }}",
        "Last updated on July 27, 2022",
        "version 2022-07-27",
        "99999999999999",
        "0000-00-00",
    ],
)
def test_what_is_not_certain_is_no_date(value: str | None) -> None:
    assert to_edtf(value) is None


def test_a_day_after_tomorrow_is_no_date_of_publication() -> None:
    today = datetime.now(UTC).date()
    assert to_edtf(today.isoformat()) == today.isoformat()
    assert to_edtf((today + timedelta(days=3)).isoformat()) is None


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ,]+[0-9]{1,4}", fullmatch=True)
)
def test_any_text_is_a_calendar_date_or_none(value: str) -> None:
    found = to_edtf(value)
    if found is not None:
        datetime.strptime(found, "%Y-%m-%d"[: {4: 2, 7: 5, 10: 8}[len(found)]])


@pytest.mark.parametrize(
    "line, edtf",
    [
        ("WARSAW, July 27, 2022 (Newswire) -- The ministry said", "2022-07-27"),
        ("LONDON, Sept. 3, 2021 /Newswire/ -- The company said", "2021-09-03"),
        ("PORT ELM, Varland, 4 November 2008 – The ministry said", "2008-11-04"),
        ("PORT ELM (Agency) - July 27, 2022 - The ministry said", "2022-07-27"),
        ("Port Elm, 27.07.2022 – The ministry said", "2022-07-27"),
        ("July 27, 2022 – The ministry said", "2022-07-27"),
        ("PORT ELM, July 27 (Agency) -- The ministry said", None),
        ("PORT ELM (Agency) -- The ministry said on July 27, 2022 that", None),
        ("On July 27, 2022 – the day of the ceremony – the ministers met", None),
        ("On Tuesday, July 27, 2022 – the day of the ceremony – they met", None),
        ("The war began on July 27, 2022 - a day that", None),
        ("Varland and Ostria signed on July 27, 2022 – finally", None),
        ("Since the agreement of May 2, 2014 – which expired", None),
        ("PORT ELM, February 30, 2022 – The ministry said", None),
    ],
)
def test_datelines(line: str, edtf: str | None) -> None:
    assert dateline(["A Title", line]) == edtf


def test_a_dateline_stands_at_the_beginning() -> None:
    assert dateline(["A.", "B.", "C.", "WARSAW, July 27, 2022 -- The ministry said"]) is None
