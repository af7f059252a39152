"""The reader as a spaCy pipeline: ``nlp = reportedly.load(); doc = nlp(text); doc._.claims``.

The ``Doc`` carries sentences, parts of speech, lemmas, morphology, dependencies and entities, so that matchers, noun
chunks, displaCy and DocBin work on it. ``doc._.reading`` holds the plain reading. What is known about the article can
be given beforehand::

    doc = nlp.make_doc(text)
    doc._.article = {"publisher": "Newswire", "published": "2022-07-27"}
    doc = nlp(doc)
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from .. import ids
from ..claims import make_claims
from ..errors import UsageError
from ..knowledge import Knowledge
from ..reading.reader import Reader
from ..records import Document, Mention, Reading

NAME = "reportedly"
METADATA = ("url", "publisher", "title", "byline", "published", "language")
# spaCy's usual names, where there is one.
ENTITIES = {"STATE": "GPE", "PLACE": "LOC", "OFFICE": "TITLE", "EQUIPMENT": "PRODUCT"}

for _name in ("claims", "reading", "article"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


def document_of(text: str, article: dict[str, Any] | None = None) -> Document:
    """A document for a bare text. What is not given stays unknown. Raises UsageError for a name it does not have."""
    given = {k: v for k, v in (article or {}).items() if v is not None}
    unknown = set(given) - set(METADATA)
    if unknown:
        raise UsageError(f"an article has no {', '.join(sorted(unknown))}", remedy=f"It has {', '.join(METADATA)}.")
    raw = text.encode("utf-8", "surrogatepass")
    return Document(document_id=ids.document_id(given.get("url"), raw), text_version=ids.text_version(text), text=text,
                    origin="(text)", raw_sha256=hashlib.sha256(raw).hexdigest(),
                    published_basis="given" if "published" in given else "unknown", **given)


class Component:
    """Reads a text once and writes what was found on its ``Doc``."""

    def __init__(self, reader: Reader, knowledge: Knowledge, threshold: float | None = None) -> None:
        self.reader, self.knowledge = reader, knowledge
        self.threshold = reader.thresholds["event"] if threshold is None else threshold

    def __call__(self, doc: Doc) -> Doc:
        reading = self.reader.read(doc.text)
        _annotate(doc, reading)
        doc._.reading = reading
        doc._.claims = make_claims(document_of(doc.text, doc._.article), reading, self.knowledge,
                                   threshold=self.threshold)
        return doc


def _annotate(doc: Doc, reading: Reading) -> None:
    """Tags, heads and entities of a reading on a Doc. The tokens are the reading's words, and white space."""
    at = {token.idx + len(token.text) - len(token.text.lstrip()): token.i for token in doc if not token.is_space}
    place = [at.get(word.start) for word in reading.words]
    n = len(doc)
    if not n:
        return
    heads = np.full(n, -1, np.int64)
    deps = np.full(n, doc.vocab.strings.add("dep"), np.uint64)
    for word, i in zip(reading.words, place, strict=True):
        if i is None:
            continue
        token = doc[i]
        token.pos_, token.lemma_ = word.upos, word.lemma
        token.set_morph(word.feats or None)  # type: ignore[attr-defined]
        head = place[word.head] if word.head >= 0 else i
        heads[i] = i if head is None else head
        deps[i] = doc.vocab.strings.add("ROOT" if heads[i] == i else word.deprel)
    # White space hangs on the word before it (the first: after it), so that it never makes a sentence of its own.
    for i in range(n):
        if heads[i] < 0:
            heads[i] = i - 1 if i else next((j for j in range(n) if heads[j] >= 0), 0)
    table: Any = np.stack([(heads - np.arange(n)).astype(np.uint64), deps], 1)
    doc.from_array([HEAD, DEP], table)
    doc.ents = _entities(doc, reading.mentions)


def _entities(doc: Doc, mentions: tuple[Mention, ...]) -> list[Any]:
    spans: list[Any] = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=ENTITIES.get(mention.type, mention.type),
                             alignment_mode="expand")
        if span is not None and (not spans or span.start >= spans[-1].end):
            spans.append(span)
    return spans


@Language.factory(NAME, default_config={"model": None, "threads": 2, "threshold": None})
def create_component(nlp: Language, name: str, model: str | None, threads: int, threshold: float | None) -> Component:
    """For ``nlp.add_pipe("reportedly")`` in a pipeline of one's own whose tokenizer is spaCy's English one."""
    return Component(Reader.load(Path(model) if model else None, threads=threads), Knowledge.load(), threshold)


def load(model: str | Path | None = None, *, threads: int = 2, threshold: float | None = None) -> Language:
    """A spaCy ``Language`` whose documents carry claims. Raises ModelError for a bad model file."""
    nlp = English()
    nlp.add_pipe(NAME, config={"model": str(model) if model else None, "threads": threads, "threshold": threshold})
    return nlp
