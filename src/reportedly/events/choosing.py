"""One value for each field of an event, with the rule that chose it and the values that lost.

Rules:

- ``only value``: nobody says anything else. Unknown is not a value: a claim that leaves a field open neither
  wins nor loses it.
- ``most claims``: the value that most claims hold. A text that is printed in several documents counts once.
- ``most claims, then first in order``: the same, and a tie was broken by the order of the values as JSON.
  That says nothing about which is right.
- ``most precise date``: the shortest interval, then most claims.
- ``unknown``: no claim gives a value.
- ``all``: nothing was chosen; every value stands (``voices`` and ``denied_by``: who says so
  and who denies it, each once, as it is called).

Denials take no part in choosing, except for ``factuality`` or where there is nothing else: what somebody
denies is told by those who assert it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from ..ids import event_id
from ..records import Chosen, Claim, Event
from .dates import parse_day
from .linking import Cluster
from .voices import contradicted, count_voices, sides_taken, spoken_names

_PLAIN = ("type", "plover_type", "mode", "form", "instrument", "stage", "turn")
_OPEN = date.max - date.min
"""Width of an interval with an unknown bound: any known one is more precise."""


def event_from(cluster: Cluster) -> Event:
    """The event that these claims tell of."""
    members = cluster.members
    told = _one_a_text([c for c in members if c.denies is None]) or _one_a_text(members)
    behind, against = sides_taken(members)
    voices, unattributed = count_voices(behind)
    return Event(
        event_id=event_id(cluster.key),
        key=cluster.key,
        claims=tuple(sorted({c.claim_id for c in members})),
        fields={
            **_fields(told),
            "factuality": _most([c.factuality.innermost for c in _one_a_text(members)]),
            "voices": Chosen(value=sorted(spoken_names(behind)), rule="all"),
            "denied_by": Chosen(value=sorted(spoken_names(against)), rule="all"),
        },
        documents=len({c.document.document_id for c in members}),
        voices=voices,
        unattributed=unattributed,
        disputed=any(c.denies is not None for c in members) or contradicted(members),
        composed=members[0].document.composed,
    )


def _one_a_text(claims: Sequence[Claim]) -> list[Claim]:
    """Each claim id once, so that ten reprints of an article do not outvote two articles."""
    first: dict[str, Claim] = {}
    for claim in claims:  # sorted by (claim_id, document_id) in the cluster
        first.setdefault(claim.claim_id, claim)
    return list(first.values())


def _fields(told: Sequence[Claim]) -> dict[str, Chosen]:
    fields = {name: _most([getattr(c.proposition, name) for c in told]) for name in _PLAIN}
    fields["contexts"] = _most([list(c.proposition.contexts) or None for c in told])
    fields["participants"] = _most([_participants(c) or None for c in told])
    fields["when"] = _when(told)
    fields["where"] = _most([_where(c) or None for c in told])
    fields["items"] = _most([_items(c) or None for c in told])
    fields["realis"] = _most([c.realis for c in told])
    return fields


def _most(values: Sequence[Any]) -> Chosen:
    ranked, counts = _rank([v for v in values if v is not None], lambda value: 0)
    if not ranked:
        return Chosen(value=None, rule="unknown")
    if len(ranked) == 1:
        return Chosen(value=ranked[0], rule="only value")
    rule = "most claims" if counts[0] > counts[1] else "most claims, then first in order"
    return Chosen(value=ranked[0], rule=rule, lost=tuple(ranked[1:]))


def _when(claims: Sequence[Claim]) -> Chosen:
    values = []
    for claim in claims:
        when = claim.proposition.when
        if when.edtf is not None or when.earliest is not None or when.latest is not None:
            values.append({"edtf": when.edtf, "earliest": when.earliest, "latest": when.latest,
                           "precision": when.precision, "basis": when.basis})
    ranked, _ = _rank(values, _width)
    if not ranked:
        return Chosen(value=None, rule="unknown")
    rule = "only value" if len(ranked) == 1 else "most precise date"
    return Chosen(value=ranked[0], rule=rule, lost=tuple(ranked[1:]))


def _width(when: dict[str, Any]) -> int:
    first, last = parse_day(when["earliest"]), parse_day(when["latest"])
    if first is None or last is None or last < first:
        return _OPEN.days
    return (last - first).days


def _rank(values: Sequence[Any], cost: Callable[[Any], int]) -> tuple[list[Any], list[int]]:
    """Distinct values by cost, then by how many hold them, then by their JSON; and the numbers of holders."""
    counts: dict[str, int] = {}
    by_text: dict[str, Any] = {}
    for value in values:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False)
        counts[text] = counts.get(text, 0) + 1
        by_text[text] = value
    order = sorted(counts, key=lambda text: (cost(by_text[text]), -counts[text], text))
    return [by_text[text] for text in order], [counts[text] for text in order]


def _participants(claim: Claim) -> list[dict[str, Any]]:
    """Who, without where in the text it stands; each once, actors first."""
    people = {(p.role, p.entity_id): {"role": p.role, "entity_id": p.entity_id, "name": p.name,
                                      "principal": p.principal, "sector": p.sector}
              for p in claim.proposition.participants}
    return [people[key] for key in sorted(people)]


def _where(claim: Claim) -> list[dict[str, Any]]:
    places = [{"name": w.name, "country": w.country} for w in claim.proposition.where]
    return _sorted_unique([place for place in places if place["name"] or place["country"]])


def _items(claim: Claim) -> list[dict[str, Any]]:
    items = []
    for item in claim.proposition.items:
        plain = msgspec.to_builtins(item)
        del plain["span"]
        for part in ("quantity", "value"):
            if plain[part] is not None:
                del plain[part]["span"]
        items.append(plain)
    return _sorted_unique(items)


def _sorted_unique(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(text) for text in sorted({json.dumps(v, sort_keys=True) for v in values})]
