"""The record's values in words, for tables and explanations. Unknown is said, never filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

FACTUALITY = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible",
    "CT-": "denied", "PR-": "probably not", "PS-": "possibly not",
    "CTu": "knows whether, does not say", "Uu": "does not commit itself",
}
REALIS = {"past": "", "ongoing": "ongoing", "future": "planned", "conditional": "conditional",
          "generic": "in general"}
LINKS = {"quote": "quoted", "paraphrase": "paraphrased", "cited-report": "report that is cited",
         "document": "document", "unattributed": "nobody is named", "own-voice": "in its own voice"}

Plain = Mapping[str, Any]


def sure(factuality: str | None, realis: str | None, *, disputed: bool = False) -> str:
    """How sure the innermost voice is, and of what kind: ``certain, planned, disputed``."""
    words = [FACTUALITY.get(factuality or "", "unknown"), REALIS.get(realis or "", "")]
    return ", ".join(word for word in [*words, "disputed" if disputed else ""] if word)


def when(value: Plain | None) -> str | None:
    """The EDTF value, else its known bounds."""
    if not value:
        return None
    if value.get("edtf"):
        return str(value["edtf"])
    earliest, latest = value.get("earliest"), value.get("latest")
    if earliest and latest:
        return f"{earliest}/{latest}"
    if latest:
        return f"up to {latest}"
    return f"from {earliest}" if earliest else None


def name_of(participant: Plain) -> str:
    """Its name, else its words in the text, else its identifier without the kind."""
    mention = participant.get("mention") or {}
    return str(participant.get("name") or mention.get("text") or participant["entity_id"].partition(":")[2]
               or participant["entity_id"])


def who(participants: Iterable[Plain] | None) -> str | None:
    """``Poland, Hanwha``; with recipients ``Hanwha → Poland``; third parties in brackets."""
    sides: dict[str, list[str]] = {"actor": [], "recipient": [], "third": []}
    for participant in participants or ():
        name = name_of(participant)
        if name not in sides[participant["role"]]:
            sides[participant["role"]].append(name)
    text = " → ".join(", ".join(side) for side in (sides["actor"], sides["recipient"]) if side)
    if sides["recipient"] and not sides["actor"]:
        text = f"? → {text}"
    if sides["third"]:
        text = f"{text} ({', '.join(sides['third'])})".strip()
    return text or None


def item(value: Plain) -> str:
    """``672 × K9``, ``about 48 × K9``, ``missiles``."""
    quantity = value.get("quantity") or {}
    name = value.get("designation") or (value.get("span") or {}).get("text") or value.get("category") or "?"
    if quantity.get("value") is None:
        return str(name)
    about = "about " if quantity.get("estimated") else ""
    return f"{about}{quantity['value']:,} × {name}"


def what(fields: Plain) -> str:
    """``SUPPORT: arms-sale, signed; 672 × K9`` from a proposition or an event's chosen values."""
    layer = ", ".join(str(fields[name]) for name in ("form", "stage", "turn") if fields.get(name))
    head = ": ".join(part for part in (fields.get("type") or "", layer) if part) or "?"
    items = ", ".join(item(value) for value in fields.get("items") or ())
    return f"{head}; {items}" if items else head


def source(link: Plain) -> str:
    """Who speaks at one link of the chain: ``defence ministry (by a deputy minister)``."""
    given = link["source"]
    span = (given.get("span") or {}).get("text")
    name = given.get("name") or span
    if not name:
        return f"unnamed {given['class']}" if given.get("class") not in (None, "unnamed") else "unnamed"
    speaker = link.get("speaker") or {}
    by = speaker.get("name") or (speaker.get("span") or {}).get("text")
    return f"{name} (by {by})" if by and by != name else str(name)


def some(names: Iterable[str], most: int = 3) -> str:
    """Distinct names in their order; ``+2 more`` where there are many."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - most
    return ", ".join(distinct[:most]) + (f" +{more} more" if more > 0 else "")
