"""Time expressions: where they stand in a text, and which days they can mean.

``find_dates`` finds spans, ``resolve`` gives one an EDTF value. Between the two stands the anchor, the day of
publication and how it is known; without one a relative expression stays open. Nothing is guessed: a year that
was not said is ``XXXX``, "recently" is at most bounded, and the publication date is never an event's date.

The words are in ``data/lexicons/time.yaml``; the rules and their limits are in ``docs/dates.md``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

from reportedly.reading import edtf as _edtf
from reportedly.reading.dateline import read_dateline
from reportedly.records import Basis, Document, Precision, Span, When, _Frozen

TimeType = Literal["date", "time", "duration", "set"]


class TimeSpan(_Frozen, frozen=True, kw_only=True):
    """A time expression. ``rule`` names how it was read, ``values`` its parts (see ``resolve``).

    ``limit`` is "since" or "until" where a word in the span makes it one end of an open interval.
    """

    start: int
    end: int
    text: str
    type: TimeType
    rule: str
    values: tuple[int | str | None, ...] = ()
    limit: Literal["since", "until"] | None = None


class Anchor(_Frozen, frozen=True, kw_only=True):
    """The day that relative expressions count from (``day`` is ISO 8601), and how it is known."""

    day: str
    basis: Literal["metadata", "dateline", "given"] = "metadata"

    def date(self) -> date:
        return date.fromisoformat(self.day)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    path = resources.files("reportedly") / "data" / "lexicons" / "time.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[str, TimeType, re.Pattern[str]], ...]:
    """(rule, type, pattern), in the order in which they take precedence over one another."""
    words = _words()
    month = (
        "(?:"
        + "|".join(
            f"{_either([m])}\\b" + ("" if len(m) > 4 or m.title() in {"May", "June", "July"} else "\\.?")
            for m in sorted(
                (m for names in words["months"].values() for name in names for m in {name, name.upper()}),
                key=lambda m: (-len(m), m),
            )
        )
        + ")"
    )
    weekday = "(?:" + _either([d for names in words["weekdays"].values() for d in names]) + ")"
    season = "(?:" + _either(list(words["seasons"])) + ")"
    number = "(?:\\d{1,3}|" + _either(list(words["numbers"])) + ")"
    vague = "(?:" + _either(words["vague_numbers"]) + ")"
    unit = r"(?P<unit>hour|day|week|month|year|decade)s?"
    day = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?!\d)"
    year = r"(?:1[5-9]\d\d|20\d\d|21\d\d)(?![\d%])"
    to = r"\s*(?:[-–—]|to|until|till|through|and|or)\s*"
    dash = r"\s*[-–—]\s*"
    rel = r"(?P<rel>last|next|this|coming|past|previous|current|upcoming)"
    part = (
        r"(?:(?P<part>early|earlier|late|later|mid|middle|beginning|start|end|the\s+end)"
        r"(?:\s+(?:of|in|on))?[\s-]+)"
    )
    lead = r"(?:(?P<lead>since|from|after|starting|until|till|before|by|through)\s+(?:the\s+)?)?"
    of_day = r"(?:\s+(?:morning|afternoon|evening|night)\b)?"
    any_case = re.IGNORECASE

    def rule(
        name: str, kind: TimeType, pattern: str, flags: int = 0
    ) -> tuple[str, TimeType, re.Pattern[str]]:
        return name, kind, re.compile(r"(?<![\w.,/-])" + pattern + r"(?!\w)", flags)

    wd = rf"(?:{weekday},?\s+(?:the\s+)?)?"
    return (
        # two days with their months; a range inside one month, either order
        rule(
            "range-2m",
            "date",
            rf"(?:[Ff]rom\s+|[Bb]etween\s+)?{wd}(?P<m1>{month})\s+(?P<d1>{day}){to}{wd}"
            rf"(?P<m2>{month})\s+(?P<d2>{day})(?:,?\s+(?P<y>{year}))?",
        ),
        rule(
            "range-2m",
            "date",
            rf"(?:[Ff]rom\s+|[Bb]etween\s+)?{wd}(?P<d1>{day})\s+(?P<m1>{month}){to}{wd}"
            rf"(?P<d2>{day})\s+(?P<m2>{month})(?:,?\s+(?P<y>{year}))?",
        ),
        rule(
            "range-1m",
            "date",
            rf"(?:[Ff]rom\s+|[Bb]etween\s+)?{wd}(?P<m1>{month})\s+(?P<d1>{day}){to}"
            rf"(?P<d2>{day})(?:,?\s+(?P<y>{year}))?",
        ),
        rule(
            "range-1m",
            "date",
            rf"(?:[Ff]rom\s+|[Bb]etween\s+)?{wd}(?P<d1>{day})(?:{to}|,\s*)(?P<d2>{day})\s+"
            rf"(?:of\s+)?(?P<m1>{month})(?:,?\s+(?P<y>{year}))?",
        ),
        # one day
        rule(
            "iso",
            "date",
            lead.replace("(?P<lead>", "(?P<lead>(?i:").replace("through)", "through))")
            + r"(?P<y>(?:1[89]|20|21)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"
            r"(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?",
        ),
        rule(
            "numeric",
            "date",
            r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?![.\d]\d)",
        ),
        rule(
            "day",
            "date",
            rf"(?:(?P<lead>[Ss]ince|[Ff]rom|[Aa]fter|[Uu]ntil|[Bb]efore|[Bb]y)\s+)?{wd}"
            rf"(?P<m>{month})\s+(?:the\s+)?(?P<d>{day})(?:(?:,\s*|\s+)(?P<y>{year}))?",
        ),
        rule(
            "day",
            "date",
            rf"(?:(?P<lead>[Ss]ince|[Ff]rom|[Aa]fter|[Uu]ntil|[Bb]efore|[Bb]y)\s+)?{wd}(?:the\s+)?"
            rf"(?P<d>{day})\s+(?:of\s+)?(?P<m>{month})(?:,?\s+(?P<y>{year}))?",
        ),
        # months
        rule(
            "month-range",
            "date",
            rf"(?:[Ff]rom\s+|[Bb]etween\s+)?(?P<m1>{month})(?:\s+(?P<y1>{year}))?"
            rf"(?:{dash}|\s+to\s+|\s+until\s+|\s+through\s+|\s+and\s+)(?P<m2>{month})(?:,?\s+(?:of\s+|"
            rf"in\s+)?(?P<y>{year}))?",
        ),
        rule("rel-month", "date", rf"(?P<rel>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<m>{month})"),
        rule(
            "month",
            "date",
            rf"(?:(?P<lead>[Ss]ince|[Ff]rom|[Aa]fter|[Uu]ntil|[Bb]efore|[Bb]y)\s+)?"
            rf"(?:the\s+)?(?:(?:[Ee]arly|[Ll]ate|[Mm]id|[Bb]eginning|[Ss]tart|[Ee]nd|[Mm]iddle)(?:\s+(?:of|"
            rf"in))?[\s-]+)?"
            rf"(?P<m>{month})(?:(?:,\s*|\s+(?:of\s+)?)(?P<y>{year}|last\s+year|this\s+year|next\s+year))?",
        ),
        # parts of a year
        rule(
            "half",
            "date",
            rf"(?:the\s+)?(?P<n>first|second|1st|2nd)\s+half\s+of\s+(?P<y>{year}|(?:the|this|last|"
            rf"next)\s+year)",
            any_case,
        ),
        rule(
            "quarter",
            "date",
            rf"(?:the\s+)?(?P<n>first|second|third|fourth|last|final)\s+quarter\s+of\s+"
            rf"(?P<y>{year}|(?:the|this|last|next)\s+year)",
            any_case,
        ),
        rule("quarter", "date", rf"Q(?P<n>[1-4])\s+(?:of\s+)?(?P<y>{year})"),
        rule(
            "season",
            "date",
            rf"(?:(?P<rel>last|next|this|the|in|early|late)\s+)?(?P<s>{season})"
            rf"(?:\s+(?:of\s+|in\s+)?(?P<y>{year}))?",
            any_case,
        ),
        # years and decades
        rule(
            "decade",
            "date",
            r"(?:(?:the|since|in)\s+)*(?:(?:early|late|mid)[\s-]+)?(?P<y>(?:1[5-9]|20)\d)0['’]?s",
            any_case,
        ),
        rule(
            "years",
            "date",
            rf"(?:(?:from|between|in|during|the)\s+)?(?P<y1>{year})(?:{dash}|\s+to\s+|\s+and\s+|\s+until\s+|"
            rf"/)"
            rf"(?P<y2>{year}|\d\d(?!\d))(?!-)",
            any_case,
        ),
        rule(
            "year",
            "date",
            rf"(?:(?P<lead>since|from|after|until|till|before|by|through)\s+)?(?:the\s+)?{part}?"
            rf"(?P<y>{year})",
            any_case,
        ),
        # counted from the anchor
        rule("ago", "date", rf"(?P<n>{number}|{vague}|half\s+a)(?:\s+|-){unit}\s+(?:ago|earlier)", any_case),
        rule(
            "ago",
            "date",
            rf"(?P<n>{number}|{vague})(?:\s+|-){unit}\s+(?:beforehand|before(?=[,.;]|$))",
            any_case,
        ),
        rule(
            "past-n",
            "duration",
            rf"(?:(?:for|in|over|during|within)\s+)?(?:(?:the|more\s+than|about|almost|at\s+least)\s+)*"
            rf"(?:last|past|previous)\s+(?P<n>{number}|{vague})\s+{unit}",
            any_case,
        ),
        rule(
            "next-n",
            "duration",
            rf"(?:(?:for|in|over|during|within)\s+)?the\s+(?:next|coming|following)\s+"
            rf"(?P<n>{number}|{vague})\s+{unit}",
            any_case,
        ),
        rule("vague-past", "date", "(?:" + _either(words["vague_past"]) + ")", any_case),
        rule("vague-future", "date", "(?:" + _either(words["vague_future"]) + ")", any_case),
        rule("anaphoric", "date", "(?:" + _either(words["anaphoric"]) + ")", any_case),
        rule(
            "year-end",
            "date",
            r"(?P<lead>by|before|until|till)\s+(?:the\s+)?(?:end\s+of\s+(?P<rel>the|this|next|last)\s+"
            r"(?P<unit>year|month|week)|(?P<end>year['’]?s?[-\s]end))",
            any_case,
        ),
        rule(
            "year-end",
            "date",
            r"(?:at\s+)?the\s+end\s+of\s+(?P<rel>the|this|next|last)\s+(?P<unit>year|month|week)",
            any_case,
        ),
        rule(
            "rel-unit",
            "date",
            r"(?:(?P<part>earlier|later|early|late)\s+)?"
            + rel.replace("past|previous|", "past|previous|")
            + r"\s+(?P<unit>week|weekend|month|year|decade)(?:['’]s)?",
            any_case,
        ),
        rule(
            "rel-unit",
            "date",
            r"(?:(?P<part>earlier|later|early|late|beginning|end)\s+)?(?:in|of)\s+the\s+"
            r"(?P<rel>current|coming|past|previous)\s+(?P<unit>week|month|year)",
            any_case,
        ),
        rule(
            "rel-day",
            "date",
            rf"(?P<w>today|yesterday|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening))"
            rf"{of_day}(?:['’]s)?",
            any_case,
        ),
        rule(
            "weekday",
            "date",
            rf"(?:(?P<lead>[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter)\s+)?"
            rf"(?:(?P<part>earlier|later|early|late)\s+(?:on\s+)?)?(?:(?P<rel>[Ll]ast|[Nn]ext|[Tt]his)\s+)?"
            rf"(?P<w>{weekday})(?:['’]s\b)?{of_day}",
        ),
        # not dates
        rule(
            "set",
            "set",
            "(?:" + _either(words["sets"]) + rf"|every\s+(?:{number}\s+)?(?:day|week|month|year)s?)",
            any_case,
        ),
        rule(
            "clock",
            "time",
            r"(?:\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?|GMT|UTC)?|\d{1,2}\s*[ap]\.?m\.?|noon|midnight)"
            r"(?:\s+(?:GMT|UTC|local\s+time))?",
            any_case,
        ),
        rule("span", "duration", rf"(?:for\s+)?(?P<n>{number}|{vague})(?:\s+|-){unit}(?:-long)?", any_case),
    )


# A bare number of four figures is a year only after one of these, or in brackets, or after "the" / a
# possessive.
_YEAR_CUES = re.compile(
    r"(?:\b(?:in|since|by|until|till|during|of|from|before|after|for|through|between|and|or|late|early|mid|"
    r"fiscal|year|the|its|their|his|her|a|around|circa|spring|summer|autumn|winter|[’']s|"
    r"as|to)[\s-]+|[(\[,]\s*|^\s*)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?!(?:in|and|or|to|by|for|on|at|as|with|when|while|the|a|an|but|of|from|that|which|who|until|before|"
    r"after|since|war|attack|invasion|agreement|treaty|deal|election|elections|summit|coup|conflict|law|"
    r"said|he|she|it|they|was|were|is|are|has|had|have|will|would|budget|report|crisis|truce|accord|"
    r"revolution|uprising|defence|defense|military|white|visit|meeting)\b)[a-z]+s\b"
)


def find_dates(text: str, sentences: Sequence[tuple[int, int]] = ()) -> list[TimeSpan]:
    """Time expressions of ``text`` in order, without overlaps; an expression never crosses a sentence border.

    ``sentences`` are [start, end) offsets; without them the whole text is one. Where two rules meet, the
    earlier
    start wins, then the longer span, then the rule's place in the table.
    """
    found: list[TimeSpan] = []
    for begin, end in sentences or ((0, len(text)),):
        part = text[begin:end]
        hits: list[tuple[int, int, int, str, TimeType, re.Match[str]]] = []
        for order, (name, kind, pattern) in enumerate(_rules()):
            hits += [(m.start(), m.end(), order, name, kind, m) for m in pattern.finditer(part)]
        hits.sort(key=lambda h: (h[0], -h[1], h[2]))
        last = 0
        for first, after, _, name, kind, match in hits:
            if first < last or not _plausible(name, match, part):
                continue
            values = _values(name, match)
            if values is None:
                continue
            # "in", "on" and "the" in front say nothing that the value does not
            lead = re.match(r"(?:(?:in|on|at|the|during)\s+)+", match[0], re.IGNORECASE)
            keep = name in {"past-n", "next-n", "vague-past", "vague-future", "anaphoric"}
            skip = lead.end() if lead and not keep and lead.end() < len(match[0]) else 0
            raw_limit = (match.groupdict().get("lead") or "").lower()
            if not raw_limit and name == "decade" and match[0].lower().startswith("since"):
                raw_limit = "since"
            limit: Literal["since", "until"] | None = None
            following = part[after : after + 9].lower()
            if name == "year" and raw_limit == "from" and not re.match(r"\s+onwards?", following):
                raw_limit = ""  # "a survey from 1987" is of that year
            if (
                name == "year"
                and raw_limit in {"after", "before"}
                and re.match(r"\w+\s+the\s", match[0], re.IGNORECASE)
            ):
                raw_limit = ""  # "after the 1958 coup"
            if raw_limit:
                limit = "since" if raw_limit in {"since", "from", "after", "starting"} else "until"
            found.append(
                TimeSpan(
                    start=begin + first + skip,
                    end=begin + after,
                    text=part[first + skip : after],
                    type=kind,
                    rule=name,
                    values=values,
                    limit=limit,
                )
            )
            last = after
    return found


def _plausible(name: str, match: re.Match[str], part: str) -> bool:
    before = part[: match.start()]
    after = part[match.end() :]
    if name in {"year", "years"}:
        own = re.match(
            r"(?:since|from|after|until|till|before|by|through|in|during|between|early|late|mid|the\s|end|"
            r"start|"
            r"beginning|middle)",
            match[0],
            re.IGNORECASE,
        )
        if not own and not _YEAR_CUES.search(before):
            return False
        return _COUNTED.match(after) is None and not re.match(r"\s*(?:[$€£%]|-\w)", after)
    if name == "month":
        # "March" and "May" open sentences and name people; a month needs a preposition, a year or a part
        if match["m"] in {"May", "March", "Mar", "April", "June", "August"} and match[0] == match["m"]:
            return (
                re.search(
                    r"\b(?:in|of|by|since|until|from|to|during|and|after|before|last|next|this|the|for|"
                    r"through|late|"
                    r"early|mid)[\s-]+$",
                    before,
                    re.IGNORECASE,
                )
                is not None
            )
        return True
    if name == "season":
        if match["s"].lower() in {"fall", "spring"} and not match["y"]:
            return (match["rel"] or "").lower() in {"last", "next", "this"}
        return bool(match["y"] or match["rel"])
    if name == "clock":
        return not re.fullmatch(r"\d{1,2}\.\d\d\s*", match[0])
    if name == "span":
        return match["n"].lower() not in {"a", "an", "some"} or match[0].lower().startswith("for ")
    if name == "weekday":
        return True
    return True


def _month(text: str) -> int | None:
    key = text.rstrip(".").capitalize()
    return next((int(n) for n, names in _words()["months"].items() if key in names), None)


def _number(text: str) -> int | None:
    text = " ".join(text.lower().split())
    if text.isdigit():
        return int(text)
    return {"half a": None, "a couple of": None}.get(text, _words()["numbers"].get(text))


def _day(text: str) -> int:
    return int(re.match(r"\d+", text)[0])  # type: ignore[index]


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None:
        return month is not None
    return 1 <= day <= monthrange(year or 2000, month)[1]


def _year_word(text: str | None) -> int | str | None:
    """A year as a number, "last" / "this" / "next" year as that word, nothing as None."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    word = text.split()[0].lower()
    return "this" if word == "the" else word


