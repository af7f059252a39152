"""Words and sentences with offsets.

Words: spaCy's English tokenizer (a library; close to the treebanks' conventions). Sentences: paragraphs, then full
stops that end one, by rules with a table of abbreviations.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Abbreviations after which a full stop does not end a sentence unless the next word cannot continue it.
_NEVER = frozenset("""mr mrs ms dr prof gen lt col maj capt sgt cpl cmdr adm brig rear sen rep gov pres min amb hon rev
st messrs mt ft vs no nos vol fig pp op art sec jan feb mar apr jun jul aug sept sep oct nov dec e.g i.e cf approx dept
est al maj-gen lt-gen u.s.s h.e""".split())
_SOMETIMES = frozenset("u.s u.k u.n e.u u.s.a u.a.e d.c inc corp co ltd plc jr sr a.m p.m etc bros bhd llc s.a".split())
# After "U.S." these words go on with the sentence although they have a capital.
_GOES_ON = re.compile(r"(?:President|Secretary|Senat|Congress|House|Army|Navy|Air|Marine|Defen[cs]e|State|Department|"
                      r"Ambassador|Embassy|Treasury|Supreme|Forces?|Central|Special|Vice|General|Security|Charter|"
                      r"Human|Foreign|Mission|Envoy|Justice|Attorney|Representative|Capitol|Open|Agency|Customs)\w*")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[.!?]+[\"'”’»)\]]*(?=[\"“‘«(\[]|$)")
_GLUED = re.compile(r"\w[)\]]?[–—]\S|\S[–—][(\[]?\w|\w[)\]]\S|\w[(\[]\w")
_PIECES = re.compile(r"[–—()\[\]]|[^\s–—()\[\]]+")
_OPENERS = "\"'“‘«([-–—•*"


@cache
def _tokenizer() -> Any:
    from spacy.lang.en import English

    return English().tokenizer


def split_words(text: str) -> list[tuple[int, int]]:
    """Character offsets of the words of ``text``; white space is never part of one."""
    spans: list[tuple[int, int]] = []
    for token in _tokenizer()(text):
        raw = token.text
        if not _GLUED.search(raw):
            stripped = raw.strip()
            if stripped:
                start = token.idx + (len(raw) - len(raw.lstrip()))
                spans.append((start, start + len(stripped)))
            continue
        # "(Kurier)–Norland": the tokenizer leaves long dashes and brackets inside a word
        spans += [(token.idx + m.start(), token.idx + m.end()) for m in _PIECES.finditer(raw)]
    return spans


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the stop in ``match`` ends a sentence, given what stands before and after it."""
    after = text[match.end():end].lstrip()
    if not after:
        return True
    first = after.lstrip(_OPENERS + " ")[:1]
    stop = match.group()
    if stop[0] != ".":
        # "Stop!" said he / What now? he asked
        return not first.islower()
    if stop.startswith(".."):
        return first.isupper()
    before = re.search(r"[\w.&'-]*$", text[max(0, match.start() - 24):match.start()])
    word = before.group().lower() if before else ""
    if first.islower():
        return False
    if len(stop) == 1:  # a closing quote or bracket after the stop ends the sentence in any case
        if word in _NEVER or re.fullmatch(r"[a-z]", word) and word != "i":
            return False
        if word in _SOMETIMES or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
            return not (first.isdigit() or _GOES_ON.match(after) or word in {"u.s", "u.k", "u.n", "e.u"}
                        and not re.match(r"(?:The|A|An|He|She|It|They|We|But|And|In|On|At|That|This|However|Mr|Its|His)\b",
                                         after.lstrip(_OPENERS + " ")))
        if word.isdigit() and len(word) <= 2 and match.start() - len(word) == _line_start(text, match.start()):
            return False  # "1. First point"
    return True


def _line_start(text: str, at: int) -> int:
    line = text.rfind("\n", 0, at) + 1
    while line < at and text[line] in " \t":
        line += 1
    return line


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Character offsets of sentences: non-overlapping, in order, trimmed of white space. A line break in the text
    always ends one (headlines, list items, paragraphs)."""
    sentences: list[tuple[int, int]] = []

    def add(start: int, end: int) -> None:
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        body = part.strip()
        if body:
            sentences.append((start + lead, start + lead + len(body)))

    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if stop.end() > at and _ends(text, stop, line.end()):
                add(at, stop.end())
                at = stop.end()
        add(at, line.end())
    return sentences
