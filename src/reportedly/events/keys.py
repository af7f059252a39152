"""The exact key: what has to be equal before two claims can be about one event.

The base key has no date in it. It is ``[composed, type, form, first side, second side, scope]``:

- *composed*: invented and real documents never share an event.
- *type and form* together. A signing (SUPPORT) and a delivery (COOPERATE) of one arms sale are two events,
  and so are a delivery (arms-sale) and local production, both COOPERATE; a claim with a null type is keyed
  by its form. A claim with neither is in the record but has no event.
- *sides*: the principals of actors and recipients, each once, sorted; an entity id stands in where the
  principal is unknown. Third parties are left out: whether an article mentions a host or a mediator is no
  part of what happened. For mutual types, and where only a form is known, the second side is empty and all
  stand in the first: reports of one meeting disagree about who is the actor. For the others the direction is
  the event: an attack by A on B is not an attack by B on A.
- *scope*: null if the key may join texts, else the text version. "Unknown: troops" in two articles are not
  known to be the same troops, so a key with an unresolved participant, or with none, joins nothing beyond
  its own text.
"""

from __future__ import annotations

import json
from typing import Any

from ..records import Claim, Participant

MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
"""Types whose participants are interchangeable, or told with either side first."""

UNRESOLVED = "unknown:"
"""Prefix of an entity id that is only a surface form."""


def principal_of(participant: Participant) -> str:
    """The state or organisation that it acts for, else its entity id."""
    return participant.principal or participant.entity_id


def sides(claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sorted sides of the key; the second is empty for mutual types."""
    people = [p for p in claim.proposition.participants if p.role != "third"]
    kind = claim.proposition.type
    if kind is None or kind in MUTUAL_TYPES:
        return tuple(sorted({principal_of(p) for p in people})), ()
    first = {principal_of(p) for p in people if p.role == "actor"}
    second = {principal_of(p) for p in people if p.role == "recipient"}
    return tuple(sorted(first)), tuple(sorted(second))


def base_key(claim: Claim) -> str | None:
    """The key without its date, as JSON; None if the claim has neither type nor form."""
    proposition = claim.proposition
    if proposition.type is None and proposition.form is None:
        return None
    first, second = sides(claim)
    everyone = first + second
    resolved = bool(everyone) and not any(name.startswith(UNRESOLVED) for name in everyone)
    return key_text([
        "composed" if claim.document.composed else "real",
        proposition.type,
        proposition.form,
        list(first),
        list(second),
        None if resolved else claim.document.text_version,
    ])


def dated_key(base: str, anchor: list[str]) -> str:
    """The base key and the anchor that tells its events apart (see ``linking.py``)."""
    return key_text([*json.loads(base), anchor])


def key_text(parts: list[Any]) -> str:
    """JSON without blanks: names may hold any character, so no separator would be safe."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