def _values(name: str, match: re.Match[str]) -> tuple[int | str | None, ...] | None:
    """The parts of a match as ``resolve`` wants them; None if they are no date (June 31)."""
    g = match.groupdict()
    if name in {"range-2m", "range-1m"}:
        year = int(g["y"]) if g["y"] else None
        m1, d1, d2 = _month(g["m1"]), _day(g["d1"]), _day(g["d2"])
        m2 = _month(g["m2"]) if g.get("m2") else m1
        if not _exists(year, m1, d1) or not _exists(year, m2, d2) or (m1 == m2 and d1 >= d2):
            return None
        return year, m1, d1, m2, d2
    if name == "iso":
        values = int(g["y"]), int(g["m"]), int(g["d"])
        return values if _exists(*values) else None
    if name == "numeric":
        a, b, year = int(g["a"]), int(g["b"]), int(g["y"])
        if g["sep"] == "." or a > 12:
            day, month = a, b
        elif b > 12:
            day, month = b, a
        elif a == b and 1 <= a <= 12:
            day, month = a, a
        else:  # 3/4/2022 is March in one place and April in another: only the year is certain
            return (year, None, None) if 1 <= a <= 12 and 1 <= b <= 12 else None
        return (year, month, day) if 1 <= month <= 12 and _exists(year, month, day) else None
    if name == "day":
        said, of, on = (int(g["y"]) if g["y"] else None), _month(g["m"]), _day(g["d"])
        return (said, of, on) if _exists(said, of, on) else None
    if name == "month-range":
        return (
            (int(g["y1"]) if g["y1"] else None),
            _month(g["m1"]),
            _month(g["m2"]),
            (int(g["y"]) if g["y"] else None),
        )
    if name == "rel-month":
        return g["rel"].lower(), _month(g["m"])
    if name == "month":
        return _year_word(g["y"]), _month(g["m"])
    if name == "half":
        return _year_word(g["y"]), 1 if g["n"].lower() in {"first", "1st"} else 2
    if name == "quarter":
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}.get(g["n"].lower())
        return _year_word(g["y"]), n or int(g["n"])
    if name == "season":
        return _year_word(g["y"]), int(_words()["seasons"][g["s"].lower()]), (g["rel"] or "").lower() or None
    if name == "decade":
        return (int(g["y"]) * 10,)
    if name == "years":
        y1 = int(g["y1"])
        y2 = int(g["y2"]) if len(g["y2"]) == 4 else y1 // 100 * 100 + int(g["y2"])
        return (y1, y2) if y1 < y2 else None
    if name == "year":
        return (int(g["y"]),)
    if name in {"ago", "past-n", "next-n", "span"}:
        return _number(g["n"]), g["unit"].lower()
    if name == "year-end":
        return (g.get("rel") or "the").lower(), (g.get("unit") or "year").lower()
    if name == "rel-unit":
        rel = {"past": "last", "previous": "last", "coming": "next", "upcoming": "next", "current": "this"}
        word = g["rel"].lower()
        return rel.get(word, word), g["unit"].lower(), (g.get("part") or "").lower() or None
    if name == "rel-day":
        return (" ".join(g["w"].lower().split()),)
    if name == "weekday":
        number = next((int(n) for n, names in _words()["weekdays"].items() if g["w"] in names), None)
        return number, (g["rel"] or "").lower() or None
    return ()


