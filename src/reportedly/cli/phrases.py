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
    """The EDTF value, else the known bounds, in words; None if nothing is known.

    ``2022-07-27``, ``2022-07-27 to 2022-12-31``, ``since 2013``, ``up to 2022-07-26``.
    """
    if not value:
        return None
    edtf = value.get("edtf") or f"{value.get('earliest') or '..'}/{value.get('latest') or '..'}"
    first, slash, last = str(edtf).partition("/")
    if not slash or first == last != "..":
        return first
    begun, ended = first not in ("..", ""), last not in ("..", "")
    if begun and ended:
        return f"{first} to {last}"
    return f"since {first}" if begun else f"up to {last}" if ended else None


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


def voice(link: Plain) -> str:
    """Who says so at one link of the chain: ``defence ministry``, ``unnamed official``."""
    given = link["source"]
    name = given.get("name") or (given.get("span") or {}).get("text")
    if name:
        return str(name)
    if link.get("kind") == "unattributed":
        return LINKS["unattributed"]
    return f"unnamed {given['class']}" if given.get("class") not in (None, "unnamed") else "unnamed"


def source(link: Plain) -> str:
    """The voice and the person who speaks for it: ``defence ministry (by a deputy minister)``."""
    speaker = link.get("speaker") or {}
    by = speaker.get("name") or (speaker.get("span") or {}).get("text")
    name = voice(link)
    return f"{name} (by {by})" if by and by != name else name


def some(names: Iterable[str], most: int = 3) -> str:
    """Distinct names in their order; ``+2 more`` where there are many."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - most
    return ", ".join(distinct[:most]) + (f" +{more} more" if more > 0 else "")
