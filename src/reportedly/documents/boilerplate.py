"""What is cut from a text, wherever the text came from: readers' comments, link lists, notices, credits.

Conservative in the middle of a text, bold after a heading that only stands at an article's end. The patterns
are data (``data/lexicons/boilerplate.yaml``); this module decides how far a cut goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ..errors import KnowledgeError
from ..records import Cut

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# "Peter K. says:" on one line and the date and time of it on the next. The first alone could introduce a
# quotation.
_SPEAKER = re.compile(
    r"[\w .'@-]{1,40}\s(?:said|says|wrote|writes|commented|replied)\s*(?:\.\.\.|…)?:?", re.IGNORECASE)
_STAMP = re.compile(
    r"(?=.*\b(?:\d{4}|\d{1,2}[/.]\d{1,2}|ago)\b)(?=.*(?:\d{1,2}[:.]\d{2}|ago))"
    r"[\w ,.:/@()|-]{8,45}", re.IGNORECASE)
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
# Longer paragraphs are never furniture; also the bound on what the patterns have to work through.
_MAX_CHARS = 1_000
SEPARATOR = "\n\n"
BANNER = re.compile(r"composed example\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """One pattern: what it means, the longest paragraph it may take, whether it is weak evidence."""

    reason: str
    pattern: re.Pattern[str]
    max_words: int
    weak: bool = False


@dataclass(frozen=True)
class Rules:
    tails: tuple[Rule, ...]
    related: tuple[Rule, ...]
    lines: tuple[Rule, ...]
    comments: tuple[Rule, ...]


@cache
def rules() -> Rules:
    """The shipped patterns. Raises KnowledgeError if the file breaks its own form."""
    resource = files("reportedly") / "data" / "lexicons" / "boilerplate.yaml"
    return parse_rules(resource.read_text(encoding="utf-8"), str(resource))


def parse_rules(text: str, where: str) -> Rules:
    """Read and check the data file. Raises KnowledgeError that names the entry."""
    try:
        tables = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"not valid YAML ({error})", where=where, remedy="Correct the file.") from error
    names = {"tails", "related", "lines", "comments"}
    if not isinstance(tables, dict) or set(tables) != names:
        raise KnowledgeError(f"it must hold exactly {', '.join(sorted(names))}", where=where,
                             remedy="Correct the file.")
    return Rules(**{name: tuple(_rule(entry, name, f"{where}: {name}[{number}]")
                                for number, entry in enumerate(tables[name])) for name in names})


def _rule(entry: Any, table: str, where: str) -> Rule:
    if not isinstance(entry, dict) or set(entry) - {"reason", "pattern", "max_words", "weak"}:
        raise KnowledgeError("an entry has the fields reason, pattern, max_words and weak",
                             where=where, remedy="Correct the entry.")
    reason = entry.get("reason", "reader-comments" if table == "comments" else None)
    if not isinstance(reason, str) or not isinstance(entry.get("pattern"), str):
        raise KnowledgeError("an entry needs a reason and a pattern", where=where,
                             remedy="Correct the entry.")
    try:
        pattern = re.compile(entry["pattern"], re.IGNORECASE)
    except re.error as error:
        raise KnowledgeError(f"the pattern is not a regular expression ({error})", where=where,
                             remedy="Correct the pattern.") from error
    return Rule(reason, pattern, int(entry.get("max_words", 12)), bool(entry.get("weak", False)))


def cut_boilerplate(paragraphs: Sequence[str]) -> tuple[str, tuple[Cut, ...]]:
    """The clean text of what is left, and where how much was cut and why.

    ``paragraphs`` as from ``clean.paragraphs``. A cut's length is that of the paragraphs and the blank lines
    between them; a run of paragraphs that were cut for one reason is one cut. Cutting the result again
    cuts nothing: it is repeated until it does.
    """
    kept = list(enumerate(paragraphs))
    reasons: dict[int, str] = {}
    while True:
        found = _reasons([text for _, text in kept])
        if not any(found):
            break
        reasons.update({kept[i][0]: reason for i, reason in enumerate(found) if reason})
        kept = [pair for pair, reason in zip(kept, found, strict=True) if not reason]
    return _assemble(paragraphs, reasons)


def _reasons(paragraphs: list[str]) -> list[str | None]:
    """For each paragraph the reason to cut it, or None."""
    table = rules()
    plain = [text.translate(_STRAIGHT) for text in paragraphs]
    words = [len(text.split()) for text in plain]
    prose = [is_prose(text) for text in plain]
    reasons: list[str | None] = [None] * len(plain)
    marks = [_match(table.comments, text, words[i]) is not None or _is_signed(text, plain[i + 1:i + 2])
             for i, text in enumerate(plain)]
    first_prose = prose.index(True) if True in prose else len(plain)
    last_mark = max((i for i, mark in enumerate(marks) if mark), default=-1)

    end = len(plain)
    for i, text in enumerate(plain):
        if BANNER.match(text):
            reasons[i] = "composed-banner"
        elif (rule := _match(table.tails, text, words[i])) is not None:
            reasons[i] = rule.reason
            if i > first_prose and (last_mark > i or _ends_here(i, rule, words)):
                reasons[i:] = _tail_reasons(plain[i:], words[i:], rule.reason)
                end = i
                break
        elif marks[i] and i > first_prose:
            reasons[i:] = ["reader-comments"] * (len(plain) - i)
            end = i
            break
        elif (rule := _match(table.lines, text, words[i])) is not None:
            reasons[i] = rule.reason
    i = first_prose + 1
    while i < end:
        rule = _match(table.related, plain[i], words[i])
        if rule is None:
            i += 1
            continue
        after = _list_end(i, end, prose)
        reasons[i:after] = [reason or rule.reason for reason in reasons[i:after]]
        i = after
    return reasons


def _is_signed(text: str, after: list[str]) -> bool:
    return (len(text) <= 60 and _SPEAKER.fullmatch(text) is not None
            and any(_STAMP.fullmatch(line[:60]) for line in after))


def is_prose(text: str) -> bool:
    """True for a paragraph of sentences, False for what may be a title, a byline or a menu entry."""
    count = len(text.split())
    return count >= 30 or (count >= 9 and _SENTENCE_END.search(text) is not None)


def _match(table: Sequence[Rule], text: str, words: int) -> Rule | None:
    if len(text) > _MAX_CHARS:
        return None
    for rule in table:
        if words <= rule.max_words and rule.pattern.fullmatch(text):
            return rule
    return None


def _ends_here(i: int, rule: Rule, words: list[int]) -> bool:
    """Whether the article is over at the heading ``i``, after which nothing looks like a comment's head.

    "12 comments" also stands above an article, between its title and its text: hardly anything was said
    before it, and much comes after it.
    """
    before, after = sum(words[:i]), sum(words[i + 1:])
    if rule.weak:
        return after * 5 <= before * 2
    return before >= 60 or after <= 4 * before


def _tail_reasons(plain: list[str], words: list[int], first: str) -> list[str | None]:
    """Reasons in a tail: a heading names what follows it, until the next heading. A reader's text has no
    other reason than that it is one."""
    table, reasons, current = rules(), [], first
    for text, count in zip(plain, words, strict=True):
        rule = _match(table.tails, text, count) or _match(table.related, text, count)
        if rule is not None:
            current = rule.reason
        elif _match(table.comments, text, count):
            current = "reader-comments"
        reasons.append(current)
    return list(reasons)


def _list_end(i: int, end: int, prose: list[bool]) -> int:
    """Where the link list under the heading ``i`` ends (exclusive).

    Titles follow the heading. Two paragraphs of prose in a row are the article again; single ones between
    titles are teasers. One title and then one last paragraph of prose is a link inside the article.
    """
    start = i + 1
    while start < end and not prose[start]:
        start += 1
    for j in range(start, end - 1):
        if prose[j] and prose[j + 1]:
            return j
    titles = start - (i + 1)
    if titles <= 1 and start == end - 1:
        return start
    return end


def _assemble(paragraphs: Sequence[str], reasons: dict[int, str]) -> tuple[str, tuple[Cut, ...]]:
    kept: list[str] = []
    runs: list[tuple[int, int, str]] = []  # (kept paragraphs before it, characters, reason)
    last = -2
    for i, text in enumerate(paragraphs):
        reason = reasons.get(i)
        if reason is None:
            kept.append(text)
        elif runs and last == i - 1 and runs[-1][2] == reason:
            before, length, _ = runs[-1]
            runs[-1] = (before, length + len(SEPARATOR) + len(text), reason)
            last = i
        else:
            runs.append((len(kept), len(text), reason))
            last = i
    starts, at = [], 0
    for text in kept:
        starts.append(at)
        at += len(text) + len(SEPARATOR)
    end = max(0, at - len(SEPARATOR))
    cuts = tuple(Cut(at=starts[before] if before < len(starts) else end, length=length, reason=reason)
                 for before, length, reason in runs)
    return SEPARATOR.join(kept), cuts