# ---------------------------------------------------------------- meaning


def anchor_of(document: Document) -> Anchor | None:
    """The publication day, if the document has one to the day; else a full date in its dateline; else
    None."""
    known = document.published
    if known and re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", known) and _edtf.valid(known[:10]):
        basis = document.published_basis if document.published_basis != "unknown" else "given"
        return Anchor(day=known[:10], basis=basis)
    if known:
        return None
    line = read_dateline(document.text)
    if line and line.date:
        spans = find_dates(line.date.text)
        if spans and spans[0].rule == "day" and spans[0].values[0] is not None:
            when = resolve(spans[0], None, None)
            if when.earliest:
                return Anchor(day=when.earliest, basis="dateline")
    return None


def bounded(anchor: Anchor | None, span: Span | None = None) -> When:
    """ "Up to that day": for a reported past whose report is dated, and for "recently". Unknown without an
    anchor."""
    if anchor is None:
        return When()
    return When(
        edtf=f"../{anchor.day}", earliest=None, latest=anchor.day, precision="day", basis="bounded", span=span
    )


def _when(edtf: str | None, precision: Precision, basis: Basis, span: Span) -> When:
    if edtf is None:
        return When(span=span)
    try:
        earliest, latest = _edtf.bounds(edtf)
    except ValueError:  # days that cross the calendar's ends; nothing can be said
        return When(span=span)
    return When(edtf=edtf, earliest=earliest, latest=latest, precision=precision, basis=basis, span=span)


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def _direction(tense: str | None) -> int:
    return {"past": -1, "future": 1}.get(tense or "", 0)


