"""Linking, choosing and counting. Every text and claim is made by hand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.events import base_key, build_events, canonical_lines, link_claims
from reportedly.records import Link, Source
from tests.factories import changed, make_claim, make_document, span, when, who

ONE = make_document(publisher="Harbour Wire")
TWO = make_document("Poland and Norway signed the paper. They signed it twice.", publisher="Valley Post")
THREE = make_document("In May Norway and Poland signed, it is said.", publisher="Valley Post")


def groups(*claims):
    return sorted(sorted(c.claim_id for c in cluster.members) for cluster in link_claims(claims))


def test_same_key_and_day_is_one_event_with_two_documents_and_voices():
    a = make_claim(ONE)
    b = make_claim(TWO, actors=("NOR", "POL"), voice="Norwegian army")
    (event,) = build_events([a, b])
    assert event.claims == tuple(sorted((a.claim_id, b.claim_id)))
    assert (event.documents, event.voices, event.unattributed) == (2, 2, 0)
    assert event.independent_reports is None
    assert event.provisional and not event.disputed and not event.composed
    assert event.event_id.startswith("e-")


@pytest.mark.parametrize("other", [
    {"type": "AGREE"}, {"form": "joint-exercise"}, {"form": None}, {"date": "2021-05-04"},
    {"actors": ("POL", "LTU")}, {"actors": ("POL",)},
])
def test_another_type_form_principal_or_day_is_another_event(other):
    assert len(build_events([make_claim(ONE), make_claim(TWO, **other)])) == 2


def test_a_null_type_is_keyed_by_its_form_and_neither_has_no_event():
    formed = [make_claim(d, type=None, form="licensed-production") for d in (ONE, TWO)]
    assert len(build_events(formed)) == 1
    assert build_events([make_claim(ONE, type=None, form=None)]) == ()


def test_the_direction_counts_where_it_is_the_event():
    there = make_claim(ONE, type="ASSAULT", form=None, actors=("EST",), recipients=("LVA",))
    back = make_claim(TWO, type="ASSAULT", form=None, actors=("LVA",), recipients=("EST",))
    assert len(build_events([there, back])) == 2
    met = [make_claim(ONE, type="CONSULT", form=None, actors=("EST",), recipients=("LVA",)),
           make_claim(TWO, type="CONSULT", form=None, actors=("LVA", "EST"))]
    assert len(build_events(met)) == 1


def test_principals_not_persons_make_the_key_and_third_parties_do_not():
    minister = who(ONE, "body:POL-mod", principal="POL")
    a = make_claim(ONE, actors=(minister, "NOR"), third=("LTU",))
    assert base_key(a) == base_key(make_claim(TWO))


def test_an_entity_id_stands_in_for_an_unknown_principal():
    a, b = (make_claim(d, actors=("org:north-pact", "POL")) for d in (ONE, TWO))
    assert len(build_events([a, b])) == 1


@pytest.mark.parametrize("actors", [(), ("unknown:troops",), ("POL", "unknown:troops")])
def test_unresolved_or_no_participants_join_nothing_beyond_their_text(actors):
    a, b = (make_claim(d, actors=actors) for d in (ONE, TWO))
    again = make_claim(TWO, actors=actors, occurrence=1)
    assert groups(a, b, again) == sorted([[a.claim_id], sorted([b.claim_id, again.claim_id])])


def test_states_and_habits_are_not_events():
    assert build_events([make_claim(ONE, aspect="habit"), make_claim(ONE, "visit", aspect="state")]) == ()


def test_overlap_is_chained_over_sharp_dates():
    claims = [make_claim(TWO, ordinal=i, date=when(f"2021-05-0{d}", f"2021-05-0{d + 2}"))
              for i, d in enumerate((5, 1, 3))]
    (event,) = build_events(claims)
    assert '["on","2021-05-01"]' in event.key


def test_a_vague_date_joins_one_event_but_does_not_glue_two():
    first, second = make_claim(ONE, date="2021-05-03"), make_claim(TWO, date="2021-09-03")
    month = make_claim(THREE, date=when("2021-05-01", "2021-05-31", precision="month"))
    year = make_claim(THREE, ordinal=1, date=when("2021-01-01", "2021-12-31", precision="year"))
    assert sorted([first.claim_id, month.claim_id]) in groups(first, second, month, year)
    assert [year.claim_id] in groups(first, second, month, year)
    assert groups(first, year) == [sorted([first.claim_id, year.claim_id])]


def test_a_long_interval_told_to_the_day_is_vague():
    long = make_claim(THREE, date=when("2013-01-01", "2022-12-31"))
    a, b = make_claim(ONE, date="2014-01-01"), make_claim(TWO, date="2015-01-01")
    assert len(groups(a, b, long)) == 3


def test_vague_dates_among_themselves():
    a, b = (make_claim(d, date=when("2021-05-01", "2021-05-31", precision="month")) for d in (ONE, TWO))
    (event,) = build_events([a, b])
    assert '["in","2021-05-01"]' in event.key


def test_a_half_open_date_is_no_date():
    a, b = (make_claim(d, date=when(None, "2021-05-31")) for d in (ONE, TWO))
    assert len(build_events([a, b])) == 2


def test_an_undated_claim_joins_the_one_dated_event_of_its_text():
    dated = make_claim(TWO)
    undated = make_claim(TWO, occurrence=1, date=None)
    assert len(groups(dated, undated)) == 1
    elsewhere = make_claim(ONE)
    assert groups(elsewhere, undated) == sorted([[elsewhere.claim_id], [undated.claim_id]])


def test_an_undated_claim_joins_neither_of_two_and_no_other_kind_of_realis():
    dated = make_claim(TWO)
    later = make_claim(TWO, ordinal=1, date="2021-08-01")
    undated = make_claim(TWO, occurrence=1, date=None)
    assert [undated.claim_id] in groups(dated, later, undated)
    possible = make_claim(TWO, occurrence=1, date=None, realis="conditional", values=("PS+", "Uu"))
    assert [possible.claim_id] in groups(dated, possible)


def test_undated_claims_of_a_text_are_one_event_and_its_reprint_is_the_same():
    reprint = make_document(TWO.text, url="https://reprint.example/a", publisher="Copyist")
    claims = [make_claim(d, occurrence=i, date=None) for d in (TWO, reprint) for i in (0, 1)]
    (event,) = build_events(claims)
    assert (event.documents, len(event.claims), event.voices) == (2, 2, 1)
    assert len(build_events([make_claim(ONE, date=None), *claims])) == 2


def test_a_denial_joins_what_it_denies_whatever_its_own_key():
    said = make_claim(ONE)
    denial = make_claim(ONE, occurrence=1, type=None, form=None, date=None, voice="Norway",
                        values=("CT-", "Uu"), denies=said)
    counter = make_claim(ONE, "criticised", type="ACCUSE", voice="Poland", denies=denial)
    (event,) = build_events([said, denial, counter])
    assert event.disputed
    assert set(event.claims) == {said.claim_id, denial.claim_id, counter.claim_id}
    assert event.fields["type"].value == "SUPPORT"
    assert event.fields["type"].rule == "only value"
    assert (event.voices, event.fields["voices"].value) == (1, ["Polish defence ministry"])
    assert event.fields["denied_by"].value == ["Norway", "Poland"]
    assert "CT-" in (event.fields["factuality"].value, *event.fields["factuality"].lost)


def test_a_denial_of_nothing_that_is_held_stands_alone_and_disputed():
    (event,) = build_events([make_claim(ONE, denies="c-gone", values=("CT-", "Uu"))])
    assert event.disputed


def test_claims_that_deny_each_other_in_a_ring_stand_for_themselves():
    a = make_claim(TWO)
    b = make_claim(TWO, occurrence=1, denies=a)
    a = changed(a, denies=b.claim_id)
    (event,) = build_events([a, b])
    assert event.disputed and len(event.claims) == 2


def test_opposite_values_from_different_voices_are_disputed():
    a = make_claim(ONE, voice="Poland")
    assert build_events([a, make_claim(TWO, voice="Norway", values=("PR-", "Uu"))])[0].disputed
    assert not build_events([a, make_claim(TWO, voice="Poland", values=("PR-", "Uu"))])[0].disputed
    assert not build_events([a, make_claim(TWO, voice="Norway", values=("Uu", "Uu"))])[0].disputed


def test_composed_and_real_never_mix_even_by_denial():
    real = make_claim(ONE)
    invented = make_document(TWO.text, composed=True)
    same, denial = make_claim(invented), make_claim(invented, occurrence=1, denies=real, type="REJECT")
    events = build_events([real, same, denial])
    assert len(events) == 3
    assert sorted(e.composed for e in events) == [False, True, True]
    assert not next(e for e in events if not e.composed).disputed


def test_voices_by_entity_name_and_words_and_unnamed_ones_apart():
    def voiced(i, source, kind="paraphrase"):
        claim = make_claim(TWO, ordinal=i)
        return changed(claim, attribution=(Link(source=source, kind=kind), claim.attribution[-1]))

    claims = [
        voiced(0, Source(entity_id="body:a", name="A")),
        voiced(1, Source(entity_id="body:a", name="The A")),
        voiced(2, Source(name="Analyst X")),
        voiced(3, Source(name="analyst x")),
        voiced(4, Source(span=span(TWO, "They"))),
        voiced(5, Source(span=span(TWO, "They"), cls="unnamed-official")),
        voiced(6, Source(), "unattributed"),
        voiced(7, Source(), "own-voice"),
    ]
    (event,) = build_events(claims)
    assert (event.voices, event.unattributed) == (3, 3)


def test_what_nobody_says_that_it_happened_has_the_voices_that_deny_it():
    (event,) = build_events([make_claim(ONE, voice="Norway", values=("CT-", "Uu"))])
    assert (event.voices, event.fields["voices"].value, event.disputed) == (1, ["Norway"], False)


def test_chosen_values_name_their_rule_and_the_losers():
    a = make_claim(ONE, stage="signed", date=when("2021-05-01", "2021-05-31", precision="month"))
    b = make_claim(TWO, stage="signed")
    c = make_claim(TWO, occurrence=1, stage="agreed", instrument="memorandum")
    fields = build_events([a, b, c])[0].fields
    assert (fields["stage"].value, fields["stage"].rule) == ("signed", "most claims")
    assert fields["stage"].lost == ("agreed",)
    assert (fields["instrument"].value, fields["instrument"].rule) == ("memorandum", "only value")
    assert (fields["turn"].value, fields["turn"].rule) == (None, "unknown")
    assert fields["when"].value["edtf"] == "2021-05-03"
    assert fields["when"].rule == "most precise date"
    assert [w["edtf"] for w in fields["when"].lost] == ["2021-05-01/2021-05-31"]
    tie = build_events([changed(a), c])[0].fields["stage"]
    assert (tie.value, tie.rule, tie.lost) == ("agreed", "most claims, then first in order", ("signed",))


def test_reprints_do_not_outvote():
    reprints = [make_document(ONE.text, url=f"https://copy.example/{i}") for i in range(3)]
    copies = [make_claim(d, stage="agreed") for d in (ONE, *reprints)]
    others = [make_claim(TWO, stage="signed"), make_claim(THREE, stage="signed")]
    (event,) = build_events(copies + others)
    assert event.fields["stage"].value == "signed"
    assert event.documents == 6


def test_the_id_stays_when_claims_join():
    a = make_claim(ONE, date=when("2021-05-03", "2021-05-05"))
    (alone,) = build_events([a])
    more = [a, make_claim(TWO, date="2021-05-04"), make_claim(THREE, date=when("2021-05-01", "2021-05-31",
                                                                               precision="month"))]
    (joined,) = build_events(more)
    assert alone.event_id == joined.event_id


DOCUMENTS = [ONE, TWO, THREE, make_document(ONE.text, url="https://copy.example/1"),
             make_document(TWO.text, url="https://made.example/1", composed=True)]


@st.composite
def many_claims(draw):
    claims = {}
    for _ in range(draw(st.integers(0, 12))):
        document = draw(st.sampled_from(DOCUMENTS))
        first = draw(st.sampled_from([None, "2021-05-01", "2021-05-03", "2021-05-20"]))
        last = draw(st.sampled_from([None, "2021-05-03", "2021-05-20", "2021-12-31"]))
        claim = make_claim(
            document,
            ordinal=draw(st.integers(0, 5)),
            type=draw(st.sampled_from(["SUPPORT", "ASSAULT", None])),
            actors=draw(st.sampled_from([("POL", "NOR"), ("NOR", "POL"), ("unknown:troops",)])),
            recipients=draw(st.sampled_from([(), ("LTU",)])),
            date=when(first, last, precision=draw(st.sampled_from(["day", "month"]))),
            realis=draw(st.sampled_from(["past", "future"])),
            aspect=draw(st.sampled_from(["event", "event", "event", "state"])),
            values=draw(st.sampled_from([("CT+", "Uu"), ("CT-", "Uu")])),
            voice=draw(st.sampled_from(["A", "B", "", None])),
        )
        claims[claim.claim_id, document.document_id] = claim
    known = [*(c.claim_id for c in claims.values()), "c-gone"]
    return [changed(c, denies=draw(st.sampled_from([None, None, *known]))) for c in claims.values()]


@settings(deadline=None)
@given(many_claims(), st.randoms(use_true_random=False))
def test_order_has_no_influence_and_ids_are_unique(claims, rng: random.Random):
    events = build_events(claims)
    shuffled = claims[:]
    rng.shuffle(shuffled)
    assert list(canonical_lines(build_events(shuffled + claims))) == list(canonical_lines(events))
    assert len({e.event_id for e in events}) == len(events)
    linked = [c for cluster in link_claims(claims) for c in cluster.members]
    members = [(c.claim_id, c.document.document_id) for c in linked]
    assert len(members) == len(set(members))
    told = {(c.claim_id, c.document.document_id) for c in claims if c.proposition.aspect == "event"}
    assert told <= set(members)
    for cluster in link_claims(claims):
        assert len({c.document.composed for c in cluster.members}) == 1
