"""Reading -> Claim: each event that is probable enough, with who says so, how sure, when, where and with what."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from reportedly import ids
from reportedly.claims.attribution import AttributionResult, attribute, denials
from reportedly.claims.factuality import FactualityResult, assess
from reportedly.claims.items import items_of
from reportedly.claims.lookalikes import lookalike
from reportedly.claims.participants import participants_of
from reportedly.claims.propositions import auxiliary_modes, contexts, plover_type, what_happened
from reportedly.claims.summary import summarise
from reportedly.claims.syntax import Tree, tree_of
from reportedly.claims.timing import when_for
from reportedly.knowledge import Knowledge
from reportedly.reading.actors import STATE_KINDS, Actors
from reportedly.reading.dates import find_dates
from reportedly.records import (
    Claim,
    ClaimDocument,
    Coder,
    Document,
    EventReading,
    Evidence,
    FactualityChain,
    Proposition,
    Reading,
    Span,
    Where,
)

# Sectors of actors that politics is made of. A pair of private people or firms is not what the record is about.
_PRIVATE = frozenset({"BUS", "MED", "EDU", "JRN", "CRM", None})


def make_claims(document: Document, reading: Reading, knowledge: Knowledge, *,
                threshold: float = 0.5) -> tuple[Claim, ...]:
    """The claims of one document. ``threshold``: the least probability of an event; below it the coder abstains.

    Deterministic; claims are in the order of their triggers.
    """
    other = lookalike(reading.text)
    coder = _Coder(document, reading, knowledge, threshold if other is None else max(threshold, other.threshold))
    claims = [c for event in sorted(reading.events, key=lambda e: e.trigger) if (c := coder.claim(event)) is not None]
    claims = _merged(_without_parts(_content_folded(claims, coder.tree), coder.tree))
    claims = _numbered([coder.worded(c) for c in claims])  # before denials point to their ids
    claims += _denied(claims, document, reading, knowledge)
    return tuple(_numbered(sorted(claims, key=lambda c: (c.evidence.trigger.start, c.denies is not None))))


class _Coder:
    def __init__(self, document: Document, reading: Reading, knowledge: Knowledge, threshold: float) -> None:
        self.document, self.reading, self.knowledge, self.threshold = document, reading, knowledge, threshold
        self.text = reading.text
        self.actors = Actors(document, reading, knowledge)
        self.tree = tree_of(reading)
        self.times = find_dates(reading.text, reading.sentences)
        self.version = version("reportedly")

    def span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self.text[start:end])

    def claim(self, event: EventReading) -> Claim | None:
        sentence = self.reading.sentences[event.sentence]
        event = self._at_verb(event)
        what = what_happened(event, self.knowledge, self.tree, self.threshold)
        if what is None:
            return None
        participants, why = participants_of(event, self.actors, self.tree, self.knowledge, what.type, what.form,
                                            what.stage)
        if not participants or not self._political(participants, what.form):
            return None
        told = attribute(self.document, self.reading, event.trigger, self.knowledge)
        sure = assess(self.document, self.reading, event.trigger, told.chain, self.knowledge)
        sure = _presupposed(sure, self.tree, event.trigger, what.form)
        when = when_for(self.document, self.reading, event.trigger, sure.realis, self.times)
        manual, because = plover_type(what.type, sure.realis, event.plover_scores)
        items = items_of(self.reading, sentence, [(r.start, r.end) for r in event.roles if r.role == "item"],
                         self.knowledge, stage=what.stage, form=what.form, kind=what.type)
        where = self._where(event)
        proposition = Proposition(
            type=what.type, plover_type=manual,
            auxiliary_modes=auxiliary_modes(sure.realis, sure.innermost, sure.aspect),
            contexts=contexts(self.text[slice(*sentence)], what, [p.sector for p in participants], bool(items)),
            form=what.form, instrument=what.instrument, stage=what.stage, turn=what.turn, aspect=sure.aspect,
            participants=participants, when=when, where=where, items=items)
        factuality = FactualityChain(values=sure.values, innermost=sure.innermost, publisher=sure.publisher, cues=sure.cues)
        reasons = (*what.reasons, {"field": "plover_type", "value": manual, "because": because}, *why,
                   *told.reasons, *sure.reasons)
        return Claim(
            claim_id=ids.claim_id(self.document.text_version, event.trigger, told.voice, 0),
            document=claim_document(self.document), proposition=proposition, attribution=told.chain,
            factuality=factuality, realis=sure.realis,
            evidence=Evidence(sentence=self.span(*sentence), trigger=self.span(*event.trigger)),
            summary=summarise(proposition, told.chain, factuality, sure.realis, self.knowledge),
            coder=Coder(version=self.version, model=self.reading.model, score=round(what.score, 4), reasons=reasons))

    def _at_verb(self, event: EventReading) -> EventReading:
        """The event at its verb where the encoder saw it at the particle: "turned *down*"."""
        at = self.tree.word_at(event.trigger[0])
        if at is None or self.tree.words[at].deprel != "compound:prt" or self.tree.heads[at] < 0:
            return event
        verb = self.tree.words[self.tree.heads[at]]
        return msgspec.structs.replace(event, trigger=(verb.start, verb.end))

    def worded(self, claim: Claim) -> Claim:
        """The claim with its summary made anew from its fields. A form from the content may lack the act's stage."""
        p = claim.proposition
        if p.form is not None and p.stage is not None and p.stage not in self.knowledge.ontology.forms[p.form].stages:
            reason = {"field": "stage", "value": None, "because": f"the form {p.form} has no stage {p.stage}"}
            p = msgspec.structs.replace(p, stage=None)
            claim = msgspec.structs.replace(claim, proposition=p, coder=msgspec.structs.replace(
                claim.coder, reasons=(*claim.coder.reasons, reason)))
        return msgspec.structs.replace(claim, summary=summarise(
            p, claim.attribution, claim.factuality, claim.realis, self.knowledge))

    def _political(self, participants: Sequence[Any], form: str | None) -> bool:
        """At least one participant that is a state, a body, an organisation or a group with a political sector."""
        return any(p.principal is not None or p.sector not in _PRIVATE for p in participants)

    def _where(self, event: EventReading) -> tuple[Where, ...]:
        found = []
        for role in event.roles:
            if role.role != "place" or role.score < 0.4:
                continue
            hits = [h for h in self.actors.hits_in(role.start, role.end) if h.kind in STATE_KINDS]
            state = hits[-1] if hits else None
            iso = state.principal if state else None
            name = self.text[role.start:role.end]
            found.append(Where(span=self.span(role.start, role.end), name=name,
                               country=iso, reason=f"{state.name} is named in it" if state else "the country is not said"))
        return tuple(found)


