"""The frozen types that travel between the stages.

``RawPage`` (sources) -> ``Document`` (documents) -> ``Reading`` (reading) -> ``Claim`` (claims)
-> ``Event`` (events). All offsets are characters, ``[start, end)``, into ``Document.text``.

``Claim`` serialises (``to_dict``) to exactly the form that ``data/claim.schema.json`` fixes.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Factuality = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
Realis = Literal["past", "ongoing", "future", "conditional", "generic"]
Aspect = Literal["event", "state", "habit"]
Basis = Literal["stated", "relative", "inherited", "bounded", "unknown"]
Precision = Literal["time", "day", "month", "season", "year", "decade", "unknown"]
LinkKind = Literal["quote", "paraphrase", "cited-report", "document", "unattributed", "own-voice"]


class _Frozen(msgspec.Struct, frozen=True, kw_only=True):
    def to_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists, as JSON gives them back (``to_builtins`` would keep tuples)."""
        return msgspec.json.decode(msgspec.json.encode(self))


# ---------------------------------------------------------------- sources

class RawPage(_Frozen, frozen=True):
    """Bytes as they were found, and what the finder was told about them.

    ``origin`` is how a person would name it: a path, a path and an archive member
    (``a.zip!b.html``), a path and a line (``a.jsonl:12``), a URL, or ``-``.
    ``kind`` is "html" or "text". Fields that nobody declared are None.
    """

    origin: str
    kind: Literal["html", "text"]
    data: bytes
    encoding: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    composed: bool = False
    fetched: str | None = None
    outlet: str | None = None  # the publisher that a row of a table names itself


# ---------------------------------------------------------------- documents

class Cut(_Frozen, frozen=True):
    """Something that was removed: before which character of the clean text it stood, how long it was, and why."""

    at: int
    length: int
    reason: str


class Document(_Frozen, frozen=True):
    """A clean text and what is known about where it came from. Unknown is None, never a guess.

    ``published`` is EDTF (``2022-07-27``); ``published_basis`` says how it is known. ``notes`` are plain
    sentences about what had to be repaired on the way ("3 bytes were not UTF-8 ...").
    """

    document_id: str
    text_version: str
    text: str
    origin: str
    raw_sha256: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: Literal["metadata", "dateline", "given", "unknown"] = "unknown"
    language: str | None = None
    composed: bool = False
    cuts: tuple[Cut, ...] = ()
    notes: tuple[str, ...] = ()


# ---------------------------------------------------------------- reading

class Span(_Frozen, frozen=True):
    """Character offsets into the stored text, and the text there."""

    start: int
    end: int
    text: str


class Word(_Frozen, frozen=True):
    """One word with its syntax. ``head`` is an index into ``Reading.words`` (-1: root of its sentence).

    ``upos`` and ``deprel`` are Universal Dependencies v2; ``feats`` holds those of Tense, VerbForm, Voice,
    Mood, Number, Person, Polarity that apply, as "Tense=Past|VerbForm=Fin". Empty string: not read.
    """

    start: int
    end: int
    upos: str = ""
    lemma: str = ""
    head: int = -1
    deprel: str = ""
    feats: str = ""


class Mention(_Frozen, frozen=True):
    """A span that names something. ``type`` is one of MENTION_TYPES; ``score`` is the model's probability."""

    start: int
    end: int
    type: str
    score: float = 1.0


MENTION_TYPES = ("PERSON", "ORG", "STATE", "OFFICE", "PLACE", "EQUIPMENT", "DATE", "QUANTITY", "MONEY")


class Role(_Frozen, frozen=True):
    """A span and what it is in an event: actor, recipient, third, place, time, item, source (who says so)."""

    start: int
    end: int
    role: str
    score: float = 1.0


class EventReading(_Frozen, frozen=True):
    """What the encoder read at one trigger. Scores are label -> probability, "none" included.

    ``type_scores`` are for the type by the act (``Proposition.type``), ``plover_scores`` for the manual's;
    ``fields`` holds scores for form, stage, instrument, turn, realis, factuality, aspect.
    """

    trigger: tuple[int, int]
    sentence: int
    trigger_score: float
    type_scores: dict[str, float]
    plover_scores: dict[str, float] = {}
    fields: dict[str, dict[str, float]] = {}
    roles: tuple[Role, ...] = ()