def _year_for(
    month: int, day: int | None, anchor: date, tense: str | None, end: tuple[int, int] | None = None
) -> int:
    """The year that puts a day or month nearest to the anchor, on the side that the tense asks for.

    One day of grace for time zones: a text of the 26th may tell of the 27th in the past tense.
    """

    def at(year: int) -> tuple[date, date]:
        last = monthrange(year, month)[1]
        begin = date(year, month, min(day or 1, last))
        finish = date(year, month, min(day or last, last))
        if end:
            finish_year = year + (end < (month, day or 1))
            finish = date(finish_year, end[0], min(end[1], monthrange(finish_year, end[0])[1]))
        return begin, finish

    side = _direction(tense)
    years = [y for y in range(anchor.year - 2, anchor.year + 3) if 2 < y < 9990] or [anchor.year]
    if side < 0:
        fit = [y for y in years if at(y)[0] <= anchor + timedelta(days=1)]
        return max(fit) if fit else anchor.year
    if side > 0:
        fit = [y for y in years if at(y)[1] >= anchor]
        return min(fit) if fit else anchor.year
    return min(years, key=lambda y: (abs((at(y)[0] - anchor).days), y))


def resolve(timespan: TimeSpan, anchor: Anchor | None, tense: str | None = None) -> When:
    """What days ``timespan`` can mean.

    ``tense`` is the realis of what it dates ("past", "future"; anything else takes the nearest). The basis is
    "stated" when the expression alone gave the value (``XXXX`` for an unsaid year included), "relative" when
    the
    anchor was needed, "bounded" for "recently", "unknown" where nothing can be said; then ``edtf`` is None.
    """
    span = Span(start=timespan.start, end=timespan.end, text=timespan.text)
    try:
        when = _resolve(timespan, anchor.date() if anchor else None, tense, span)
    except (OverflowError, ValueError):  # a count that leaves the calendar ("900 decades ago")
        return When(span=span)
    if timespan.limit and when.edtf and not (timespan.rule == "year-end" and tense != "past"):
        return _limited(when, timespan.limit, span)
    return when


