"""Who a span means: states, bodies, organisations and people in one article.

A span is resolved from the names inside it (tables), from what the article said before (surnames, "the two
countries", pronouns), and from words for offices and groups. What is not found stays ``unknown:`` with its
surface form. Nobody unnamed is resolved to a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

import msgspec

from reportedly.knowledge import Knowledge, NameHit, unknown_id
from reportedly.records import Document, Mention, Reading, Span

STATE_KINDS = frozenset({"name", "official", "abbreviation", "former", "demonym", "capital", "seat"})
_DUAL = re.compile(r"^(?:the |both |these |their )?(?:two |both )?"
                   r"(?P<what>countries|states|nations|sides|parties|neighbou?rs|governments|"
                   r"capitals|allies|leaders|presidents|ministers|prime ministers|foreign ministers|defen[cs]e ministers|"
                   r"counterparts|officials|men|heads of state|militaries|armies|navies)$", re.IGNORECASE)
_TWO = re.compile(r"^(?:the |these |their |both )?(?:two |both )(?P<what>(?:\w+ )?\w+s)$", re.IGNORECASE)
_DUAL_MARK = re.compile(r"\b(?:two|both)\b|^the (?:sides|parties)$", re.IGNORECASE)
_PEOPLE = frozenset("leaders presidents ministers men counterparts officials".split())
_PRONOUNS = frozenset("he she him her his hers".split())
_THINGS = frozenset("it its".split())
_MANY = frozenset("they them their both".split())
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our|some|several|many|other)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINT = re.compile(r"\s*(?:,\s*and\b|,|\band\b|\bas well as\b|&|/)\s*")


class Actor(msgspec.Struct, frozen=True):
    """A resolved participant. ``how`` says in words what decided it."""

    span: Span
    entity_id: str
    name: str | None
    principal: str | None
    sector: str | None
    kind: Literal["state", "body", "organisation", "outlet", "person", "group", "unknown"]
    how: str


class Person(msgspec.Struct, frozen=True):
    """Somebody named in the article. ``full`` is the longest form seen before."""

    full: str
    at: int
    entity_id: str
    name: str
    principal: str | None
    sector: str | None
    office: str | None


class Actors:
    """The people and names of one article, and the resolution of spans against them."""

    def __init__(self, document: Document, reading: Reading, knowledge: Knowledge) -> None:
        self.text = reading.text
        self.reading, self.knowledge = reading, knowledge
        self.on = document.published
        words = [(w.start, w.end) for w in reading.words]
        self.hits: list[NameHit] = [h for h in knowledge.find_names(self.text, words or None) if self._plausible(h)]
        self._hit_starts = [h.start for h in self.hits]
        self.persons: list[Person] = []
        self._named = [m for m in reading.mentions if m.type == "PERSON"]
        # Names that the tables hold are people even where the encoder did not see one, or saw half of one.
        known = [h for h in self.hits if h.kind == "person"]
        seen = [m for m in self._named if self.text[m.start:m.end].strip(" '’.,-")
                and not any(m.start < h.end and m.end > h.start for h in known)
                and knowledge.office(self.text[m.start:m.end]) is None]
        self._named = sorted([*seen, *(Mention(start=h.start, end=h.end, type="PERSON") for h in known)],
                             key=lambda m: m.start)
        for mention in self._named:
            self._meet(mention)
        self._owned_names = self._introduced()

    # ------------------------------------------------------------ the article's names

    def _plausible(self, hit: NameHit) -> bool:
        """Whether a name that is also another word or name means what the table says, given what the encoder read."""
        if hit.kind == "equipment" or not {"word", "person", "place", "prefix"} & set(hit.flags):
            return True
        over = [m for m in self.reading.mentions if m.start < hit.end and m.end > hit.start]
        if not over:
            if hit.kind in STATE_KINDS:
                # "Turkey" and "China" are words too, in lower case; as a proper noun they are states.
                return "prefix" not in hit.flags and self._proper(hit)
            return "word" not in hit.flags and "prefix" not in hit.flags
        mention = over[0]
        if hit.kind in STATE_KINDS:
            # "Chad Smith", "Jordan" the player: a longer or equal name of a person
            return mention.type != "PERSON" or "person" not in hit.flags and mention.end <= hit.end
        return mention.type in ("ORG", "STATE", "PLACE") if hit.kind != "person" else mention.type == "PERSON"

    def _proper(self, hit: NameHit) -> bool:
        tags = [w.upos for w in self.reading.words if hit.start <= w.start < hit.end]
        return not any(tags) or "PROPN" in tags or "ADJ" in tags and hit.kind == "demonym"

    def hits_in(self, start: int, end: int) -> list[NameHit]:
        """Names that lie within [start, end)."""
        i = bisect_left(self._hit_starts, start)
        found = []
        while i < len(self.hits) and self.hits[i].start < end:
            if self.hits[i].end <= end:
                found.append(self.hits[i])
            i += 1
        return found

    def _meet(self, mention: Mention) -> None:
        name = _POSSESSIVE.sub("", self.text[mention.start:mention.end]).strip() or self.text[mention.start:mention.end]
        earlier = self._known(name)
        if earlier is not None:
            self.persons.append(msgspec.structs.replace(earlier, at=mention.start))
            return
        office, state = self._beside(mention)
        spell = None
        if state is not None or " " in name:
            # Who held it then goes first: the latest of several offices is another state's or body's now and then.
            spell = (self.knowledge.leader(name, state, self.on) if self.on else None) or self.knowledge.leader(name, state)
        if spell is None and state is None and " " not in name:
            self.persons.append(Person(name, mention.start, unknown_id(name), name, None, None, office))
            return
        entry = self.knowledge.office(office) if office else None
        if spell is not None and (state is None or spell.state == state):
            self.persons.append(Person(name, mention.start, spell.entity_id, spell.name, spell.state,
                                       entry.sector if entry else "GOV", office))
        else:
            self.persons.append(Person(name, mention.start, unknown_id(name), name, state,
                                       entry.sector if entry else None, office))

    def _introduced(self) -> list[tuple[int, str, NameHit]]:
        """Organisations that the article introduces with their state: "Norland's Aldair Works". (place, name, state)"""
        found = []
        for mention in self.reading.mentions:
            if mention.type != "ORG":
                continue
            lead = self.text[max(0, mention.start - 40):mention.start]
            hits = self.hits_in(mention.start - len(lead), mention.start)
            owners = [h for h in hits if h.kind in STATE_KINDS and h.principal]
            if owners and re.fullmatch(r"(?:['’]s)?(?:\s+[\w-]+){0,3}\s+", self.text[owners[-1].end:mention.start]) and (
                    owners[-1].kind == "demonym" or self.text[owners[-1].end:mention.start][:1] in "'’"):
                found.append((mention.start, self.text[mention.start:mention.end], owners[-1]))
        return found

    def _of_introduced(self, name: str, start: int) -> tuple[str, NameHit] | None:
        """The organisation introduced before that ``name`` repeats, whole or in part."""
        words = set(_ARTICLE.sub("", name).split())
        for at, full, owner in self._owned_names:
            if at <= start and words and words <= set(full.split()):
                return full, owner
        return None

    def _known(self, name: str) -> Person | None:
        """The latest person of the article that a surname or a repeated name means."""
        tokens = name.split()
        for person in reversed(self.persons):
            full = person.full.split()
            if name == person.full or len(tokens) < len(full) and tokens[-1] == full[-1]:
                return person
        return None

    def _beside(self, mention: Mention) -> tuple[str | None, str | None]:
        """The office before ("Turkish Defence Minister X") or after ("X, head of Turkey's border service") a name,
        and the state that it belongs to."""
        line = self.text.rfind("\n", 0, mention.start) + 1
        lead = self.text[max(line, mention.start - 90):mention.start]
        parts = re.split(r"([.;:!?]\s|,\s|\b(?:and|with|by|said|met|told|between)\b)", lead)
        lead = parts[-1]
        if len(parts) > 2 and parts[-2].startswith(",") and self.knowledge.office(parts[-3]) and (
                not lead.strip() or self.knowledge.office(lead)):
            lead = "".join(parts[-3:])  # "the head of Norland's staff, General X"
        base = mention.start - len(lead)
        states = [h for h in self.hits_in(base, mention.start) if h.kind in STATE_KINDS]
        office = self._office(base, mention.start)
        if office:
            return office, states[-1].principal if states else None
        tail = re.match(r"\s*,\s+([^,.;]{4,80})", self.text[mention.end:mention.end + 100])
        if tail:
            start = mention.end + tail.start(1)
            office = self._office(start, start + len(tail.group(1)))
            if office:
                states = [h for h in self.hits_in(start, start + len(tail.group(1))) if h.kind in STATE_KINDS]
                return office, states[0].principal if states else None
        return None, None

    def _office(self, start: int, end: int) -> str | None:
        """The words of an office in [start, end), with "the" for a state that stands inside them: "head of Latvia's
        border service" is the tables' "head of the border service"."""
        text = self.text[start:end].strip()
        if not text or self.knowledge.office(text):
            return text or None
        for hit in self.hits_in(start, end):
            if hit.kind in STATE_KINDS:
                after = re.sub(r"^['’]s?(?!\w)", "", self.text[hit.end:end])
                plain = f"{self.text[start:hit.start]}the{after}".strip()
                if self.knowledge.office(plain):
                    return plain
        return None

    # ------------------------------------------------------------ spans

    def resolve(self, start: int, end: int) -> list[Actor]:
        """The participants that a span names: several for "Turkey and Azerbaijan" or "the two countries"."""
        start, end = self._trim(start, end)
        if start >= end:
            return []
        parts = self._parts(start, end)
        if len(parts) > 1:
            return [actor for a, b in parts for actor in self.resolve(a, b)]
        dual = self._dual(start, end)
        if dual:
            return dual
        return [self._one(start, end)]

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and not self.text[start].isalnum():
            start += 1
        while end > start and not (self.text[end - 1].isalnum() or self.text[end - 1] in ".)"):
            end -= 1
        possessive = re.search(r"['’]s$", self.text[start:end])
        return start, end - len(possessive.group()) if possessive else end

    def _span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self.text[start:end])

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Coordinated names: "Turkey and Azerbaijan", "Russia, Iran and China", "the presidents of X and Y"."""
        joints = [(start + m.start(), start + m.end()) for m in _JOINT.finditer(self.text[start:end])]
        if not joints:
            return []
        inside = [(m.start, m.end) for m in self.reading.mentions if start <= m.start and m.end <= end]
        names = [(h.start, h.end) for h in self.hits_in(start, end)]
        cut = [(a, b) for a, b in joints if not any(s < b and a < e for s, e in inside + names)]
        bounds = [start, *(x for ab in cut for x in ab), end]
        parts = [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < b]
        named = [any(a <= s and e <= b for s, e in inside + names) for a, b in parts]
        if len(parts) < 2 or not all(named):
            return []
        # "X, head of Y's service": an apposition, not a second participant
        if any(self.text[a:b].startswith(",") and "and" not in self.text[a:b] for a, b in cut) and (
                self._office(*parts[1]) and not self._name_in(*parts[1])):
            return []
        return parts

    def _name_in(self, start: int, end: int) -> bool:
        return any(m.type == "PERSON" and start <= m.start and m.end <= end for m in self.reading.mentions)

    def _dual(self, start: int, end: int) -> list[Actor]:
        surface = self.text[start:end]
        match = _DUAL.match(surface) or _TWO.match(surface)
        low = surface.lower()
        if not (match and _DUAL_MARK.search(surface)) and low != "both" or self.hits_in(start, end):
            return []
        what = match.group("what").lower().split()[-1] if match else "sides"
        found: list[Actor] = []
        if what in _PEOPLE:
            for person in reversed([p for p in self.persons if p.at < start]):
                if person.entity_id not in {a.entity_id for a in found}:
                    found.append(self._from_person(person, start, end, f'"{surface}": the last two people named'))
                if len(found) == 2:
                    break
        if len(found) < 2:
            found = []
            for hit in reversed([h for h in self.hits if h.end <= start and h.kind in STATE_KINDS]):
                if hit.principal and hit.principal not in {a.principal for a in found}:
                    found.append(Actor(self._span(start, end), hit.entity_id, hit.name, hit.principal, "GOV", "state",
                                       f'"{surface}": the last two states named'))
                if len(found) == 2:
                    break
        return list(reversed(found)) if len(found) == 2 else []

    def _from_person(self, person: Person, start: int, end: int, how: str) -> Actor:
        return Actor(self._span(start, end), person.entity_id, person.name, person.principal, person.sector, "person", how)

    def _one(self, start: int, end: int) -> Actor:
        surface = self.text[start:end]
        low = surface.lower()
        span = self._span(start, end)
        pronoun = self._pronoun(low, start, end)
        if pronoun is not None:
            return pronoun
        hits = self.hits_in(start, end)
        states = [h for h in hits if h.kind in STATE_KINDS]
        person = next((p for p in self.persons if start <= p.at < end), None)
        if person is not None and self._is_head(person.at, start, end):
            named = "the tables" if person.entity_id.startswith("person:") else "the article"
            owner = self._owner(states, start, end)
            if person.principal is None and owner is not None and owner.end < person.at:
                person = msgspec.structs.replace(person, principal=owner.principal)  # "Norland's Aldair"
            return self._from_person(person, start, end, f"{person.name}, known from {named}")
        owner = self._owner(states, start, end)
        organisation = next((h for h in hits if h.kind in ("organisation", "outlet")), None)
        bare = _ARTICLE.sub("", surface)
        if states and (states[-1].end - states[-1].start >= len(bare) - 1) and states[-1].kind != "demonym":
            hit = states[-1]
            how = {"capital": "its capital stands for its government", "seat": "a seat of government stands for it"}
            return Actor(span, hit.entity_id, hit.name, hit.principal, "GOV", "state", how.get(hit.kind, "named"))
        if organisation is not None and (organisation.end - organisation.start >= len(bare) * 0.5
                                         or self.knowledge.sector_of(surface) in (None, "BUS")):
            kind: Literal["organisation", "outlet"] = "outlet" if organisation.kind == "outlet" else "organisation"
            return Actor(span, organisation.entity_id, organisation.name,
                         organisation.principal or (owner.principal if owner else None), organisation.sector, kind, "named")
        body = self.knowledge.body(surface)
        sector = self.knowledge.sector_of(surface)
        office = self.knowledge.office(surface)
        if owner is not None and owner.principal:
            if body is not None and not (office and not low.endswith(tuple(body.terms))):
                return Actor(span, self.knowledge.body_id(owner.principal, body.key),
                             self.knowledge.body_name(owner.principal, body.key), owner.principal, body.sector, "body",
                             f"{owner.name}'s {body.name.lower()}")
            what = f"of {owner.name}"
            if sector or owner.kind == "demonym" and owner.end == end:
                return Actor(span, owner.entity_id, surface, owner.principal, sector or "GOV", "group", what)
            return Actor(span, owner.entity_id, surface, owner.principal, "UNK", "group", what)
        mention = next((m for m in self.reading.mentions if start <= m.start and m.end <= end
                        and m.type in ("ORG", "PERSON")), None)
        name = self.text[mention.start:mention.end] if mention else surface
        if low.startswith("the ") and office is not None and not states:
            for known in reversed([p for p in self.persons if p.at < start]):
                entry = self.knowledge.office(known.office) if known.office else None
                words = (known.office or "").lower().split()
                if entry is not None and (entry.key == office.key or low.split()[-1] in words):
                    return self._from_person(known, start, end, f'"{surface}": {known.name}, named before')
        if body is not None or office is not None or sector is not None:
            carried = self._carried(body.key if body else None, low, start)
            if carried is not None:
                return msgspec.structs.replace(carried, span=span)
            return Actor(span, unknown_id(surface), None, None, sector or (body.sector if body else None), "group",
                         "a word for a group or office, of no named state")
        before = self._of_introduced(name, start)
        if before is not None and before[1].principal:
            full, state = before
            return Actor(span, unknown_id(full), full, state.principal, None, "organisation",
                         f"introduced in the article as of {state.name}; not in the tables")
        return Actor(span, unknown_id(name), name if mention else None, None, None, "unknown", "not in the tables")

    def _is_head(self, at: int, start: int, end: int) -> bool:
        """Whether the person at ``at`` is what the span is about: not an owner ("Smith's party")."""
        mention = next((m for m in self._named if m.start == at), None)
        if mention is None:
            return True
        after = self.text[mention.end:end]
        return not re.match(r"['’]s?\s+\w", after) and not re.search(
            r"\b(?:of|for|by|against|with)\s+(?:\w+\s+){0,4}$", self.text[start:at], re.IGNORECASE)

    def _owner(self, states: list[NameHit], start: int, end: int) -> NameHit | None:
        """The state that a phrase belongs to: "Syrian" in "US-backed Syrian rebels", "Azerbaijan" in "the president of
        Azerbaijan", "Turkey" in "Turkey's ambassador to Russia"."""
        owners = [h for h in states if h.principal]
        if not owners:
            return None
        for hit in owners:
            if re.match(r"['’]s?\s+\w", self.text[hit.end:end]):
                return hit
        for hit in owners:
            if hit.kind == "demonym" and hit.end < end and not self.text[hit.end:hit.end + 1] == "-":
                nxt = next((h for h in owners if h.start > hit.end), None)
                if nxt is None or nxt.kind != "demonym" or nxt.start - hit.end > 12:
                    return hit
        for hit in owners:
            if re.search(r"\bof\s+(?:the\s+)?$", self.text[start:hit.start], re.IGNORECASE):
                return hit
        return owners[0]

    def _carried(self, body: str | None, low: str, start: int) -> Actor | None:
        """"the ministry", "the defence ministry" after "Poland's defence ministry": the last such body of a state."""
        if body is None or not low.startswith(("the ", "its ", "their ")):
            return None
        for hit in reversed([h for h in self.hits if h.end <= start and h.kind in STATE_KINDS and h.principal]):
            tail = self.text[hit.end:hit.end + 60]
            found = self.knowledge.body(re.split(r"[.,;]", tail)[0])
            if found is not None and found.key == body and hit.principal:
                return Actor(self._span(start, start + 1), self.knowledge.body_id(hit.principal, body),
                             self.knowledge.body_name(hit.principal, body), hit.principal, found.sector, "body",
                             f"the {found.name.lower()} named before")
        return None

    def _pronoun(self, low: str, start: int, end: int) -> Actor | None:
        if low in _PRONOUNS:
            before = [p for p in self.persons if p.at < start]
            if before:
                # The subject of this sentence or the last: people named first in a sentence are mostly its subject.
                return self._from_person(self._likely(before, start), start, end, f'"{low}": the last person spoken of')
            return Actor(self._span(start, end), unknown_id(low), None, None, None, "unknown",
                         "a pronoun, nobody named before")
        if low in _THINGS or low in ("the country", "the nation", "the kingdom", "the republic"):
            states = [h for h in self.hits if h.end <= start and h.kind in ("name", "official", "capital", "seat")]
            for hit in reversed(states):
                return Actor(self._span(start, end), hit.entity_id, hit.name, hit.principal, "GOV", "state",
                             f'"{low}": the last state named')
        if low in _THINGS or low in _MANY:
            return Actor(self._span(start, end), unknown_id(low), None, None, None, "unknown", "a pronoun, not resolved")
        return None

    def _likely(self, before: list[Person], start: int) -> Person:
        sentence = max((i for i, (a, _) in enumerate(self.reading.sentences) if a <= start), default=0)
        for i in (sentence, sentence - 1):
            if i < 0:
                break
            a, b = self.reading.sentences[i]
            here = [p for p in before if a <= p.at < b]
            if here:
                return here[0]
        return before[-1]
