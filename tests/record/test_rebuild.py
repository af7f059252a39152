"""The incremental update is exact: any history of documents ends at the events of the claims held."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.events import build_events, canonical_lines
from reportedly.record import Filter, Record
from tests.factories import changed, make_claim, make_document, when

TEXTS = ("Poland and Norway signed. They signed.", "Norway signed. It is signed.", "All signed the signed.")
PAGES = tuple(f"https://h.example/{i}" for i in range(3))


@st.composite
def states(draw):
    """One reading of one page: its text, whether it is composed, and its claims."""
    document = make_document(draw(st.sampled_from(TEXTS)), url=draw(st.sampled_from(PAGES)),
                             composed=draw(st.booleans()))
    claims = {}
    for _ in range(draw(st.integers(0, 4))):
        days = draw(st.sampled_from([(None, None), ("2021-05-01", "2021-05-02"), ("2021-05-02", "2021-05-04"),
                                     ("2021-05-20", "2021-05-20"), ("2021-01-01", "2021-12-31")]))
        claim = make_claim(
            document, occurrence=draw(st.integers(0, 1)), ordinal=draw(st.integers(0, 1)),
            type=draw(st.sampled_from(["SUPPORT", "ACCUSE", None])),
            form=draw(st.sampled_from(["training", None])),
            actors=draw(st.sampled_from([("POL", "NOR"), ("POL",), ("unknown:troops",)])),
            date=when(*days, precision="year" if days[0] == "2021-01-01" else "day"),
            realis=draw(st.sampled_from(["past", "future"])),
            aspect=draw(st.sampled_from(["event", "event", "habit"])),
            voice=draw(st.sampled_from(["A", "B", ""])),
            values=draw(st.sampled_from([("CT+", "Uu"), ("CT-", "Uu")])),
        )
        claims[claim.claim_id] = claim
    return document, list(claims.values())


@st.composite
def histories(draw):
    """Readings in a row; some claims deny others, in their own text or in another, held or not."""
    readings = draw(st.lists(states(), min_size=1, max_size=6))
    ids = sorted({c.claim_id for _, claims in readings for c in claims}) or ["c-none"]
    denies = st.sampled_from([None, None, *ids])
    return [(document, [changed(c, denies=draw(denies)) for c in claims]) for document, claims in readings]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_any_history_ends_at_the_events_of_what_is_held(history):
    ticks = iter(range(1000))

    def clock():
        return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=next(ticks))

    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "r.db", clock=clock) as record:
        run = record.start_run("coder")
        seen = []
        for i, (document, claims) in enumerate(history):
            record.write(document, claims, run, coder=f"coder-{i}")
            held = [row.claim for row in record.claims()]
            stored = list(canonical_lines(row.event for row in record.events()))
            assert stored == list(canonical_lines(build_events(held)))
            seen.append((record.runs()[0].counts, stored, {c.claim_id for c in held}, clock().isoformat()))
        assert record.rebuild_events() == 0
        assert list(canonical_lines(row.event for row in record.events())) == seen[-1][1]
        for _, stored, ids, moment in seen:  # what was held then can still be seen
            then = Filter(as_of=moment)
            assert list(canonical_lines(row.event for row in record.events(then))) == stored
            assert {row.claim.claim_id for row in record.claims(then)} == ids
        with record._engine.begin() as connection:  # a record that lost its events gets the very same ones
            connection.exec_driver_sql("DELETE FROM event_claim")
            connection.exec_driver_sql("DELETE FROM event_version")
        record.rebuild_events()
        assert list(canonical_lines(row.event for row in record.events())) == seen[-1][1]


def test_a_rebuild_closes_events_that_no_claim_supports(record, run):
    document = make_document()
    record.write(document, [make_claim(document)], run, coder="coder-1")
    with record._engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("UPDATE claim SET held_until = '2026-05-02T00:00:00.000000Z'")
    assert record.rebuild_events() == 1
    assert record.events() == ()
