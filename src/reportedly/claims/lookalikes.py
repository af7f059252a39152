"""Articles that speak of states and attacks and are about something else: sport, above all."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import yaml

from reportedly.reading.words import split_sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Topic(msgspec.Struct, frozen=True):
    """A topic, how many of its words in what share of the sentences make an article one of it, and the probability
    that a claim needs there."""

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
    sentences = [{w.lower() for w in _WORD.findall(text[a:b])} for a, b in split_sentences(text)]
    for topic in topics():
        hits = [words & topic.words for words in sentences]
        if len(set().union(*hits)) >= topic.distinct and sum(map(bool, hits)) >= topic.share * len(hits):
            return topic
    return None
