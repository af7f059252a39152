"""A small part of the Extended Date/Time Format (ISO 8601-2), as much as claims use.

A point is ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, ``YYYY-SS`` (season, 21 to 24), each with ``XXXX`` for a
year
that was not said and ``199X`` for a decade; ``~`` after it means "about". An interval is two points with a
slash, either of which may be ``..`` (open). Source: the specification of the Library of Congress, levels 0
and 1.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|XXXX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?~?\Z")


def point_bounds(point: str) -> tuple[str | None, str | None]:
    """First and last possible day of one EDTF point, ISO 8601; None where the year is open.

    A winter has no bounds (it lies in two calendar years), and neither has "about". Raises ValueError if
    ``point`` is not one of the forms above or names a day that does not exist.
    """
    match = _POINT.match(point)
    if match is None:
        raise ValueError(f"not an EDTF point: {point!r}")
    year_text, month_text, day_text = match["year"], match["month"], match["day"]
    month = int(month_text) if month_text and month_text != "XX" else None
    day = int(day_text) if day_text and day_text != "XX" else None
    if month is not None and not (1 <= month <= 12 or 21 <= month <= 24):
        raise ValueError(f"no such month or season: {point!r}")
    if day is not None and month is None:
        raise ValueError(f"a day without its month: {point!r}")
    if day is not None and month is not None:
        leap_or_own = 2000 if "X" in year_text else int(year_text)
        if month > 12 or not 1 <= day <= monthrange(max(leap_or_own, 1), month)[1]:
            raise ValueError(f"no such day: {point!r}")
    if year_text == "XXXX" or point.endswith("~") or month == 24 or year_text == "0000":
        return None, None
    if year_text.endswith("X"):
        if month is not None:
            return None, None
        return f"{year_text[:3]}0-01-01", f"{year_text[:3]}9-12-31"
    year = int(year_text)
    if month is None:
        return f"{year_text}-01-01", f"{year_text}-12-31"
    if month > 20:
        first, last = {21: (3, 5), 22: (6, 8), 23: (9, 11)}[month]
        return f"{year_text}-{first:02}-01", f"{year_text}-{last:02}-{monthrange(year, last)[1]:02}"
    if day is None:
        return f"{year_text}-{month:02}-01", f"{year_text}-{month:02}-{monthrange(year, month)[1]:02}"
    text = date(year, month, day).isoformat()
    return text, text


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last possible day of a point or an interval. Raises ValueError as ``point_bounds`` does,
    and if an interval ends before it begins."""
    if "/" not in edtf:
        return point_bounds(edtf)
    begin, _, end = edtf.partition("/")
    if begin == end == "..":
        raise ValueError("an interval needs one end")
    earliest = None if begin == ".." else point_bounds(begin)[0]
    latest = None if end == ".." else point_bounds(end)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"ends before it begins: {edtf!r}")
    return earliest, latest


def valid(edtf: str) -> bool:
    """Whether ``bounds`` can read it."""
    try:
        bounds(edtf)
    except ValueError:
        return False
    return True
