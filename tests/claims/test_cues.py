"""What the words around a trigger say where the reader says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.cues import DEFENCE, backed_off, cues_in
from reportedly.claims.syntax import tree_of
from tests.conllu import parsed, reading, spot

NONE = {"form": None, "stage": None, "instrument": None, "turn": None}


def filled(read, trigger, kind, knowledge, **have):
    fields, reasons = backed_off(tree_of(read), spot(read.text, trigger), kind, {**NONE, **have}, knowledge)
    assert set(fields) == set(NONE)
    for reason in reasons:
        assert fields[reason["field"]] is not None
    return {k: v for k, v in fields.items() if v is not None}


SIGNED = """
Poland PROPN 2 nsubj
signed VERB 0 root sign
a DET 4 det
memorandum NOUN 2 obj
on ADP 7 case
{what} ADJ 7 amod
training NOUN 4 nmod
. PUNCT 2 punct
"""


def test_stage_instrument_and_form_from_words(knowledge):
    read = parsed(SIGNED.format(what="military"))
    assert filled(read, "signed", "SUPPORT", knowledge) == {
        "stage": "signed", "instrument": "memorandum", "form": "training"}


def test_a_form_is_not_taken_from_words_where_defence_is_not_spoken_of(knowledge):
    read = parsed(SIGNED.format(what="medical"))
    assert filled(read, "signed", "SUPPORT", knowledge) == {"stage": "signed", "instrument": "memorandum"}


BOUGHT = """
Poland PROPN 3 nmod:poss
's PART 1 case
purchase NOUN 6 nsubj
of ADP 5 case
{what} NOUN 3 nmod
pleased VERB 0 root please
Norway PROPN 6 obj
. PUNCT 6 punct
"""


def test_the_purchase_of_wheat_is_no_arms_sale(knowledge):
    wheat = parsed(BOUGHT.format(what="wheat"))
    tanks = parsed(BOUGHT.format(what="tanks"))
    assert filled(wheat, "purchase", "COOPERATE", knowledge) == {}
    assert filled(tanks, "purchase", "COOPERATE", knowledge) == {"form": "arms-sale"}


def test_equipment_that_was_read_speaks_of_defence_without_a_word_for_it(knowledge):
    snippet = BOUGHT.format(what="Vulpes")
    assert filled(parsed(snippet), "purchase", "COOPERATE", knowledge) == {}
    assert filled(parsed(snippet, [("EQUIPMENT", "Vulpes")]), "purchase", "COOPERATE", knowledge) == {"form": "arms-sale"}


def test_a_visit_needs_no_word_of_defence(knowledge):
    read = reading("Poland visited Norway.")
    assert filled(read, "visited", "CONSULT", knowledge)["form"] == "visit"


def test_what_the_reader_decided_stays(knowledge):
    read = parsed(SIGNED.format(what="military"))
    assert filled(read, "signed", "SUPPORT", knowledge, form="arms-sale", stage="ratified", instrument="treaty") == {
        "form": "arms-sale", "stage": "ratified", "instrument": "treaty"}


def test_which_meeting_it_is_its_own_word_tells(knowledge):
    read = reading("Poland visited Norway.")
    assert filled(read, "visited", "CONSULT", knowledge, form="consultation")["form"] == "visit"


def test_a_word_of_another_kind_of_act_says_nothing(knowledge):
    read = parsed(SIGNED.format(what="military"))
    assert filled(read, "signed", "ACCUSE", knowledge) == {}


def test_words_of_the_next_sentence_say_nothing(knowledge):
    read = parsed("""
        Poland PROPN 2 nsubj
        signed VERB 0 root sign
        . PUNCT 2 punct

        Military ADJ 2 amod
        training NOUN 3 nsubj
        began VERB 0 root begin
        . PUNCT 3 punct""")
    assert filled(read, "signed", "SUPPORT", knowledge) == {"stage": "signed"}


def test_local_production_made_together_is_joint(knowledge):
    read = reading("Poland and Norway build howitzers together.")
    assert filled(read, "build", "COOPERATE", knowledge)["form"] == "joint-production"
    alone = reading("Poland builds howitzers.")
    assert filled(alone, "builds", "COOPERATE", knowledge)["form"] == "local-production"


def test_a_phrase_goes_before_its_words(knowledge):
    read = parsed("""
        Poland PROPN 2 nsubj
        held VERB 0 root hold
        a DET 5 det
        joint ADJ 5 amod
        exercise NOUN 2 obj
        . PUNCT 2 punct""")
    tree = tree_of(read)
    terms = {c.term for c in cues_in(tree, 0, len(read.words), knowledge)}
    assert "joint exercise" in terms
    assert "exercise" not in terms


def test_a_noun_is_not_read_as_a_verb(knowledge):
    read = parsed("""
        Norway PROPN 3 nmod:poss
        's PART 1 case
        visit NOUN 4 nsubj
        ended VERB 0 root end
        . PUNCT 4 punct""")
    assert {c.pos for c in cues_in(tree_of(read), 2, 3, knowledge)} == {"noun"}


@pytest.mark.parametrize("text", ["a frigate", "the armed forces", "Defence talks", "two drones", "weaponry", "air force"])
def test_words_of_defence(text):
    assert DEFENCE.search(text)


@pytest.mark.parametrize("text", ["wheat", "alarming", "charms", "fishing rights", "a tankard", "the baseline"])
def test_words_that_only_look_like_it(text):
    assert not DEFENCE.search(text)


@given(text=st.lists(st.sampled_from(
    "Poland signed bought joint exercise drills of the military training memorandum contract visited . , purchase tanks in "
    "parts jointly produce build".split()), min_size=1, max_size=15).map(" ".join), data=st.data())
def test_any_words_give_fields_that_the_tables_know(knowledge, text, data):
    read = reading(text)
    word = data.draw(st.sampled_from(read.words))
    kind = data.draw(st.sampled_from([None, "SUPPORT", "CONSULT", "COOPERATE", "ACCUSE"]))
    fields, _ = backed_off(tree_of(read), (word.start, word.end), kind, NONE, knowledge)
    assert fields["form"] is None or fields["form"] in knowledge.ontology.forms
    assert fields["stage"] is None or fields["stage"] in knowledge.ontology.stages
