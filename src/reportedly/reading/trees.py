"""Dependency heads from arc scores: the best head of each word, repaired to a tree where that is none."""

from __future__ import annotations

import numpy as np


def is_tree(heads: np.ndarray) -> bool:
    """Whether heads (n,), 0 for the root and i for word i - 1, form a tree with exactly one root."""
    n = len(heads)
    if int((heads == 0).sum()) != 1:
        return False
    state = np.zeros(n + 1, np.int8)
    state[0] = 2
    for start in range(1, n + 1):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at - 1])
        if state[at] == 1:
            return False
        for p in path:
            state[p] = 2
    return True


def best_tree(scores: np.ndarray) -> np.ndarray:
    """Heads (n,) of a single-rooted tree over arc scores (n, n + 1), column 0 being the root.

    Greedy: words are attached in the order of how sure they are of their best head, each to the best head that makes no
    cycle. Exact search (Chu-Liu/Edmonds) differs from it in few of the few sentences whose best heads are no tree.
    """
    n = scores.shape[0]
    root = int(scores[:, 0].argmax())
    heads = np.full(n, -1, np.int64)
    heads[root] = 0
    order = np.argsort(-scores.max(1))
    for i in order:
        if i == root:
            continue
        for candidate in np.argsort(-scores[i]):
            if candidate == 0 or candidate == i + 1:
                continue
            at = int(candidate)
            while at > 0 and at != i + 1:
                at = int(heads[at - 1])
            if at != i + 1:  # the chain from the candidate ends at the root or at a word without a head yet
                heads[i] = candidate
                break
    heads[heads < 0] = root + 1
    return heads
