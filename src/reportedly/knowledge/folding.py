"""Spelling-insensitive keys: one form for "Gönül", "GONUL" and "Gonul", for "Nagorno-Karabakh" and
"Nagorno Karabakh", for "Defense Ministry" and "defence ministry".

A key is a tuple of folded tokens. Folding loses case and accents on purpose; whether the case of a
surface form fits a name is decided afterwards (``case_fits``), because "US" and "us" share a key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        "ħ": "h",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
    }
)
# American and British spellings of words that name bodies, offices and equipment.
_SPELLING = {
    "defense": "defence",
    "defenses": "defences",
    "organization": "organisation",
    "organizations": "organisations",
    "labor": "labour",
    "center": "centre",
    "armored": "armoured",
    "armor": "armour",
    "program": "programme",
    "harbor": "harbour",
    "license": "licence",
}
_DROPPED = re.compile(r"['.]")
_PARTED = re.compile(r"[\s\u00a0\-\u2010-\u2015/,()\"“”&]+")


@lru_cache(maxsize=65536)
def fold_token(token: str) -> str:
    """Fold one token: lower case, no accents, no full stops or apostrophes, British spelling."""
    text = token.casefold()
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not (unicodedata.combining(c) or c.isspace())
        )
        text = text.translate(_LETTERS)
    text = _DROPPED.sub("", text)
    return _SPELLING.get(text, text)


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, ...]:
    """The folded tokens of a name or phrase; a final possessive "'s" is not part of it."""
    plain = (text if text.isascii() else text.translate(_LETTERS)).strip()
    if plain.endswith(("'s", "'S")):
        plain = plain[:-2]
    return tuple(t for t in (fold_token(p) for p in _PARTED.split(plain)) if t)


def key(text: str) -> str:
    """The folded tokens joined by one space: a dictionary key."""
    return " ".join(fold(text))


def slug(text: str) -> str:
    """The folded tokens joined by hyphens, ASCII letters and digits only: the key part of an entity id."""
    return "-".join(t for t in (re.sub(r"[^a-z0-9]", "", t) for t in fold(text)) if t)


def case_fits(surface: str, name: str) -> bool:
    """Whether a surface form with the key of a proper name also has its case.

    An acronym ("US", "NATO") must be written in capitals, or, from four letters on, with one
    capital ("Nato"). Any other name needs a capital wherever the name has one, or capitals
    throughout, as in headlines ("TURKEY SIGNS"). "turkey", "polish" and "us" never fit.
    """
    if not any(c.isupper() for c in name):
        return True
    bare = re.sub(r"[^\w]", "", surface.translate(_LETTERS).removesuffix("'s"))
    bare_name = re.sub(r"[^\w]", "", name.translate(_LETTERS))
    if bare_name.isupper():
        return bare.isupper() or (
            len(bare_name) >= 4
            and bare.isalpha()
            and bare[:1].isupper()
            and bare[1:].islower()
            and " " not in name
        )
    if bare.isupper():
        return len(bare) >= 4
    for part, named in zip(_PARTED.split(surface.strip()), _PARTED.split(name.strip()), strict=False):
        if named[:1].isupper() and not part[:1].isupper():
            return False
    return True
