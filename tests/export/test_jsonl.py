"""Exported claims have the fixed form, in a fixed order, and leave invented events out."""

from __future__ import annotations

import io
import json
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import ReportedlyError
from reportedly.export import claim_for_export, claim_schema, validate_claim, write_jsonl
from reportedly.record import Filter
from reportedly.records import (
    Claim,
    Coder,
    Evidence,
    Framing,
    Item,
    Link,
    Money,
    Quantity,
    Source,
    Where,
)
from tests.factories import changed, make_claim, make_document, span, when

DOCUMENT = make_document(
    "Poland signed a contract with Norway for 40 boats worth 2 million kroner in Oslo on Monday, the navy "
    "said. Norway denied it. The so-called pact exists.")


def rich_claim():
    """Every field filled at least once."""
    claim = make_claim(
        DOCUMENT, form="arms-sale", recipients=("LTU",), third=("unknown:navy",), instrument="contract",
        stage="signed", turn="renewed", mode="visit", contexts=("military",), auxiliary_modes=("negation",),
        date=changed(when("2021-05-03"), span=span(DOCUMENT, "Monday"), basis="relative"),
        where=[Where(span=span(DOCUMENT, "Oslo"), name="Oslo", country="NOR", lat=59.9, lon=10.7,
                     geonames_id=1, reason="only Oslo"), Where()],
        items=[Item(span=span(DOCUMENT, "boats"), designation="boat", category="ship", role="ordered",
                    quantity=Quantity(value=40, estimated=True, span=span(DOCUMENT, "40")),
                    value=Money(amount=2e6, currency="NOK", span=span(DOCUMENT, "2 million kroner"))),
               Item(quantity=Quantity())],
    )
    navy = Source(span=span(DOCUMENT, "the navy"), entity_id="body:navy", name="Navy", cls="government")
    voice = Link(source=navy, kind="paraphrase", speaker={"span": None, "name": None, "office": "spokesman"},
                 cue=span(DOCUMENT, "said"))
    return changed(
        claim,
        attribution=(voice, claim.attribution[-1]),
        factuality=changed(claim.factuality, cues=(span(DOCUMENT, "said"),)),
        evidence=Evidence(sentence=claim.evidence.sentence, trigger=claim.evidence.trigger,
                          more=(span(DOCUMENT, "Norway denied it."),)),
        denies="c-other",
        framing=(Framing(span=span(DOCUMENT, "so-called pact"), cls="scare", by="outlet:x"),),
        coder=Coder(version="0", reasons=({"field": "type", "value": 1, "because": "x"},)),
    )


@pytest.mark.parametrize("claim", [rich_claim(), make_claim(), make_claim(type=None, date=None, voice=""),
                                   make_claim(voice=None, score=None)])
def test_a_claim_has_the_fixed_form_and_comes_back_whole(claim):
    plain = claim.to_dict()
    validate_claim(plain)
    assert msgspec.convert(plain, Claim) == claim
    assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim
    assert json.loads(json.dumps(plain)) == plain
    assert set(claim_schema()["required"]) <= plain.keys()


def broken(change):
    plain = rich_claim().to_dict()
    change(plain)
    return plain


@pytest.mark.parametrize("change, field", [
    (lambda c: c.pop("held"), "the claim itself"),
    (lambda c: c["proposition"].update(type="WAVE"), "proposition.type"),
    (lambda c: c["factuality"].update(innermost="maybe"), "factuality.innermost"),
    (lambda c: c.update(attribution=[]), "attribution"),
    (lambda c: c["evidence"]["trigger"].update(start=-1), "evidence.trigger.start"),
    (lambda c: c["proposition"]["participants"][0].update(entity_id=None),
     "proposition.participants.0.entity_id"),
])
def test_another_form_is_refused_with_its_field(change, field):
    with pytest.raises(ReportedlyError) as caught:
        validate_claim(broken(change))
    assert f"fixed form: {field}: " in caught.value.message
    assert caught.value.where == rich_claim().claim_id
    assert caught.value.remedy


def test_more_properties_are_allowed():
    validate_claim(broken(lambda c: c.update(later="addition")))


def exported(claims, **options):
    out = io.StringIO()
    report = write_jsonl(claims, out, **options)
    return report, out.getvalue()


def test_composed_documents_are_left_out_unless_asked_for():
    invented = make_document("Estonia signed.", composed=True)
    claims = [make_claim(), make_claim(invented)]
    report, text = exported(claims)
    assert (report.written, report.left_out_composed) == (1, 1)
    assert [json.loads(line)["document"]["composed"] for line in text.splitlines()] == [False]
    report, text = exported(claims, include_composed=True)
    assert (report.written, report.left_out_composed) == (2, 0)
    assert len(text.splitlines()) == 2


def test_nothing_is_an_empty_file():
    assert exported([]) == (type(exported([])[0])(written=0, left_out_composed=0), "")


def test_a_line_is_one_line_in_utf_8():
    document = make_document("Türkiye signed\u2028a paper\nin Łódź.")
    _, text = exported([make_claim(document, actors=(), voice="Łódź")])
    assert len(text.splitlines()) == 1 and text.endswith("\n")
    assert "\u2028" in json.loads(text)["evidence"]["sentence"]["text"]
    assert "Łódź" in text


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_the_order_of_claims_has_no_influence(rng: random.Random, count):
    documents = [make_document(f"Poland signed {i}. It signed.") for i in range(2)]
    claims = [make_claim(d, occurrence=i % 2, ordinal=i) for d in documents for i in range(count)]
    _, text = exported(claims)
    rng.shuffle(claims)
    assert exported(claims)[1] == text
    for line in text.splitlines():
        keys = list(json.loads(line))
        assert keys == sorted(keys)


def test_from_a_record_with_the_time_it_was_held(tmp_path):
    from reportedly.record import Record

    document = make_document()
    with Record.open(tmp_path / "record.db") as record:
        record.write(document, [make_claim(document)], record.start_run("c"), coder="c")
        _, text = exported(row.claim for row in record.iter_claims(Filter(actor="POL")))
    held = json.loads(text)["held"]
    assert held["from"].endswith("Z") and held["until"] is None


def test_an_exported_quotation_is_short_unless_asked_for():
    long = make_document("word " * 100 + "Poland signed it " + "more " * 100 + "end.")
    claim = make_claim(long, actors=("POL",))
    short = claim_for_export(claim)["evidence"]["sentence"]
    assert len(short["text"]) <= 300 and "signed" in short["text"]
    assert long.text[short["start"]:short["end"]] == short["text"]
    assert claim_for_export(claim, full_quotes=True) == claim.to_dict()
    assert len(json.loads(exported([claim], full_quotes=True)[1])["evidence"]["sentence"]["text"]) > 1000
    validate_claim(claim_for_export(claim))
