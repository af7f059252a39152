"""The dateline that opens an agency's text: ``WARSAW, July 27, 2022 (Newswire) --``.

Nothing here is looked up in a list: the form alone (a place in capitals or before a bracketed name, a dash)
is regular enough, and a list of agencies would miss the small ones.
"""

from __future__ import annotations

import re

from reportedly.records import Span, _Frozen

_DASH = r"(?:--+|[–—―‒]|\s-\s|-\s)"
_DATE = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,?\s+\d{4})?"
    r"|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:,?\s+\d{4})?)"
)
_PLACE = (
    r"(?:[A-ZÀ-ÞŞİĞÇÖÜ][A-ZÀ-ÞŞİĞÇÖÜ.'’\-]+(?:[ /][A-ZÀ-ÞŞİĞÇÖÜ][A-ZÀ-ÞŞİĞÇÖÜ.'’\-]*){0,3}"
    r"(?:,\s+[A-Z][\w.'’\-]+(?:\s[A-Z][\w.'’\-]+)?){0,2})"
)
_AGENCY = r"[A-Z][\w./&’' \-]{1,40}?"
_FORMS = (
    # CITY[, Region][, date] (Agency) -
    re.compile(
        rf"\s*(?P<place>{_PLACE}),?\s*(?:(?P<date>{_DATE}),?\s*)?(?P<cue>\((?P<agency>{_AGENCY})\))\s*"
        rf"(?:{_DASH}|:)\s*"
    ),
    # City (Agency) -
    re.compile(
        rf"\s*(?P<place>[A-Z][\w.'’\-]+(?:[ ,]+[A-Z][\w.'’\-]+){{0,3}})\s*,?\s*(?:(?P<date>{_DATE}),?\s*)?"
        rf"(?P<cue>\((?P<agency>{_AGENCY})\))\s*(?:{_DASH})\s*"
    ),
    # CITY, November 2, Agency - | CITY, November 2. Agency: (only with a date: otherwise it is a sentence)
    re.compile(
        rf"\s*(?P<place>{_PLACE}),\s*(?P<date>{_DATE})[.,/]?\s+(?:/\s*)?(?P<cue>(?P<agency>[A-Z][\w./&’'\-]"
        rf"{{1,30}}(?:\s[A-Z][\w./&’'\-]{{1,30}})?))(?:\s*/)?\s*(?:{_DASH}|[:.]\s|,\s)\s*"
    ),
    # (Agency) - | Agency --
    re.compile(rf"\s*(?P<cue>\((?P<agency>{_AGENCY})\))\s*(?:{_DASH})\s*(?P<place>)(?P<date>)"),
    # CITY, date - | CITY -
    re.compile(
        rf"\s*(?P<place>{_PLACE})(?:,\s*(?P<date>{_DATE}))?\s*(?:--+|[–—―]|\s-\s)\s*(?P<agency>)(?P<cue>)"
    ),
)


class Dateline(_Frozen, frozen=True, kw_only=True):
    """``start`` to ``end`` is the whole dateline with its dash; what it does not give is None."""

    start: int
    end: int
    place: Span | None = None
    date: Span | None = None
    agency: Span | None = None
    cue: Span | None = None


def read_dateline(text: str) -> Dateline | None:
    """The dateline at the head of ``text`` or of one of its first four lines (a headline often precedes
    it)."""
    position = 0
    for line in text[:2000].split("\n")[:8]:
        for form in _FORMS:
            match = form.match(line)
            if match and match.end() > 3:

                def span(name: str, match: re.Match[str] = match, base: int = position) -> Span | None:
                    found = match[name]
                    if not found:
                        return None
                    begin, end = match.span(name)
                    return Span(start=base + begin, end=base + end, text=found)

                return Dateline(
                    start=position + match.start() + len(match[0]) - len(match[0].lstrip()),
                    end=position + match.end(),
                    place=span("place"),
                    date=span("date"),
                    agency=span("agency"),
                    cue=span("cue"),
                )
        position += len(line) + 1
    return None
