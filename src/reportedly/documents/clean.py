"""The form of a clean text: a paragraph a line, a blank line between them, NFC, no control characters."""

from __future__ import annotations

import re
import unicodedata

# Marks that print nothing: soft hyphen, zero-width space, word joiner, byte order mark, directions.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\u2066-\u206f\u202a-\u202e\ufeff\ufff9-\ufffb]")
# Zero-width joiners spell words in Arabic and Indic scripts; elsewhere they are residue.
_JOINER = re.compile("(?<![\u0600-\u0dff])[\u200c\u200d]")
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[-*•–—]|\(?\d{1,3}[.)])\s")


def tidy(text: str) -> str:
    """Normalised characters and blanks; line breaks are kept, lines are stripped. Idempotent."""
    text = _NEWLINE.sub("\n", text.replace("\u2029", "\n\n"))
    text = _INVISIBLE.sub("", text)
    text = _JOINER.sub("", text)
    text = _CONTROL.sub("", text.replace("\t", " "))
    text = _NO_CHARACTER.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", text)
    text = _BLANK.sub(" ", text)
    return "\n".join(line.strip() for line in text.split("\n"))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a tidied text, none empty, each without a line break.

    A single line break separates paragraphs too (one paragraph a line), unless the lines around it were
    wrapped at a column: then they are joined.
    """
    found: list[str] = []
    for block in re.split(r"\n{2,}", text):
        lines = [line for line in block.split("\n") if line]
        if len(lines) > 1 and _wrapped(lines):
            found.extend(_joined(lines))
        else:
            found.extend(lines)
    return found


def clean(text: str) -> str:
    """``tidy``, then paragraphs with a blank line between them. ``clean(clean(t)) == clean(t)``."""
    return "\n\n".join(paragraphs(tidy(text)))


def _wrapped(lines: list[str]) -> bool:
    """True if the lines end where a column ends, not where sentences do.

    Mail and wire texts wrap at 60 to 100 characters, and most of their lines end inside a sentence; a list or
    a text with one paragraph a line does not look like that.
    """
    before_last = lines[:-1]
    longest = max(map(len, lines))
    if not 45 <= longest <= 120:
        return False
    inside = sum(1 for line in before_last if not _SENTENCE_END.search(line))
    full = sum(1 for line in before_last if len(line) > longest * 0.7)
    return inside * 2 >= len(before_last) and full * 2 >= len(before_last)


def _joined(lines: list[str]) -> list[str]:
    joined = [lines[0]]
    for line in lines[1:]:
        if _ITEM.match(line):
            joined.append(line)
        else:
            joined[-1] += " " + line
    return joined
