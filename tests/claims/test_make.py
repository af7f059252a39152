"""From a reading to claims. The sentences are invented; the syntax and the events are made by hand."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.claims import make_claims
from reportedly.export import validate_claim
from reportedly.records import Reading
from tests.conllu import parsed, reading
from tests.events_by_hand import event, with_events
from tests.factories import make_document

SIGNED = """
Poland PROPN 4 nsubj
and CCONJ 3 cc
Norway PROPN 1 conj
signed VERB 0 root sign Tense=Past|VerbForm=Fin
a DET 6 det
contract NOUN 4 obj
on ADP 9 case
military ADJ 9 amod
training NOUN 6 nmod
. PUNCT 4 punct
"""
ON_MONDAY = SIGNED.replace(". PUNCT 4 punct", "on ADP 11 case\nMonday PROPN 4 obl\n. PUNCT 4 punct")
BOTH = [("STATE", "Poland"), ("STATE", "Norway")]


def signed(snippet=SIGNED):
    return parsed(snippet, BOTH)


def claims(read: Reading, knowledge, *events, threshold=0.5, **document):
    found = make_claims(make_document(read.text, **document), with_events(read, *events), knowledge, threshold=threshold)
    for claim in found:
        validate_claim(claim.to_dict())
        for span in (claim.evidence.trigger, claim.evidence.sentence, *(p.mention for p in claim.proposition.participants)):
            assert read.text[span.start:span.end] == span.text
    assert len({c.claim_id for c in found}) == len(found)
    return found


def parties(claim, role="actor"):
    return [p.entity_id for p in claim.proposition.participants if p.role == role]


# ---------------------------------------------------------------- one claim

def test_a_signing_with_everything_that_the_sentence_says(knowledge):
    read = signed(ON_MONDAY)
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]))
    p = claim.proposition
    assert (p.type, p.plover_type, p.form, p.stage, p.instrument) == ("SUPPORT", "SUPPORT", "training", "signed", "contract")
    assert parties(claim) == ["state:POL", "state:NOR"]
    assert (p.when.edtf, p.when.basis) == ("2021-05-03", "relative")
    assert (claim.realis, claim.factuality.innermost) == ("past", "CT+")
    assert claim.attribution[0].source.name == "Harbour Wire"
    assert claim.evidence.trigger.text == "signed"
    assert claim.coder.score == 0.9
    assert claim.coder.model == "by-hand"


def test_the_least_probable_event_is_left_out(knowledge):
    read = signed()
    one = event(read, "signed", roles=["actor=Poland"], score=0.6)
    assert len(claims(read, knowledge, one, threshold=0.6)) == 1
    assert claims(read, knowledge, one, threshold=0.61) == ()


def test_nobody_to_do_it_no_claim(knowledge):
    read = signed()
    assert claims(read, knowledge, event(read, "signed")) == ()


def test_a_private_person_alone_makes_no_claim(knowledge):
    read = reading("Adam Wick praised the harbour.", [("PERSON", "Adam Wick")])
    assert claims(read, knowledge, event(read, "praised", roles=["actor=Adam Wick"])) == ()


def test_a_private_person_beside_a_state_makes_one(knowledge):
    read = reading("Adam Wick praised Norway.", [("PERSON", "Adam Wick"), ("STATE", "Norway")])
    claim, = claims(read, knowledge, event(read, "praised", roles=["actor=Adam Wick", "recipient=Norway"]))
    assert parties(claim, "recipient") == ["state:NOR"]


def test_a_place_with_the_state_that_is_named_in_it(knowledge):
    read = reading("Poland met Norway in northern Lithuania and in Harwick.", BOTH)
    met = event(read, "met", "CONSULT", ["actor=Poland", "recipient=Norway", "place=northern Lithuania", "place=Harwick"])
    claim, = claims(read, knowledge, met)
    assert [(w.name, w.country) for w in claim.proposition.where] == [("northern Lithuania", "LTU"), ("Harwick", None)]


def test_a_place_read_with_little_certainty_is_left_out(knowledge):
    read = reading("Poland met Norway in Lithuania.", BOTH)
    sure = event(read, "met", "CONSULT", ["actor=Poland", "recipient=Norway"])
    doubtful = event(read, "met", "CONSULT", ["place=Lithuania"], role_score=0.3)
    claim, = claims(read, knowledge, msgspec.structs.replace(sure, roles=(*sure.roles, *doubtful.roles)))
    assert claim.proposition.where == ()


def test_a_price_and_a_number_of_howitzers(knowledge):
    text = "Poland signed a $2.4 billion contract for 212 K9 howitzers with South Korea."
    read = reading(text, [("STATE", "Poland"), ("MONEY", "$2.4 billion"), ("EQUIPMENT", "K9 howitzers"),
                          ("STATE", "South Korea")])
    roles = ["actor=Poland", "recipient=South Korea", "item=212 K9 howitzers"]
    claim, = claims(read, knowledge, event(read, "signed", roles=roles, form="arms-sale", stage="signed"))
    item, = claim.proposition.items
    assert (item.designation, item.quantity.value, item.value.amount, item.role) == ("K9", 212, 2_400_000_000, "ordered")
    assert parties(claim) == ["state:POL", "state:KOR"]  # what is signed is signed by both
    assert "military" in claim.proposition.contexts


# ---------------------------------------------------------------- dates

def test_an_unknown_date_stays_unknown_although_the_publication_is_known(knowledge):
    read = signed()
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]), published="2021-05-04")
    when = claim.proposition.when
    assert claim.document.published == "2021-05-04"
    assert (when.edtf, when.earliest, when.latest, when.precision, when.basis) == (None, None, None, "unknown", "unknown")
    assert claim.summary.endswith("date unknown.")


def test_a_weekday_without_a_publication_date_is_unknown(knowledge):
    read = signed(ON_MONDAY)
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]),
                    published=None, published_basis="unknown")
    assert (claim.proposition.when.edtf, claim.proposition.when.earliest) == (None, None)
    assert claim.document.published is None


# ---------------------------------------------------------------- one act, one claim

def test_signed_a_contract_is_one_claim(knowledge):
    read = signed()
    found = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]),
                   event(read, "contract", roles=["actor=Poland"], score=0.95))
    assert [c.evidence.trigger.text for c in found] == ["signed"]


def test_met_and_discussed_is_one_claim(knowledge):
    read = parsed("""
        Poland PROPN 2 nsubj
        met VERB 0 root meet Tense=Past|VerbForm=Fin
        Norway PROPN 2 obj
        and CCONJ 5 cc
        discussed VERB 2 conj discuss Tense=Past|VerbForm=Fin
        fish NOUN 5 obj
        . PUNCT 2 punct""", BOTH)
    roles = ["actor=Poland", "recipient=Norway"]
    found = claims(read, knowledge, event(read, "met", "CONSULT", roles), event(read, "discussed", "CONSULT", roles))
    assert [c.evidence.trigger.text for c in found] == ["met"]


def test_a_visit_and_the_talks_at_it_are_two(knowledge):
    read = parsed("""
        Poland PROPN 2 nsubj
        visited VERB 0 root visit Tense=Past|VerbForm=Fin
        Norway PROPN 2 obj
        and CCONJ 5 cc
        met VERB 2 conj meet Tense=Past|VerbForm=Fin
        Norway PROPN 5 obj
        . PUNCT 2 punct""", BOTH)
    roles = ["actor=Poland", "recipient=Norway"]
    found = claims(read, knowledge, event(read, "visited", "CONSULT", roles), event(read, "met", "CONSULT", roles))
    assert [c.proposition.form for c in found] == ["visit", "consultation"]


def test_two_acts_of_different_kinds_in_a_sentence_are_two(knowledge):
    read = reading("Poland met Norway and accused Norway of spying.", BOTH)
    roles = ["actor=Poland", "recipient=Norway"]
    found = claims(read, knowledge, event(read, "met", "CONSULT", roles), event(read, "accused", "ACCUSE", roles))
    assert [c.proposition.type for c in found] == ["CONSULT", "ACCUSE"]


TWICE = ON_MONDAY + "\n" + SIGNED.replace("contract", "pact")


def test_the_same_again_adds_evidence_and_no_claim(knowledge):
    read = signed(TWICE)
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]),
                    event(read, "signed", roles=[("actor", "Poland", 2)], number=2))
    assert claim.proposition.when.edtf == "2021-05-03"  # the richer one stays
    assert [s.text for s in claim.evidence.more] == ["Poland and Norway signed a pact on military training."]


def test_the_richer_claim_stays_where_it_comes_second(knowledge):
    read = signed(SIGNED + "\n" + ON_MONDAY)
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]),
                    event(read, "signed", roles=[("actor", "Poland", 2)], number=2))
    assert claim.proposition.when.edtf == "2021-05-03"
    assert claim.evidence.sentence.start > claim.evidence.more[0].start == 0


def other_parties(snippet):
    return snippet.replace("Norway", "Latvia")


@pytest.mark.parametrize("second, change", [
    (other_parties(SIGNED), {}),                                             # other parties
    (SIGNED, {"stage": "ratified"}),                                         # another stage
    (SIGNED, {"turn": "renewed"}),                                           # another turn
    (SIGNED, {"form": "arms-sale"}),                                         # another form
    (ON_MONDAY.replace("Monday", "Sunday"), {}),                             # another day
    (SIGNED.replace("signed VERB", "sign VERB").replace("Tense=Past", "Tense=Pres")
        .replace("sign VERB 0", "will AUX 5 aux will\nsign VERB 0").replace(" 4 ", " 5 "), {}),  # not yet
], ids=["parties", "stage", "turn", "form", "day", "future"])
def test_what_differs_is_not_the_same_again(knowledge, second, change):
    read = signed(ON_MONDAY + "\n" + second)
    word = "sign" if "will AUX" in second else "signed"
    again = event(read, word, roles=[("actor", "Poland", 2)], number=1 if word == "sign" else 2, **change)
    found = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]), again)
    assert len(found) == 2
    assert all(c.evidence.more == () for c in found)


def test_two_attacks_told_with_different_words_are_two(knowledge):
    read = reading("Rebels attacked Poland. Rebels shelled Poland. Rebels shelled Poland again.", [("STATE", "Poland")])
    def strike(word, n, at):
        return event(read, word, "ASSAULT", [("actor", "Rebels", n), ("recipient", "Poland", n)], number=at)
    found = claims(read, knowledge, strike("attacked", 1, 1), strike("shelled", 2, 1), strike("shelled", 3, 2))
    assert [c.evidence.trigger.text for c in found] == ["attacked", "shelled"]


# ---------------------------------------------------------------- denials

DENIED = """
The DET 3 det
Latvian ADJ 3 amod
government NOUN 4 nsubj
said VERB 0 root say Tense=Past|VerbForm=Fin
that SCONJ 9 mark
Poland PROPN 9 nsubj
and CCONJ 8 cc
Norway PROPN 6 conj
signed VERB 4 ccomp sign Tense=Past|VerbForm=Fin
a DET 11 det
contract NOUN 9 obj
. PUNCT 4 punct

