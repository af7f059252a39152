"""Best heads repaired to trees."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.trees import best_tree, is_tree


def test_trees_are_told_from_circles_and_forests():
    assert is_tree(np.array([2, 0, 2]))
    assert not is_tree(np.array([2, 1, 0]))  # a circle beside the root
    assert not is_tree(np.array([0, 0]))  # two roots


def test_the_best_heads_are_kept_where_they_make_a_tree():
    scores = np.array([[0.0, -9, 5, 0], [6.0, 0, -9, 0], [0.0, 0, 4, -9]])
    assert best_tree(scores).tolist() == [2, 0, 2]


@given(st.integers(1, 9).flatmap(lambda n: st.lists(
    st.floats(-5, 5), min_size=n * (n + 1), max_size=n * (n + 1)).map(lambda v: np.array(v).reshape(n, n + 1))))
def test_any_scores_give_a_tree(scores):
    assert is_tree(best_tree(scores))
