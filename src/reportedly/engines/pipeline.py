"""``reportedly.load()``: the stages as a spaCy pipeline, for one text at a time and without a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..claims import make_claims
from ..knowledge import Knowledge
from ..reading.adapter import NAME, pipeline
from ..records import Claim, Document, Reading
from ..settings import load_settings

if TYPE_CHECKING:
    from spacy.language import Language


def load(model: str | Path | None = None, *, threshold: float | None = None, threads: int = 2) -> Language:
    """A spaCy ``Language``: ``doc = nlp(text)``, then ``doc._.claims`` holds the text's claims.

    ``model`` is a model file, ``threshold`` the score below which no claim is made; without them the settings'
    count, and where those are unset the installed model and its own threshold. Raises ModelError.
    """
    settings = load_settings()
    named = model or settings.model
    wanted = threshold if threshold is not None else settings.threshold
    knowledge = Knowledge.load()

    def make(document: Document, reading: Reading) -> tuple[Claim, ...]:
        least = nlp.get_pipe(NAME).reader.thresholds["event"] if wanted is None else wanted
        return make_claims(document, reading, knowledge, threshold=least)

    nlp: Language = pipeline(Path(named) if named else None, make, threads=threads)
    return nlp
