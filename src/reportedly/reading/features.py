"""Case and character features of words, for the heads of an encoder that is uncased and strips accents.

Shapes: for ``n`` words every function returns int64 arrays of length ``n``. The same code runs in training and
at run time; ids must not change for a given ``FEATURES_VERSION`` (it is stored in the model file and checked).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

FEATURES_VERSION = 1
N_SHAPES = 24
N_HASH = 2048


def _shape(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        if any(c.isdigit() for c in word):
            return 1 if word.isdigit() and len(word) == 4 else 2  # a bare four-digit number is mostly a year
        return 3
    if any(c.isdigit() for c in word):
        base = 4  # "K9", "F-16", "2nd"
    elif all(c.isupper() for c in letters):
        base = 6 if len(letters) > 1 else 8
    elif letters[0].isupper():
        base = 10 if all(c.islower() for c in letters[1:]) else 12
    elif all(c.islower() for c in letters):
        base = 14
    else:
        base = 16
    return base + (1 if any(ord(c) > 127 for c in letters) else 0)


def _bucket(text: str) -> int:
    # crc32 is the same in every process; Python's own hash() of a string is not.
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % N_HASH


@lru_cache(maxsize=100_000)
def word_features(word: str) -> tuple[int, int, int]:
    """(shape, hashed last three characters, hashed first three characters) of one word."""
    low = word.lower()
    return _shape(word), _bucket("<" + low[-3:]), _bucket(low[:3] + ">")


def feature_arrays(words: Sequence[str]) -> np.ndarray:
    """int64 array of shape (n, 3): shape, suffix and prefix ids."""
    if not words:
        return np.zeros((0, 3), np.int64)
    return np.array([word_features(w) for w in words], np.int64)
