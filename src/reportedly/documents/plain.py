"""Plain text and Markdown: an optional header with metadata, and a title."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_KEYS = {"title": "title", "headline": "title", "publisher": "publisher", "source": "publisher",
         "outlet": "publisher", "date": "published", "published": "published", "published_at": "published",
         "url": "url", "author": "byline", "byline": "byline", "language": "language", "composed": "composed"}
_FIELD = re.compile(r"([A-Za-z_]{3,12})\s*:\s*(.*)$")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,5});")
_NOT_A_TITLE_END = re.compile(r"[.!;:,…][\"'”’»)\]]*$")
MAX_TITLE_WORDS = 25


@dataclass(frozen=True)
class Header:
    """Metadata that a document says about itself; ``length`` is how many characters said it."""

    fields: dict[str, str] = field(default_factory=dict)
    length: int = 0


def split_header(text: str) -> tuple[Header, str]:
    """Metadata lines at the beginning, and the text after them.

    The form is ``Key: value`` lines with known keys only (Title, Publisher, Date, URL, Author, Language,
    Composed), then a blank line; Markdown's front matter between ``---`` lines may also hold
    other keys. Anything else is text. ``text`` has been tidied.
    """
    lines = text.lstrip("\n").split("\n")
    fenced = lines[0] == "---" and "---" in lines[1:40]
    body = lines[1:lines.index("---", 1)] if fenced else lines[:_first_blank(lines)]
    fields: dict[str, str] = {}
    for line in body:
        found = _FIELD.match(line)
        key = _KEYS.get(found.group(1).lower()) if found else None
        if found is None or key is None:
            if fenced:
                continue
            return Header(), text
        value = found.group(2).strip().strip("\"'")
        if value:
            fields.setdefault(key, value)
    if not fields:
        return Header(), text
    used = lines[:len(body) + 2] if fenced else lines[:len(body)]
    return Header(fields, len("\n".join(used))), "\n".join(lines[len(used):])


def _first_blank(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if not line), len(lines))


def unescape(text: str) -> str:
    """HTML entities in a text that is not HTML ("&amp;#8217;s" in scraped texts) -> characters. One pass."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def strip_markdown(text: str) -> str:
    """Headings, emphasis, links and pictures without their marks; the words stay."""
    text = re.sub(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)", "", text)
    text = re.sub(r"\[([^\]\n]{1,300})\]\((?:https?:|/|#|mailto:)[^)\s]{0,500}\)", r"\1", text)
    text = re.sub(r"(?m)^#{1,6}\s+(.*?)\s*#*$", r"\1", text)
    text = re.sub(r"(?m)^>\s?", "", text)
    return re.sub(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1", r"\2", text)


def first_line_title(paragraphs: list[str]) -> str | None:
    """The first paragraph if it looks like a headline: short, no final punctuation, text after it."""
    if len(paragraphs) < 2:
        return None
    line = paragraphs[0]
    short = len(line) <= 200 and len(line.split()) <= MAX_TITLE_WORDS
    return line if short and not _NOT_A_TITLE_END.search(line) else None
