"""What the words around a trigger say about form, stage, instrument and turn: the back-off beside the reader's scores.

The lexicon is ``data/lexicons/events.yaml``. A form is only taken from words where defence is spoken of: "the purchase of
wheat" is no arms sale.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Mapping
from typing import Any

import msgspec

from reportedly.claims.syntax import Tree
from reportedly.knowledge import Knowledge, Lexicon, key

DEFENCE = re.compile(r"\b(?:militar\w*|defen[cs]e|arms?|armed forces|army|navy|naval|air force|troops|soldiers?|officers?|"
                     r"weapons?\w*|missiles?|drones?|uavs?|tanks?|fighter jets?|warships?|frigates?|corvettes?|"
                     r"submarines?|howitzers?|artillery|rockets?|munitions?|ammunition|exercises?|drills?|"
                     r"manoeuvres?|maneuvers?|general staff|"
                     r"battalions?|brigades?|border guards?|security cooperation|radars?|bases?)\b", re.IGNORECASE)
_JOINTLY = re.compile(r"\bjoint(?:ly)?\b|\bco-?produc\w+|\btogether\b|\bparts\b.*\bin\b.*\bparts\b.*\bin\b", re.IGNORECASE)
FIELDS = ("form", "stage", "instrument", "turn")


class Cue(msgspec.Struct, frozen=True):
    """A lexicon entry found at words [start, end)."""

    start: int
    end: int
    term: str
    attributes: Mapping[str, Any]
    pos: str


class _Index:
    """Entries by their first folded word, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        for entry in (e for listed in lexicon.entries.values() for e in listed):
            if any(f in entry.attributes for f in FIELDS) or "types" in entry.attributes:
                tokens = tuple(key(entry.term).split())
                if tokens:
                    self.by_first.setdefault(tokens[0], []).append((tokens, entry))
        for listed in self.by_first.values():
            listed.sort(key=lambda x: -len(x[0]))


_INDEXES: weakref.WeakKeyDictionary[Knowledge, _Index] = weakref.WeakKeyDictionary()


def _index(knowledge: Knowledge) -> _Index:
    if knowledge not in _INDEXES:
        _INDEXES[knowledge] = _Index(knowledge.lexicon("events"))
    return _INDEXES[knowledge]


def cues_in(tree: Tree, first: int, last: int, knowledge: Knowledge) -> list[Cue]:
    """Lexicon entries among the words [first, last), longest match from the left, by lemma or by form."""
    index = _index(knowledge)
    lemmas = [key(tree.lemma(i)) for i in range(first, last)]
    forms = [key(tree.forms[i]) for i in range(first, last)]
    found, i = [], 0
    while i < len(forms):
        size = 1
        for name in dict.fromkeys((forms[i], lemmas[i])):
            hits = []
            for tokens, entry in index.by_first.get(name, ()):
                n = len(tokens)
                if all(i + k < len(forms) and tokens[k] in (forms[i + k], lemmas[i + k]) for k in range(n)) \
                        and _fits(tree, first + i + n - 1, entry.pos, n):
                    hits.append((n, entry))
            if hits:
                longest = max(n for n, _ in hits)
                found += [Cue(first + i, first + i + n, e.term, e.attributes, e.pos) for n, e in hits if n == longest]
                size = max(size, longest)
                break
        i += size
    return found


def _fits(tree: Tree, last: int, pos: str, length: int) -> bool:
    """Whether the part of speech can be the entry's; phrases are taken as they stand."""
    upos = tree.words[last].upos
    if length > 1 or not upos:
        return True
    return upos in ("VERB", "AUX") if pos == "verb" else upos in ("NOUN", "PROPN", "ADJ", "VERB") if pos == "noun" else True


def backed_off(tree: Tree, trigger: tuple[int, int], kind: str | None, have: dict[str, str | None],
               knowledge: Knowledge) -> tuple[dict[str, str | None], list[dict[str, Any]]]:
    """``have`` with empty fields filled from words, and the reasons. What the reader decided stays."""
    fields = dict(have)
    reasons: list[dict[str, Any]] = []
    at = tree.word_at(trigger[0])
    if at is None:
        return fields, reasons
    lo, hi = _reach(tree, at)
    cues = cues_in(tree, lo, hi, knowledge)
    own = [c for c in cues if c.start <= at < c.end and (kind is None or kind in c.attributes.get("types", [kind]))]
    rest = sorted((c for c in cues if c not in own and c.start > at), key=lambda c: c.start)
    sentence = tree.text[slice(*tree.sentence_span(tree.sentence_of(trigger[0])))]
    defence = DEFENCE.search(sentence) is not None or any(
        m.type == "EQUIPMENT" and tree.words[lo].start <= m.start < tree.words[hi - 1].end for m in tree.reading.mentions)

    def take(name: str, cue: Cue) -> None:
        value = cue.attributes.get(name)
        if fields[name] is None and isinstance(value, str):
            fields[name] = value
            reasons.append({"field": name, "value": value, "because": f'the words "{cue.term}"'})

    for cue in own:
        # Which of the two a meeting is, its own word tells better than the scores.
        if {fields["form"], cue.attributes.get("form")} == {"visit", "consultation"}:
            fields["form"] = None
        take("turn", cue)
        take("stage", cue)
        if cue.attributes.get("form") in ("visit", "consultation", "mediation", "peacekeeping") or defence:
            take("form", cue)
    if kind in ("SUPPORT", "AGREE", "CONSULT", "REJECT", "REQUEST", None):
        for cue in rest:
            if cue.pos == "instrument" and kind in ("SUPPORT", "AGREE", None) and cue.start - at <= 8:
                take("instrument", cue)
            if defence and cue.attributes.get("form") not in (None, "visit", "consultation") and kind != "CONSULT":
                take("form", cue)
    if fields["form"] == "local-production" and _JOINTLY.search(sentence):
        fields["form"] = "joint-production"
        reasons.append({"field": "form", "value": "joint-production", "because": "it is made jointly or in parts"})
    return fields, reasons


def _reach(tree: Tree, at: int) -> tuple[int, int]:
    """The words that a trigger's content lies in: its subtree and the phrase that it heads, within its sentence."""
    members = tree.subtree(at)
    lo = max(0, min([*members, at]) if members else at)
    hi = max([*members, at]) + 1
    sentence = tree.sentence_index[at]
    lo, hi = max(lo, at - 3), max(hi, at + 1)
    while lo > 0 and tree.sentence_index[lo] != sentence:
        lo += 1
    while hi < len(tree.words) and hi < at + 6 and tree.sentence_index[hi] == sentence:
        hi += 1
    return lo, hi
