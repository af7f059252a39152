"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?$", re.IGNORECASE)
# Measured, see docs/documents.md.
_SAMPLE = 5_000
MIN_LETTERS = 25
MIN_PROBABILITY = 0.8


@cache
def _identifier() -> Any:
    # Imported here: the model takes a third of a second, and commands that read nothing do not need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """ISO 639-1 code of ``text``, or None if it is too short or the identifier is not sure."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= MIN_PROBABILITY and len(code) == 2 else None


def declared(code: str | None) -> str | None:
    """The two-letter part of a declared code ("en-GB" -> "en"), or None if it is no such code."""
    found = _CODE.match(code.strip()) if code else None
    return found.group(1).lower() if found else None
