"""Events as a reader would find them, made by hand on a reading of ``tests.conllu``."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reportedly.records import EventReading, Reading, Role
from tests.conllu import spot

# "actor=Poland" or ("actor", "Poland", 2): the second place where the words stand
RoleSpec = str | tuple[str, str, int]


def event(
    reading: Reading,
    trigger: str,
    kind: str | None = "SUPPORT",
    roles: Iterable[RoleSpec] = (),
    *,
    score: float = 0.9,
    number: int = 1,
    role_score: float = 0.9,
    **fields: str | tuple[str, float],
) -> EventReading:
    """An event at the ``number``-th ``trigger``. ``fields``: form="training", or with a probability ("training", 0.3)."""
    at = spot(reading.text, trigger, number)
    sentence = next(i for i, (a, b) in enumerate(reading.sentences) if a <= at[0] < b)
    label = kind or "form-only"
    table = {}
    for name, given in fields.items():
        value, p = given if isinstance(given, tuple) else (given, 0.9)
        table[name] = {value: p, "none": 1 - p}
    return EventReading(
        trigger=at, sentence=sentence, trigger_score=score,
        type_scores={"none": 1 - score, label: score}, plover_scores={"none": 1 - score, label: score},
        fields=table, roles=tuple(_role(reading, spec, role_score) for spec in roles))


def _role(reading: Reading, spec: RoleSpec, score: float) -> Role:
    if isinstance(spec, str):
        name, _, words = spec.partition("=")
        spec = name, words, 1
    start, end = spot(reading.text, spec[1], spec[2])
    return Role(start=start, end=end, role=spec[0], score=score)


def with_events(reading: Reading, *events: EventReading) -> Reading:
    return msgspec.structs.replace(reading, events=events, model="by-hand")
