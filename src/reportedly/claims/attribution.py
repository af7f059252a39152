"""According to whom: the chain of voices around a trigger, from the innermost to the publisher.

``attribute`` collects the utterances whose content covers the trigger (``claims.speech``), orders them from
the
inside out, resolves who speaks (``claims.speakers``), and closes the chain with the dateline's agency and the
publisher. Where nobody else speaks, the publisher's own voice is the whole chain.
"""

from __future__ import annotations

from typing import Any

from reportedly.claims.speakers import Speakers, _field, identity, look, outlet_class, same_outlet
from reportedly.claims.speech import Utterance, speech_words, utterances, utterances_near
from reportedly.claims.syntax import Tree, tree_of
from reportedly.reading.dateline import Dateline, read_dateline
from reportedly.records import Document, Link, LinkKind, Reading, Source, Span, _Frozen


class AttributionResult(_Frozen, frozen=True, kw_only=True):
    """``chain`` runs from the innermost voice to the publisher. ``cues`` are the lemmas that made its links
    ("say",
    "according", "reportedly", "deny"; "" for own voice), one for each link; ``voice`` is the innermost
    source's
    span (None: own voice of an unnamed publisher), ``utterances`` those behind the links that have one."""

    chain: tuple[Link, ...]
    cues: tuple[str, ...]
    voice: tuple[int, int] | None = None
    utterances: tuple[Utterance, ...] = ()
    reasons: tuple[dict[str, Any], ...] = ()

    @property
    def denied(self) -> bool:
        """Whether the innermost voice holds that it is not so ("denied that")."""
        return bool(self.cues) and self.cues[0] in speech_words()["denying"]


class Denial(_Frozen, frozen=True, kw_only=True):
    """Somebody denies what was said before ("the ministry denied the report").

    ``cue`` is the word, ``denied`` the stretches whose claims are denied, ``chain`` the denier's.
    """

    chain: tuple[Link, ...]
    cues: tuple[str, ...]
    cue: Span
    sentence: int
    denied: tuple[tuple[int, int], ...]


