"""From scores to the fields of a proposition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.propositions import What, auxiliary_modes, best, contexts, plover_type, what_happened
from reportedly.claims.syntax import tree_of
from reportedly.reading.labels import ASPECTS, FACTUALITY, FORMS, REALIS, STAGES, TYPES
from tests.conllu import reading
from tests.events_by_hand import event

PLAIN = reading("Poland and Norway did a thing about howitzers.")


def what(knowledge, kind="COOPERATE", *, read=PLAIN, trigger="did", threshold=0.5, **fields):
    return what_happened(event(read, trigger, kind, **fields), knowledge, tree_of(read), threshold)


def because(found, field):
    return [r["because"] for r in found.reasons if r["field"] == field and r["value"] is None]


def test_the_most_probable_label_but_for_those_left_out():
    assert best({"none": 0.6, "AID": 0.3, "AGREE": 0.1}, frozenset({"none"})) == ("AID", 0.3)


def test_fields_are_taken_as_the_reader_reads_them(knowledge):
    found = what(knowledge, form="arms-sale", stage="signed", instrument="contract", turn="renewed")
    assert (found.type, found.form, found.stage, found.instrument, found.turn) == (
        "COOPERATE", "arms-sale", "signed", "contract", "renewed")
    assert found.score == pytest.approx(0.9)
    assert {r["field"] for r in found.reasons} == {"type", "form", "stage", "instrument", "turn"}


@pytest.mark.parametrize("field, value, p", [("form", "training", 0.44), ("instrument", "contract", 0.49),
                                             ("turn", "renewed", 0.49)])
def test_a_field_read_with_little_certainty_stays_empty(knowledge, field, value, p):
    with_form = {} if field == "form" else {"form": "arms-sale"}
    assert getattr(what(knowledge, **with_form, **{field: (value, p)}), field) is None
    assert getattr(what(knowledge, **with_form, **{field: (value, p + 0.1)}), field) == value


def test_no_event_is_nothing(knowledge):
    assert what(knowledge, score=0.4) is None
    assert what(knowledge, score=0.4, threshold=0.4) is not None


def test_a_form_alone_has_no_type(knowledge):
    found = what(knowledge, None, form="training")
    assert (found.type, found.form) == (None, "training")


def test_neither_type_nor_form_is_nothing(knowledge):
    assert what(knowledge, None) is None


def test_a_stage_that_the_form_cannot_have_is_dropped_with_a_reason(knowledge):
    found = what(knowledge, "CONSULT", form="visit", stage="in-production")
    assert (found.form, found.stage) == ("visit", None)
    assert because(found, "stage") == ["the form visit has no stage in-production"]


def test_a_stage_without_a_form_is_dropped_with_a_reason(knowledge):
    found = what(knowledge, stage="signed", turn="renewed")
    assert (found.form, found.stage, found.turn) == (None, None, None)
    assert because(found, "stage") == ["no form of cooperation was read, so it has no stage"]


@pytest.mark.parametrize("kind", ["ASSAULT", "ACCUSE", "THREATEN", "PROTEST", "COERCE"])
def test_acts_of_conflict_have_no_form(knowledge, kind):
    found = what(knowledge, kind, form="training", stage="signed", instrument="contract", turn="renewed")
    assert (found.type, found.form, found.stage, found.instrument, found.turn) == (kind, None, None, None, None)


@given(kind=st.sampled_from([*TYPES[1:-1], None]), form=st.sampled_from(FORMS), stage=st.sampled_from(STAGES))
def test_a_stage_is_always_one_of_its_form(knowledge, kind, form, stage):
    found = what(knowledge, kind, form=form, stage=stage)
    if found is None:
        assert kind is None and form == "none"
    else:
        assert found.stage is None or found.stage in knowledge.ontology.forms[found.form].stages


# ---------------------------------------------------------------- the manual's type

@pytest.mark.parametrize("kind, realis, manual", [
    ("CONSULT", "future", "AGREE"),
    ("SUPPORT", "future", "AGREE"),
    ("COOPERATE", "future", "AGREE"),
    ("AID", "future", "AGREE"),
    ("RETREAT", "future", "CONCEDE"),
    ("ASSAULT", "future", "ASSAULT"),
    ("REQUEST", "future", "REQUEST"),
    ("CONSULT", "past", "CONSULT"),
    ("AID", "conditional", "AID"),
    ("RETREAT", "ongoing", "RETREAT"),
    (None, "future", None),
])
def test_cooperation_told_of_the_future_is_agreement(kind, realis, manual):
    found, why = plover_type(kind, realis, {})
    assert found == manual
    assert why


@given(st.sampled_from(TYPES[1:-1]), st.sampled_from(["past", "ongoing", "conditional", "generic"]))
def test_only_the_future_changes_the_type(kind, realis):
    assert plover_type(kind, realis, {})[0] == kind


@pytest.mark.parametrize("realis, factuality, aspect, modes", [
    ("past", "CT+", "event", ()),
    ("future", "CT+", "event", ("future",)),
    ("conditional", "PS+", "event", ("hypothetical",)),
    ("past", "PR-", "event", ("negation",)),
    ("past", "CT+", "state", ("historical",)),
    ("future", "CT-", "habit", ("historical", "future", "negation")),
])
def test_auxiliary_modes(realis, factuality, aspect, modes):
    assert auxiliary_modes(realis, factuality, aspect) == modes


@given(st.sampled_from(REALIS), st.sampled_from(FACTUALITY), st.sampled_from(ASPECTS))
def test_negation_if_and_only_if_the_value_is_negative(realis, factuality, aspect):
    assert ("negation" in auxiliary_modes(realis, factuality, aspect)) == (factuality in ("CT-", "PR-", "PS-"))


# ---------------------------------------------------------------- contexts

def in_context(sentence, form=None, sectors=("GOV",), items=False):
    return contexts(sentence, What("COOPERATE", form, None, None, None, 0.9, ()), list(sectors), items)


@pytest.mark.parametrize("sentence, name", [
    ("The navies sailed to a naval review.", "military"),
    ("The ambassador left.", "diplomatic"),
    ("Tariffs were raised.", "economic"),
    ("A court sentenced him.", "legal"),
    ("They annexed the valley.", "territory"),
    ("Two spies were swapped.", "intelligence"),
    ("A peace mission began.", "peacekeeping"),
    ("A jihadist cell was found.", "terrorism"),
    ("A satellite was launched.", "technology"),
    ("Political prisoners were freed.", "human_rights"),
    ("The pipeline was closed.", "natural_resource"),
    ("Refugees crossed the river.", "migration"),
    ("The ballot was held.", "election"),
])
def test_contexts_from_words(sentence, name):
    assert in_context(sentence) == (name,)


def test_no_context_in_plain_words():
    assert in_context("The two met for tea.") == ()


def test_military_from_form_items_or_who_takes_part():
    plain = "The two met for tea."
    assert in_context(plain, form="training") == ("military",)
    assert in_context(plain, items=True) == ("military",)
    assert in_context(plain, sectors=["GOV", "MIL"]) == ("military",)
    assert in_context(plain, form="visit") == ()
    assert in_context("The navy sailed.", form="training") == ("military",)  # once
