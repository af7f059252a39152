"""Small matters of wording that several commands share: safe text, plurals, suggestions.

Texts come from strangers. A terminal obeys control characters and bidirectional overrides, so neither is
ever printed as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# C0 and C1 controls, DEL, line and paragraph separators, bidirectional marks, embeddings and isolates, lone
# surrogates and the byte-order mark. Joiners stay: Persian and emoji need them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\v\f\u0085\u2028\u2029]+")


def safe(text: str) -> str:
    """``text`` with everything that a terminal would obey replaced by U+FFFD; line breaks stay."""
    return "\n".join(_UNSAFE.sub("\N{REPLACEMENT CHARACTER}", line) for line in text.split("\n"))


def one_line(text: str) -> str:
    """``safe`` text on one line, each run of white space one space."""
    return safe(_SPACES.sub(" ", text)).strip()


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 claim``, ``2 claims``, ``1,200 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def did_you_mean(given: str, known: Iterable[str], labels: dict[str, str] | None = None) -> str | None:
    """A question naming the closest known words, or None. ``labels`` adds what a word stands for."""
    folded = {word.casefold(): word for word in known}
    close = [folded[word] for word in difflib.get_close_matches(given.casefold(), folded, n=3, cutoff=0.6)]
    if not close:
        return None
    named = [f"{word} ({labels[word]})" if labels and word in labels else word for word in close]
    return f"Did you mean {' or '.join(named)}?"
