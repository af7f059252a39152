"""The reader as a spaCy pipeline: what it writes on a Doc. The encoder is one of simple rules."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from reportedly.engines.spacy import Component, document_of
from reportedly.errors import UsageError
from reportedly.export import validate_claim
from reportedly.reading.reader import Reader
from tests.fake_encoder import FakeEncoder

TEXT = "Poland then signed with Norway.\n\nIt left."


@pytest.fixture(scope="module")
def nlp(knowledge):
    pipe = English()
    component = Component(Reader(FakeEncoder(), {"trigger": 0.5, "event": 0.5}), knowledge)

    def read(text, **article):
        doc = pipe.make_doc(text)
        doc._.article = article or None
        return component(doc)
    return read


def test_claims_with_what_is_known_of_the_article(nlp):
    doc = nlp(TEXT, publisher="Harbour Wire", published="2021-05-04")
    claim, = doc._.claims
    validate_claim(claim.to_dict())
    assert (claim.document.publisher, claim.document.published, claim.document.published_basis) == (
        "Harbour Wire", "2021-05-04", "given")
    assert [p.entity_id for p in claim.proposition.participants] == ["state:POL", "state:NOR"]
    assert claim.coder.model == "by-rule"


def test_nothing_known_stays_unknown(nlp):
    claim, = nlp(TEXT)._.claims
    assert (claim.document.publisher, claim.document.published, claim.document.published_basis) == (None, None, "unknown")


def test_sentences_heads_and_entities_are_those_of_the_reading(nlp):
    doc = nlp(TEXT)
    assert [s.text.strip() for s in doc.sents] == ["Poland then signed with Norway.", "It left."]
    assert [t.head.i for t in doc if not t.is_space][:6] == [0, 0, 1, 2, 3, 4]
    assert doc[0].dep_ == "ROOT" and doc[1].dep_ == "dep"
    assert {t.pos_ for t in doc if not t.is_space} == {"VERB"}
    assert doc[2].lemma_ == "sign"
    assert [(e.text, e.label_) for e in doc.ents] == [("Poland", "GPE"), ("Norway", "GPE"), ("It", "GPE")]
    assert doc._.reading.text == TEXT


def test_a_field_that_an_article_has_not_is_refused(nlp):
    with pytest.raises(UsageError, match="colour"):
        nlp(TEXT, colour="red")


def test_the_document_of_a_text_is_told_by_its_text_or_url():
    assert document_of("a").document_id == document_of("a").document_id != document_of("b").document_id
    assert document_of("a", {"url": "https://x.example/1"}).document_id == \
        document_of("b", {"url": "https://x.example/1"}).document_id
    assert document_of("a", {"url": None, "title": "T"}).title == "T"


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(
    ["Poland", "signed", ".", "\n", "  ", "😀", "مرحبا", "\u200b", "\t", "don't", "U.S."]), max_size=20).map("".join)))
@example("")
@example("  \n ")
@example("\n\nPoland signed.  \n")
@example("0[0 Poland")
def test_any_text_gives_a_doc_with_its_text(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    tokens = {t.idx + len(t.text) - len(t.text.lstrip()) for t in doc if not t.is_space}
    assert tokens <= {w.start for w in doc._.reading.words}  # the reader also parts words at brackets and dashes
    if text.strip():
        assert sum(len(s) for s in doc.sents) == len(doc)
