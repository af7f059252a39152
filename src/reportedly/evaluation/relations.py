"""Figures for the type of a relation between two given actors (plv) and for sentence classes (cameo-class)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.reading.labels import TYPES

# plv's code book keeps CONCEDE and RETREAT together as YIELD.
PLV_CLASSES = ("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
               "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD")
QUAD = {"AGREE": "VC", "CONSULT": "VC", "SUPPORT": "VC", "CONCEDE": "VC",
        "COOPERATE": "MC", "AID": "MC", "RETREAT": "MC", "YIELD": "MC",
        "REQUEST": "VX", "ACCUSE": "VX", "REJECT": "VX", "THREATEN": "VX",
        "PROTEST": "MX", "SANCTION": "MX", "MOBILIZE": "MX", "COERCE": "MX", "ASSAULT": "MX"}


def plv_scores(probabilities: np.ndarray) -> np.ndarray:
    """(n, TYPES) probabilities to (n, PLV_CLASSES): CONCEDE and RETREAT are added up, "none" is not an answer there."""
    columns = []
    for name in PLV_CLASSES:
        members = ("CONCEDE", "RETREAT") if name == "YIELD" else (name,)
        columns.append(sum(probabilities[:, TYPES.index(m)] for m in members))
    return np.stack(columns, 1)


def macro_f1(gold: Sequence[str], said: Sequence[str]) -> float:
    """Mean F1 over the classes that occur in ``gold``."""
    total = 0.0
    classes = sorted(set(gold))
    for c in classes:
        tp = sum(g == c == s for g, s in zip(gold, said, strict=True))
        fp = sum(s == c != g for g, s in zip(gold, said, strict=True))
        fn = sum(g == c != s for g, s in zip(gold, said, strict=True))
        total += 2 * tp / (2 * tp + fp + fn) if tp else 0.0
    return total / len(classes) if classes else 0.0


def plv_figures(gold: Sequence[str], probabilities: np.ndarray) -> dict[str, float]:
    """``macro_f1`` over 15 classes, ``quad_macro_f1`` over four, ``accuracy`` of the 15."""
    scores = plv_scores(probabilities)
    said = [PLV_CLASSES[i] for i in scores.argmax(1)]
    # The quad class with the most probability, not the quad class of the best type: better where types are close.
    quads = ("VC", "MC", "VX", "MX")
    table = np.array([[QUAD[c] == q for q in quads] for c in PLV_CLASSES], float)
    said_quad = [quads[i] for i in (scores @ table).argmax(1)]
    return {"macro_f1": macro_f1(gold, said), "quad_macro_f1": macro_f1([QUAD[g] for g in gold], said_quad),
            "accuracy": sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold)}
