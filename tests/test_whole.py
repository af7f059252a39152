"""The whole way once, with the shipped model: the examples into a record, and what comes out of it."""

import io
import json
from pathlib import Path

import pytest

import reportedly
from reportedly.export import validate_claim, write_jsonl
from reportedly.record import Filter, Record

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "record.db"
    summary = reportedly.read([EXAMPLES], record=path)
    assert summary.read >= 16 and not summary.failed
    return path


def claims(path):
    with Record.open(path, create=False) as opened:
        return [row.claim for row in opened.claims(Filter())]


def test_the_examples_give_claims_of_many_kinds(record):
    found = claims(record)
    assert len(found) >= 60
    assert {"CONSULT", "SUPPORT", "ASSAULT", "AID", "COOPERATE"} <= {c.proposition.type for c in found}
    assert {"visit", "licensed-production", "embargo"} <= {c.proposition.form for c in found}
    assert any(len(c.attribution) > 1 and c.factuality.innermost == "CT+" and c.factuality.publisher == "Uu" for c in found)


def test_every_span_is_the_text_at_its_offsets_and_every_claim_fits_the_schema(record):
    with Record.open(record, create=False) as opened:
        for row in opened.claims(Filter()):
            claim = row.claim
            text = opened.document_text(claim.document.text_version)
            assert text is not None
            validate_claim(claim.to_dict())
            spans = [claim.evidence.sentence, claim.evidence.trigger, *claim.evidence.more,
                     *(p.mention for p in claim.proposition.participants)]
            assert all(text[s.start:s.end] == s.text for s in spans)


def test_what_is_not_news_of_states_gives_next_to_nothing(record):
    quiet = ("weather", "sport", "museum", "film", "results")
    with Record.open(record, create=False) as opened:
        per_title = {row.claim.document.title: row.claim for row in opened.claims(Filter())
                     if any(word in (row.claim.document.url or "") for word in quiet)}
    assert len(per_title) <= 1


def test_reading_again_changes_nothing(record):
    before = claims(record)
    summary = reportedly.read([EXAMPLES], record=record)
    assert summary.read == 0 and summary.unchanged >= 16
    assert claims(record) == before


def test_composed_articles_are_not_exported_unless_asked_for(record):
    found = claims(record)
    out = io.StringIO()
    assert write_jsonl(found, out).written == 0
    assert write_jsonl(found, out, include_composed=True).written == len(found)
    assert all(json.loads(line)["document"]["composed"] for line in out.getvalue().splitlines())


def test_the_spacy_pipeline_gives_the_same_reading():
    nlp = reportedly.load()
    doc = nlp("Poland signed a framework agreement with Norway on Monday, a spokesman said.")
    (claim,) = doc._.claims
    assert {p.principal for p in claim.proposition.participants} == {"POL", "NOR"}
    assert claim.proposition.type == "SUPPORT" and claim.factuality.values == ("CT+", "Uu")
    assert [t.pos_ for t in doc][:2] == ["PROPN", "VERB"] and doc.ents[0].label_ == "GPE"


def test_the_reader_answers_for_given_spans():
    text = "Poland accused Norway of spying."
    kind, scores = reportedly.Reader.load().relation(text, (0, 6), (15, 21))
    assert kind == "ACCUSE" and abs(sum(scores.values()) - 1) < 0.01
