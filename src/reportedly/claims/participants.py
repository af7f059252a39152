"""Who did it with or to whom: an event's roles to participants."""

from __future__ import annotations

from typing import Any

from reportedly.knowledge import Knowledge
from reportedly.reading.actors import Actor, Actors
from reportedly.records import EventReading, Participant, Role

# A role read with less is left out.
LEAST = 0.4


def _participant(actor: Actor, role: str) -> Participant:
    return Participant(role=role, mention=actor.span, entity_id=actor.entity_id, name=actor.name,  # type: ignore[arg-type]
                       principal=actor.principal, sector=actor.sector)


def is_mutual(kind: str | None, form: str | None, knowledge: Knowledge) -> bool:
    """Whether all sides are actors: meetings other than visits, signings, exercises, production together."""
    if form is not None:
        sides = knowledge.ontology.forms[form].sides
        if sides == "mutual":
            return True
        if sides == "one":
            # What is signed or discussed is done by both; who supplies stands on the item.
            return False
    return kind == "CONSULT" and form != "visit"


def participants_of(event: EventReading, actors: Actors, knowledge: Knowledge, kind: str | None, form: str | None,
                    stage: str | None) -> tuple[tuple[Participant, ...], tuple[dict[str, Any], ...]]:
    """Participants in the order of the text within each role, and the reason for each. A span is used once."""
    mutual = is_mutual(kind, form, knowledge)
    signing = kind in ("SUPPORT", "AGREE") and stage in ("signed", "agreed", "ratified") and form not in (None, "visit")
    found: list[tuple[Participant, Actor]] = []
    seen: set[tuple[str, str]] = set()
    for role in sorted(event.roles, key=lambda r: (("actor", "recipient", "third").index(r.role)
                                                   if r.role in ("actor", "recipient", "third") else 9, r.start)):
        if role.role not in ("actor", "recipient", "third") or role.score < LEAST:
            continue
        if role.start < event.trigger[1] and role.end > event.trigger[0] and not _names(role, actors):
            continue
        for actor in actors.resolve(role.start, role.end):
            name = role.role
            if name == "recipient" and (mutual or signing):
                name = "actor"
            if actor.kind == "outlet" and name == "third":
                continue
            mark = (actor.entity_id, str(actor.span.start))
            if mark in seen or any(p.entity_id == actor.entity_id and not actor.entity_id.startswith("unknown:")
                                   for p, _ in found):
                continue
            seen.add(mark)
            found.append((_participant(actor, name), actor))
    reasons = tuple({"field": "participants", "value": p.entity_id, "because": f'{p.role} "{p.mention.text}": {a.how}'}
                    for p, a in found)
    return tuple(p for p, _ in found), reasons


def _names(role: Role, actors: Actors) -> bool:
    return bool(actors.hits_in(role.start, role.end))