The DET 3 det
Norwegian ADJ 3 amod
government NOUN 4 nsubj
denied VERB 0 root deny Tense=Past|VerbForm=Fin
the DET 6 det
report NOUN 4 obj
. PUNCT 4 punct
"""


def test_a_denial_is_a_claim_of_its_own_that_points_to_what_is_denied(knowledge):
    read = signed(DENIED)
    said, denied = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]))
    assert said.denies is None
    assert said.factuality.innermost == "CT+"
    assert denied.denies == said.claim_id
    assert denied.factuality.innermost == "CT-"
    assert denied.factuality.values[0] == "CT-"
    assert len(denied.factuality.values) == len(denied.attribution)
    assert "negation" in denied.proposition.auxiliary_modes
    assert "Norwegian government" in denied.attribution[0].source.span.text
    assert denied.evidence.trigger == said.evidence.trigger
    assert [s.text for s in denied.evidence.more] == ["The Norwegian government denied the report."]
    assert "not the case" in denied.summary
    assert "not the case" not in said.summary


def test_a_denial_without_anything_to_deny_makes_nothing(knowledge):
    read = signed(DENIED)
    assert claims(read, knowledge) == ()


def test_denied_that_is_one_negative_claim(knowledge):
    read = parsed("""
        Norway PROPN 2 nsubj
        denied VERB 0 root deny Tense=Past|VerbForm=Fin
        that SCONJ 5 mark
        Poland PROPN 5 nsubj
        signed VERB 2 ccomp sign Tense=Past|VerbForm=Fin
        the DET 7 det
        contract NOUN 5 obj
        . PUNCT 2 punct""", BOTH)
    claim, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]))
    assert claim.factuality.innermost == "CT-"
    assert "negation" in claim.proposition.auxiliary_modes
    assert claim.denies is None


# ---------------------------------------------------------------- ids and order

def test_two_claims_at_one_trigger_have_two_ids(knowledge):
    read = signed(DENIED)
    found = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]),
                   event(read, "signed", "AGREE", roles=["actor=Poland"]))
    assert len(found) == 4
    assert {c.denies for c in found if c.denies} == {c.claim_id for c in found if not c.denies}


def test_the_id_does_not_depend_on_what_the_reader_made_of_the_words(knowledge):
    read = signed()
    one, = claims(read, knowledge, event(read, "signed", roles=["actor=Poland"]))
    other, = claims(read, knowledge, event(read, "signed", "AGREE", roles=["actor=Norway"], score=0.7, form="arms-sale"))
    assert one.claim_id == other.claim_id
    assert one.proposition != other.proposition


def test_the_order_of_the_events_does_not_matter(knowledge):
    read = signed(TWICE + "\n" + DENIED)
    events = [event(read, "signed", roles=["actor=Poland"]), event(read, "contract", roles=["actor=Poland"]),
              event(read, "signed", roles=[("actor", "Poland", 2)], number=2, stage="ratified")]
    first = claims(read, knowledge, *events)
    assert len(first) > 1
    assert [c.evidence.trigger.start for c in first] == sorted(c.evidence.trigger.start for c in first)
    for seed in range(6):
        random.Random(seed).shuffle(events)
        assert claims(read, knowledge, *events) == first


TEXT = ("Poland and Norway signed a contract on training on Monday, the Polish defence ministry said. Norway denied the "
        "report. Turkish officers will visit Latvia in May. The two countries held talks on 20 drones worth $3 million. "
        "\u201cRebels attacked Estonia,\u201d Mr Wick said in Riga. He accused NATO.")
LABELS = st.sampled_from([None, "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "ACCUSE", "ASSAULT", "REQUEST",
                          "REJECT", "SANCTION", "MOBILIZE", "PROTEST"])
ROLES = st.lists(st.tuples(st.sampled_from(["actor", "recipient", "third", "place", "time", "item", "source"]),
                           st.integers(0, 200), st.integers(1, 6)), max_size=5)


@st.composite
def events_anywhere(draw):
    """Events at any word with any labels and roles: what a bad reader would give."""
    read = reading(TEXT, [("PERSON", "Wick"), ("EQUIPMENT", "drones"), ("MONEY", "$3 million"), ("STATE", "Poland")])
    events = []
    for at in draw(st.lists(st.integers(0, len(read.words) - 1), max_size=6)):
        word = read.words[at]
        sentence = next(i for i, (a, b) in enumerate(read.sentences) if a <= word.start < b)
        roles = []
        for role, first, width in draw(ROLES):
            first = min(first, len(read.words) - 1)
            last = min(first + width, len(read.words)) - 1
            roles.append({"start": read.words[first].start, "end": read.words[last].end, "role": role})
        form = draw(st.sampled_from(["none", "visit", "consultation", "training", "arms-sale", "embargo", "mediation"]))
        stage = draw(st.sampled_from(["none", "signed", "in-force", "delivered", "offered", "completed"]))
        turn = draw(st.sampled_from(["none", "suspended", "denied"]))
        label = draw(LABELS) or "form-only"
        events.append({"trigger": (word.start, word.end), "sentence": sentence, "trigger_score": 0.9,
                       "type_scores": {"none": 0.1, label: 0.9}, "fields": {"form": {form: 0.9}, "stage": {stage: 0.9},
                                                                            "turn": {turn: 0.9}}, "roles": roles})
    return msgspec.convert({**msgspec.to_builtins(read), "events": events, "model": "by-hand"}, Reading)


@settings(max_examples=80, deadline=None)
@given(events_anywhere())
def test_whatever_the_reader_finds_the_claims_have_the_fixed_form(knowledge, read):
    document = make_document(TEXT)
    found = make_claims(document, read, knowledge)
    assert len({c.claim_id for c in found}) == len(found)
    ids = {c.claim_id for c in found}
    for claim in found:
        validate_claim(claim.to_dict())
        p = claim.proposition
        assert p.participants
        assert claim.denies is None or claim.denies in ids
        assert p.stage is None or p.form is not None and p.stage in knowledge.ontology.forms[p.form].stages
        assert len(claim.attribution) == len(claim.factuality.values)
        assert claim.factuality.values[0] == claim.factuality.innermost
        assert "{" not in claim.summary
        assert claim.summary.endswith(".")
    assert make_claims(document, read, knowledge) == found


def test_an_act_and_its_content_are_one_claim_whose_summary_says_both(knowledge):
    read = parsed("""
        Poland PROPN 2 nsubj
        agreed VERB 0 root agree Tense=Past|VerbForm=Fin
        the DET 4 det
        purchase NOUN 2 obj
        of ADP 6 case
        tanks NOUN 4 nmod
        with ADP 8 case
        Norway PROPN 2 obl
        . PUNCT 2 punct""", [*BOTH, ("EQUIPMENT", "tanks")])
    roles = ["actor=Poland", "recipient=Norway"]
    agreed = event(read, "agreed", "AGREE", roles, form="general-cooperation", stage="carried-out")
    bought = event(read, "purchase", "COOPERATE", [*roles, "item=tanks"], form="arms-sale")
    claim, = claims(read, knowledge, agreed, bought)
    p = claim.proposition
    assert (claim.evidence.trigger.text, p.type, p.form) == ("agreed", "AGREE", "arms-sale")
    assert [i.category for i in p.items] == ["tank"]
    assert p.stage is None  # arms sales are not carried out
    assert "(equipment: tank)" in claim.summary