def _limited(when: When, limit: str, span: Span) -> When:
    point = when.edtf or ""
    first, _, last = point.partition("/")
    value = f"{first}/.." if limit == "since" else f"../{last or first}"
    if ".." in (first, last):
        return when
    return _when(value, when.precision, when.basis, span)


def _resolve(t: TimeSpan, anchor: date | None, tense: str | None, span: Span) -> When:
    v: Any = t.values
    rule = t.rule
    side = _direction(tense)
    unknown = When(span=span)

    if rule in {"range-1m", "range-2m"}:
        year, m1, d1, m2, d2 = v
        basis: Basis = "stated"
        if year is None and anchor:
            year, basis = _year_for(m1, d1, anchor, tense, (m2, d2)), "relative"
        elif year is not None and (m2, d2) < (m1, d1):
            year -= 1  # "30 December - 2 January 2023": the year said is the second day's
        if year is None:
            return _when(f"XXXX-{m1:02}-{d1:02}/XXXX-{m2:02}-{d2:02}", "day", basis, span)
        after = year + ((m2, d2) < (m1, d1))
        return _when(f"{year:04}-{m1:02}-{d1:02}/{after:04}-{m2:02}-{d2:02}", "day", basis, span)
    if rule in {"iso", "numeric", "day"}:
        year, month, day = v
        if month is None:
            return _when(f"{year:04}", "year", "stated", span)
        if year is not None:
            return _when(f"{year:04}-{month:02}-{day:02}", "day", "stated", span)
        if anchor is None:
            return _when(f"XXXX-{month:02}-{day:02}", "day", "stated", span)
        year = _year_for(month, day, anchor, tense)
        if (month, day) == (2, 29) and monthrange(year, 2)[1] < 29:
            return _when("XXXX-02-29", "day", "stated", span)
        return _when(f"{year:04}-{month:02}-{day:02}", "day", "relative", span)
    if rule == "month-range":
        y1, m1, m2, y2 = v
        basis = "stated"
        if y1 is None and y2 is None:
            if anchor is None:
                return _when(f"XXXX-{m1:02}/XXXX-{m2:02}", "month", "stated", span)
            y1 = _year_for(m1, None, anchor, tense, (m2, 28))
            basis = "relative"
        y1 = y1 if y1 is not None else (y2 - (m2 < m1))
        y2 = y2 if y2 is not None else y1 + (m2 < m1)
        return _when(f"{y1:04}-{m1:02}/{y2:04}-{m2:02}", "month", basis, span)
    if rule == "rel-month":
        rel, month = v
        if anchor is None:
            return _when(f"XXXX-{month:02}", "month", "stated", span)
        if rel == "last":
            year = anchor.year - (month >= anchor.month)
        elif rel == "next":
            year = anchor.year + (month <= anchor.month)
        else:
            year = anchor.year
        return _when(f"{year:04}-{month:02}", "month", "relative", span)
    if rule == "month":
        year, month = v
        if isinstance(year, int):
            return _when(f"{year:04}-{month:02}", "month", "stated", span)
        if anchor is None:
            return _when(f"XXXX-{month:02}", "month", "stated", span)
        if isinstance(year, str):
            year = anchor.year + {"last": -1, "next": 1}.get(year, 0)
        else:
            year = _year_for(month, None, anchor, tense)
        return _when(f"{year:04}-{month:02}", "month", "relative", span)
    if rule in {"half", "quarter"}:
        year, n = v
        basis = "stated" if isinstance(year, int) else "relative"
        if not isinstance(year, int):
            if anchor is None:
                return unknown
            year = anchor.year + {"last": -1, "next": 1}.get(year, 0)
        length = 6 if rule == "half" else 3
        return _when(f"{year:04}-{(n - 1) * length + 1:02}/{year:04}-{n * length:02}", "month", basis, span)
    if rule == "season":
        year, code, rel = v
        basis = "stated"
        if year is None:
            if anchor is None:
                return unknown
            months = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}[code]
            basis = "relative"
            if rel == "last":  # "last summer" is over, even in July
                year = anchor.year - (months[1] >= anchor.month or code == 24)
            elif rel == "next":
                year = _year_for(months[0], 1, anchor + timedelta(days=1), "future")
            else:
                year = anchor.year
        return _when(f"{year:04}-{code}", "season", basis, span)
    if rule == "decade":
        if t.limit == "since":
            return _when(f"{v[0]:04}/..", "decade", "stated", span)
        return _when(f"{v[0] // 10}X", "decade", "stated", span)
    if rule == "years":
        return _when(f"{v[0]:04}/{v[1]:04}", "year", "stated", span)
    if rule == "year":
        return _when(f"{v[0]:04}", "year", "stated", span)
    if anchor is None:
        return unknown
    today = anchor.isoformat()
    if rule == "ago":
        return _ago(v[0], v[1], anchor, span)
    if rule == "past-n":
        return _stretch(v[0], v[1], anchor, -1, span)
    if rule == "next-n":
        return _stretch(v[0], v[1], anchor, 1, span)
    if rule == "vague-past":
        return bounded(Anchor(day=today), span)
    if rule == "vague-future":
        return When(
            edtf=f"{today}/..", earliest=today, latest=None, precision="day", basis="bounded", span=span
        )
    if rule == "year-end":
        rel, unit = v
        first, last = _unit(rel if rel != "the" else "this", unit, anchor)
        begin = anchor if rel in {"the", "this"} and side >= 0 else first
        return _when(
            f"{begin.isoformat()}/{last.isoformat()}", "year" if unit == "year" else "day", "relative", span
        )
    if rule == "rel-unit":
        return _relative_unit(v[0], v[1], v[2], anchor, side, span)
    if rule == "rel-day":
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(v[0], 0)
        return _when((anchor + timedelta(days=shift)).isoformat(), "day", "relative", span)
    if rule == "weekday":
        number, rel = v
        back = (anchor.weekday() - number) % 7
        ahead = (number - anchor.weekday()) % 7
        if rel == "last":
            day = anchor - timedelta(days=back or 7)
        elif rel == "next":
            day = anchor + timedelta(days=ahead or 7)
        elif side > 0:
            day = anchor + timedelta(days=ahead)
        elif side < 0:
            day = anchor - timedelta(days=back)
        elif rel == "this":
            day = anchor - timedelta(days=anchor.weekday()) + timedelta(days=number)
        else:  # no tense to go by: news tells the past, unless the day is tomorrow or today
            day = anchor - timedelta(days=back)
        return _when(day.isoformat(), "day", "relative", span)
    return unknown


