"""Publication dates as publishers write them -> EDTF. What is not certain is not a date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_MONTHS = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec"), start=1) for name in names.split()}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4})"
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T\s].*|Z|[+-]\d\d:?\d\d)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.*)?$")
_SLASHED_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s.*)?$")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[\s,].*)?$")
_YEAR_ONLY = re.compile(r"(\d{4})$")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?$")
_MONTH_DAY_YEAR = re.compile(rf"(?:[a-z]+,?\s+)?{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}\b", re.IGNORECASE)
_DAY_MONTH_YEAR = re.compile(
    rf"(?:[a-z]+,?\s+)?{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s+{_YEAR}$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:first\s+)?(?:published|posted|updated|date|on)\b\s*(?:on|at)?\s*:?\s*)+", re.IGNORECASE)
_EARLIEST = 1600


def to_edtf(value: str | None) -> str | None:
    """``2022-07-27``, ``2022-07`` or ``2022`` from any usual way to write a date; None for anything else.

    The day is the publisher's own: a time zone does not move it. ``03/04/2022`` is two different days
    and therefore none; ``27/07/2022`` can only be one. With dots, the day comes first (as everywhere
    where dots are used). A day that does not exist or is later than tomorrow is None.
    """
    if not value:
        return None
    text = _LABEL.sub("", " ".join(value.split()))[:200].strip()
    parts = _numeric(text) or _worded(text)
    if parts is None:
        return None
    return _checked(*parts)


def dateline(paragraphs: list[str]) -> str | None:
    """The date in an agency's dateline at the beginning ("WARSAW, July 27, 2022 (Agency) --"), or None.

    Looks at the first three paragraphs (a title and a byline may come first). A dateline without a
    year says no date.
    """
    for paragraph in paragraphs[:3]:
        if found := _DATELINE.match(paragraph[:200]):
            return to_edtf(found.group("date"))
    return None


_DATE_WORDS = (rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}"
               r"|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})")
# Capitalised words only ("Port of Spain", "RIO DE JANEIRO"): "The war began on July 27, 2022 -" is no
# dateline.
_NAME = r"[^\W\d_a-z][\w.'’/-]{1,20}"
_PLACE = rf"{_NAME}(?:[ -](?:de|del|la|el|al|of|the|{_NAME})){{0,3}}"
_DATELINE = re.compile(
    r"(?!(?:On|In|Since|From|By|Until|After|Before|At|The|Between|During)\b)"
    rf"(?:{_PLACE}(?:,\s{_PLACE}){{0,2}}(?:,\s*|\s*\([^)]{{1,60}}\)\s*[-–—,]*\s*))?"
    rf"(?P<date>(?i:{_DATE_WORDS}))\)?\s*(?:[(/\[][^)/\]]{{1,60}}[)/\]]\s*)?(?:[-–—]|:\s|\.\s*[-–—])")


def _numeric(text: str) -> tuple[int, int | None, int | None] | None:
    if m := _ISO.match(text):
        return int(m[1]), int(m[2]), int(m[3]) if m[3] else None
    if m := _SLASHED_YEAR_FIRST.match(text):
        return int(m[1]), int(m[2]), int(m[3])
    if m := _YEAR_LAST.match(text):
        first, mark, second, year = int(m[1]), m[2], int(m[3]), int(m[4])
        if mark == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else None
    if m := _EPOCH.match(text):
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(m[1]))
        return day.year, day.month, day.day
    if m := _COMPACT.match(text):
        return int(m[1]), int(m[2]), int(m[3])
    if m := _YEAR_ONLY.match(text):
        return int(m[1]), None, None
    return None


def _worded(text: str) -> tuple[int, int | None, int | None] | None:
    if m := _MONTH_DAY_YEAR.match(text):
        return int(m[3]), _MONTHS[m[1].lower()], int(m[2])
    if m := _DAY_MONTH_YEAR.match(text):
        return int(m[3]), _MONTHS[m[2].lower()], int(m[1])
    if m := _MONTH_YEAR.match(text):
        return int(m[2]), _MONTHS[m[1].lower()], None
    return None


def _checked(year: int, month: int | None, day: int | None) -> str | None:
    try:
        earliest = date(year, month or 1, day or 1)
    except ValueError:  # 2022-13-40
        return None
    # "Tomorrow" somewhere on Earth is not an error; a later day is.
    if year < _EARLIEST or earliest > datetime.now(UTC).date() + timedelta(days=1):
        return None
    if month is None:
        return f"{year:04}"
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"
