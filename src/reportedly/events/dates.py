"""How well a claim's date is known, for linking only.

- *sharp*: told to the day, both bounds known, no longer than ``LONGEST_SHARP`` days;
- *vague*: both bounds known, but wider ("in September", "this year");
- *undated*: a bound is missing. "Up to 26 July" overlaps the whole past, so it cannot show that two reports
  are about one event.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..records import When

LONGEST_SHARP = 31
"""Days. A visit or an exercise told by its first and last day fits; "from 2013 to 2022" does not."""


class Dates(NamedTuple):
    """A known interval, both days included."""

    earliest: date
    latest: date
    sharp: bool

    def overlaps(self, other: Dates) -> bool:
        """Whether the two have a day in common."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def dates_of(when: When) -> Dates | None:
    """The known interval of a claim, see ``known_dates``."""
    return known_dates(when.earliest, when.latest, when.precision)


def known_dates(earliest: str | None, latest: str | None, precision: str) -> Dates | None:
    """The known interval; None if a bound is missing or no calendar day, or they are the wrong way round."""
    first, last = parse_day(earliest), parse_day(latest)
    if first is None or last is None or last < first:
        return None
    sharp = precision in ("time", "day") and (last - first).days < LONGEST_SHARP
    return Dates(first, last, sharp)


def parse_day(text: str | None) -> date | None:
    """The day at the start of an ISO 8601 date or time; None if there is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