class _Article:
    """What one document's attribution needs, worked out once."""

    def __init__(self, document: Document, reading: Reading, knowledge: object) -> None:
        self.document, self.reading, self.knowledge = document, reading, knowledge
        self.text = reading.text or document.text
        self.tree: Tree = tree_of(reading)
        self.line: Dateline | None = read_dateline(self.text)
        self.utterances = utterances(document, reading)
        self.speakers = Speakers(document, reading, self.tree, knowledge)
        for one in sorted((u for u in self.utterances if u.source), key=lambda u: u.source or (0, 0)):
            self.speakers.of(one)
        self.outer = self._outer()

    # ------------------------------------------------------------ the outer end

    def _outlet(self, name: str | None, span: Span | None, cue: Span | None, default: str) -> Link:
        entry = look(self.knowledge, "outlet", name) if name else None
        return Link(
            kind="own-voice",
            speaker=None,
            cue=cue,
            source=Source(
                span=span,
                entity_id=identity(entry, "outlet"),
                name=_field(entry, "name") or name,
                cls=outlet_class(entry, default),
            ),
        )

    def _outer(self) -> tuple[Link, ...]:
        publisher = self.document.publisher
        agency = self.line.agency if self.line else None
        cue = self.line.cue if self.line else None
        by = None if agency else self._byline_agency()
        name = agency.text if agency else by
        if name is None:
            return (self._outlet(publisher, None, None, "publisher"),)
        wire = self._outlet(name, agency, cue, "agency")
        if publisher is None or same_outlet(name, publisher) or self._same_entry(name, publisher):
            return (wire,)
        return wire, self._outlet(publisher, None, None, "publisher")

    def _same_entry(self, left: str | None, right: str | None) -> bool:
        one, two = (look(self.knowledge, "outlet", x) if x else None for x in (left, right))
        return one is not None and two is not None and identity(one, "outlet") == identity(two, "outlet")

    def _byline_agency(self) -> str | None:
        """A byline that is an outlet's name ("Newswire staff", "Reuters"), not a person's."""
        byline = (self.document.byline or "").strip()
        for part in (byline, byline.removeprefix("By ").strip(), byline.removesuffix(" staff").strip()):
            if part and look(self.knowledge, "outlet", part) is not None:
                return part
        return None

    # ------------------------------------------------------------ the voices around a trigger

    def _near(self, trigger: tuple[int, int]) -> tuple[Utterance, ...]:
        return utterances_near(self.document, self.reading, trigger[0])

    def covering(self, trigger: tuple[int, int]) -> list[Utterance]:
        found = [u for u in self._near(trigger) if self._covers(u, trigger)]
        return sorted(found, key=lambda u: self._width(u, trigger))

    def _width(self, one: Utterance, trigger: tuple[int, int]) -> tuple[int, int, int]:
        size = min((b - a for a, b in one.content if a <= trigger[0] < b), default=0)
        # a quotation may run on over sentences: it is as wide as the sentence for nesting
        rank = {"adverb": 0, "citing": 1, "quote": 2, "passive": 3, "verb": 4, "according": 5}[one.form]
        if one.form == "adverb":
            head = one.head
            said = next(
                (
                    u
                    for u in self._near(trigger)
                    if u.form == "verb"
                    and u.sentence == one.sentence
                    and head is not None
                    and abs(u.cue[0] - one.cue[1]) <= 2
                ),
                None,
            )
            if said is not None and said is not one and self._covers(said, trigger):
                rank, size = (
                    6,
                    max(size, 1 + min((b - a for a, b in said.content if a <= trigger[0] < b), default=0)),
                )
        if one.form == "citing":
            size = max(0, size - 1)
            host = [u for u in self._near(trigger) if u.sentence == one.sentence and u.form == "verb"]
            size = min(
                [
                    size,
                    *(
                        min((b - a for a, b in u.content if a <= trigger[0] < b), default=size) - 1
                        for u in host
                    ),
                ]
            )
        distance = abs(one.cue[0] - trigger[0])
        return size, rank, distance

    def _covers(self, one: Utterance, trigger: tuple[int, int]) -> bool:
        if not any(a <= trigger[0] and trigger[1] <= b for a, b in one.content):
            return False
        if (
            one.cue[0] <= trigger[0] < one.cue[1]
            or one.source
            and one.source[0] <= trigger[0] < one.source[1]
        ):
            return False
        if any(a <= trigger[0] < b for a, b in one.quotes):
            return True
        return not self._vetoed(one, trigger)

    def _vetoed(self, one: Utterance, trigger: tuple[int, int]) -> bool:
        """Where positions say yes and the tree clearly says no: coordinated with the cue, or in its
        adjuncts."""
        tree, head = self.tree, one.head
        at = tree.head_of(*trigger)
        if at is None or head is None or tree.sentence_index[at] != one.sentence or not tree.parsed(head):
            return False
        path = [at, *tree.governors(at)]
        if one.form == "adverb":
            scope = tree.heads[head]
            if scope < 0 or tree.relation(head) not in {"advmod", "obl"}:
                return False
            return scope not in path and not (tree.is_verbal(scope) is False and at == scope)
        if one.form == "verb" and head in path:
            below = path[path.index(head) - 1] if path.index(head) > 0 else at
            relation = tree.relation(below)
            if relation == "conj" and below > head:
                return "that" not in tree.markers(below) and not self._in_quotes(one, trigger)
            if relation in {"obl", "advmod"} and one.lemma not in {"report"}:
                complement = [
                    c for c in tree.children[head] if tree.relation(c) in {"ccomp", "parataxis", "obj"}
                ]
                return bool(complement)
            if relation == "advcl" and below > head:
                return any(
                    m in {"after", "before", "when", "as", "while", "following", "during"}
                    for m in tree.markers(below)
                )
            return relation in {"nsubj", "aux"}
        return False

    @staticmethod
    def _in_quotes(one: Utterance, trigger: tuple[int, int]) -> bool:
        return any(a <= trigger[0] < b for a, b in one.quotes)

    # ------------------------------------------------------------ links

    def chain(self, covering: list[Utterance], trigger: tuple[int, int]) -> AttributionResult:
        links: list[Link] = []
        cues: list[str] = []
        used: list[Utterance] = []
        reasons: list[dict[str, Any]] = []
        outer = list(self.outer)
        outer_cues = [""] * len(outer)
        for one in covering:
            speaker = self.speakers.of(one)
            link = Link(
                source=speaker.source,
                kind=self._kind(one, speaker.outlet, trigger),
                speaker=speaker.speaker,
                cue=self._span(one.cue),
            )
            name = speaker.source.name or (speaker.source.span.text if speaker.source.span else None)
            own = next(
                (
                    k
                    for k, end in enumerate(outer)
                    if speaker.outlet
                    and self._same(name, link, end)
                    or speaker.source.span
                    and any(
                        self._is_outlet_phrase(speaker.source.span.text, known)
                        for known in (end.source.name, end.source.span.text if end.source.span else None)
                        if known
                    )
                ),
                None,
            )
            if own is not None:
                # the publisher (or the wire) names itself: one link, with the words that say so
                outer[own] = Link(
                    source=Source(
                        span=speaker.source.span,
                        entity_id=outer[own].source.entity_id,
                        name=outer[own].source.name,
                        cls=outer[own].source.cls,
                    ),
                    kind="own-voice",
                    speaker=None,
                    cue=link.cue,
                )
                outer_cues[own] = one.lemma
                reasons.append(
                    _reason(
                        outer[own], f'"{self._span(one.cue).text}" with the publisher itself as its source'
                    )
                )
                continue
            if links and any(known.source == link.source and known.cue == link.cue for known in links):
                continue
            if links and link.source.span and links[-1].source.span == link.source.span:
                continue
            if (
                links
                and link.source.name
                and links[-1].source.name == link.source.name
                and (link.source.entity_id == links[-1].source.entity_id)
                and link.kind == links[-1].kind
            ):
                continue  # one voice with two cues ("said ... he added") is one link
            links.append(link)
            cues.append(one.lemma)
            used.append(one)
            reasons.append(_reason(link, f'"{self._span(one.cue).text}" covers the words around the trigger'))
            told = self._told_outlet(one, outer)
            if told is not None:
                links.append(told)
                cues.append("tell")
                reasons.append(_reason(told, "an outlet that was told"))
        chain = (*links, *outer)
        voice = chain[0].source.span
        if not links:
            reasons.append(_reason(chain[0], "nobody else speaks here"))
        return AttributionResult(
            chain=chain,
            cues=(*cues, *outer_cues),
            utterances=tuple(used),
            reasons=tuple(reasons),
            voice=(voice.start, voice.end) if voice else None,
        )

    def _same(self, name: str | None, link: Link, end: Link) -> bool:
        if link.source.entity_id and end.source.entity_id:
            return link.source.entity_id == end.source.entity_id
        return same_outlet(name, end.source.name)

    @staticmethod
    def _is_outlet_phrase(text: str, outlet: str) -> bool:
        """ "RFE/RL's Azerbaijani Service" is RFE/RL; "a Newswire employee" is not Newswire."""
        import re

        return (
            re.fullmatch(
                rf"(?:the\s+)?{re.escape(outlet)}(?:['’]s\s+(?:\w+\s+)?(?:service|desk|correspondent|"
                rf"bureau))?",
                text.strip(),
                re.IGNORECASE,
            )
            is not None
        )

    def _told_outlet(self, one: Utterance, outer: list[Link]) -> Link | None:
        """ "X told Kurier": Kurier is one link more, unless it is the publisher or the wire itself."""
        if one.addressee is None:
            return None
        span = self._span(one.addressee)
        entry = look(self.knowledge, "outlet", span.text)
        if entry is None or any(
            same_outlet(span.text, end.source.name)
            or identity(entry, "outlet") == (end.source.entity_id or "-")
            for end in outer
        ):
            return None
        return Link(
            kind="cited-report",
            speaker=None,
            cue=self._span(one.cue),
            source=Source(
                span=span,
                entity_id=identity(entry, "outlet"),
                name=_field(entry, "name") or span.text,
                cls=outlet_class(entry, "media"),
            ),
        )

    def _kind(self, one: Utterance, outlet: bool, trigger: tuple[int, int]) -> LinkKind:
        if self._in_quotes(one, trigger):
            return "quote"
        if one.source is None:
            return "unattributed"
        speaker = self.speakers.of(one)
        if speaker.source.cls == "document" or one.in_document:
            return "document"
        if outlet:
            return "cited-report"
        if (
            speaker.source.cls == "unnamed"
            and speaker.source.span
            and speaker.source.span.text.lower().split()[-1]
            in {"theories", "theory", "rumours", "rumors", "rumour", "rumor", "speculation"}
        ):
            return "unattributed"
        return "paraphrase"

    def _span(self, offsets: tuple[int, int]) -> Span:
        return Span(start=offsets[0], end=offsets[1], text=self.text[offsets[0] : offsets[1]])


