"""Finding names in a text: longest match over word tokens, with the case that each name needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product

import msgspec

from reportedly.knowledge.folding import case_fits, fold, fold_token

_PIECE = re.compile(r"[^\s\u00a0\-\u2010-\u2015/,;:()\[\]\"“”&!?]+")
_WORDS = re.compile(r"\S+")
_BREAKS = re.compile(r"[,;:()\[\]!?\"“”]")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
# "An-26" and "A-50" are aircraft, "an 26-year-old" and "a 50 per cent" are not.
_ARTICLES = frozenset(("a", "an", "i", "is", "in", "to", "at", "be", "no", "or", "as", "so", "by"))
# Order of preference where one surface form belongs to several entries.
_ORDER = {
    "name": 0,
    "official": 0,
    "abbreviation": 1,
    "demonym": 2,
    "capital": 3,
    "seat": 3,
    "former": 4,
    "organisation": 5,
    "outlet": 6,
    "person": 7,
    "equipment": 8,
    "body": 9,
    "office": 10,
    "agent": 11,
}


class NameEntry(msgspec.Struct, frozen=True):
    """One surface form of one entity, as the index holds it."""

    surface: str
    entity_id: str
    kind: str
    name: str
    principal: str | None = None
    sector: str | None = None
    flags: tuple[str, ...] = ()
    proper: bool = True
    category: str | None = None


class NameHit(msgspec.Struct, frozen=True):
    """A name found in a text, ``[start, end)`` in characters. A possessive "'s" is outside it.

    ``kind``: for states name, official, abbreviation, former, demonym, capital or seat; else
    organisation, outlet, person, equipment, and on request body, office, agent.
    ``flags``: what else the form can be (word, place, person, state, group, region, igo, prefix), and
    "adjective", "noun" or "plural" for demonyms.
    ``others``: entity ids that the same form can mean too.
    """

    start: int
    end: int
    entity_id: str
    kind: str
    name: str
    principal: str | None
    sector: str | None
    flags: tuple[str, ...]
    others: tuple[str, ...] = ()
    category: str | None = None


def spellings(designation: str) -> set[str]:
    """The keys of an equipment name with and without its joints: "K9", "K-9" and "K 9" are one."""
    tokens = fold(designation)
    parts: list[str] = []
    for token in tokens:
        found = re.fullmatch(r"([a-z]{1,4})(\d+[a-z0-9]*)", token)
        parts.extend(found.groups() if found else (token,))
    if not parts:
        return set()
    keys = {" ".join(tokens)}
    joints = [
        i
        for i in range(len(parts) - 1)
        if len(parts[i]) <= 4
        and re.match(r"\d", parts[i + 1])
        or re.match(r"\d", parts[i])
        and len(parts[i + 1]) <= 2
    ]
    for choice in product(("", " "), repeat=len(joints[:4])):
        glue = dict(zip(joints, choice, strict=False))
        keys.add(
            "".join(part + (glue.get(i, " ") if i < len(parts) - 1 else "") for i, part in enumerate(parts))
        )
    return keys


class NameIndex:
    """A dictionary from folded keys to entries, with what a longest match needs to know."""

    def __init__(self) -> None:
        self._entries: dict[str, list[NameEntry]] = {}
        self._longest: dict[str, int] = {}

    def add(self, entry: NameEntry, keys: Iterable[str] | None = None) -> None:
        for one in keys if keys is not None else (" ".join(fold(entry.surface)),):
            if not one:
                continue
            listed = self._entries.setdefault(one, [])
            if entry not in listed:
                listed.append(entry)
            first, _, rest = one.partition(" ")
            size = rest.count(" ") + 2 if rest else 1
            if size > self._longest.get(first, 0):
                self._longest[first] = size

    def copy(self) -> NameIndex:
        """An index with the same entries, to which more can be added."""
        other = NameIndex()
        other._entries = {k: list(v) for k, v in self._entries.items()}
        other._longest = dict(self._longest)
        return other

    def sort(self) -> None:
        """Put the preferred entry of each key first. Call once after the last ``add``."""
        for listed in self._entries.values():
            if len(listed) > 1:
                listed.sort(key=lambda e: (_ORDER.get(e.kind, 99), len(e.flags), e.surface, e.entity_id))

    def lookup(self, text: str, *, check_case: bool = True) -> list[NameEntry]:
        """All entries whose name the text is, whole."""
        listed = self._entries.get(" ".join(fold(text)), [])
        return [e for e in listed if not check_case or not e.proper or case_fits(text.strip(), e.surface)]

    def find(self, text: str, word_spans: Sequence[tuple[int, int]] | None = None) -> list[NameHit]:
        """Every name in the text, longest match first from the left, without overlaps."""
        if word_spans is None:
            word_spans = [m.span() for m in _WORDS.finditer(text)]
        starts: list[int] = []
        ends: list[int] = []  # without a possessive
        bare: list[str] = []  # folded without a possessive
        full: list[str] = []  # folded with it: "peoples" in "People's Republic"
        for start, end in word_spans:
            for piece in _PIECE.finditer(text, start, end):
                token, left = piece.group(), piece.start()
                if token in _POSSESSIVE:
                    if starts and ends[-1] == left:
                        full[-1] = bare[-1] + "s"
                    continue
                core = token[:-2] if token.endswith(_POSSESSIVE) else token
                folded = fold_token(core)
                if not folded:
                    continue
                starts.append(left)
                tail = core if "." in core[:-1] else core.rstrip(".")
                ends.append(left + len(tail.rstrip("'’")))
                bare.append(folded)
                full.append(folded + "s" if core is not token else folded)
        hits: list[NameHit] = []
        i, n = 0, len(starts)
        entries, longest = self._entries, self._longest
        while i < n:
            size = max(longest.get(full[i], 0), longest.get(bare[i], 0))
            if not size:
                i += 1
                continue
            hit = None
            for j in range(min(i + size, n), i, -1):
                head = full[i : j - 1]
                listed = entries.get(" ".join([*head, bare[j - 1]]))
                if listed is None and full[j - 1] is not bare[j - 1]:
                    listed = entries.get(" ".join([*head, full[j - 1]]))
                if listed is None:
                    continue
                surface = text[starts[i] : ends[j - 1]]
                breaks = _BREAKS.search(surface) is not None
                spaced = bare[i] in _ARTICLES and " " in surface
                fitting = [
                    e
                    for e in listed
                    if (not e.proper or case_fits(surface, e.surface))
                    and (not breaks or _BREAKS.search(e.surface))
                    and not (spaced and e.kind == "equipment" and " " not in e.surface)
                ]
                if fitting:
                    hit = _hit(starts[i], ends[j - 1], fitting)
                    hits.append(hit)
                    i = j
                    break
            if hit is None:
                i += 1
        return hits


def _hit(start: int, end: int, fitting: list[NameEntry]) -> NameHit:
    first = fitting[0]
    others = tuple(dict.fromkeys(e.entity_id for e in fitting[1:] if e.entity_id != first.entity_id))
    flags = list(first.flags)
    if others and "ambiguous" not in flags:
        flags.append("ambiguous")
    return NameHit(
        start,
        end,
        first.entity_id,
        first.kind,
        first.name,
        first.principal,
        first.sector,
        tuple(flags),
        others,
        first.category,
    )
