"""Roles to participants: whole phrases, each entity once, both sides of what is mutual as actors."""

from __future__ import annotations

import pytest

from reportedly.claims.participants import is_mutual, participants_of
from reportedly.claims.syntax import tree_of
from reportedly.reading.actors import Actors
from tests.conllu import document, parsed, reading
from tests.events_by_hand import event


def people(read, knowledge, one, kind="COOPERATE", form=None, stage=None):
    """(role, entity, mention) of each participant."""
    found, reasons = participants_of(one, Actors(document(read.text), read, knowledge), tree_of(read), knowledge, kind, form,
                                     stage)
    assert [r["value"] for r in reasons] == [p.entity_id for p in found]
    return [(p.role, p.entity_id, p.mention.text) for p in found]


MET = """
Poland PROPN 2 nsubj
met VERB 0 root
Norway PROPN 2 obj
. PUNCT 2 punct
"""


@pytest.mark.parametrize("kind, form, mutual", [
    ("CONSULT", None, True),
    ("CONSULT", "consultation", True),
    ("CONSULT", "visit", False),
    ("COOPERATE", "joint-exercise", True),
    ("COOPERATE", "joint-production", True),
    ("COOPERATE", "arms-sale", False),
    ("ACCUSE", None, False),
    (None, "general-cooperation", True),
])
def test_what_is_mutual(knowledge, kind, form, mutual):
    assert is_mutual(kind, form, knowledge) is mutual


def test_whoever_is_met_is_an_actor_too(knowledge):
    read = parsed(MET)
    one = event(read, "met", "CONSULT", ["actor=Poland", "recipient=Norway"])
    assert people(read, knowledge, one, "CONSULT") == [
        ("actor", "state:POL", "Poland"), ("actor", "state:NOR", "Norway")]
    assert people(read, knowledge, one, "ACCUSE") == [
        ("actor", "state:POL", "Poland"), ("recipient", "state:NOR", "Norway")]


@pytest.mark.parametrize("stage, role", [("signed", "actor"), ("ratified", "actor"), ("delivered", "recipient")])
def test_what_is_signed_is_signed_by_both_and_what_is_delivered_has_a_recipient(knowledge, stage, role):
    read = parsed(MET)
    one = event(read, "met", "SUPPORT", ["actor=Poland", "recipient=Norway"])
    assert people(read, knowledge, one, "SUPPORT", "arms-sale", stage)[1] == (role, "state:NOR", "Norway")


def test_a_role_read_with_little_certainty_is_left_out(knowledge):
    read = parsed(MET)
    one = event(read, "met", "CONSULT", ["actor=Poland", "recipient=Norway"], role_score=0.29)
    assert people(read, knowledge, one) == []


def test_times_and_sources_are_no_participants(knowledge):
    read = parsed(MET)
    assert people(read, knowledge, event(read, "met", "CONSULT", ["source=Poland", "place=Norway"])) == []


def test_an_entity_is_used_once(knowledge):
    read = reading("Poland met Norway after Poland spoke.")
    one = event(read, "met", "CONSULT", ["actor=Poland", ("actor", "Poland", 2), "recipient=Norway"])
    assert [e for _, e, _ in people(read, knowledge, one, "CONSULT")] == ["state:POL", "state:NOR"]


COORDINATED = """
Poland PROPN 6 nsubj
, PUNCT 3 punct
Norway PROPN 1 conj
and CCONJ 5 cc
Latvia PROPN 1 conj
held VERB 0 root
drills NOUN 6 obj
. PUNCT 6 punct
"""


@pytest.mark.parametrize("read_by_model", ["Poland", "Poland, Norway and Latvia"])
def test_coordinated_actors_are_each_a_participant(knowledge, read_by_model):
    read = parsed(COORDINATED)
    one = event(read, "held", roles=[f"actor={read_by_model}"])
    assert people(read, knowledge, one) == [
        ("actor", "state:POL", "Poland"), ("actor", "state:NOR", "Norway"), ("actor", "state:LVA", "Latvia")]


