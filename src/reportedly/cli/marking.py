"""A sentence with its spans marked: nested labels in brackets, or colours where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .words import safe

STYLES = {"trigger": "bold reverse", "actor": "bold cyan", "recipient": "bold green", "third": "bold blue",
          "voice": "bold magenta", "speaker": "magenta", "cue": "magenta", "hedge": "red", "when": "yellow",
          "where": "blue", "item": "bold yellow", "quantity": "yellow", "value": "yellow", "framing": "red"}


class Mark(NamedTuple):
    """A labelled span; offsets into the document's text."""

    start: int
    end: int
    label: str


class Piece(NamedTuple):
    """A run of text under the same labels, outermost first; ``opens`` and ``closes`` count those that
    begin at its start and end at its end."""

    text: str
    labels: tuple[str, ...]
    opens: int
    closes: int


def marks_of(claim: Mapping[str, Any]) -> list[Mark]:
    """Every span of a claim (its dictionary form), wherever in the text it stands, in the text's order."""
    proposition, evidence = claim["proposition"], claim["evidence"]
    found: list[tuple[Any, str]] = [(evidence["trigger"], "trigger")]
    found += [(p["mention"], p["role"]) for p in proposition["participants"]]
    found.append((proposition["when"]["span"], "when"))
    found += [(place["span"], "where") for place in proposition["where"]]
    for thing in proposition["items"]:
        found.append((thing.get("span"), "item"))
        found += [((thing.get(part) or {}).get("span"), part) for part in ("quantity", "value")]
    for link in claim["attribution"]:
        found += [(link["source"]["span"], "voice"), ((link["speaker"] or {}).get("span"), "speaker"),
                  (link["cue"], "cue")]
    found += [(cue, "hedge") for cue in claim["factuality"]["cues"]]
    found += [(framing["span"], "framing") for framing in claim["framing"]]
    labels: dict[tuple[int, int], list[str]] = {}
    for span, label in found:
        if span is not None and label not in labels.setdefault((span["start"], span["end"]), []):
            labels[span["start"], span["end"]].append(label)
    return sorted(Mark(*spot, "+".join(names)) for spot, names in labels.items())


def pieces(text: str, offset: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    """``text``, which begins at ``offset`` of the document, cut where labels change.

    Marks that reach out of the text, and those that cross one already taken, are left out: brackets can
    only nest.
    """
    end = offset + len(text)
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        crossing = any(k.start < mark.start < k.end < mark.end for k in kept)
        if offset <= mark.start < mark.end <= end and not crossing:
            kept.append(mark)
    cuts = sorted({offset, end, *(m.start for m in kept), *(m.end for m in kept)})
    for left, right in zip(cuts, cuts[1:], strict=False):
        around = [m for m in kept if m.start <= left and right <= m.end]
        yield Piece(safe(text[left - offset:right - offset]), tuple(m.label for m in around),
                    sum(m.start == left for m in around), sum(m.end == right for m in around))


def bracketed(text: str, offset: int, marks: Iterable[Mark]) -> str:
    """``[actor: Poland] [trigger: signed] ...``."""
    out = []
    for piece in pieces(text, offset, marks):
        opened = piece.labels[len(piece.labels) - piece.opens:]
        out.append("".join(f"[{label}: " for label in opened) + piece.text + "]" * piece.closes)
    return "".join(out)


def style(label: str) -> str:
    """The colour of a label; of a double one ("actor+voice") its first part's."""
    return STYLES.get(label.split("+", 1)[0], "bold")