class Reading(_Frozen, frozen=True):
    """Everything that one pass over one text says. Sentences are (start, end); ``sentence_words[i]`` is the
    half-open range of word indices of sentence i. A hand-built Reading without a model is the normal test fixture.
    """

    text: str
    sentences: tuple[tuple[int, int], ...]
    words: tuple[Word, ...] = ()
    sentence_words: tuple[tuple[int, int], ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[EventReading, ...] = ()
    model: str | None = None


# ---------------------------------------------------------------- claims

class Participant(_Frozen, frozen=True):
    role: Literal["actor", "recipient", "third"]
    mention: Span
    entity_id: str
    name: str | None = None
    principal: str | None = None
    sector: str | None = None


class When(_Frozen, frozen=True):
    """An EDTF value with its bounds. ``basis`` says how it is known; unknown stays unknown."""

    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    precision: Precision = "unknown"
    basis: Basis = "unknown"
    span: Span | None = None


class Where(_Frozen, frozen=True):
    span: Span | None = None
    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    reason: str | None = None


class Quantity(_Frozen, frozen=True):
    value: float | int | None = None
    estimated: bool = False
    span: Span | None = None


class Money(_Frozen, frozen=True):
    amount: float | int | None = None
    currency: str | None = None
    estimated: bool = False
    span: Span | None = None


class Item(_Frozen, frozen=True):
    span: Span | None = None
    designation: str | None = None
    category: str | None = None
    role: Literal["offered", "ordered", "produced", "licensed", "delivered", "in-service", "destroyed"] | None = None
    quantity: Quantity | None = None
    value: Money | None = None


class Proposition(_Frozen, frozen=True):
    type: str | None = None
    plover_type: str | None = None
    mode: str | None = None
    auxiliary_modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    form: str | None = None
    instrument: str | None = None
    stage: str | None = None
    turn: str | None = None
    aspect: Aspect = "event"
    participants: tuple[Participant, ...] = ()
    when: When = When()
    where: tuple[Where, ...] = ()
    items: tuple[Item, ...] = ()


class Source(_Frozen, frozen=True):
    """``cls`` is written "class": agency, government, official, analyst, media, document, unnamed ..."""

    span: Span | None = None
    entity_id: str | None = None
    name: str | None = None
    cls: str | None = msgspec.field(default=None, name="class")


class Link(_Frozen, frozen=True):
    """One link of the attribution chain. The chain runs from the innermost voice to the publisher."""

    source: Source
    kind: LinkKind
    speaker: dict[str, Any] | None = None
    cue: Span | None = None


class FactualityChain(_Frozen, frozen=True):
    """One FactBank value for each link of the chain, in its order."""

    values: tuple[Factuality, ...]
    innermost: Factuality
    publisher: Factuality
    cues: tuple[Span, ...] = ()


class Evidence(_Frozen, frozen=True):
    sentence: Span
    trigger: Span
    more: tuple[Span, ...] = ()


class Framing(_Frozen, frozen=True):
    span: Span
    cls: str = msgspec.field(name="class")
    by: str = ""


class Coder(_Frozen, frozen=True):
    """``reasons`` are {"field", "value", "because", "score"?} in words that a person can read."""

    version: str
    model: str | None = None
    score: float | None = None
    reasons: tuple[dict[str, Any], ...] = ()


class Held(_Frozen, frozen=True):
    """When the record held this claim (UTC, ISO 8601)."""

    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = None


class ClaimDocument(_Frozen, frozen=True):
    document_id: str
    text_version: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    published_basis: str = "unknown"
    language: str | None = None
    composed: bool = False


class Claim(_Frozen, frozen=True):
    """One version of one document x one proposition x one innermost voice."""

    claim_id: str
    document: ClaimDocument
    proposition: Proposition
    attribution: tuple[Link, ...]
    factuality: FactualityChain
    realis: Realis
    evidence: Evidence
    summary: str
    coder: Coder
    denies: str | None = None
    framing: tuple[Framing, ...] = ()
    held: Held = Held()
    schema: str = "reportedly/claim/1"


# ---------------------------------------------------------------- events

class Chosen(_Frozen, frozen=True):
    """A field's chosen value, the rule that chose it, and the values that lost."""

    value: Any
    rule: str
    lost: tuple[Any, ...] = ()


class Event(_Frozen, frozen=True):
    """Computed from claims; never replaces them. ``provisional``: linked by an exact key only.

    ``independent_reports`` counts articles that neither copy nor cite one another; in the first version it is
    None (not computed yet). ``voices`` counts the distinct innermost voices that stand behind it (not those
    that deny it); ``unattributed`` counts claims whose innermost voice is not named: never added to the voices.
    """

    event_id: str
    key: str
    claims: tuple[str, ...]
    fields: dict[str, Chosen]
    documents: int
    voices: int
    unattributed: int = 0
    independent_reports: int | None = None
    disputed: bool = False
    provisional: bool = True
    composed: bool = False
