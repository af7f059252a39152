"""Words to word pieces, and pieces to windows of whole consecutive sentences.

The base package's own tokenizer settings cut at 128 pieces; here truncation is off, and a sentence that is longer
than a window is spread over several windows, so that every word is read.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from tokenizers import Tokenizer

MAX_PIECES = 192
CLS, SEP, UNK, PAD = 101, 102, 100, 0


class Pieces(msgspec.Struct, frozen=True):
    """``ids``: int64 piece ids of all words in order; ``first[i]``: index into ids of word i's first piece
    (length n + 1, the last entry is len(ids))."""

    ids: np.ndarray
    first: np.ndarray


class Window(msgspec.Struct, frozen=True):
    """A half-open range of words that is encoded together."""

    start: int
    end: int


def tokenizer_from(raw: bytes) -> Tokenizer:
    """A tokenizer from its JSON, with truncation and padding off."""
    tokenizer = Tokenizer.from_str(raw.decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces_of(tokenizer: Tokenizer, words: Sequence[str]) -> Pieces:
    """Every word gets at least one piece (an unknown one if the tokenizer drops it, as with lone control marks)."""
    if not words:
        return Pieces(np.zeros(0, np.int64), np.zeros(1, np.int64))
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    owners = np.array([w if w is not None else -1 for w in encoding.word_ids], np.int64)
    ids = np.array(encoding.ids, np.int64)
    counts = np.bincount(owners, minlength=len(words)) if len(owners) else np.zeros(len(words), np.int64)
    if (counts == 0).any():
        missing = np.flatnonzero(counts == 0)
        owners = np.concatenate([owners, missing])
        ids = np.concatenate([ids, np.full(len(missing), UNK, np.int64)])
        order = np.argsort(owners, kind="stable")
        ids = ids[order]
        counts = np.maximum(counts, 1)
    return Pieces(ids, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def windows_of(first: np.ndarray, sentences: Sequence[tuple[int, int]], limit: int = MAX_PIECES) -> list[Window]:
    """Greedy windows of whole consecutive sentences of at most ``limit`` pieces, special pieces counted.

    ``first`` as in Pieces; ``sentences`` are half-open ranges of words that follow one another without gaps.
    """
    room = limit - 2
    windows: list[Window] = []
    start: int | None = None
    for begin, end in sentences:
        if begin == end:
            continue
        if start is not None and first[end] - first[start] > room:
            windows.append(Window(start, begin))
            start = None
        if first[end] - first[begin] > room:
            # One sentence beyond the limit: consecutive chunks of words.
            at = begin
            while first[end] - first[at] > room:
                cut = int(np.searchsorted(first, first[at] + room, side="right")) - 1
                cut = max(cut, at + 1)
                windows.append(Window(at, cut))
                at = cut
            start = at
        elif start is None:
            start = begin
        last = end
    if start is not None:
        windows.append(Window(start, last))
    return windows


def clip(pieces: Pieces, limit: int) -> Pieces:
    """At most ``limit - 2`` pieces a word, so that any single word fits a window (a 10,000-letter "word" is noise)."""
    counts = np.diff(pieces.first)
    if not len(counts) or counts.max() <= limit - 2:
        return pieces
    keep = np.minimum(counts, limit - 2)
    chosen = np.concatenate([np.arange(s, s + k) for s, k in zip(pieces.first[:-1], keep, strict=True)])
    return Pieces(pieces.ids[chosen], np.concatenate([[0], np.cumsum(keep)]).astype(np.int64))
