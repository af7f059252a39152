"""Every condition of the filter, and every kind of row."""

from __future__ import annotations

import pytest

from reportedly.errors import UsageError
from reportedly.record import CoverageRow, Filter
from reportedly.records import When
from tests.factories import make_claim, make_document, when, who

WIRE = make_document(publisher="Harbour Wire", published="2021-05-04")
POST = make_document("Estonia and Latvia signed. They signed. They visit. All signed.",
                     publisher="Valley Post", published="2021", composed=True)
EMPTY = make_document("It rained.", publisher="Valley Post", published="2021-06-02")
LOST = make_document("It rained more.", publisher=None, published=None, published_basis="unknown")

SIGNED = make_claim(WIRE)
DENIED = make_claim(WIRE, occurrence=1, type="SUPPORT", voice="Norway", values=("CT-", "Uu"), denies=SIGNED)
VISIT = make_claim(WIRE, "visit", type="CONSULT", form="visit", actors=("LTU",), recipients=("POL",),
                   date=when("2021-05-10", "2021-05-12"), realis="future")
PROBABLE = make_claim(WIRE, "criticised", type="ACCUSE", form=None, actors=("EST",), recipients=("LVA",),
                      values=("PR+", "Uu"), date=None)
OPEN = make_claim(POST, type="COOPERATE", form="joint-exercise", actors=("EST", "LVA"),
                  date=when("2019-01-01", None, precision="year"))
HABIT = make_claim(POST, type="COOPERATE", form="training", actors=("EST", "LVA"), occurrence=1,
                   aspect="habit")
BOUND = make_claim(POST, "visit", type=None, form="mediation", date=when(None, "2020-12-31"),
                   actors=(who(POST, "org:pact", name="The Pact"),))
DOCUMENTS = ((WIRE, (SIGNED, DENIED, VISIT, PROBABLE)), (POST, (OPEN, HABIT, BOUND)), (EMPTY, ()), (LOST, ()))
NAMES = {"signed": SIGNED, "denied": DENIED, "visit": VISIT, "probable": PROBABLE, "open": OPEN,
         "habit": HABIT, "bound": BOUND}


@pytest.fixture
def full(record, run):
    for document, claims in DOCUMENTS:
        record.write(document, claims, run, coder="coder-1")
    return record


def found(record, **conditions):
    by_id = {claim.claim_id: name for name, claim in NAMES.items()}
    return {by_id[row.claim.claim_id] for row in record.claims(Filter(**conditions))}


@pytest.mark.parametrize("conditions, names", [
    ({}, set(NAMES)),
    ({"actor": "POL"}, {"signed", "denied", "visit"}),
    ({"actor": "pol"}, {"signed", "denied", "visit"}),
    ({"actor": "state:POL"}, {"signed", "denied", "visit"}),
    ({"actor": "poland"}, {"signed", "denied", "visit"}),
    ({"actor": "THE PACT"}, {"bound"}),
    ({"actor": "org:pact"}, {"bound"}),
    ({"actor": "Atlantis"}, set()),
    ({"actor": "POL", "with_actor": "LTU"}, {"visit"}),
    ({"actor": "LTU", "with_actor": "POL"}, {"visit"}),
    ({"actor": "POL", "with_actor": "POL"}, set()),
    ({"with_actor": "LTU"}, {"visit"}),
    ({"type": "SUPPORT"}, {"signed", "denied"}),
    ({"form": "training"}, {"signed", "denied", "habit"}),
    ({"form": "training", "type": "SUPPORT"}, {"signed", "denied"}),
    ({"certain": True}, {"visit", "open", "habit", "bound"}),
    ({"publisher": "harbour wire"}, {"signed", "denied", "visit", "probable"}),
    ({"document": POST.document_id}, {"open", "habit", "bound"}),
    ({"composed": False}, {"signed", "denied", "visit", "probable"}),
    ({"since": "2021-05-04"}, {"visit"}),
    ({"since": "2021-05-12"}, {"visit"}),
    ({"since": "2021-05-13"}, set()),
    ({"until": "2021-05-02"}, {"open", "bound"}),
    ({"until": "2019"}, {"open", "bound"}),
    ({"since": "2020", "until": "2020-12"}, {"bound"}),
    ({"since": "2021-05", "until": "2021-05"}, {"signed", "denied", "visit", "habit"}),
    ({"since": "2021-05-11", "until": "2021-05-11", "include_undated": True}, {"visit", "probable"}),
    ({"limit": 0}, set()),
])
def test_claims(full, conditions, names):
    assert found(full, **conditions) == names


def test_an_open_end_reaches_as_far_as_needed(record, run):
    lasting = When(edtf="2013/..", earliest="2013-01-01", precision="year", basis="stated")
    record.write(WIRE, [make_claim(WIRE, date=lasting)], run, coder="coder-1")
    assert len(record.claims(Filter(since="2030"))) == 1
    assert record.claims(Filter(until="2012")) == ()


