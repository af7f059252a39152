"""Who did it with or to whom: an event's roles to participants."""

from __future__ import annotations

from typing import Any

from reportedly.claims.syntax import Tree
from reportedly.knowledge import Knowledge
from reportedly.reading.actors import Actor, Actors
from reportedly.records import EventReading, Participant, Role

# A role read with less is left out.
LEAST = 0.3
MONTHS = frozenset("january february march april may june july august september october november december monday tuesday "
                   "wednesday thursday friday saturday sunday".split())
_EMPTY = frozenset("the a an this that these those which who whom whose what there one some any".split())
ROLES = ("actor", "recipient", "third")


def _participant(actor: Actor, role: str) -> Participant:
    return Participant(role=role, mention=actor.span, entity_id=actor.entity_id, name=actor.name,  # type: ignore[arg-type]
                       principal=actor.principal, sector=actor.sector)


def is_mutual(kind: str | None, form: str | None, knowledge: Knowledge) -> bool:
    """Whether all sides are actors: meetings other than visits, signings, exercises, production together."""
    if form is not None:
        sides = knowledge.ontology.forms[form].sides
        if sides == "mutual":
            return True
        if sides == "one":
            # What is signed or discussed is done by both; who supplies stands on the item.
            return False
    return kind == "CONSULT" and form != "visit"


def participants_of(event: EventReading, actors: Actors, tree: Tree, knowledge: Knowledge, kind: str | None,
                    form: str | None, stage: str | None,
                    ) -> tuple[tuple[Participant, ...], tuple[dict[str, Any], ...]]:
    """Participants in the order of the text within each role, and the reason for each. An entity is used once."""
    mutual = is_mutual(kind, form, knowledge)
    signing = kind in ("SUPPORT", "AGREE") and stage in ("signed", "agreed", "ratified") and form not in (None, "visit")
    found: list[tuple[Participant, Actor]] = []
    for start, end, role in _spans(event, tree, actors, form):
        if start < event.trigger[1] and end > event.trigger[0] and not actors.hits_in(start, end):
            continue
        if tree.text[start:end].lower() in _EMPTY:
            continue
        for actor in actors.resolve(start, end):
            name = "actor" if role == "recipient" and (mutual or signing) else role
            if actor.kind == "outlet" and name == "third":
                continue
            if any(_same(actor, known) for _, known in found) or _is_thing(actor, knowledge):
                continue
            found.append((_participant(actor, name), actor))
    # The state beside its own ministry, minister or company says nothing more.
    owners = {a.principal for _, a in found if a.kind in ("body", "person", "organisation")}
    found = [(p, a) for p, a in found if a.kind != "state" or a.principal not in owners
             or any(q.role != p.role for q, b in found if b.principal == a.principal and b.kind != "state")]
    reasons = tuple({"field": "participants", "value": p.entity_id, "because": f'{p.role} "{p.mention.text}": {a.how}'}
                    for p, a in found)
    return tuple(p for p, _ in found), reasons


def _is_thing(actor: Actor, knowledge: Knowledge) -> bool:
    """"Turkish drones", "Norland's exports": something of a state, and nobody."""
    return actor.kind == "group" and actor.sector == "UNK" and knowledge.equipment(actor.span.text) is not None


def _same(one: Actor, other: Actor) -> bool:
    if one.entity_id == other.entity_id and not one.entity_id.startswith("unknown:"):
        return one.name == other.name or one.sector == other.sector
    return one.span == other.span and one.entity_id == other.entity_id


Spot = tuple[int, int, str]


def _spans(event: EventReading, tree: Tree, actors: Actors, form: str | None) -> list[Spot]:
    """Role spans as whole noun phrases, coordinated ones added, those inside another left out."""
    spots: list[Spot] = []
    for role in event.roles:
        if role.role in ROLES and role.score >= LEAST:
            start, end = _owned(tree, actors, *_phrase(tree, role.start, role.end))
            spots.append((start, end, role.role))
            spots += [(a, b, role.role) for a, b in _coordinated(tree, role, event.trigger)]
    visitor = _visitor(tree, actors, event.trigger) if form == "visit" else None
    if visitor is not None:
        spots = [s for s in spots if s[2] != "actor"] + [(*visitor, "actor")]
    if form == "visit" and not any(r == "recipient" for *_, r in spots):
        host = _host(tree, event.trigger)
        if host is not None:
            spots.append((*host, "recipient"))
    kept: list[Spot] = []
    # Longer spans first: "Azerbaijan" inside "Azerbaijan's Defense Ministry" is no participant of its own.
    spots = _joined([_whole_names(spot, actors) for spot in spots], tree.text)
    for spot in sorted(dict.fromkeys(spots), key=lambda s: (s[0] - s[1], ROLES.index(s[2]))):
        if not any(spot[0] < b and a < spot[1] for a, b, _ in kept):
            kept.append(spot)
    return sorted(kept, key=lambda s: (ROLES.index(s[2]), s[0]))


