"""A claim told in words: what is claimed, who says so, how sure they are, and why it was read so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import phrases
from .marking import marks_of
from .words import one_line

Claim = Mapping[str, Any]

_BASES = {"stated": "stated", "relative": "worked out from", "inherited": "taken over from the passage",
          "bounded": "bounded by the publication", "unknown": "not known"}
_PUBLISHED = {"metadata": "from the page's metadata", "dateline": "from the dateline", "given": "as given",
              "unknown": "not known how"}


def facts(claim: Claim) -> Iterator[tuple[str, str]]:
    """(heading, line) for everything but the sentence; an empty heading goes on with the one before."""
    yield "claim", claim["claim_id"]
    yield "in short", claim["summary"]
    yield from _document(claim["document"])
    yield from _what(claim)
    yield from _chain(claim)
    yield "reading", _score(claim["coder"])
    yield from _reasons(claim["coder"]["reasons"])
    yield from _elsewhere(claim)
    held = claim["held"]
    if held["from"]:
        until = f", superseded {held['until']}" if held["until"] else ""
        yield "held since", held["from"] + until


def _document(document: Claim) -> Iterator[tuple[str, str]]:
    title = document["title"] or "(no title)"
    yield "article", f"{title} -- {document['publisher'] or 'publisher not known'}"
    if document["published"]:
        yield "", f"published {document['published']} ({_PUBLISHED[document['published_basis']]})"
    else:
        yield "", "date of publication not known"
    if document["url"]:
        yield "", document["url"]
    if document.get("composed"):
        yield "", "composed: written as an example, not real news"


def _what(claim: Claim) -> Iterator[tuple[str, str]]:
    proposition = claim["proposition"]
    layer = [f"{name} {proposition[name]}" for name in ("form", "instrument", "stage", "turn", "mode")
             if proposition[name]]
    kind = proposition["type"] or "no PLOVER type"
    if proposition["plover_type"] != proposition["type"]:
        kind += f" (in PLOVER's manual: {proposition['plover_type'] or 'none'})"
    yield "what", "; ".join([kind, *layer])
    if proposition["contexts"]:
        yield "", f"contexts: {', '.join(proposition['contexts'])}"
    realis = phrases.REALIS[claim["realis"]] or "told as having happened"
    aspect = proposition["aspect"]
    yield "", realis if aspect == "event" else f"{realis}; a {aspect}, not an event"
    for n, participant in enumerate(proposition["participants"]):
        yield ("who" if not n else ""), _participant(participant)
    when = proposition["when"]
    basis = _BASES[when["basis"]]
    quoted = f' "{when["span"]["text"]}"' if when["span"] else ""
    yield "when", f"{phrases.when(when) or 'not known'} ({basis}{quoted})"
    for n, place in enumerate(proposition["where"]):
        name = place["name"] or (place["span"] or {}).get("text") or "?"
        yield ("where" if not n else ""), f"{name}, {place['country']}" if place["country"] else name
    for n, thing in enumerate(proposition["items"]):
        more = [word for word in (thing["role"], thing["category"]) if word]
        yield ("items" if not n else ""), phrases.item(thing) + (f" ({', '.join(more)})" if more else "")


def _participant(participant: Claim) -> str:
    name = phrases.name_of(participant)
    more = [f'"{participant["mention"]["text"]}"'] if participant["mention"]["text"] != name else []
    principal = participant["principal"]
    more.append(f"acts for {principal}" if principal else "for whom is not known")
    if participant["sector"]:
        more.append(participant["sector"])
    return f"{participant['role']}: {name} ({', '.join(more)})"


def _chain(claim: Claim) -> Iterator[tuple[str, str]]:
    links, values = claim["attribution"], claim["factuality"]["values"]
    for n, (link, value) in enumerate(zip(links, values, strict=False)):
        cue = f', "{link["cue"]["text"]}"' if link["cue"] else ""
        order = "who says so" if not n else ""
        yield order, (f"{n + 1}. {phrases.source(link)} ({phrases.LINKS[link['kind']]}{cue}): "
                      f"{value}, {phrases.FACTUALITY[value]}")
    if claim["denies"]:
        yield "denies", claim["denies"]


def _score(coder: Claim) -> str:
    score = "no score" if coder["score"] is None else f"score {coder['score']:.2f}"
    return f"{score}; {coder['model'] or 'no model'}, version {coder['version']}"


def _reasons(reasons: list[Any]) -> Iterator[tuple[str, str]]:
    for n, reason in enumerate(reasons):
        score = reason.get("score")
        scored = f" ({score:.2f})" if isinstance(score, (int, float)) else ""
        value = reason.get("value")
        shown = "not said" if value is None else one_line(str(value))
        because = f"{reason.get('field')} = {shown}{scored}: {reason.get('because')}"
        yield ("because" if not n else ""), because


def _elsewhere(claim: Claim) -> Iterator[tuple[str, str]]:
    """Spans that the marked sentence does not hold, and further evidence."""
    sentence = claim["evidence"]["sentence"]
    texts = _texts(claim)
    outside = [mark for mark in marks_of(claim)
               if not sentence["start"] <= mark.start < mark.end <= sentence["end"]]
    for n, mark in enumerate(outside):
        yield ("elsewhere" if not n else ""), f'{mark.label}: "{texts[mark.start, mark.end]}" at {mark.start}'
    for n, span in enumerate(claim["evidence"]["more"]):
        yield ("also" if not n else ""), f'"{span["text"]}"'


def _texts(value: Any) -> dict[tuple[int, int], str]:
    """The text at every span in a claim."""
    found: dict[tuple[int, int], str] = {}
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"}:
            found[value["start"], value["end"]] = value["text"]
        for inner in value.values():
            found |= _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            found |= _texts(inner)
    return found