def claim_document(document: Document) -> ClaimDocument:
    """The part of a document that a claim carries."""
    return ClaimDocument(
        document_id=document.document_id, text_version=document.text_version, url=document.url,
        publisher=document.publisher, title=document.title, published=document.published,
        published_basis=document.published_basis, language=document.language, composed=document.composed)


def _presupposed(sure: FactualityResult, tree: Tree, trigger: tuple[int, int], form: str | None) -> FactualityResult:
    """"X's visit likely marks a new stage": the hedge and the tense are the verb's; that X visited is taken for granted.
    Only for a visit with its visitor as the owner, and a verb that is not about the visit's own time."""
    at = tree.word_at(trigger[0])
    if at is None or form != "visit" or tree.words[at].upos != "NOUN":
        return sure
    if sure.realis not in ("past", "ongoing") or sure.innermost.endswith("-") or not any(
            tree.words[c].deprel == "nmod:poss" or tree.relation(c) == "nmod" and any(
                tree.lower[k] in ("of", "by") for k in tree.children[c]) for c in tree.children[at]):
        return sure
    reason = {"field": "factuality", "value": "CT+", "because": "a visit with its visitor is taken for granted"}
    values = tuple("CT+" if i == 0 else v for i, v in enumerate(sure.values))
    return msgspec.structs.replace(
        sure, values=values, innermost="CT+", publisher=values[-1], realis="past", reasons=(*sure.reasons, reason),
        aspect="event" if sure.aspect == "state" else sure.aspect)


# ---------------------------------------------------------------- one claim a proposition and voice

def _voice(claim: Claim) -> str:
    source = claim.attribution[0].source
    return source.entity_id or source.name or (source.span.text.lower() if source.span else source.cls or "")


def _principals(claim: Claim) -> frozenset[str]:
    return frozenset(p.principal or p.entity_id for p in claim.proposition.participants)


