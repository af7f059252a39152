"""Agreement of two blind annotations of the same sentences: ``python -m training.agreement A.jsonl B.jsonl``.

Works on the stand-off files alone: no text is needed. F1 where there is something to find (triggers, roles, mentions),
Cohen's kappa where both had to choose (is there an event in the sentence; type and the other fields of a trigger that both
have). Partial spans overlap, exact ones are equal.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIELDS = ("type", "plover", "form", "stage", "instrument", "turn", "realis", "factuality", "aspect")
ROLES = ("actor", "recipient", "third", "place", "time", "item")
Span = tuple[int, int]


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Cohen's kappa; 1.0 where both always gave the same single label."""
    if not pairs:
        return float("nan")
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[k] * right[k] for k in left) / n**2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def aligned(one: list[dict], two: list[dict]) -> list[tuple[dict, dict]]:
    """Events whose triggers overlap, each used once."""
    pairs, taken = [], set()
    for a in one:
        for i, b in enumerate(two):
            if i not in taken and overlap(a["trigger"], b["trigger"]):
                taken.add(i)
                pairs.append((a, b))
                break
    return pairs


def f1(hits: float, left: int, right: int) -> float:
    return 2 * hits / (left + right) if left + right else float("nan")


class Found:
    """Spans that one or both have: exact and partial hits."""

    def __init__(self) -> None:
        self.exact = self.left_hits = self.right_hits = self.left = self.right = 0

    def add(self, one: list[Span], two: list[Span]) -> None:
        self.left += len(one)
        self.right += len(two)
        self.exact += len(set(one) & set(two))
        self.left_hits += sum(any(overlap(a, b) for b in two) for a in one)
        self.right_hits += sum(any(overlap(a, b) for a in one) for b in two)

    def figures(self, name: str) -> dict[str, float]:
        return {f"{name}_f1": f1((self.left_hits + self.right_hits) / 2, self.left, self.right),
                f"{name}_exact_f1": f1(self.exact, self.left, self.right)}


def value(event: dict, field: str) -> Any:
    return event[field] if field in ("type", "plover") else event["fields"].get(field)


def agreement(one: dict[str, dict], two: dict[str, dict]) -> dict[str, float]:
    """Figures over the sentences (by hash) that both annotated."""
    both = sorted(set(one) & set(two))
    holds = [(bool(one[k]["events"]), bool(two[k]["events"])) for k in both]
    chosen: dict[str, list[tuple[Any, Any]]] = {f: [] for f in FIELDS}
    found = {name: Found() for name in (*ROLES, "voice", "mention")}
    hits = left = right = 0
    sides = 0
    for k in both:
        a_all, b_all = one[k]["events"], two[k]["events"]
        pairs = aligned(a_all, b_all)
        hits, left, right = hits + len(pairs), left + len(a_all), right + len(b_all)
        for a, b in pairs:
            for field in FIELDS:
                chosen[field].append((value(a, field), value(b, field)))
            good = True
            for role in ROLES:
                spans = [[tuple(s) for r, s in e["roles"] if r == role] for e in (a, b)]
                found[role].add(*spans)
                if role in ("actor", "recipient"):
                    x, y = spans
                    good = good and (any(overlap(p, q) for p in x for q in y) if x and y else not x and not y)
            sides += good
            found["voice"].add(*([tuple(e["source"])] if e["source"] else [] for e in (a, b)))
        mentions = [{(t, tuple(s)) for t, s in side[k]["mentions"] or ()} for side in (one, two)]
        found["mention"].left += len(mentions[0])
        found["mention"].right += len(mentions[1])
        found["mention"].exact += len(mentions[0] & mentions[1])
    out = {"sentences": float(len(both)), "events_one": float(left), "events_two": float(right),
           "event_in_sentence_kappa": kappa(holds), "trigger_f1": f1(hits, left, right)}
    out |= {f"{field}_kappa": kappa(pairs) for field, pairs in chosen.items()}
    for field in ("type", "form"):
        out[f"{field}_same"] = sum(a == b for a, b in chosen[field]) / max(1, len(chosen[field]))
    out["both_roles_same"] = sides / max(1, hits)
    for name, counts in found.items():
        out |= {k: v for k, v in counts.figures(name).items() if name != "mention" or "exact" in k}
    return out


def load(path: Path) -> dict[str, dict]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["sha256"]: row for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("one", type=Path)
    parser.add_argument("two", type=Path)
    args = parser.parse_args()
    for name, figure in agreement(load(args.one), load(args.two)).items():
        print(f"{name:28}{figure:.3f}")


if __name__ == "__main__":
    main()
