"""Articles that speak of states and attacks and are about something else: sport, above all."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import yaml

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Topic(msgspec.Struct, frozen=True):
    """A topic, how many of its words make an article one of it, and the probability that a claim needs there."""

    name: str
    distinct: int
    share: float
    threshold: float
    words: frozenset[str]


@cache
def topics() -> tuple[Topic, ...]:
    path = resources.files("reportedly") / "data" / "lexicons" / "lookalikes.yaml"
    table: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["topics"]
    return tuple(Topic(name, t["distinct"], t["share"], t["threshold"], frozenset(t["words"])) for name, t in table.items())


def lookalike(text: str) -> Topic | None:
    """The topic that an article is about instead of politics, or None."""
    words = [w.lower() for w in _WORD.findall(text)]
    for topic in topics():
        hits = Counter(w for w in words if w in topic.words)
        # a word that politics uses too ("team") counts three times at most
        if len(hits) >= topic.distinct and sum(min(n, 3) for n in hits.values()) >= topic.share * len(words):
            return topic
    return None