def _without_parts(claims: Sequence[Claim], tree: Tree) -> list[Claim]:
    """One act, two words in one sentence: "signed a contract", "met and discussed". The word that governs the other
    (or, among meetings and talks, the richer claim) stays."""
    gone: set[int] = set()
    for i, one in enumerate(claims):
        for j, other in enumerate(claims):
            if i == j or i in gone or j in gone or one.evidence.sentence != other.evidence.sentence:
                continue
            p, q = one.proposition, other.proposition
            x, y = _principals(one), _principals(other)
            if p.type != q.type or not (x <= y or y <= x) or _voice(one) != _voice(other) or _other_people(one, other):
                continue
            meeting = p.type == "CONSULT" and (p.form == q.form or y < x or (x == y and i < j))
            if meeting and "visit" in (p.form, q.form) and p.form != q.form:
                continue
            if meeting and _richness(one) >= _richness(other) or _governs(tree, one, other):
                gone.add(j)
    return [c for i, c in enumerate(claims) if i not in gone]


# Acts of speech whose object is their content, and verbs that only carry a noun.
_ACTS = frozenset({"AGREE", "SUPPORT", "CONSULT", "REQUEST", "REJECT", "THREATEN"})
_ABOUT = frozenset({"on", "to", "for", "of", "about", "over", "in"})
_LIGHT = frozenset("give provide offer hold make carry conduct launch pay stage take have lend extend render sign conclude "
                   "reach ink continue begin start end resume".split())


def _content_folded(claims: Sequence[Claim], tree: Tree) -> list[Claim]:
    """Act and content are one claim: the noun that is the object of an act ("discussed the purchase", "agreed to build")
    or of a light verb ("gave support") fills the act's form and items, and is no claim of its own."""
    out = list(claims)
    gone: set[int] = set()
    for i, act in enumerate(claims):
        for j, content in enumerate(claims):
            if i == j or i in gone or j in gone or act.evidence.sentence != content.evidence.sentence:
                continue
            a, b = tree.word_at(act.evidence.trigger.start), tree.word_at(content.evidence.trigger.start)
            if a is None or b is None or not _is_content(tree, a, b, act.proposition.type):
                continue
            p, q = out[i].proposition, content.proposition
            plain = p.form in (None, "consultation", "general-cooperation") and q.form not in (None, "visit", "consultation")
            out[i] = msgspec.structs.replace(out[i], proposition=msgspec.structs.replace(
                p, form=q.form if plain and p.type != "CONSULT" else p.form, items=p.items or q.items,
                instrument=p.instrument or q.instrument))
            gone.add(j)
    return [c for i, c in enumerate(out) if i not in gone]


def _is_content(tree: Tree, act: int, content: int, kind: str | None) -> bool:
    at = content
    for _ in range(3):
        head = tree.heads[at]
        relation = tree.relation(at)
        if head == act:
            if tree.words[content].upos in ("VERB", "AUX"):
                return relation == "xcomp" and kind in _ACTS
            case = {tree.lower[c] for c in tree.children[at] if tree.relation(c) == "case"}
            if relation in ("obj", "compound") or relation in ("obl", "nmod") and case & _ABOUT:
                return kind in _ACTS or relation == "obj" and tree.lemma(act) in _LIGHT
            return False
        if head < 0 or relation not in ("conj", "nmod", "compound", "amod", "obj"):
            return False
        at = head
    return False


def _governs(tree: Tree, one: Claim, other: Claim) -> bool:
    """Whether the trigger of ``other`` is the object of that of ``one`` or stands in its phrase."""
    a = tree.word_at(one.evidence.trigger.start)
    b = tree.word_at(other.evidence.trigger.start)
    if a is None or b is None or a == b or tree.words[b].upos in ("VERB", "AUX"):
        return False
    return tree.heads[b] == a and tree.relation(b).split(":")[0] in ("obj", "obl", "nmod", "compound", "nsubj")