def _unit(rel: str, unit: str, anchor: date) -> tuple[date, date]:
    """First and last day of last, this or next week (Monday to Sunday), weekend, month, year or decade."""
    by = {"last": -1, "next": 1}.get(rel, 0)
    if unit in {"week", "weekend"}:
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=by)
        return (monday + timedelta(days=5 if unit == "weekend" else 0)), monday + timedelta(days=6)
    if unit == "month":
        year, month = _shift_month(anchor.year, anchor.month, by)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if unit == "decade":
        first = anchor.year // 10 * 10 + 10 * by
        return date(first, 1, 1), date(first + 9, 12, 31)
    return date(anchor.year + by, 1, 1), date(anchor.year + by, 12, 31)


def _relative_unit(rel: str, unit: str, part: str | None, anchor: date, side: int, span: Span) -> When:
    first, last = _unit(rel, unit, anchor)
    precision: Precision = {"week": "day", "weekend": "day", "month": "month", "year": "year"}.get(
        unit, "decade"
    )  # type: ignore[assignment]
    if rel == "this":
        # what is past cannot lie after the anchor, what is to come cannot lie before it
        if part == "earlier" or (part is None and side < 0):
            last = anchor
        elif part == "later" or (part is None and side > 0):
            first = anchor
        else:
            return _whole(first, last, unit, precision, span)
        if first > last:  # a weekend that has not begun; in the past tense the one before it
            if side < 0:
                return _whole(first - timedelta(days=7), first - timedelta(days=6), unit, precision, span)
            return _whole(*_unit(rel, unit, anchor), unit, precision, span)
        if first == last:
            return _when(first.isoformat(), "day", "relative", span)
        return _when(f"{first.isoformat()}/{last.isoformat()}", precision, "relative", span)
    return _whole(first, last, unit, precision, span)


