"""Who a source phrase is: its class, the person behind it and the body that the person speaks for.

Classes (``Source.class``): ``official`` (a holder of public office, in person), ``government`` (a ministry,
an
army, any public body, also when its spokesman or an unnamed minister speaks for it), ``agency`` and the other
kinds of outlet that the knowledge tables know (``newspaper`` ...), ``media`` (an outlet of unknown kind),
``company``, ``analyst``, ``person``, ``document``, ``unnamed`` (also ``unnamed-official`` and so on: a voice
that asked not to be named, with what is said of it), ``publisher`` (the text's own outlet, kind unknown).
"""

from __future__ import annotations

import re
from typing import Any

from reportedly.claims.speech import Utterance, speech_words
from reportedly.claims.syntax import Tree
from reportedly.reading.dateline import read_dateline
from reportedly.records import Document, Reading, Source, Span, _Frozen

_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "sir", "sen", "rep", "gov", "capt", "adm"}
)
_PARTICLES = frozenset(
    {"de", "van", "von", "al", "el", "bin", "der", "den", "la", "da", "di", "du", "ibn", "of"}
)
_OUTLETS = (
    (r"agency|agencies|newswire", "agency"),
    (r"daily|newspapers?|weekly|paper|tabloid|gazette", "newspaper"),
    (r"broadcaster|radio|television|tv|channel", "broadcaster"),
)
_CHARGE = re.compile(
    r"\b(?:the\s+)?(?P<body>(?:[\w’'&.-]+\s+){0,3}?(?:ministry|department|army|navy|government|embassy|"
    r"military|police|office|council|parliament|presidency|administration|company|group|agency|party|"
    r"alliance|command|cabinet|commission))\b",
    re.IGNORECASE,
)


class Speaker(_Frozen, frozen=True, kw_only=True):
    """A source phrase, understood. ``person``, ``office`` and ``body`` are names in the text; None where not
    said."""

    source: Source
    speaker: dict[str, Any] | None = None
    person: str | None = None
    office: str | None = None
    outlet: bool = False
    plural: bool = False


def look(knowledge: object, what: str, text: str) -> Any:
    """``knowledge.what(text)`` if there is such a table; None where it knows nothing."""
    method = getattr(knowledge, what, None)
    return method(text) if callable(method) else None


def _field(entry: Any, *names: str) -> str | None:
    for name in names:
        value = entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)
        if isinstance(value, str) and value:
            return value
    return None


def identity(entry: Any, kind: str) -> str | None:
    """The entity id of a row of the tables: its own, or "kind:id"."""
    own = _field(entry, "entity_id")
    key = _field(entry, "id")
    return own or (key if key and ":" in key else f"{kind}:{key}" if key else None)


def outlet_class(entry: Any, default: str) -> str:
    """The kind of outlet that a row of the tables gives; ``default`` where there is no row."""
    kind = _field(entry, "kind", "cls", "type", "class") or default
    return "newspaper" if kind == "paper" else kind