def _reason(link: Link, because: str) -> dict[str, Any]:
    who = link.source.name or (link.source.span.text if link.source.span else link.source.cls or "unnamed")
    return {"field": "attribution", "value": f"{who} ({link.kind})", "because": because}


_latest: tuple[Document, Reading, object, _Article] | None = None


def _article(document: Document, reading: Reading, knowledge: object) -> _Article:
    global _latest
    held = _latest
    if held is not None and held[0] is document and held[1] is reading and held[2] is knowledge:
        return held[3]
    article = _Article(document, reading, knowledge)
    _latest = (document, reading, knowledge, article)
    return article


def attribute(
    document: Document, reading: Reading, trigger: tuple[int, int], knowledge: object
) -> AttributionResult:
    """The chain of voices around ``trigger`` (offsets into the text), innermost first, the publisher last.

    ``knowledge`` needs ``outlet(name)``; ``body``, ``office`` and ``state`` are used where it has them. Every
    answer of theirs may be None. The chain is never empty.
    """
    article = _article(document, reading, knowledge)
    return article.chain(article.covering(trigger), trigger)


def denials(document: Document, reading: Reading, knowledge: object) -> tuple[Denial, ...]:
    """Denials that point back ("denied the report"), each with the content that it denies.

    What is denied is the content of the utterance before it in the same or the previous sentence. A denial
    that
    states its proposition itself ("denied that talks had stalled") needs nothing here: ``attribute`` finds
    it.
    """
    article = _article(document, reading, knowledge)
    found: list[Denial] = []
    pattern = (
        "report",
        "reports",
        "claim",
        "claims",
        "allegation",
        "allegations",
        "accusation",
        "accusations",
        "this",
        "it",
        "that",
        "rumours",
        "rumors",
        "statement",
        "suggestion",
        "suggestions",
    )
    for one in article.utterances:
        if one.lemma not in speech_words()["denying"] or one.source is None:
            continue
        first = min((a for a, _ in one.content if a >= one.cue[1]), default=one.cue[1])
        after = article.text[first : first + 60].lower().replace(",", " ").split()
        head = [w.strip('.;:”"') for w in after[:3] if w not in {"the", "these", "those", "any", "such"}]
        if not head or head[0] not in pattern or len(after) > 2 and "that" in after[1:3]:
            continue
        before = [
            u
            for u in article.utterances
            if u.cue[0] < one.cue[0] and one.sentence - 1 <= u.sentence and u is not one
        ]
        if not before:
            continue
        # the nearest sentence's outermost voice before it holds the whole of what was reported
        target = before[-1]
        result = article.chain([one, *[u for u in article.covering(one.cue) if u is not one]], one.cue)
        found.append(
            Denial(
                chain=result.chain,
                cues=result.cues,
                cue=article._span(one.cue),
                sentence=one.sentence,
                denied=target.content,
            )
        )
    return tuple(found)
