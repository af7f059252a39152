"""Who a span means. The people are invented; the states are those of the tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conllu import document, reading, spot

from reportedly.reading.actors import Actors
from reportedly.records import Mention, Reading


def actors_of(text, knowledge, mentions=(), published=None):
    read = reading(text, mentions)
    return Actors(document(text, published=published), read, knowledge)


def resolved(text, words, knowledge, mentions=(), number=1, **known):
    return actors_of(text, knowledge, mentions, **known).resolve(*spot(text, words, number))


def one(text, words, knowledge, mentions=(), number=1, **known):
    found, = resolved(text, words, knowledge, mentions, number, **known)
    assert text[found.span.start:found.span.end] == found.span.text
    assert found.how
    return found


# ---------------------------------------------------------------- states, bodies, groups

@pytest.mark.parametrize("text, words, state", [
    ("Poland signed.", "Poland", "POL"),
    ("The Republic of Poland signed.", "The Republic of Poland", "POL"),
    ("The United States signed.", "The United States", "USA"),
    ("Ankara protested.", "Ankara", "TUR"),
])
def test_a_state_by_any_of_its_names(knowledge, text, words, state):
    actor = one(text, words, knowledge)
    assert (actor.entity_id, actor.principal, actor.kind, actor.sector) == (f"state:{state}", state, "state", "GOV")


def test_a_possessive_mark_and_punctuation_are_no_part_of_the_name(knowledge):
    text = "Signed: “Poland's,”"
    actor, = actors_of(text, knowledge).resolve(7, len(text))
    assert (actor.entity_id, actor.span.text) == ("state:POL", "Poland")


def test_a_demonym_with_a_group_is_the_group_of_the_state(knowledge):
    actor = one("Turkish officers came.", "Turkish officers", knowledge)
    assert (actor.kind, actor.principal, actor.sector, actor.name) == ("group", "TUR", "MIL", "Turkish officers")


def test_a_demonym_with_a_word_that_says_nothing_has_no_sector(knowledge):
    actor = one("Turkish gardeners came.", "Turkish gardeners", knowledge)
    assert (actor.principal, actor.sector) == ("TUR", "UNK")


@pytest.mark.parametrize("words", ["Poland's Defence Ministry", "the Polish Ministry of Defence",
                                   "the Ministry of Defence of Poland"])
def test_a_ministry_of_a_state(knowledge, words):
    actor = one(f"So {words} signed.", words, knowledge)
    assert (actor.kind, actor.principal) == ("body", "POL")
    assert actor.entity_id == knowledge.body_id("POL", "ministry-of-defence")


def test_the_ministry_named_before(knowledge):
    text = "Poland's defence ministry spoke. Norway listened. The defence ministry left."
    actor = one(text, "The defence ministry", knowledge)
    assert (actor.entity_id, actor.principal) == (knowledge.body_id("POL", "ministry-of-defence"), "POL")
    assert actor.span.text == "The defence ministry"


def test_a_ministry_of_nobody_stays_unknown(knowledge):
    actor = one("The defence ministry left.", "The defence ministry", knowledge)
    assert (actor.principal, actor.kind) == (None, "group")
    assert actor.entity_id.startswith("unknown:")


def test_an_organisation_of_the_tables(knowledge):
    actor = one("NATO agreed.", "NATO", knowledge, [("ORG", "NATO")])
    assert (actor.kind, actor.entity_id, actor.principal) == ("organisation", "org:nato", "org:nato")


def test_whose_rebels_they_are(knowledge):
    text = "The US-backed Syrian rebels left."
    assert one(text, "The US-backed Syrian rebels", knowledge).principal == "SYR"


def test_an_ambassador_is_of_the_state_that_sent_them(knowledge):
    assert one("Turkey's ambassador to Latvia left.", "Turkey's ambassador to Latvia", knowledge).principal == "TUR"


def test_what_nobody_knows_stays_unknown(knowledge):
    actor = one("The Wick Club left.", "The Wick Club", knowledge)
    assert (actor.kind, actor.principal, actor.sector, actor.name) == ("unknown", None, None, None)
    assert actor.entity_id.startswith("unknown:")


def test_a_state_in_a_name_of_a_person_is_no_state(knowledge):
    text = "Chad Wick left."
    actor = one(text, "Chad Wick", knowledge, [("PERSON", "Chad Wick")])
    assert (actor.kind, actor.principal) == ("person", None)


# ---------------------------------------------------------------- several at once

@pytest.mark.parametrize("words, states", [
    ("Poland and Norway", ["POL", "NOR"]),
    ("Poland, Norway and Latvia", ["POL", "NOR", "LVA"]),
    ("Poland, Norway, and Latvia", ["POL", "NOR", "LVA"]),
    ("Poland as well as Norway", ["POL", "NOR"]),
    ("Poland/Norway", ["POL", "NOR"]),
    ("the presidents of Poland and Norway", ["POL", "NOR"]),
])
def test_coordinated_names_are_several(knowledge, words, states):
    text = f"So {words} signed."
    assert [a.principal for a in resolved(text, words, knowledge)] == states


def test_a_name_with_and_in_it_is_one(knowledge):
    actor = one("Bosnia and Herzegovina signed.", "Bosnia and Herzegovina", knowledge)
    assert actor.entity_id == "state:BIH"


def test_an_apposition_is_no_second_participant(knowledge):
    text = "Adam Wick, head of Latvia's border service, came."
    actor = one(text, "Adam Wick, head of Latvia's border service", knowledge, [("PERSON", "Adam Wick")])
    assert (actor.kind, actor.name, actor.principal) == ("person", "Adam Wick", "LVA")


@pytest.mark.parametrize("words", ["The two countries", "Both sides", "The sides", "Both", "The two nations",
                                   "The two neighbours", "Both capitals"])
def test_the_two_countries_are_the_last_two_named(knowledge, words):
    text = f"Latvia waited. Poland met Norway. Poland spoke. {words} signed."
    found = resolved(text, words, knowledge)
    assert [a.principal for a in found] == ["NOR", "POL"]
    assert {a.span.text for a in found} == {words}


def test_the_two_countries_with_one_named_are_nobody_known(knowledge):
    found = resolved("Poland spoke. The two countries signed.", "The two countries", knowledge)
    assert [a.principal for a in found] == [None]


def test_countries_without_a_number_are_not_taken_for_the_last_two(knowledge):
    found = resolved("Poland met Norway. Countries signed.", "Countries", knowledge)
    assert [a.principal for a in found] == [None]


def test_the_two_ministers_are_people(knowledge):
    text = "Polish Foreign Minister Adam Wick met Norwegian Foreign Minister Eva Holm. The two ministers spoke."
    mentions = [("PERSON", "Adam Wick"), ("PERSON", "Eva Holm")]
    found = resolved(text, "The two ministers", knowledge, mentions)
    assert [(a.name, a.principal, a.kind) for a in found] == [("Adam Wick", "POL", "person"), ("Eva Holm", "NOR", "person")]


# ---------------------------------------------------------------- people

def person(text, words, knowledge, people, number=1, **known):
    read = reading(text)
    mentions = [Mention(start=a, end=b, type="PERSON") for a, b in people]
    read = Reading(text=text, sentences=read.sentences, words=read.words, sentence_words=read.sentence_words,
                   mentions=tuple(mentions))
    found, = Actors(document(text, **known), read, knowledge).resolve(*spot(text, words, number))
    return found


WICK = "Polish Defence Minister Adam Wick met Eva Holm. Later Wick left. He smiled."


def test_an_office_before_the_name_says_whose_it_is(knowledge):
    actor = one(WICK, "Polish Defence Minister Adam Wick", knowledge, [("PERSON", "Adam Wick")])
    assert (actor.kind, actor.name, actor.principal) == ("person", "Adam Wick", "POL")
    assert actor.entity_id.startswith("unknown:")  # an office does not make somebody known to the tables


def test_an_office_is_not_handed_on_to_the_next_name(knowledge):
    actor = one(WICK, "Eva Holm", knowledge, [("PERSON", "Adam Wick"), ("PERSON", "Eva Holm")])
    assert (actor.name, actor.principal) == ("Eva Holm", None)


def test_a_surname_refers_back(knowledge):
    people = [spot(WICK, "Adam Wick"), spot(WICK, "Eva Holm"), spot(WICK, "Wick", 2)]
    first = person(WICK, "Polish Defence Minister Adam Wick", knowledge, people)
    again = person(WICK, "Wick", knowledge, people, 2)
    assert (again.entity_id, again.name, again.principal, again.sector) == (
        first.entity_id, "Adam Wick", "POL", first.sector)
    assert again.span.text == "Wick"


def test_a_first_name_does_not(knowledge):
    text = "Polish Defence Minister Adam Wick spoke. Adam left."
    people = [spot(text, "Adam Wick"), spot(text, "Adam", 2)]
    assert person(text, "Adam", knowledge, people, 2).principal is None


def test_a_surname_before_the_full_name_is_nobody_known(knowledge):
    text = "Wick left. Polish Defence Minister Adam Wick spoke."
    people = [spot(text, "Wick"), spot(text, "Adam Wick")]
    assert person(text, "Wick", knowledge, people).principal is None


def test_he_is_the_first_person_of_the_sentence_before(knowledge):
    people = [spot(WICK, "Adam Wick"), spot(WICK, "Eva Holm"), spot(WICK, "Wick", 2)]
    assert person(WICK, "He", knowledge, people).name == "Adam Wick"


def test_a_pronoun_before_anybody_is_nobody(knowledge):
    actor = one("He left.", "He", knowledge)
    assert (actor.name, actor.principal, actor.kind) == (None, None, "unknown")


def test_it_is_the_last_state(knowledge):
    text = "Poland met Norway. It left. They smiled."
    assert one(text, "It", knowledge).entity_id == "state:NOR"
    assert one(text, "They", knowledge).principal is None


def test_a_leader_of_the_tables_has_their_state(knowledge):
    actor = one("Erna Solberg spoke.", "Erna Solberg", knowledge, [("PERSON", "Erna Solberg")])
    assert (actor.kind, actor.principal, actor.entity_id) == ("person", "NOR", "person:erna-solberg")


@pytest.mark.parametrize("published, of", [("2010-05-01", "NOR"), ("2018-05-01", "org:nato")])
def test_whose_leader_somebody_was_when_the_article_was_published(knowledge, published, of):
    mentions = [("PERSON", "Jens Stoltenberg")]
    actor = one("Jens Stoltenberg spoke.", "Jens Stoltenberg", knowledge, mentions, published=published)
    assert (actor.entity_id, actor.principal) == ("person:jens-stoltenberg", of)


def test_a_namesake_with_the_office_of_another_state_is_not_the_leader(knowledge):
    text = "Latvian Defence Minister Erna Solberg spoke."
    actor = one(text, "Latvian Defence Minister Erna Solberg", knowledge, [("PERSON", "Erna Solberg")])
    assert actor.principal == "LVA"
    assert not actor.entity_id.startswith("person:")


def test_an_owner_is_not_the_thing_owned(knowledge):
    actor = one("Adam Wick's party left.", "Adam Wick's party", knowledge, [("PERSON", "Adam Wick")])
    assert actor.kind != "person"


# ---------------------------------------------------------------- anything

ODD = st.lists(st.sampled_from([
    "Poland", "Norway", "Turkish", "officers", "and", ",", "the", "two", "countries", "both", "'s", "’", "Adam Wick", "Wick",
    "he", "NATO", "of", "president", "Defence Ministry", "\n", ".", "\u200b", "😀", "القوات", "(", "/", "&", "it",
]), min_size=1, max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=ODD, data=st.data())
def test_any_span_is_resolved_within_itself(knowledge, text, data):
    mentions = [(kind, name) for kind, name in (("PERSON", "Adam Wick"), ("ORG", "NATO")) if name in text]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for actor in actors_of(text, knowledge, mentions).resolve(start, end):
        assert start <= actor.span.start < actor.span.end <= end
        assert text[actor.span.start:actor.span.end] == actor.span.text
        assert actor.entity_id.partition(":")[2]
        assert actor.principal is None or actor.principal in knowledge.states or actor.principal == "org:nato"
