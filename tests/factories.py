"""Documents and claims by hand, for tests that load no model.

``make_document()`` and ``make_claim(document)`` work without arguments; every argument changes one thing.
Spans are looked up in the document's text, so offsets always agree with it. Texts are composed for the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from reportedly import ids
from reportedly.records import (
    Claim,
    ClaimDocument,
    Coder,
    Document,
    Evidence,
    FactualityChain,
    Item,
    Link,
    Participant,
    Proposition,
    RawPage,
    Source,
    Span,
    When,
    Where,
)

TEXT = (
    "Poland and Norway signed a memorandum on training on Monday, the Polish defence ministry said. "
    "Norway denied that anything was signed. Lithuania will visit Poland in May. "
    "Estonia criticised Latvia over the plan."
)

STATES = {
    "POL": "Poland", "NOR": "Norway", "LTU": "Lithuania", "EST": "Estonia", "LVA": "Latvia", "TUR": "Turkey",
    "AZE": "Azerbaijan", "KOR": "South Korea",
}

SURE = ("CT+", "Uu")


def make_page(data: bytes | str = TEXT, **fields: Any) -> RawPage:
    """A page as sources yield it; ``data`` is encoded as UTF-8."""
    raw = data.encode() if isinstance(data, str) else data
    return RawPage(**{"origin": "page.txt", "kind": "text", "data": raw, **fields})


def make_document(
    text: str = TEXT, *, raw: bytes | None = None, url: str | None = None, **fields: Any
) -> Document:
    """A document whose ids follow from ``text``, ``raw`` (default: the text in UTF-8) and ``url``."""
    data = text.encode() if raw is None else raw
    values: dict[str, Any] = {
        "document_id": ids.document_id(url, data),
        "text_version": ids.text_version(text),
        "text": text,
        "origin": url or "page.txt",
        "raw_sha256": hashlib.sha256(data).hexdigest(),
        "url": url,
        "publisher": "Harbour Wire",
        "title": "A memorandum",
        "published": "2021-05-04",
        "published_basis": "metadata",
        "language": "en",
    }
    return Document(**{**values, **fields})


def span(document: Document | str, words: str, occurrence: int = 0) -> Span:
    """The span of ``words`` in the text; ``occurrence`` counts from 0."""
    text = document if isinstance(document, str) else document.text
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def who(document: Document, entity: str, role: str = "actor", **fields: Any) -> Participant:
    """A participant. A code in ``STATES`` is a state; anything else is an entity id without a principal."""
    state = entity in STATES
    surface = STATES.get(entity, entity.partition(":")[2])
    at = document.text.find(surface)
    mention = span(document, surface) if at >= 0 else span(document, document.text.split()[0])
    values: dict[str, Any] = {
        "role": role,
        "mention": mention,
        "entity_id": f"state:{entity}" if state else entity,
        "name": surface if state else None,
        "principal": entity if state else None,
        "sector": "GOV" if state else None,
    }
    return Participant(**{**values, **fields})


def when(earliest: str | None = None, latest: str | None = None, *, precision: str | None = None) -> When:
    """A stated date: one day, an interval of days, an open interval with one bound, or unknown."""
    if earliest is None and latest is None:
        return When()
    if latest is None:
        latest = earliest
    edtf = earliest if earliest == latest else f"{earliest or '..'}/{latest}"
    return When(edtf=edtf, earliest=earliest, latest=latest, precision=precision or "day", basis="stated")


def sentence_of(document: Document, at: Span) -> Span:
    """The sentence around ``at``, split at full stops followed by a blank."""
    start = document.text.rfind(". ", 0, at.start)
    start = 0 if start < 0 else start + 2
    end = document.text.find(". ", at.end)
    end = len(document.text) if end < 0 else end + 1
    return Span(start=start, end=end, text=document.text[start:end])


def make_claim(
    document: Document | None = None,
    trigger: str = "signed",
    *,
    type: str | None = "SUPPORT",
    form: str | None = "training",
    actors: Sequence[str | Participant] = ("POL", "NOR"),
    recipients: Sequence[str | Participant] = (),
    third: Sequence[str | Participant] = (),
    date: When | str | None = "2021-05-03",
    voice: str | None = "Polish defence ministry",
    values: Sequence[str] = SURE,
    realis: str = "past",
    aspect: str = "event",
    ordinal: int = 0,
    occurrence: int = 0,
    denies: str | Claim | None = None,
    items: Sequence[Item] = (),
    where: Sequence[Where] = (),
    score: float | None = 0.9,
    version: str = "test",
    **proposition: Any,
) -> Claim:
    """A claim on ``document``. ``voice`` is a name; None is the publisher's own voice; "" is unattributed.

    Any other keyword is a field of the proposition (``stage="signed"``).
    """
    document = document or make_document()
    at = span(document, trigger, occurrence)
    people = [
        p if isinstance(p, Participant) else who(document, p, role)
        for role, group in (("actor", actors), ("recipient", recipients), ("third", third))
        for p in group
    ]
    publisher = Link(
        source=Source(entity_id=f"outlet:{document.publisher}", name=document.publisher, cls="media"),
        kind="own-voice",
    )
    if voice is None:
        chain: tuple[Link, ...] = (publisher,)
        values = values[-1:] if len(values) > 1 and values is not SURE else ("CT+",)
    elif voice == "":
        chain = (Link(source=Source(), kind="unattributed"), publisher)
    else:
        chain = (Link(source=Source(name=voice, cls="government"), kind="paraphrase"), publisher)
    return Claim(
        claim_id=ids.claim_id(document.text_version, (at.start, at.end), None, ordinal),
        document=ClaimDocument(
            document_id=document.document_id, text_version=document.text_version, url=document.url,
            publisher=document.publisher, title=document.title, published=document.published,
            published_basis=document.published_basis, language=document.language, composed=document.composed,
        ),
        proposition=Proposition(**{
            "type": type, "plover_type": type, "form": form, "aspect": aspect, "participants": tuple(people),
            "when": date if isinstance(date, When) else when(date), "items": tuple(items),
            "where": tuple(where), **proposition,
        }),
        attribution=chain,
        factuality=FactualityChain(values=tuple(values), innermost=values[0], publisher=values[-1]),  # type: ignore[arg-type]
        realis=realis,  # type: ignore[arg-type]
        evidence=Evidence(sentence=sentence_of(document, at), trigger=at),
        summary=f"{voice or document.publisher}: {type or form}.",
        coder=Coder(version=version, model="by-hand", score=score),
        denies=denies.claim_id if isinstance(denies, Claim) else denies,
    )


def changed(struct: Any, **fields: Any) -> Any:
    """A copy of a frozen value with other fields."""
    return msgspec.structs.replace(struct, **fields)
