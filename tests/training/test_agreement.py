"""Agreement of two annotations."""

import json
import math

import pytest
from training.agreement import agreement, kappa, load

from reportedly.evaluation.annotations import read_lines, to_standoff

ONE = """T Poland signed with Norway.
E signed | SUPPORT SUPPORT | training - - - | past CT+ event | actor=Poland; recipient=Norway | -
M STATE=Poland; STATE=Norway

T It rained.
M -
"""
TWO = """T Poland signed with Norway.
E signed | AGREE AGREE | training - - - | past CT+ event | actor=Poland signed | -
M STATE=Poland

T It rained.
E rained | ASSAULT ASSAULT | - | past CT+ event | - | -
M -
"""


def stored(tmp_path, name, text):
    path = tmp_path / name
    path.write_text("".join(to_standoff(s, "x") + "\n" for s in read_lines(text.splitlines(), name)))
    return load(path)


def test_kappa():
    assert kappa([(1, 1), (0, 0)]) == 1.0
    assert kappa([(1, 1), (1, 1)]) == 1.0
    assert kappa([(1, 0), (0, 1)]) == -1.0
    # three of four the same; by chance half would be
    assert kappa([(1, 1), (1, 1), (0, 0), (0, 1)]) == pytest.approx((0.75 - 0.5) / 0.5)
    assert math.isnan(kappa([]))


def test_the_same_annotation_agrees(tmp_path):
    one = stored(tmp_path, "a", ONE)
    figures = agreement(one, one)
    assert figures["trigger_f1"] == figures["type_kappa"] == figures["actor_exact_f1"] == figures["both_roles_same"] == 1.0


def test_what_differs_is_counted(tmp_path):
    figures = agreement(stored(tmp_path, "a", ONE), stored(tmp_path, "b", TWO))
    assert figures["sentences"] == 2 and (figures["events_one"], figures["events_two"]) == (1, 2)
    assert figures["trigger_f1"] == pytest.approx(2 / 3)
    assert figures["type_same"] == 0.0 and figures["form_same"] == 1.0
    assert figures["actor_f1"] == 1.0 and figures["actor_exact_f1"] == 0.0
    assert figures["both_roles_same"] == 0.0  # one has a recipient
    assert figures["mention_exact_f1"] == pytest.approx(2 / 3)


def test_only_sentences_of_both_count(tmp_path):
    one, two = stored(tmp_path, "a", ONE), stored(tmp_path, "b", TWO)
    kept = {k: v for k, v in two.items() if not json.dumps(v).count("rained") and v["length"] > 12}
    assert agreement(one, kept)["sentences"] == 1
