"""Readings by hand, for tests that load no model.

``reading(text)`` splits words and sentences and reads no syntax: the rules must stand that.
``parsed(snippet)`` takes
CoNLL-U (columns ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL, of which XPOS and those behind DEPREL may be
missing) or
the short form, one word a line: ``form UPOS head deprel [lemma [feats]]``. Sentences are parted by empty
lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.records import Document, Mention, Reading, Word

_WORD = re.compile(
    r"RFE/RL|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-.]\w+)*?(?=n['’]t\b)|\w+(?:-\w+)*|--|[^\w\s]"
)
_SENTENCE = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-Z“\"])|\n+")
_NO_SPACE_BEFORE = frozenset(".,;:?!)”'’%") | {"'s", "’s", "n't", "n’t"}


def reading(text: str, mentions: Sequence[tuple[str, str]] = ()) -> Reading:
    """A reading without syntax. ``mentions`` are (type, surface), found at their first place in the text."""
    spans, start = [], 0
    for border in _SENTENCE.finditer(text):
        end = border.start() + len(border[0]) - len(border[0].lstrip('”"'))
        spans.append((start, end))
        start = border.end()
    spans.append((start, len(text)))
    spans = [(a, b) for a, b in spans if text[a:b].strip()]
    words, ranges = [], []
    for first, last in spans:
        begin = len(words)
        words += [Word(start=m.start(), end=m.end()) for m in _WORD.finditer(text, first, last)]
        ranges.append((begin, len(words)))
    return Reading(
        text=text,
        sentences=tuple(spans),
        words=tuple(words),
        sentence_words=tuple(ranges),
        mentions=_mentions(text, mentions),
    )


def parsed(snippet: str, mentions: Sequence[tuple[str, str]] = ()) -> Reading:
    """A reading with syntax; the text is made from the forms."""
    text = ""
    sentences, words, ranges = [], [], []
    for block in re.split(r"\n\s*\n", snippet.strip()):
        begin, start = len(words), -1
        no_space = True
        for line in (raw.strip() for raw in block.splitlines()):
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t") if "\t" in line else line.split()
            if "\t" in line:
                if not cells[0].isdigit():
                    continue
                form, lemma, upos, feats, head, deprel = (
                    cells[1],
                    cells[2],
                    cells[3],
                    cells[5],
                    cells[6],
                    cells[7],
                )
            else:
                form, upos, head, deprel = cells[:4]
                lemma, feats = (cells[4] if len(cells) > 4 else ""), (cells[5] if len(cells) > 5 else "")
            if text and form not in _NO_SPACE_BEFORE and not (no_space and start >= 0):
                text += " "
            no_space = form in {"(", "“"}
            if start < 0:
                start = len(text)
            at = len(text)
            text += form
            words.append(
                Word(
                    start=at,
                    end=len(text),
                    upos=upos,
                    lemma="" if lemma == "_" else lemma,
                    head=begin + int(head) - 1 if int(head) else -1,
                    deprel=deprel,
                    feats="" if feats == "_" else feats,
                )
            )
        sentences.append((start, len(text)))
        ranges.append((begin, len(words)))
    return Reading(
        text=text,
        sentences=tuple(sentences),
        words=tuple(words),
        sentence_words=tuple(ranges),
        mentions=_mentions(text, mentions),
    )


def _mentions(text: str, mentions: Sequence[tuple[str, str]]) -> tuple[Mention, ...]:
    return tuple(Mention(start=text.index(s), end=text.index(s) + len(s), type=kind) for kind, s in mentions)


def document(text: str, **fields: object) -> Document:
    """A document of that text with nothing known about it but ``fields``."""
    known = {"document_id": "d", "text_version": "t", "origin": "-", "raw_sha256": "0", **fields}
    return Document(text=text, **known)  # type: ignore[arg-type]


def spot(text: str, words: str, number: int = 1) -> tuple[int, int]:
    """Offsets of the ``number``-th place where ``words`` stand as whole words."""
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return found[number - 1]