def _same_story(a: Claim, b: Claim) -> bool:
    """Whether ``b`` says again what ``a`` says: same kind of act, voice, polarity and reality, participants that contain
    one another, and dates that do not contradict."""
    p, q = a.proposition, b.proposition
    if (p.type, p.form) != (q.type, q.form) or _voice(a) != _voice(b) or a.realis != b.realis:
        return False
    if a.factuality.innermost != b.factuality.innermost or p.aspect != q.aspect:
        return False
    if p.stage and q.stage and p.stage != q.stage or p.turn != q.turn:
        return False
    x, y = _principals(a), _principals(b)
    if not (x <= y or y <= x) or _other_people(a, b):
        return False
    if p.type in ("ASSAULT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "COERCE") and p.when.edtf is None \
            and a.evidence.trigger.text.lower() != b.evidence.trigger.text.lower():
        return False  # conflict reports list many like acts; only the same word is taken for the same act
    w, v = p.when, q.when
    if w.earliest and v.earliest and w.latest and v.latest:
        return w.earliest <= v.latest and v.earliest <= w.latest
    return True


def _other_people(a: Claim, b: Claim) -> bool:
    """Whether the two name different people of one state: two meetings, not one told twice."""
    def people(claim: Claim) -> dict[str | None, set[str]]:
        found: dict[str | None, set[str]] = {}
        for p in claim.proposition.participants:
            if p.entity_id.startswith("person:"):
                found.setdefault(p.principal, set()).add(p.entity_id)
        return found

    x, y = people(a), people(b)
    return any(x[state].isdisjoint(y[state]) for state in x.keys() & y.keys())


def _richness(claim: Claim) -> tuple[int, int, int, float]:
    p = claim.proposition
    return (len(p.participants), sum(x is not None for x in (p.stage, p.instrument, p.when.edtf)) + len(p.items),
            len(claim.attribution), claim.coder.score or 0.0)


def _merged(claims: Sequence[Claim]) -> list[Claim]:
    """Saying the same thing again adds evidence, not a claim. The richer claim stays; the other's sentence becomes
    further evidence."""
    kept: list[Claim] = []
    for claim in claims:
        for i, earlier in enumerate(kept):
            if _same_story(earlier, claim):
                stays, goes = (earlier, claim) if _richness(earlier) >= _richness(claim) else (claim, earlier)
                more = [*stays.evidence.more, *goes.evidence.more]
                if goes.evidence.sentence != stays.evidence.sentence and goes.evidence.sentence not in more:
                    more.append(goes.evidence.sentence)
                kept[i] = msgspec.structs.replace(
                    stays, evidence=msgspec.structs.replace(stays.evidence, more=tuple(more)))
                break
        else:
            kept.append(claim)
    return kept


def _denied(claims: Sequence[Claim], document: Document, reading: Reading, knowledge: Knowledge) -> list[Claim]:
    """For "the ministry denied the report": the denied claims once more, in the denier's voice, negative."""
    found = []
    for denial in denials(document, reading, knowledge):
        told = AttributionResult(chain=denial.chain, cues=denial.cues)
        voice = told.chain[0].source.span
        for claim in claims:
            at = claim.evidence.trigger
            if claim.denies or not any(a <= at.start and at.end <= b for a, b in denial.denied):
                continue
            values = ("CT-", *("Uu" for _ in denial.chain[1:]))
            factuality = FactualityChain(values=values, innermost="CT-", publisher=values[-1], cues=(denial.cue,))  # type: ignore[arg-type]
            proposition = msgspec.structs.replace(
                claim.proposition, auxiliary_modes=tuple(dict.fromkeys((*claim.proposition.auxiliary_modes, "negation"))))
            sentence = reading.sentences[denial.sentence]
            found.append(msgspec.structs.replace(
                claim, claim_id=ids.claim_id(document.text_version, (at.start, at.end),
                                             (voice.start, voice.end) if voice else None, 0),
                proposition=proposition, attribution=denial.chain, factuality=factuality, denies=claim.claim_id,
                evidence=msgspec.structs.replace(claim.evidence, more=(
                    Span(start=sentence[0], end=sentence[1], text=reading.text[slice(*sentence)]),)),
                summary=summarise(proposition, denial.chain, factuality, claim.realis, knowledge),
                coder=msgspec.structs.replace(claim.coder, reasons=(
                    {"field": "denies", "value": claim.claim_id,
                     "because": f'"{denial.cue.text}" denies what was said before'}, *claim.coder.reasons))))
    return found


def _numbered(claims: Sequence[Claim]) -> list[Claim]:
    """Claims with the same trigger and voice get ordinals, so that every id is used once."""
    used: set[str] = set()
    out = []
    for claim in claims:
        n = 0
        while claim.claim_id in used:
            n += 1
            voice = claim.attribution[0].source.span
            trigger = claim.evidence.trigger
            claim = msgspec.structs.replace(claim, claim_id=ids.claim_id(
                claim.document.text_version, (trigger.start, trigger.end), (voice.start, voice.end) if voice else None, n))
        used.add(claim.claim_id)
        out.append(claim)
    return out