def plain_name(text: str) -> str:
    """An outlet's or person's name for comparing: no article, possessive, "news agency" or punctuation."""
    text = re.sub(r"['’]s?\b.*$", "", text.strip())
    text = re.sub(r"^(?:the|daily|newspaper|state|news|agency|broadcaster)\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\s+(?:news\s+agency|news|agency|newspaper|daily|television|tv|radio|service)$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"[^\w/]+", " ", text.casefold()).strip()


def same_outlet(left: str | None, right: str | None) -> bool:
    """Whether two names mean one outlet: equal when plain, or one stands as whole words inside the other."""
    if not left or not right:
        return False
    a, b = plain_name(left), plain_name(right)
    if not a or not b:
        return False
    raw_left, raw_right = re.sub(r"[^\w/]+", " ", left.casefold()), re.sub(r"[^\w/]+", " ", right.casefold())
    return a == b or f" {a} " in f" {raw_right} " and len(a) > 2 or f" {b} " in f" {raw_left} " and len(b) > 2


class Speakers:
    """Resolves the source phrases of one document in reading order; remembers who has spoken and who was
    named."""

    def __init__(self, document: Document, reading: Reading, tree: Tree, knowledge: object) -> None:
        self.document, self.tree, self.knowledge = document, tree, knowledge
        self.text = reading.text or document.text
        self.words = speech_words()
        self.people = [(m.start, m.end) for m in reading.mentions if m.type == "PERSON"]
        self.orgs = [(m.start, m.end) for m in reading.mentions if m.type == "ORG"]
        self._memory: list[tuple[int, Speaker]] = []
        self._known: dict[tuple[int, int] | None, Speaker] = {}

    def of(self, one: Utterance) -> Speaker:
        """The speaker of an utterance. Call in order of the text: pronouns look back at what came before."""
        key = one.source
        if key is None:
            return Speaker(source=Source(span=None, name=None, cls="unnamed"))
        if key not in self._known:
            speaker = self._resolve(key, one.description or self.text[key[0] : key[1]], one)
            self._known[key] = speaker
            self._memory.append((key[0], speaker))
            self._memory.sort(key=lambda pair: pair[0])
        return self._known[key]

    def _span(self, offsets: tuple[int, int]) -> Span:
        return Span(start=offsets[0], end=offsets[1], text=self.text[offsets[0] : offsets[1]])

    def _resolve(self, offsets: tuple[int, int], description: str, one: Utterance) -> Speaker:
        span = self._span(offsets)
        surface = span.text.strip()
        low = surface.lower()
        if low in self.words["pronouns"]:
            return self._pronoun(span, self.words["pronouns"][low])
        entry = look(self.knowledge, "outlet", surface) or look(
            self.knowledge,
            "outlet",
            re.sub(
                r"^(?:the|an?)\s+(?:(?:daily|newspaper|broadcaster|agency|website|state|news|tv|channel)"
                r"\s+)*",
                "",
                surface,
                flags=re.IGNORECASE,
            ),
        )
        if entry is None and re.search(r"['’]s\s", surface):
            # "RFE/RL's Azerbaijani Service" is the outlet; "Azerbaijan's APA agency" names it behind the
            # possessive
            for part in (re.split(r"['’]s\s", surface)[0], re.split(r"['’]s\s", surface)[-1]):
                entry = (
                    entry
                    or look(self.knowledge, "outlet", part)
                    or look(
                        self.knowledge,
                        "outlet",
                        re.sub(r"\s+(?:news\s+)?(?:agency|service|newspaper|daily|television)$", "", part),
                    )
                )
        if entry is not None:
            return Speaker(
                source=Source(
                    span=span,
                    entity_id=identity(entry, "outlet"),
                    name=_field(entry, "name") or surface,
                    cls=outlet_class(entry, "media"),
                ),
                outlet=True,
            )
        return self._described(span, description)

    # ------------------------------------------------------------ pronouns and back-references

    def _pronoun(self, span: Span, kind: str) -> Speaker:
        wanted_person = kind in {"person", "relative"}
        best: tuple[int, Speaker] | None = None
        for at, speaker in self._memory:
            if at >= span.start:
                break
            is_person = (
                bool(speaker.person or speaker.speaker)
                or (speaker.source.cls or "") in {"official", "analyst", "person", "unnamed"}
                or (speaker.source.cls or "").startswith("unnamed-")
            )
            if wanted_person == is_person:
                best = (at, speaker)
        if wanted_person:
            named = self._subject_person(span.start, best[0] if best else -1)
            if named is not None:
                return self._again(named, span)
        if best is None:
            return Speaker(
                source=Source(span=span, name=None, cls="person" if wanted_person else None),
                speaker={"span": span, "name": None, "office": None} if wanted_person else None,
            )
        return self._again(best[1], span)

    def _subject_person(self, before: int, after: int) -> Speaker | None:
        """The last person who was the subject of a sentence between the last speaker and here."""
        number = self.tree.sentence_of(before)
        for start, end in reversed(self.people):
            if not after < start < before or self.tree.sentence_of(start) < number - 2:
                continue
            sentence_start = self.tree.sentence_span(self.tree.sentence_of(start))[0]
            if start - sentence_start <= 60 and self.tree.sentence_of(start) < number:
                lead = self.text[sentence_start:end]
                return self._described(Span(start=sentence_start, end=end, text=lead), lead)
        return None

    @staticmethod
    def _again(known: Speaker, span: Span) -> Speaker:
        source = Source(
            span=span, entity_id=known.source.entity_id, name=known.source.name, cls=known.source.cls
        )
        speaker = {**known.speaker, "span": span} if known.speaker else None
        return Speaker(
            source=source,
            speaker=speaker,
            person=known.person,
            office=known.office,
            outlet=known.outlet,
            plural=known.plural,
        )

    # ------------------------------------------------------------ descriptions

    def _described(self, span: Span, description: str) -> Speaker:
        text = description or span.text
        low = " " + re.sub(r"\s+", " ", text.lower()) + " "
        person = self._person(span, text)
        if person and " " not in person:
            fuller = self._earlier(person)
            if fuller is not None:
                return self._again(fuller, span)
        anonymous = any(phrase in low for phrase in self.words["anonymity"])
        kind, word = self._kind(low, text, person)
        spokes = any(f" {w}" in low for w in self.words["spokesperson"])
        if anonymous or kind == "unnamed" and not person:
            what = re.search(
                r"\b(company|government|defen[cs]e|military|army|ministry|industry|security|intelligence|"
                r"diplomatic|"
                r"police|senior|u\.s\.|us)?\s*\b(officials?|executives?|diplomats?|officers?|sources?|"
                r"person|people)\b",
                low,
            )
            cls = "unnamed"
            if anonymous and what and what[2].rstrip("s") in {"official", "executive", "diplomat", "officer"}:
                first = what[1] if what[1] in {"company", "government", "military"} else None
                cls = "-".join(filter(None, ("unnamed", first, what[2].rstrip("s"))))
            return Speaker(source=Source(span=span, name=None, cls=cls), plural=word.endswith("s"))
        office = self._office(text, person)
        if spokes:
            return self._spokesperson(span, text, low, person, office)
        if person:
            cls = (
                kind
                if kind in {"official", "analyst"}
                else ("official" if kind == "government" else "person")
            )
            title = look(self.knowledge, "office", office) if office else None
            if title is not None and cls == "person":
                cls = "official"
            return Speaker(
                source=Source(span=span, entity_id=self._leader(person), name=person, cls=cls),
                speaker={"span": span, "name": person, "office": office},
                person=person,
                office=office,
            )
        if kind == "official":
            body = self._body(text, span.start)
            single = re.match(r"\s*(?:an?|the|its|his|their)\s", low) is not None and not word.endswith("s")
            minister = re.search(r"\bminister\b", low) is not None
            speaker = {"span": span, "name": None, "office": office} if single or minister else None
            # an unnamed minister speaks for the ministry; any other official for himself
            cls = "government" if minister or body else "official"
            return Speaker(
                source=Source(
                    span=span, entity_id=(body or {}).get("entity_id"), name=(body or {}).get("name"), cls=cls
                ),
                speaker=speaker,
                office=office,
                plural=word.endswith("s"),
            )
        if kind in {"media", "agency"}:
            known_name = self._outlet_name(text)
            return Speaker(
                source=Source(
                    span=span,
                    name=known_name,
                    cls=next((c for words, c in _OUTLETS if re.search(rf"\b(?:{words})\b", low)), "media"),
                ),
                outlet=True,
                plural=word.endswith("s"),
            )
        if kind == "government":
            body = self._body(text, span.start)
            return Speaker(
                source=Source(
                    span=span,
                    entity_id=(body or {}).get("entity_id"),
                    name=(body or {}).get("name") or self._proper(text),
                    cls="government",
                )
            )
        if kind in {"analyst", "document", "company"}:
            return Speaker(
                source=Source(span=span, name=self._proper(text) if kind == "company" else None, cls=kind),
                plural=word.endswith("s"),
            )
        body = self._body(text, span.start)
        if body is not None:
            return Speaker(
                source=Source(
                    span=span,
                    entity_id=(body or {}).get("entity_id"),
                    name=(body or {}).get("name"),
                    cls="government",
                )
            )
        state = look(self.knowledge, "state", span.text)
        if state is not None:
            return Speaker(
                source=Source(
                    span=span,
                    entity_id=identity(state, "state"),
                    name=_field(state, "name"),
                    cls="government",
                )
            )
        return Speaker(source=Source(span=span, name=self._proper(text), cls=None))

    def _spokesperson(
        self, span: Span, text: str, low: str, person: str | None, office: str | None
    ) -> Speaker:
        """The body is the voice, the person the speaker. The body's words are sought in the phrase, else
        remembered."""
        charge = _CHARGE.search(text)
        company = re.search(r"\b(?:company|firm|manufacturer|group)\b", low) is not None
        body = self._body(text, span.start)
        name = (body or {}).get("name")
        entity = (body or {}).get("entity_id")
        cls: str | None = "company" if company else "government"
        if name is None:
            proper = re.search(
                r"((?:[A-Z][\w&/-]+\s+)*[A-Z][\w&/-]+)(?:['’]s)?\s+(?:company\s+)?spokes|spokes\w+\s+(?:for|"
                r"of)\s+(?:the\s+)?"
                r"((?:[A-Z][\w&/-]+\s*)+)",
                text,
            )
            name = next((g.strip() for g in proper.groups() if g), None) if proper else None
            if name and not charge and not company:  # a body of a kind that nothing here says
                state = look(self.knowledge, "state", name) is not None
                public = re.search(
                    r"ministry|department|government|council|nato|foreign|defen[cs]e", name, re.IGNORECASE
                )
                cls = (
                    "government"
                    if public or state
                    else "company"
                    if look(self.knowledge, "company", name) is not None
                    else None
                )
            if name is None:
                earlier = self._last_body(span.start)
                if earlier is not None and (charge is None or earlier.source.cls == cls):
                    name, entity, cls = (
                        earlier.source.name,
                        earlier.source.entity_id,
                        earlier.source.cls or cls,
                    )
        return Speaker(
            source=Source(span=span, entity_id=entity, name=name, cls=cls),
            speaker={"span": span, "name": person, "office": office or "spokesperson"},
            person=person,
            office=office,
        )

    def _leader(self, person: str) -> str | None:
        """The office-holder with this full name; a surname alone is not enough."""
        finder = getattr(self.knowledge, "leader", None)
        if not callable(finder) or " " not in person:
            return None
        return identity(finder(person), "person")

    def _last_body(self, before: int) -> Speaker | None:
        found = [s for at, s in self._memory if at < before and s.source.cls in {"government", "company"}]
        return found[-1] if found else None

    def _is_org(self, name: str) -> bool:
        return any(name in self.text[a:b] for a, b in self.orgs)

    def _body(self, text: str, at: int = -1) -> dict[str, str | None] | None:
        """Entity id and name of the public body in a phrase; both None where its state is not known; None if
        there is no body.

        The state is the one that the phrase names, else that of the same body earlier in the text, else the
        only one
        in the sentence, else the dateline's if the text speaks of that state.
        """
        if re.search(r"\b(?:company|firm|manufacturer)\b", text, re.IGNORECASE):
            return None
        entry = look(self.knowledge, "body", text)
        key = _field(entry, "key")
        if entry is None:
            office = look(self.knowledge, "office", text)
            key = _field(office, "speaks_for")
            if key is None:
                return None
        elif key is None:
            return {"entity_id": identity(entry, "body"), "name": _field(entry, "name")}
        identify = getattr(self.knowledge, "body_id", None)
        name_of = getattr(self.knowledge, "body_name", None)
        if key is None or identify is None or name_of is None:
            return {"entity_id": None, "name": None}
        state = self._named_state(text)
        if state is None:
            for known in (s for where, s in reversed(self._memory) if where < at):
                known_id = known.source.entity_id or ""
                if known_id.startswith("body:") and (
                    known_id.endswith(f"-{key}")
                    or key in {"ministry", "government"}
                    and (f"-{key}-" in known_id)
                ):
                    return {"entity_id": known_id, "name": known.source.name}
            state = self._context_state(at)
        if state is None:
            return {"entity_id": None, "name": None}
        return {"entity_id": identify(state, key), "name": name_of(state, key)}

    def _states_in(self, text: str) -> list[str]:
        finder = getattr(self.knowledge, "find_names", None)
        if not callable(finder):
            return []
        ids: list[str] = [hit.entity_id for hit in finder(text)]
        return list(dict.fromkeys(i.removeprefix("state:") for i in ids if i.startswith("state:")))

    def _named_state(self, text: str) -> str | None:
        found = self._states_in(text)
        return found[0] if len(found) == 1 else None

    def _context_state(self, at: int) -> str | None:
        if at < 0:
            return None
        start, end = self.tree.sentence_span(self.tree.sentence_of(at))
        line = read_dateline(self.text)
        floor = max(start, line.end) if line and line.end < end else start
        here = self._states_in(self.text[floor:end])
        place = look(self.knowledge, "state", line.place.text.split(",")[0]) if line and line.place else None
        home = _field(place, "key")
        if home and (
            home in here or not here and home in self._states_in(self.text[line.end :] if line else "")
        ):
            return home
        return here[0] if len(here) == 1 else None

    def _kind(self, low: str, text: str, person: str | None) -> tuple[str, str]:
        """(class of the phrase's head noun, that noun): the last known noun before "of", "for", "who" or a
        comma counts."""
        first = re.split(r",|\b(?:who|which|that|of|for|in|at|from|with|on)\b", low)[0]
        for part in (first, low):
            tokens = re.findall(r"[\w’'&-]+", part)
            for token in reversed(tokens):
                bare = re.sub(r"['’]s$", "", token)
                for kind in ("unnamed", "analyst", "official", "document", "media", "government", "company"):
                    if bare in self.words["sources"][kind]:
                        if (
                            kind == "unnamed"
                            and bare in {"some", "many", "others", "people"}
                            and len(tokens) > 1
                            and part is low
                        ):
                            continue
                        return kind, bare
        if any(
            two in low
            for two in (" white house", " air force", " foreign office", " state department", " armed forces")
        ):
            return "government", "office"
        return ("person" if person else "unknown"), ""

    def _office(self, text: str, person: str | None) -> str | None:
        """The title in the phrase, without its article, the state and the name."""
        rest = text
        if person:
            at = rest.find(person)
            before, after = (rest[:at], rest[at + len(person) :]) if at >= 0 else (rest, "")
            rest = before.strip() or after.strip(" ,")
        words = [
            w.strip(",.")
            for w in re.split(r"\s+", re.split(r",|\b(?:who|which|for|told|at|on)\b", rest.strip(" ,"))[0])
            if w
        ]
        nouns = (
            self.words["sources"]["official"]
            | self.words["sources"]["analyst"]
            | {"spokesman", "spokeswoman", "spokesperson"}
        )
        last = max((k for k, w in enumerate(words) if w.lower() in nouns), default=None)
        if last is None:
            return None
        first = last
        while (
            first > 0
            and not words[first - 1].endswith(("'s", "’s"))
            and words[first - 1].lower() not in {"a", "an", "the", "its", "his", "their", "and"}
            and not self._state(words[first - 1])
        ):
            first -= 1
        return " ".join(words[first : last + 1]) or None

    def _state(self, word: str) -> bool:
        return (
            look(self.knowledge, "state", word) is not None
            or re.fullmatch(r"[A-Z]\w+(?:ish|ian|ean|ese|i|can|ch)", word) is not None
            and word.lower() not in self.words["sources"]["official"]
        )

    def _person(self, span: Span, text: str) -> str | None:
        inside = [self.text[a:b] for a, b in self.people if span.start <= a and b <= span.start + len(text)]
        if inside:
            return inside[0]
        # "a spokeswoman for Zenda Arms" names the body; "the minister, Pavel Horak" names the person second
        first = re.split(r",|\b(?:for|of|from|at|with|in|who|which)\b", text)[0]
        second = re.match(r"[^,]+,\s+([A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3})\s*$", text)
        if (
            second
            and re.search(
                r"\b(?:minister|president|chief|head|spokes\w+|ambassador|official|analyst|secretary|"
                r"commander|"
                r"director|governor|leader)\b",
                first,
                re.IGNORECASE,
            )
            and not re.search(r"[a-z]\s+[A-Z][a-z]+\s+[A-Z][a-z]+\s*$", first)
        ):
            return second[1]
        tokens = first.split()
        name: list[str] = []
        titles = (
            self.words["sources"]["official"]
            | self.words["sources"]["analyst"]
            | self.words["spokesperson"]
            | _HONORIFICS
        )
        others = (
            self.words["sources"]["government"]
            | self.words["sources"]["media"]
            | self.words["sources"]["company"]
        )
        for token in reversed(tokens):
            bare = token.strip(".,")
            if bare.lower() in titles:
                break
            if (
                re.fullmatch(r"[A-ZÀ-ÞŞİĞÇÖÜ][\w’'-]*[a-zà-ÿşıəğçöü][\w’'-]*", bare)
                and not re.search(r"['’]s$", bare)
                or re.fullmatch(r"[A-Z]\.?", token)
                or bare.lower() in _PARTICLES
                and name
            ):
                name.insert(0, bare)
            else:
                if name and (not bare[:1].islower() or bare.lower() in others):
                    return None  # "the daily Kurier"
                break
        else:
            tokens = []
        while name and name[0].lower() in _PARTICLES | {"the", "a", "an"}:
            name.pop(0)
        titled = len(name) < len(tokens)
        if not name or any(n.lower() in others | titles for n in name) or len(name) > 4:
            return None
        if len(name) == 1 and not titled and self._earlier(name[0]) is None:
            return None
        if self._is_org(" ".join(name)) or look(self.knowledge, "state", " ".join(name)) is not None:
            return None
        if len(name) > 1 and not titled and re.match(r"(?:the)\b", first.strip(), re.IGNORECASE):
            return None
        return " ".join(name)

    def _earlier(self, surname: str) -> Speaker | None:
        """The fuller name that this surname refers back to: an earlier speaker, else an earlier person."""
        last = surname.split()[-1]
        for _, known in self._memory:
            if known.person and " " in known.person and known.person.split()[-1] == last:
                return known
        for start, end in self.people:
            full = self.text[start:end]
            if " " in full and full.split()[-1] == last:
                lead = max(self.text.rfind(c, 0, start) for c in '.,;\n“"') + 1
                before = self.text[max(lead, start - 60) : start]
                title = re.search(r"(?:[A-Z]?[\w’'-]+\s+){1,5}$", before)
                described = self._kind(" " + (title[0].lower() if title else "") + " ", "", full)[0]
                office = self._office((title[0] if title else "") + full, full)
                cls = (
                    described if described in {"official", "analyst"} else "official" if office else "person"
                )
                span = Span(start=start, end=end, text=full)
                return Speaker(
                    source=Source(span=span, name=full, cls=cls),
                    person=full,
                    office=office,
                    speaker={"span": span, "name": full, "office": office},
                )
        return None

    def _outlet_name(self, text: str) -> str | None:
        """ "Azerbaijan's APA agency": APA; "the daily Kurier": Kurier; "media reports": None."""
        rest = (
            re.split(r"['’]s\s", text)[-1]
            if not re.search(r"service$", text, re.IGNORECASE)
            else re.split(r"['’]s\s", text)[0]
        )
        names = re.findall(r"(?:[A-Z][\w./&-]*)(?:\s+(?:[A-Z][\w./&-]*))*", rest)
        names = [
            n
            for n in names
            if n.lower() not in {"the", "a", "an", "media", "state", "local"} and not self._state(n)
        ]
        return names[-1] if names else None

    def _proper(self, text: str) -> str | None:
        plain = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
        return plain if re.match(r"[A-Z]", plain) and len(plain) < 80 else None
