"""Whose words: the innermost voice of a claim, and whether voices contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..records import Claim


def voice_of(claim: Claim) -> str | None:
    """A key for the innermost voice: its entity id, else its name, else its wording in the text.

    None for a voice that is not told apart from others: unattributed, or a source that is left unnamed. Two
    "officials who asked not to be named" may be one person, so they never corroborate each other.
    """
    link = claim.attribution[0]
    source = link.source
    if source.entity_id:
        return source.entity_id
    if link.kind == "unattributed" or (source.cls or "").startswith("unnamed"):
        return None
    if source.name:
        return f"name:{source.name.casefold()}"
    return f"words:{source.span.text.casefold()}" if source.span else None


def sides_taken(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims that stand behind the event, and those against it: denials, and "it did not happen".

    Where nobody says anything but that it did not happen, that is what they stand behind.
    """
    behind: list[Claim] = []
    against: list[Claim] = []
    for claim in claims:
        negative = claim.denies is not None or claim.factuality.innermost.endswith("-")
        (against if negative else behind).append(claim)
    return (behind, against) if behind else (against, [])


def count_voices(claims: Iterable[Claim]) -> tuple[int, int]:
    """Number of distinct voices, and number of claims whose voice is not known.

    A claim that is printed in several documents with the same text counts once.
    """
    by_id = {claim.claim_id: voice_of(claim) for claim in claims}
    return len({v for v in by_id.values() if v}), sum(v is None for v in by_id.values())


def spoken_names(claims: Iterable[Claim]) -> set[str]:
    """What the innermost voices are called, one name a voice: its name, else its wording, else its id.

    A source that is left unnamed is called by its wording ("an official").
    """
    called: dict[str, str] = {}
    for claim in claims:
        source = claim.attribution[0].source
        name = source.name or (source.span.text if source.span else None) or source.entity_id
        if name:
            key = voice_of(claim) or f"unnamed:{name.casefold()}"
            called[key] = min(called.get(key, name), name)
    return set(called.values())


def contradicted(claims: Iterable[Claim]) -> bool:
    """Whether one voice says that it happened and another that it did not, at any strength."""
    positive: set[str | None] = set()
    negative: set[str | None] = set()
    for claim in claims:
        value = claim.factuality.innermost
        if value.endswith("+"):
            positive.add(voice_of(claim))
        elif value.endswith("-"):
            negative.add(voice_of(claim))
    return bool(positive) and bool(negative) and len(positive | negative) > 1