def test_a_conjunct_leads_to_the_first_of_them(knowledge):
    read = parsed(COORDINATED)
    one = event(read, "held", roles=["actor=Norway"])
    assert ("actor", "state:POL", "Poland") in people(read, knowledge, one)


def test_a_noun_that_stands_alone_is_taken_with_its_adjective(knowledge):
    read = parsed("""
        Turkish ADJ 2 amod
        officers NOUN 3 nsubj
        trained VERB 0 root
        soldiers NOUN 3 obj
        . PUNCT 3 punct""")
    expected = [("actor", "state:TUR", "Turkish officers")]
    assert people(read, knowledge, event(read, "trained", roles=["actor=officers"])) == expected
    assert people(read, knowledge, event(read, "trained", roles=["actor=Turkish"])) == expected


def test_a_phrase_ends_before_its_clause(knowledge):
    read = parsed("""
        Norway PROPN 6 nsubj
        which PRON 4 nsubj
        has AUX 4 aux
        borrowed VERB 1 acl:relcl
        tanks NOUN 4 obj
        thanked VERB 0 root
        Poland PROPN 6 obj
        . PUNCT 6 punct""")
    one = event(read, "thanked", roles=["actor=Norway which has borrowed tanks", "recipient=Poland"])
    assert people(read, knowledge, one, "SUPPORT") == [
        ("actor", "state:NOR", "Norway"), ("recipient", "state:POL", "Poland")]


def test_a_state_inside_its_ministry_is_not_a_participant_of_its_own(knowledge):
    read = parsed("""
        Poland PROPN 4 nmod:poss
        's PART 1 case
        Defence PROPN 4 compound
        Ministry PROPN 5 nsubj
        thanked VERB 0 root
        Norway PROPN 5 obj
        . PUNCT 5 punct""", [("ORG", "Defence Ministry"), ("STATE", "Poland")])
    one = event(read, "thanked", roles=["actor=Poland", "actor=Poland's Defence Ministry", "recipient=Norway"])
    found = people(read, knowledge, one, "SUPPORT")
    assert [(r, m) for r, _, m in found] == [("actor", "Poland's Defence Ministry"), ("recipient", "Norway")]
    assert found[0][1] == knowledge.body_id("POL", "ministry-of-defence")


def test_equipment_is_nobody(knowledge):
    read = parsed("""
        Turkish ADJ 2 amod
        drones NOUN 3 nsubj
        bombed VERB 0 root
        Latvia PROPN 3 obj
        . PUNCT 3 punct""", [("EQUIPMENT", "drones")])
    one = event(read, "bombed", "ASSAULT", ["actor=Turkish drones", "recipient=Latvia"])
    assert people(read, knowledge, one, "ASSAULT") == [("recipient", "state:LVA", "Latvia")]


VISIT = """
Turkish ADJ 2 amod
officers NOUN 3 nsubj
arrived VERB 0 root
in ADP 5 case
{place} PROPN 3 obl
. PUNCT 3 punct
"""


def test_a_visit_has_a_host_where_the_reader_found_none(knowledge):
    read = parsed(VISIT.format(place="Latvia"))
    one = event(read, "arrived", "CONSULT", ["actor=Turkish officers"])
    assert people(read, knowledge, one, "CONSULT", "visit") == [
        ("actor", "state:TUR", "Turkish officers"), ("recipient", "state:LVA", "Latvia")]
    assert len(people(read, knowledge, one, "CONSULT", "consultation")) == 1  # only a visit has one


def test_a_month_is_no_host(knowledge):
    read = parsed(VISIT.format(place="August"), [("DATE", "August")])
    one = event(read, "arrived", "CONSULT", ["actor=Turkish officers"])
    assert [r for r, *_ in people(read, knowledge, one, "CONSULT", "visit")] == ["actor"]


def test_the_trigger_is_no_participant(knowledge):
    read = reading("The attack on Latvia failed.")
    one = event(read, "attack", "ASSAULT", ["actor=The attack", "recipient=Latvia"])
    assert people(read, knowledge, one, "ASSAULT") == [("recipient", "state:LVA", "Latvia")]