def test_claims_come_by_date_with_undated_ones_last(full):
    rows = full.claims()
    assert [r.claim.claim_id for r in rows][0] == OPEN.claim_id
    assert rows[-1].claim.claim_id == PROBABLE.claim_id
    assert full.claims(Filter(limit=2)) == rows[:2]
    assert tuple(full.iter_claims()) == rows


def test_what_is_denied_is_marked(full):
    assert {r.claim.claim_id for r in full.claims() if r.denied} == {SIGNED.claim_id}


def test_a_habit_has_no_event(full):
    assert {r.claim.claim_id for r in full.claims() if r.event_id is None} == {HABIT.claim_id}


def test_events(full):
    events = full.events()
    assert len(events) == 5
    (disputed,) = [row for row in events if row.event.disputed]
    assert set(disputed.event.claims) == {SIGNED.claim_id, DENIED.claim_id}
    certain = full.events(Filter(certain=True))
    assert disputed not in certain and len(certain) == 3
    (visit,) = full.events(Filter(actor="POL", with_actor="LTU"))
    assert visit.event.claims == (VISIT.claim_id,)
    assert len(full.events(Filter(composed=False))) == 3
    assert full.events(Filter(limit=1)) == events[:1]
    assert full.events(Filter(type="ACCUSE", since="2000")) == ()


def test_documents(full):
    assert [(d.document_id, d.claims) for d in full.documents()] == [
        (POST.document_id, 3), (WIRE.document_id, 4), (EMPTY.document_id, 0), (LOST.document_id, 0)]
    assert [(d.document_id, d.claims) for d in full.documents(Filter(actor="POL"))] == [(WIRE.document_id, 3)]
    assert len(full.documents(Filter(publisher="Valley Post"))) == 2
    assert [d.composed for d in full.documents(Filter(publisher="Valley Post", composed=False))] == [False]
    assert len(full.documents(Filter(limit=1))) == 1


def test_actors(full):
    rows = full.actors()
    assert [r.entity_id for r in rows] == [
        "state:EST", "state:LVA", "state:POL", "state:NOR", "org:pact", "state:LTU"]
    poland = rows[2]
    assert (poland.name, poland.principal, poland.sector) == ("Poland", "POL", "GOV")
    assert (poland.claims, poland.documents, poland.as_actor, poland.as_recipient) == (3, 1, 2, 1)
    assert (poland.earliest, poland.latest) == ("2021-05-03", "2021-05-12")
    assert {r.entity_id for r in full.actors(Filter(actor="LTU"))} == {"state:LTU", "state:POL"}


def test_coverage_counts_articles_in_which_nothing_was_found(full):
    def row(publisher, month, articles, with_claims, claims):
        return CoverageRow(publisher=publisher, month=month, articles=articles, with_claims=with_claims,
                           without_claims=articles - with_claims, claims=claims)

    assert full.coverage() == (
        row("Harbour Wire", "2021-05", 1, 1, 4), row("Valley Post", "2021-06", 1, 0, 0),
        row("Valley Post", "unknown", 1, 1, 3), row("unknown", "unknown", 1, 0, 0))
    by_type = full.coverage(Filter(type="CONSULT"))
    assert [(r.articles, r.with_claims) for r in by_type] == [(1, 1), (1, 0), (1, 0), (1, 0)]
    assert full.coverage(Filter(as_of="2020")) == ()
    assert full.coverage(Filter(composed=False, publisher="Valley Post")) == (
        row("Valley Post", "2021-06", 1, 0, 0),)


@pytest.mark.parametrize("conditions, words", [
    ({"since": "yesterday"}, "no date"), ({"until": "2021-13"}, "no such day"),
    ({"since": "2021-02-30"}, "no such day"),
    ({"since": "2021", "until": "2020"}, "later than until"), ({"as_of": "1 May"}, "no date or time"),
    ({"limit": -1}, "negative"), ({"until": "0000"}, "no such day"),
])
def test_a_condition_without_meaning_is_refused(conditions, words):
    with pytest.raises(UsageError, match=words):
        Filter(**conditions)


def test_as_of_takes_days_and_moments(full):
    assert found(full, as_of="2026-05-01") == set(NAMES)
    assert found(full, as_of="2026-04") == set()
    assert found(full, as_of="2026-05-01T11:59:59Z") == set()
    assert found(full, as_of="2026-05-01T14:00:00+01:00") == set(NAMES)
    assert found(full, as_of="2026-05-01T13:00:00") == set(NAMES)


def test_rows_are_plain_when_asked(full):
    assert isinstance(full.claims()[0].to_dict()["claim"]["proposition"]["participants"], list)
