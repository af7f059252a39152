"""Which claims belong to one event.

Within one base key (``keys.py``), in this order; every step looks at sets, never at the order of arrival:

1. Denials (``claim.denies``) are set aside. Each joins the event of the claim that it denies, through chains
   of denials to the first one that is not itself a denial. Where what it denies is not there, it is treated
   as any other claim.
2. Sharp dates (``dates.py``): connected components of overlapping intervals. Overlap is not transitive, so a
   chain (1-3, 3-5, 5-7 May) is one event although its ends do not touch; sharp intervals are short, which
   keeps chains short.
3. Vague dates: a claim that overlaps exactly one of these components joins it. Claims that overlap none or
   several form components among themselves: "this year" must not glue two visits into one.
4. No date: a claim joins the one dated event that a claim of the same text and the same kind of realis
   belongs to. If there is none, or more than one, the undated claims of this text and kind of realis are an
   event of their own: without a date nothing shows that two articles speak of the same meeting.

States and habits are no events and take no part.

An event's key is its base key with an anchor: the first day of its sharp component (``on``), of its vague one
(``in``), or text and realis (``undated``). So an id stays while claims join, unless one of them moves the
first day back, bridges two events, or is the first to give the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from ..records import Claim
from .dates import Dates, dates_of
from .keys import base_key, dated_key

_KIND_OF_REALIS = {
    "past": "actual", "ongoing": "actual",
    "future": "prospect", "conditional": "prospect",
    "generic": "generic",
}


class Cluster(msgspec.Struct, frozen=True):
    """Claims that are linked. ``base`` is the key without its date; ``key`` is unique to the event."""

    base: str
    key: str
    members: tuple[Claim, ...]


def link_claims(claims: Iterable[Claim]) -> tuple[Cluster, ...]:
    """The clusters of ``claims``, sorted by key; a claim that is no event is in none of them."""
    unique = {identity(c): c for c in claims}
    roots, joined = _follow_denials(unique)
    by_base: dict[str, list[Claim]] = defaultdict(list)
    for claim in roots:
        base = base_key(claim)
        if base is not None and claim.proposition.aspect == "event":
            by_base[base].append(claim)
    clusters = []
    for base, members in by_base.items():
        for anchor, group in _link_one_key(sorted(members, key=identity)):
            denials = [d for c in group for d in joined.get(identity(c), ())]
            everyone = tuple(sorted([*group, *denials], key=identity))
            clusters.append(Cluster(base, dated_key(base, anchor), everyone))
    return tuple(sorted(clusters, key=lambda cluster: cluster.key))


def identity(claim: Claim) -> tuple[str, str]:
    """(claim_id, document_id): reprints of one text have the same claim ids in several documents."""
    return claim.claim_id, claim.document.document_id


def _follow_denials(
    claims: dict[tuple[str, str], Claim],
) -> tuple[list[Claim], dict[tuple[str, str], list[Claim]]]:
    """Claims that stand for themselves, and the denials that each of them (by identity) takes along."""
    holders: dict[str, list[str]] = defaultdict(list)
    for claim_id, document in sorted(claims):
        holders[claim_id].append(document)

    def denied_by(claim: Claim) -> Claim | None:
        """What it denies: in its own document, else in the first that holds it, real or composed as it is."""
        if claim.denies is None:
            return None
        own = claim.document.document_id
        for document in sorted(holders.get(claim.denies, ()), key=lambda d: (d != own, d)):
            target = claims[claim.denies, document]
            if target.document.composed == claim.document.composed:
                return target
        return None

    roots: list[Claim] = []
    joined: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims.values():
        root, seen = claim, {identity(claim)}
        while (target := denied_by(root)) is not None and identity(target) not in seen:
            root = target
            seen.add(identity(root))
        if target is not None:  # a ring of denials denies nothing: each stands for itself
            root = claim
        if root is claim or not _is_event(root):
            roots.append(claim)
        else:
            joined[identity(root)].append(claim)
    return roots, joined


def _is_event(claim: Claim) -> bool:
    return claim.proposition.aspect == "event" and base_key(claim) is not None


def _link_one_key(claims: Sequence[Claim]) -> list[tuple[list[str], list[Claim]]]:
    """(anchor, claims) for every event among ``claims``, which share a base key."""
    sharp: list[tuple[Dates, Claim]] = []
    vague: list[tuple[Dates, Claim]] = []
    undated: list[Claim] = []
    for claim in claims:
        dates = dates_of(claim.proposition.when)
        if dates is None:
            undated.append(claim)
        else:
            (sharp if dates.sharp else vague).append((dates, claim))

    groups: list[tuple[list[str], list[Claim]]] = []
    spans: list[Dates] = []
    for span, members in _components(sharp):
        spans.append(span)
        groups.append((["on", span.earliest.isoformat()], members))
    loose: list[tuple[Dates, Claim]] = []
    for dates, claim in vague:
        touched = [i for i, span in enumerate(spans) if span.overlaps(dates)]
        if len(touched) == 1:
            groups[touched[0]][1].append(claim)
        else:
            loose.append((dates, claim))
    groups += [(["in", span.earliest.isoformat()], members) for span, members in _components(loose)]
    return groups + _place_undated(undated, groups)


def _components(dated: list[tuple[Dates, Claim]]) -> list[tuple[Dates, list[Claim]]]:
    """Connected components of overlapping intervals, each with its hull, by first day."""
    found: list[tuple[Dates, list[Claim]]] = []
    for dates, claim in sorted(dated, key=lambda pair: (pair[0], identity(pair[1]))):
        if found and found[-1][0].overlaps(dates):
            hull, members = found[-1]
            members.append(claim)
            found[-1] = (hull._replace(latest=max(hull.latest, dates.latest)), members)
        else:
            found.append((dates, [claim]))
    return found


def _place_undated(
    undated: list[Claim], dated: list[tuple[list[str], list[Claim]]]
) -> list[tuple[list[str], list[Claim]]]:
    """Adds undated claims to ``dated`` where exactly one event fits; returns the events of the others."""
    homes: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, (_, members) in enumerate(dated):
        for claim in members:
            homes[_spot(claim)].add(i)
    alone: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in undated:
        fitting = homes.get(_spot(claim), set())
        if len(fitting) == 1:
            dated[next(iter(fitting))][1].append(claim)
        else:
            alone[_spot(claim)].append(claim)
    return [(["undated", *spot], members) for spot, members in sorted(alone.items())]


def _spot(claim: Claim) -> tuple[str, str]:
    """Text version (reprints share it) and kind of realis: what may happen does not date what did."""
    return claim.document.text_version, _KIND_OF_REALIS[claim.realis]