# Dependents that belong to a name or a short description of who acts.
_INSIDE = frozenset({"compound", "amod", "nmod:poss", "det", "flat", "nummod", "case", "nmod:desc", "fixed", "det:predet"})


def _phrase(tree: Tree, start: int, end: int) -> tuple[int, int]:
    """The noun phrase around a role span: its head's premodifiers, name parts and "of" complement, without clauses,
    appositions and coordination; and any mention that it cuts into."""
    head = tree.head_of(start, end)
    if head is not None and tree.words[head].upos == "ADJ" and tree.relation(head) == "amod" and tree.heads[head] >= 0:
        head = tree.heads[head]  # a lone "Turkish": what is Turkish?
    if head is not None and tree.words[head].upos in ("NOUN", "PROPN", "ADJ", "X", "NUM"):
        members = {head}
        queue = [head]
        while queue:
            at = queue.pop()
            for child in tree.children[at]:
                relation = tree.words[child].deprel
                if tree.words[child].upos in ("VERB", "AUX", "ADP") and tree.lower[child] != "of":
                    continue
                of = relation.startswith("nmod") and any(
                    tree.lower[c] == "of" for c in tree.children[child] if tree.relation(c) == "case")
                if (relation in _INSIDE and not (at == head and relation == "case")) or of:
                    members.add(child)
                    queue.append(child)
        lo, hi = head, head
        while lo - 1 in members:
            lo -= 1
        while hi + 1 in members:
            hi += 1
        # a possessive mark at the end belongs to what follows
        while hi > lo and tree.lower[hi] in ("'s", "’s", "'", "’"):
            hi -= 1
        beyond = tree.words_in(tree.words[hi].end, end)
        if any(tree.words[i].upos in ("VERB", "AUX") or tree.lower[i] == "to" for i in beyond):
            end = tree.words[hi].end  # the role ran on into a clause
        start, end = min(start, tree.words[lo].start), max(end, tree.words[hi].end)
    for mention in tree.reading.mentions:
        if mention.start < end and mention.end > start and mention.type in ("PERSON", "ORG", "STATE", "OFFICE", "PLACE"):
            start, end = min(start, mention.start), max(end, mention.end)
    return start, end


def _joined(spots: list[Spot], text: str) -> list[Spot]:
    """"Turkish President" and "Recep Tayyip Erdoğan" side by side are one phrase."""
    out: list[Spot] = []
    for spot in sorted(spots):
        if out and out[-1][2] == spot[2] and out[-1][1] <= spot[0] and not text[out[-1][1]:spot[0]].strip():
            out[-1] = (out[-1][0], spot[1], spot[2])
        else:
            out.append(spot)
    return out


def _whole_names(spot: Spot, actors: Actors) -> Spot:
    """A span that cuts into a name of the tables takes all of it."""
    start, end, role = spot
    for hit in actors.hits:
        if hit.start < end and hit.end > start and hit.kind in ("person", "organisation", "name", "official"):
            start, end = min(start, hit.start), max(end, hit.end)
    return start, end, role


def _owned(tree: Tree, actors: Actors, start: int, end: int) -> tuple[int, int]:
    """A role that was read on the owner only: "Turkey" in "Turkey's Roketsan company" is the company."""
    head = tree.head_of(start, end)
    if head is None or tree.words[head].deprel not in ("nmod:poss", "compound") or tree.heads[head] <= head:
        return start, end
    a, b = _phrase(tree, tree.words[tree.heads[head]].start, tree.words[tree.heads[head]].end)
    known = actors.knowledge
    what = tree.text[end:b]
    names = any(m.type in ("ORG", "PERSON") and end <= m.start and m.end <= b for m in tree.reading.mentions)
    if a <= start and (names or known.body(what) or known.office(what) or known.sector_of(what)
                       or any(h.kind in ("organisation", "person") for h in actors.hits_in(end, b))):
        return a, b
    return start, end


