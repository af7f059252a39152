"""Short quotations: no exported span has more than 300 characters, and every span still is what it says.

A span that is too long is trimmed to a window, and its offsets with it: ``text`` always is the stored text
from ``start`` to ``end``, so whoever has the article can still find it. Windows are cut at word borders.

- The sentence is trimmed around the trigger, which always stays inside.
- Any other span (a long noun phrase, further evidence) keeps its beginning, where its head usually is.
"""

from __future__ import annotations

from typing import Any

LONGEST = 300
"""Characters of one quotation. Product rule; about two sentences of news."""


def trim_claim(claim: dict[str, Any], longest: int = LONGEST) -> dict[str, Any]:
    """``claim`` (plain, as ``Claim.to_dict`` gives it) with every span trimmed to ``longest`` characters.

    The argument is left as it is. A claim without a long span comes back equal.
    """
    trimmed = _trim_all(claim, longest)
    evidence = claim["evidence"]
    trigger = trimmed["evidence"]["trigger"]
    trimmed["evidence"]["sentence"] = trim_around(evidence["sentence"], trigger, longest)
    return trimmed


def trim_around(span: dict[str, Any], focus: dict[str, Any], longest: int = LONGEST) -> dict[str, Any]:
    """``span`` trimmed to at most ``longest`` characters so that ``focus`` is inside, near its middle.

    If ``focus`` does not lie in ``span``, the beginning is kept.
    """
    text, start = span["text"], span["start"]
    size = len(text)
    if size <= longest:
        return dict(span)
    first, last = focus["start"] - start, focus["end"] - start
    if not 0 <= first < last <= size or last - first > longest:
        first, last = 0, 0
    middle = (first + last) // 2
    left = max(0, min(middle - longest // 2, size - longest))
    left = max(0, min(left, first))
    right = left + longest
    if left and not text[left - 1].isspace():  # a word would be cut: begin at the next one before the focus
        space = _next_space(text, left, first)
        left = space + 1 if space >= 0 else left
    if right < size and not text[right].isspace():
        space = _last_space(text, max(last, left + 1), right)
        right = space if space >= 0 else right
    return {"start": start + left, "end": start + right, "text": text[left:right]}


def _next_space(text: str, begin: int, end: int) -> int:
    return next((i for i in range(begin, end) if text[i].isspace()), -1)


def _last_space(text: str, begin: int, end: int) -> int:
    return next((i for i in range(end - 1, begin - 1, -1) if text[i].isspace()), -1)


def _trim_all(value: Any, longest: int) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"} and isinstance(value["text"], str):
            return trim_around(value, {"start": value["start"], "end": value["start"]}, longest)
        return {key: _trim_all(part, longest) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_trim_all(part, longest) for part in value]
    return value
