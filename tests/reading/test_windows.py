"""Windows of whole sentences; nothing is cut."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.windows import Pieces, clip, windows_of


def layout(sentences):
    """sentences: list of lists of piece counts -> (first, word ranges)."""
    counts = [c for s in sentences for c in s]
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    ranges, at = [], 0
    for s in sentences:
        ranges.append((at, at + len(s)))
        at += len(s)
    return first, ranges


def test_short_sentences_share_a_window_and_are_not_parted():
    first, ranges = layout([[1] * 4, [1] * 4, [1] * 4])
    assert [(w.start, w.end) for w in windows_of(first, ranges, limit=10)] == [(0, 8), (8, 12)]


def test_a_sentence_beyond_the_limit_goes_on_in_the_next_window():
    first, ranges = layout([[1] * 25, [1] * 2])
    windows = windows_of(first, ranges, limit=12)
    assert [(w.start, w.end) for w in windows] == [(0, 10), (10, 20), (20, 27)]


@given(st.lists(st.lists(st.integers(1, 8), max_size=30), max_size=12), st.integers(10, 40))
def test_every_word_is_in_exactly_one_window_that_fits(sentences, limit):
    first, ranges = layout(sentences)
    windows = windows_of(first, ranges, limit=limit)
    words = [i for w in windows for i in range(w.start, w.end)]
    assert words == list(range(sum(map(len, sentences))))
    assert all(first[w.end] - first[w.start] <= limit - 2 for w in windows)


def test_a_monstrous_word_is_clipped_to_a_window():
    pieces = Pieces(np.arange(50, dtype=np.int64), np.array([0, 1, 49, 50], np.int64))
    clipped = clip(pieces, limit=10)
    assert clipped.first.tolist() == [0, 1, 9, 10]
    assert clipped.ids.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 49]
