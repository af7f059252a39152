"""A claim's summary: one sentence composed from its fields, never copied from the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from reportedly.knowledge import Knowledge
from reportedly.records import FactualityChain, Item, Link, Participant, Proposition, Realis, When


@cache
def _phrases() -> dict[str, Any]:
    path = resources.files("reportedly") / "data" / "lexicons" / "summary.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _name(participant: Participant, knowledge: Knowledge) -> str:
    state = knowledge.states.get(participant.principal) if participant.principal else None
    if participant.name is None:
        return f"an unidentified party ({participant.mention.text})"
    if state is None or participant.entity_id.startswith(("state:", "body:")) or state.name in participant.name:
        return participant.name
    if participant.entity_id.startswith("org:") and participant.principal in (participant.entity_id, None):
        return participant.name
    return f"{participant.name} ({state.name})"


def _list(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else "an unnamed party"


def _items(items: Sequence[Item]) -> str:
    parts = []
    for item in items:
        name = item.designation or (item.category or "equipment").replace("-", " ")
        if item.quantity is not None and item.quantity.value is not None:
            about = "about " if item.quantity.estimated else ""
            parts.append(f"{about}{item.quantity.value:,} {name}")
        else:
            parts.append(name)
    return f" (equipment: {', '.join(dict.fromkeys(parts))})" if parts else ""


def _when(when: When) -> str:
    if when.edtf is None:
        return "; date unknown"
    how = {"bounded": "at the latest by publication or report", "inherited": "date taken from the passage"}.get(when.basis)
    return f"; when: {when.edtf}" + (f" ({how})" if how else "")


def _voice(link: Link) -> str:
    name = link.source.name
    if name is None:
        name = {"unnamed": "unnamed sources", "publisher": "the publisher", "document": "a document"}.get(
            link.source.cls or "", "an unnamed source")
    speaker = (link.speaker or {}).get("name")
    return f"{speaker} for {name}" if speaker and speaker != name else name


def attribution(chain: Sequence[Link]) -> str:
    """"According to A, cited by B and C, "."""
    if len(chain) == 1 and chain[0].kind == "own-voice":
        return f"{_voice(chain[0])} states that"
    inner, outer = chain[0], [_voice(link) for link in chain[1:]]
    return f"According to {_voice(inner)}" + (f", cited by {', then '.join(outer)}" if outer else "") + ","


def predicate(p: Proposition) -> str:
    """The template of what happened, by turn, stage, form and type in this order."""
    t = _phrases()
    if p.form is not None:
        if p.turn is not None:
            return t["turns"][p.turn]
        plain = p.stage in (None, "carried-out", "completed", "talks", "contact")
        if p.form in t["special"] and plain and p.type != "AGREE":
            return t["special"][p.form]
        if p.stage is not None:
            return t["stages"][p.stage]
        if p.type in (None, "COOPERATE", "AID"):
            return t["form_alone"]
    if p.type == "SUPPORT" and p.instrument is not None:
        return "{a} signed or approved {i}[ with {r}]"
    return t["types"][p.type] if p.type else t["form_alone"]


def summarise(p: Proposition, chain: Sequence[Link], factuality: FactualityChain, realis: Realis,
              knowledge: Knowledge) -> str:
    """One sentence: who says so, how sure, what, with which equipment, when."""
    t = _phrases()
    sides = {role: [_name(x, knowledge) for x in p.participants if x.role == role]
             for role in ("actor", "recipient", "third")}
    form = t["forms"].get(p.form or "", "cooperation")
    instrument = t["instruments"].get(p.instrument or "", "an agreement")
    body = predicate(p)
    body = re.sub(r"\[([^\]]*)\]", r"\1" if sides["recipient"] else "", body)
    body = body.format(a=_list(sides["actor"]), r=_list(sides["recipient"]), f=form, i=instrument)
    if sides["third"]:
        body += f" (also involved: {_list(sides['third'])})"
    hedge = t["certainty"][factuality.innermost]
    lead = attribution(chain)
    note = t["realis"][realis]
    places = [w.name for w in p.where if w.name]
    sentence = " ".join(x for x in (lead, hedge, body + _items(p.items), note) if x)
    if places:
        sentence += f"; where: {_list(places)}"
    sentence += _when(p.when)
    return sentence[0].upper() + sentence[1:] + "."
