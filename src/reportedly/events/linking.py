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

KIND_OF_REALIS = {
    "past": "actual", "ongoing": "actual",
    "future": "prospect", "conditional": "prospect",
    "generic": "generic",
}
"""What may happen does not date what did."""


class Trace(msgspec.Struct, frozen=True):
    """All that linking asks of a claim, so that the record can link without reading whole claims.

    ``base`` is its base key, or anything at all if it is no event (``is_event`` false).
    """

    claim_id: str
    document_id: str
    text_version: str
    composed: bool
    base: str
    is_event: bool
    dates: Dates | None
    realis: str
    denies: str | None

    @property
    def identity(self) -> tuple[str, str]:
        """(claim_id, document_id): reprints of one text have the same claim ids in several documents."""
        return self.claim_id, self.document_id

    @property
    def spot(self) -> tuple[str, str]:
        """Text version, which reprints share, and kind of realis."""
        return self.text_version, KIND_OF_REALIS[self.realis]


class Group(msgspec.Struct, frozen=True):
    """Traces that are linked. ``base`` is the key without its date; ``key`` is unique to the event."""

    base: str
    key: str
    members: tuple[Trace, ...]


class Cluster(msgspec.Struct, frozen=True):
    """The same with the claims themselves, sorted by (claim_id, document_id)."""

    base: str
    key: str
    members: tuple[Claim, ...]


def trace_of(claim: Claim) -> Trace:
    """What linking asks of ``claim``."""
    base = base_key(claim)
    return Trace(
        claim_id=claim.claim_id,
        document_id=claim.document.document_id,
        text_version=claim.document.text_version,
        composed=claim.document.composed,
        base=base or "",
        is_event=base is not None and claim.proposition.aspect == "event",
        dates=dates_of(claim.proposition.when),
        realis=claim.realis,
        denies=claim.denies,
    )


def link_claims(claims: Iterable[Claim]) -> tuple[Cluster, ...]:
    """The clusters of ``claims``, sorted by key; a claim that is no event is in none of them."""
    by_identity = {(claim.claim_id, claim.document.document_id): claim for claim in claims}
    groups = link(trace_of(claim) for claim in by_identity.values())
    return tuple(Cluster(g.base, g.key, tuple(by_identity[m.identity] for m in g.members)) for g in groups)


def link(traces: Iterable[Trace]) -> tuple[Group, ...]:
    """The groups of ``traces``, sorted by key, each sorted by identity."""
    unique = {trace.identity: trace for trace in traces}
    roots, joined = _follow_denials(unique)
    by_base: dict[str, list[Trace]] = defaultdict(list)
    for trace in roots:
        if trace.is_event:
            by_base[trace.base].append(trace)
    groups = []
    for base, members in by_base.items():
        for anchor, linked in _link_one_key(sorted(members, key=_identity)):
            denials = [d for trace in linked for d in joined.get(trace.identity, ())]
            everyone = tuple(sorted([*linked, *denials], key=_identity))
            groups.append(Group(base, dated_key(base, anchor), everyone))
    return tuple(sorted(groups, key=lambda group: group.key))


def _identity(trace: Trace) -> tuple[str, str]:
    return trace.identity


def _follow_denials(
    traces: dict[tuple[str, str], Trace],
) -> tuple[list[Trace], dict[tuple[str, str], list[Trace]]]:
    """Traces that stand for themselves, and the denials that each of them (by identity) takes along."""
    holders: dict[str, list[str]] = defaultdict(list)
    for claim_id, document in sorted(traces):
        holders[claim_id].append(document)

    def denied_by(trace: Trace) -> Trace | None:
        """What it denies: in its own document, else in the first that holds it, real or composed as it is."""
        if trace.denies is None:
            return None
        for document in sorted(holders.get(trace.denies, ()), key=lambda d: (d != trace.document_id, d)):
            target = traces[trace.denies, document]
            if target.composed == trace.composed:
                return target
        return None

    roots: list[Trace] = []
    joined: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for trace in traces.values():
        root, seen = trace, {trace.identity}
        while (target := denied_by(root)) is not None and target.identity not in seen:
            root = target
            seen.add(root.identity)
        if target is not None:  # a ring of denials denies nothing: each stands for itself
            root = trace
        if root is trace or not root.is_event:
            roots.append(trace)
        else:
            joined[root.identity].append(trace)
    return roots, joined


def _link_one_key(traces: Sequence[Trace]) -> list[tuple[list[str], list[Trace]]]:
    """(anchor, traces) for every event among ``traces``, which share a base key."""
    sharp: list[tuple[Dates, Trace]] = []
    vague: list[tuple[Dates, Trace]] = []
    undated: list[Trace] = []
    for trace in traces:
        if trace.dates is None:
            undated.append(trace)
        else:
            (sharp if trace.dates.sharp else vague).append((trace.dates, trace))

    groups: list[tuple[list[str], list[Trace]]] = []
    spans: list[Dates] = []
    for span, members in _components(sharp):
        spans.append(span)
        groups.append((["on", span.earliest.isoformat()], members))
    loose: list[tuple[Dates, Trace]] = []
    for dates, trace in vague:
        touched = [i for i, span in enumerate(spans) if span.overlaps(dates)]
        if len(touched) == 1:
            groups[touched[0]][1].append(trace)
        else:
            loose.append((dates, trace))
    groups += [(["in", span.earliest.isoformat()], members) for span, members in _components(loose)]
    return groups + _place_undated(undated, groups)


def _components(dated: list[tuple[Dates, Trace]]) -> list[tuple[Dates, list[Trace]]]:
    """Connected components of overlapping intervals, each with its hull, by first day."""
    found: list[tuple[Dates, list[Trace]]] = []
    for dates, trace in sorted(dated, key=lambda pair: (pair[0], pair[1].identity)):
        if found and found[-1][0].overlaps(dates):
            hull, members = found[-1]
            members.append(trace)
            found[-1] = (hull._replace(latest=max(hull.latest, dates.latest)), members)
        else:
            found.append((dates, [trace]))
    return found


def _place_undated(
    undated: list[Trace], dated: list[tuple[list[str], list[Trace]]]
) -> list[tuple[list[str], list[Trace]]]:
    """Adds undated traces to ``dated`` where exactly one event fits; returns the events of the others."""
    homes: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, (_, members) in enumerate(dated):
        for trace in members:
            homes[trace.spot].add(i)
    alone: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for trace in undated:
        fitting = homes.get(trace.spot, set())
        if len(fitting) == 1:
            dated[next(iter(fitting))][1].append(trace)
        else:
            alone[trace.spot].append(trace)
    return [(["undated", *spot], members) for spot, members in sorted(alone.items())]
