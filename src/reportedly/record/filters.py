"""What to look at: the filter that every query takes, and how its dates are read."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

import msgspec

from ..errors import UsageError

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DATE_HELP = "Write a year, a month or a day: 2021, 2021-05 or 2021-05-03."


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions on claims; all that are given have to hold. An event, a document or an actor is shown if one
    of its claims fits.

    - ``actor``: a state's ISO 3166 alpha-3 code or another principal, an entity id, or a name (case is
      ignored). ``with_actor``: another participant of the same claim.
    - ``type``, ``form``: as in the ontology.
    - ``since``, ``until``: year, month or day. A claim fits if its interval has a day in common with theirs;
      an open end reaches as far as needed. Claims without any date are left out unless ``include_undated``.
    - ``certain``: the innermost voice is CT+ and no claim denies it; for events also: not disputed.
    - ``publisher`` (case is ignored), ``document`` (its id).
    - ``composed``: whether invented examples are included.
    - ``as_of``: what the record held then (UTC): a moment, or a day, which means its end.
    - ``limit``: so many rows at most.
    """

    actor: str | None = None
    with_actor: str | None = None
    type: str | None = None
    form: str | None = None
    since: str | None = None
    until: str | None = None
    include_undated: bool = False
    certain: bool = False
    publisher: str | None = None
    document: str | None = None
    composed: bool = True
    as_of: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        first, last = first_day(self.since), last_day(self.until)
        if first is not None and last is not None and first > last:
            raise UsageError("since is later than until", where=f"{self.since} > {self.until}",
                             remedy="Exchange the two.")
        instant(self.as_of)
        if self.limit is not None and self.limit < 0:
            raise UsageError("a limit cannot be negative", where=str(self.limit), remedy="Give 0 or more.")

    def asks_about_claims(self) -> bool:
        """Whether a condition is set that only a claim can fulfil (not only its document)."""
        return bool(self.actor or self.with_actor or self.type or self.form or self.since or self.until
                    or self.certain)


def first_day(text: str | None) -> str | None:
    """The first day of a year, month or day, as ISO 8601; None stays None."""
    if text is None:
        return None
    year, month, day = _parts(text)
    return _day(text, year, month or 1, day or 1)


def last_day(text: str | None) -> str | None:
    """The last day of a year, month or day, as ISO 8601; None stays None."""
    if text is None:
        return None
    year, month, day = _parts(text)
    month = month or 12
    if day is None:
        day = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 31
    return _day(text, year, month, day)


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise UsageError("this is no date", where=text, remedy=_DATE_HELP)
    year, month, day = (int(part) if part else None for part in found.groups())
    return year or 0, month, day


def _day(text: str, year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise UsageError("there is no such day in the calendar", where=text, remedy=_DATE_HELP) from None


def stamp(moment: datetime) -> str:
    """UTC with microseconds and a Z: of one length, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def instant(text: str | None) -> str | None:
    """``as_of`` as the record writes time. A day means its last microsecond; no time zone means UTC."""
    if text is None:
        return None
    if _DATE.fullmatch(text.strip()):
        return f"{last_day(text)}T23:59:59.999999Z"
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("this is no date or time", where=text,
                         remedy="Write 2021-05-01 or 2021-05-01T12:00:00Z.") from None
    return stamp(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)