def _whole(first: date, last: date, unit: str, precision: Precision, span: Span) -> When:
    value = {
        "month": first.isoformat()[:7],
        "year": first.isoformat()[:4],
        "decade": first.isoformat()[:3] + "X",
    }.get(unit, f"{first.isoformat()}/{last.isoformat()}")
    return _when(value, precision, "relative", span)


def _ago(n: int | None, unit: str, anchor: date, span: Span) -> When:
    if unit == "hour" or n is None:
        # hours do not say on which day; "a few years ago" does not say which
        return bounded(Anchor(day=anchor.isoformat()), span) if unit != "hour" else When(span=span)
    if unit == "day":
        return _when((anchor - timedelta(days=n)).isoformat(), "day", "relative", span)
    if unit == "week":
        monday = anchor - timedelta(weeks=n, days=anchor.weekday())
        return _when(
            f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "day", "relative", span
        )
    if unit == "month":
        year, month = _shift_month(anchor.year, anchor.month, -n)
        return _when(f"{year:04}-{month:02}", "month", "relative", span)
    if unit == "year":
        return _when(f"{anchor.year - n:04}", "year", "relative", span)
    return _when(f"{anchor.year - 10 * n:04}~", "decade", "relative", span)


def _stretch(n: int | None, unit: str, anchor: date, side: int, span: Span) -> When:
    today = anchor.isoformat()
    if n is None or unit == "hour":
        if side < 0:
            return bounded(Anchor(day=today), span)
        return When(edtf=f"{today}/..", earliest=today, precision="day", basis="bounded", span=span)
    precision: Precision = "day"
    if unit in {"day", "week"}:
        edge = (anchor + side * timedelta(days=n * (7 if unit == "week" else 1))).isoformat()
    elif unit == "month":
        year, month = _shift_month(anchor.year, anchor.month, side * n)
        edge, precision = f"{year:04}-{month:02}", "month"
    else:
        edge, precision = f"{anchor.year + side * n * (10 if unit == 'decade' else 1):04}", "year"
    return _when(f"{edge}/{today}" if side < 0 else f"{today}/{edge}", precision, "relative", span)