def _visitor(tree: Tree, actors: Actors, trigger: tuple[int, int]) -> tuple[int, int] | None:
    """Who visits, beside the noun: "a visit by X", "X's visit", "the visit of X"; None for a verb."""
    at = tree.word_at(trigger[0])
    if at is None or tree.words[at].upos not in ("NOUN", "PROPN"):
        return None
    for child in tree.children[at]:
        case = [tree.lower[c] for c in tree.children[child] if tree.relation(c) == "case"]
        owner = tree.words[child].deprel == "nmod:poss"
        if owner or tree.relation(child) in ("nmod", "obl") and set(case) & {"by", "of"}:
            start, end = _whole_names((*_phrase(tree, tree.words[child].start, tree.words[child].end), "actor"), actors)[:2]
            people = (m for m in tree.reading.mentions if m.type == "PERSON")
            if actors.hits_in(start, end) or any(start <= m.start < end for m in people):
                return start, end
    if at + 2 < len(tree.words) and tree.lower[at + 1] == "by":
        # the parser lost the phrase: from "by" to the first name of a person
        first = tree.words[at + 2].start
        last = tree.words[min(at + 9, len(tree.words) - 1)].end
        named = [(m.start, m.end) for m in tree.reading.mentions if m.type == "PERSON"]
        named += [(h.start, h.end) for h in actors.hits if h.kind == "person"]
        ends = [b for a, b in named if first <= a and b <= last]
        if ends:
            return first, min(ends)
    return None


def _coordinated(tree: Tree, role: Role, trigger: tuple[int, int]) -> list[tuple[int, int]]:
    """Phrases joined to the role's head by "and": the encoder often reads the first of them only."""
    head = tree.head_of(role.start, role.end)
    if head is None:
        return []
    found = []
    joined = [c for c in tree.children[head] if tree.relation(c) == "conj"]
    if tree.relation(head) == "conj" and tree.heads[head] >= 0:
        joined.append(tree.heads[head])
    for child in joined:
        word = tree.words[child]
        if word.upos in ("PROPN", "NOUN") and not (
                word.start < trigger[1] and word.end > trigger[0]):
            ends = sorted((tree.words[head], word), key=lambda w: w.start)
            between = tree.text[ends[0].end:ends[1].start]
            if len(between) < 40 and not any(c in between for c in ";:()"):
                found.append(_phrase(tree, word.start, word.end))
    return found


def _dated(tree: Tree, i: int) -> bool:
    """Whether a word lies in a date: "in August"."""
    word = tree.words[i]
    return any(m.type == "DATE" and m.start <= word.start < m.end for m in tree.reading.mentions) \
        or tree.lower[i] in MONTHS


def _host(tree: Tree, trigger: tuple[int, int]) -> tuple[int, int] | None:
    """Where a visit goes: "a visit by X to Baku", "visited Egypt", "arrived in Ankara"."""
    at = tree.word_at(trigger[0])
    if at is None:
        return None
    for child in tree.children[at]:
        relation = tree.relation(child)
        if relation == "obj" or relation.split(":")[0] in ("obl", "nmod") and any(
                tree.lower[c] in ("to", "in") for c in tree.children[child] if tree.relation(c) == "case"):
            if tree.words[child].upos == "PROPN" and not _dated(tree, child):
                return _phrase(tree, tree.words[child].start, tree.words[child].end)
    # The parser hangs "to Baku" on the visitor now and then: the next "to NAME" within the clause.
    for i in range(at + 1, min(at + 9, len(tree.words) - 1)):
        if tree.lower[i] in (";", ":", "and", "but", "that") or tree.words[i].upos in ("VERB", "AUX"):
            break
        if tree.lower[i] == "to" and tree.words[i + 1].upos == "PROPN" and not _dated(tree, i + 1):
            return _phrase(tree, tree.words[i + 1].start, tree.words[i + 1].end)
    return None
