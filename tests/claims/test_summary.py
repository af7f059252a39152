"""Summaries are composed from a claim's fields, in any combination of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.summary import attribution, predicate, summarise
from reportedly.reading.labels import FACTUALITY, FORMS, INSTRUMENTS, REALIS, STAGES, TURNS, TYPES
from reportedly.records import (
    FactualityChain,
    Item,
    Link,
    Participant,
    Proposition,
    Quantity,
    Source,
    Span,
    When,
    Where,
)

OWN = (Link(source=Source(name="Harbour Wire"), kind="own-voice"),)


def who(name, role="actor", state=None, entity=None):
    return Participant(role=role, mention=Span(start=0, end=4, text="they"), name=name, principal=state,
                       entity_id=entity or (f"state:{state}" if state else "unknown:they"))


POLAND, NORWAY = who("Poland", state="POL"), who("Norway", "recipient", "NOR")


def told(knowledge, p, chain=OWN, value="CT+", realis="past"):
    return summarise(p, chain, FactualityChain(values=(value,), innermost=value, publisher=value), realis, knowledge)


def test_a_whole_sentence(knowledge):
    p = Proposition(type="COOPERATE", form="arms-sale", stage="signed", instrument="contract", participants=(POLAND, NORWAY),
                    items=(Item(designation="K9", quantity=Quantity(value=1212, estimated=True)),
                           Item(category="air-defence")),
                    where=(Where(name="Oslo"), Where()), when=When(edtf="2021-05-03", basis="stated"))
    assert told(knowledge, p) == (
        "Harbour Wire states that Poland signed a contract with Norway on an arms sale (equipment: about 1,212 K9, "
        "air defence); where: Oslo; when: 2021-05-03.")


def test_a_date_that_is_not_known_is_said_not_to_be(knowledge):
    assert told(knowledge, Proposition(type="AID", participants=(POLAND,))).endswith("gave aid; date unknown.")


@pytest.mark.parametrize("basis, words", [("stated", "when: 2021."), ("relative", "when: 2021."),
                                          ("bounded", "when: 2021 (at the latest by publication or report)."),
                                          ("inherited", "when: 2021 (date taken from the passage).")])
def test_how_the_date_is_known(knowledge, basis, words):
    p = Proposition(type="AID", participants=(POLAND,), when=When(edtf="2021", basis=basis))
    assert told(knowledge, p).endswith(words)


def test_without_a_recipient_its_part_is_left_out(knowledge):
    assert "Poland gave aid;" in told(knowledge, Proposition(type="AID", participants=(POLAND,)))
    assert "Poland gave aid to Norway;" in told(knowledge, Proposition(type="AID", participants=(POLAND, NORWAY)))


def test_actors_are_listed_once_each(knowledge):
    p = Proposition(type="CONSULT", participants=(POLAND, who("Norway", state="NOR"), who("Latvia", state="LVA"), POLAND))
    assert "Poland, Norway and Latvia met;" in told(knowledge, p)


def test_a_person_is_named_with_the_state_and_a_state_or_body_is_not(knowledge):
    person = who("Adam Wick", state="POL", entity="unknown:adam-wick")
    body = who("Ministry of Defence of Poland", state="POL", entity="body:POL-mod")
    assert "Adam Wick (Poland) gave aid" in told(knowledge, Proposition(type="AID", participants=(person,)))
    assert "Ministry of Defence of Poland gave aid" in told(knowledge, Proposition(type="AID", participants=(body,)))


def test_who_is_not_identified_is_said_not_to_be(knowledge):
    text = told(knowledge, Proposition(type="AID", participants=(who(None),)))
    assert "an unidentified party (they) gave aid" in text


def test_a_proposition_without_an_actor(knowledge):
    assert "an unnamed party gave aid to Norway" in told(knowledge, Proposition(type="AID", participants=(NORWAY,)))


def test_third_parties(knowledge):
    p = Proposition(type="CONSULT", participants=(POLAND, who("Latvia", "third", "LVA")))
    assert "(also involved: Latvia)" in told(knowledge, p)


@pytest.mark.parametrize("value, words", [("CT+", "that Poland gave"), ("PR+", "that it is probable that Poland gave"),
                                          ("CT-", "that it is not the case that Poland gave"),
                                          ("Uu", "that it is left open whether Poland gave")])
def test_how_sure_the_voice_is(knowledge, value, words):
    assert words in told(knowledge, Proposition(type="AID", participants=(POLAND,)), value=value)


def test_what_is_planned_is_said_to_be(knowledge):
    p = Proposition(type="AID", participants=(POLAND,))
    assert "(planned or foreseen)" in told(knowledge, p, realis="future")
    assert "(planned or foreseen)" not in told(knowledge, p)


def test_voices_from_the_inside_out():
    chain = (Link(source=Source(name="Ministry"), kind="paraphrase", speaker={"name": "Adam Wick"}),
             Link(source=Source(cls="unnamed"), kind="cited-report"), *OWN)
    assert attribution(chain) == "According to Adam Wick for Ministry, cited by unnamed sources, then Harbour Wire,"


@pytest.mark.parametrize("cls, name", [("unnamed", "unnamed sources"), ("publisher", "the publisher"),
                                       ("document", "a document"), ("agency", "an unnamed source"),
                                       (None, "an unnamed source")])
def test_a_voice_without_a_name(cls, name):
    assert attribution((Link(source=Source(cls=cls), kind="own-voice"),)) == f"{name} states that"


@pytest.mark.parametrize("fields, template", [
    ({"form": "arms-sale", "stage": "signed", "turn": "suspended", "type": "COOPERATE"}, "was suspended"),
    ({"form": "visit", "stage": "carried-out", "type": "CONSULT"}, "visited"),
    ({"form": "visit", "stage": "agreed", "type": "AGREE"}, "agreed"),
    ({"form": "arms-sale", "stage": "delivered", "type": "AID"}, "made a delivery"),
    ({"form": "arms-sale", "type": None}, "engaged in"),
    ({"form": "arms-sale", "type": "REJECT"}, "rejected"),
    ({"type": "SUPPORT", "instrument": "treaty"}, "signed or approved"),
    ({"type": "SUPPORT"}, "expressed support"),
])
def test_turn_goes_before_stage_before_form_before_type(fields, template):
    assert template in predicate(Proposition(**fields))


def empty(value):
    return None if value == "none" else value


@given(kind=st.sampled_from([*TYPES[1:-1], None]), form=st.sampled_from(FORMS), stage=st.sampled_from(STAGES),
       turn=st.sampled_from(TURNS), instrument=st.sampled_from(INSTRUMENTS), value=st.sampled_from(FACTUALITY),
       realis=st.sampled_from(REALIS), name=st.text(min_size=1, max_size=12),
       roles=st.lists(st.sampled_from(["actor", "recipient", "third"]), max_size=4))
def test_every_combination_is_one_sentence(knowledge, kind, form, stage, turn, instrument, value, realis, name, roles):
    p = Proposition(type=kind, form=empty(form), stage=empty(stage), turn=empty(turn), instrument=empty(instrument),
                    participants=tuple(who(name, role) for role in roles))
    text = told(knowledge, p, value=value, realis=realis)
    assert text.endswith("; date unknown.")
    assert text.startswith("Harbour Wire states that ")
    if roles:
        assert name in text
    assert not re.search(r"\{[arfit]\}|  ", text.replace(name, "N"))
    assert re.search(r"[\[\]]", text.replace(name, "N")) is None
