"""What happened: from an event's scores to type, form, stage, instrument, turn, contexts, and the manual's type."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from reportedly.claims.cues import DEFENCE, backed_off
from reportedly.claims.syntax import Tree
from reportedly.knowledge import Knowledge
from reportedly.records import EventReading, Factuality, Realis

# Below these probabilities a field stays empty: measured on the annotated dev sentences, where a field that is named
# with less was wrong more often than right.
LEAST_TYPE = 0.4
LEAST = {"form": 0.45, "stage": 0.45, "instrument": 0.5, "turn": 0.5}
# Types that are acts of conflict carry no stage or form of cooperation.
_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST", "REJECT", "SANCTION", "CONCEDE",
                          "RETREAT", "MOBILIZE", None})
_MILITARY_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM"})
_CONTEXT_WORDS = {
    "diplomatic": r"\b(?:diplomat\w*|ambassador\w*|embass\w+|foreign minist\w+|summit|envoy|bilateral|consul\w*)\b",
    "economic": r"\b(?:trade|econom\w*|investments?|tariffs?|loans?|credits?|exports?|imports?|market|billion|financ\w*)\b",
    "legal": r"\b(?:courts?|judges?|trial|lawsuits?|convict\w*|sentenced|prosecut\w*|extradit\w*|tribunal)\b",
    "territory": r"\b(?:border dispute|territorial|annex\w*|sovereignty|occupied territor\w+|"
                 r"disputed (?:region|islands?|territory))\b",
    "intelligence": r"\b(?:intelligence|espionage|spy|spies|spying)\b",
    "peacekeeping": r"\b(?:peacekeep\w*|blue helmets?|peace(?:keeping)? mission)\b",
    "terrorism": r"\b(?:terroris\w*|jihadist\w*|suicide bomb\w*)\b",
    "technology": r"\b(?:technolog\w*|satellites?|cyber\w*|space agency)\b",
    "human_rights": r"\b(?:human rights|torture|political prisoners?|rights groups?)\b",
    "natural_resource": r"\b(?:oil|gas|pipelines?|uranium|minerals?|lng)\b",
    "migration": r"\b(?:migrants?|refugees?|asylum|deport\w*|migration)\b",
    "election": r"\b(?:elections?|vot(?:e|ers?|ing)|ballots?|polls?)\b",
}
_PATTERNS = {"military": DEFENCE,
             **{name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CONTEXT_WORDS.items()}}


class What(msgspec.Struct, frozen=True):
    """The fields of a proposition that come from the event's scores."""

    type: str | None
    form: str | None
    stage: str | None
    instrument: str | None
    turn: str | None
    score: float
    reasons: tuple[dict[str, Any], ...]


def best(scores: dict[str, float], without: frozenset[str] = frozenset()) -> tuple[str, float]:
    """The most probable label and its probability."""
    allowed = {k: v for k, v in scores.items() if k not in without}
    label = max(allowed, key=lambda k: allowed[k])
    return label, allowed[label]


def what_happened(event: EventReading, knowledge: Knowledge, tree: Tree, threshold: float) -> What | None:
    """The event's type and cooperation fields; None if "no event" is more probable than the threshold allows."""
    score = 1.0 - event.type_scores.get("none", 0.0)
    if score < threshold:
        return None
    label, p = best(event.type_scores, frozenset({"none"}))
    if p < LEAST_TYPE:
        return None  # something happened, and nobody can say what: the coder abstains
    reasons: list[dict[str, Any]] = [{"field": "type", "value": label, "score": round(p, 3),
                                      "because": f"the reader's scores at the trigger; an event at all: {score:.2f}"}]
    kind: str | None = None if label == "form-only" else label
    fields: dict[str, str | None] = {}
    for name, least in LEAST.items():
        value, q = best(event.fields[name]) if event.fields.get(name) else ("none", 1.0)
        fields[name] = value if value != "none" and q >= least else None
        if fields[name] is not None:
            reasons.append({"field": name, "value": value, "score": round(q, 3),
                            "because": "the reader's scores at the trigger"})
    if kind not in _COOPERATIVE:
        fields = dict.fromkeys(fields)
    else:
        fields, said = backed_off(tree, event.trigger, kind, fields, knowledge)
        reasons += said
    if kind == "CONSULT" and fields["form"] is None:
        fields["form"] = "consultation"
        reasons.append({"field": "form", "value": "consultation", "because": "a meeting or talks, and no visit"})
    form = fields["form"]
    if form is None:
        if fields["stage"] is not None or fields["turn"] is not None or fields["instrument"] is not None:
            reasons.append({"field": "stage", "value": None,
                            "because": "no form of cooperation was read, so it has no stage"})
        fields["stage"] = fields["turn"] = None
    elif fields["stage"] is not None and fields["stage"] not in knowledge.ontology.forms[form].stages:
        reasons.append({"field": "stage", "value": None,
                        "because": f"the form {form} has no stage {fields['stage']}"})
        fields["stage"] = None
    if kind is None and form is None:
        return None
    return What(kind, form, fields["stage"], fields["instrument"], fields["turn"], score, tuple(reasons))


def plover_type(kind: str | None, realis: Realis, plover_scores: dict[str, float]) -> tuple[str | None, str]:
    """The manual's type for ours, and why. Source: PLOVER manual 2024 and docs/ontology.md."""
    if kind is None:
        return None, "only a form fits"
    if realis == "future" and kind in ("CONSULT", "SUPPORT", "COOPERATE", "AID"):
        return "AGREE", "cooperation told of the future is AGREE"
    if realis == "future" and kind == "RETREAT":
        return "CONCEDE", "withdrawal told of the future is CONCEDE"
    return kind, "as the type"


def auxiliary_modes(realis: Realis, innermost: Factuality, aspect: str) -> tuple[str, ...]:
    """PLOVER's auxiliary modes from realis, factuality and aspect."""
    modes = []
    if aspect != "event":
        modes.append("historical")
    if realis == "future":
        modes.append("future")
    if realis == "conditional":
        modes.append("hypothetical")
    if innermost.endswith("-"):
        modes.append("negation")
    return tuple(modes)


def contexts(sentence: str, what: What, sectors: list[str | None], has_items: bool) -> tuple[str, ...]:
    """PLOVER contexts from the words of the sentence, the form and the participants' sectors."""
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(sentence)]
    military = has_items or what.form not in (None, "visit", "consultation", "mediation", "embargo") \
        or any(s in _MILITARY_SECTORS for s in sectors)
    if military and "military" not in found:
        found.insert(0, "military")
    return tuple(found)
