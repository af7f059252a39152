"""One document, one transaction: what is added, kept and closed."""

from __future__ import annotations

import sqlite3

import pytest

from reportedly.errors import RecordError
from reportedly.events import build_events, canonical_lines
from reportedly.record import Filter, Record
from tests.factories import changed, make_claim, make_document

ADDRESS = "https://harbour.example/memorandum"


def everything(path, *, without=("log", "run")):
    """All rows of the file, to see whether anything at all has changed."""
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") if name not in without]
    rows = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    connection.close()
    return rows


def ids(rows):
    return {row.claim.claim_id for row in rows}


def test_a_new_document(record, run):
    document = make_document()
    claims = [make_claim(document), make_claim(document, "visit", type="CONSULT", actors=("LTU", "POL"))]
    assert record.status(document.document_id, document.raw_sha256, "coder-1") == "new"
    result = record.write(document, claims, run, coder="coder-1")
    assert (result.outcome, result.claims, result.added, result.closed, result.events) == ("new", 2, 2, 0, 2)
    assert record.status(document.document_id, document.raw_sha256, "coder-1") == "unchanged"
    rows = record.claims()
    assert {changed(r.claim, held=claims[0].held) for r in rows} == set(claims)
    assert {(r.claim.held.since, r.claim.held.until) for r in rows} == {("2026-05-01T12:00:00.000001Z", None)}
    assert {r.event_id for r in rows} == {r.event.event_id for r in record.events()}
    assert record.document_text(document.text_version) == document.text
    assert record.document_text("t-none") is None


def test_the_same_bytes_and_coder_change_nothing_but_the_log(record, run, path):
    document = make_document()
    claims = [make_claim(document)]
    record.write(document, claims, run, coder="coder-1", raw=document.text.encode())
    before = everything(path)
    again = record.write(document, claims, run, coder="coder-1", raw=document.text.encode())
    assert (again.outcome, again.claims, again.kept) == ("unchanged", 1, 1)
    record.note_unchanged(document.document_id, document.origin, run)
    assert everything(path) == before
    assert [row.outcome for row in record.log(run.run_id)] == ["new", "unchanged", "unchanged"]
    assert [row.claims for row in record.log(run.run_id)] == [1, 1, 1]


def test_the_same_bytes_found_elsewhere_change_nothing(record, run, path):
    document = make_document()
    record.write(document, [], run, coder="coder-1")
    before = everything(path)
    record.write(changed(document, origin="copy.txt"), [], run, coder="coder-1")
    assert everything(path) == before


def test_another_coder_supersedes_what_differs_and_keeps_what_is_equal(record, run, clock):
    document = make_document()
    kept, rescored, dropped = (make_claim(document, t) for t in ("signed", "visit", "criticised"))
    record.write(document, [kept, rescored, dropped], run, coder="coder-1")
    clock.set("2026-06-01")
    again = [make_claim(document, version="v2"), make_claim(document, "visit", version="v2", score=0.4)]
    assert record.status(document.document_id, document.raw_sha256, "coder-2") == "changed"
    result = record.write(document, again, run, coder="coder-2")
    assert (result.outcome, result.added, result.kept, result.closed) == ("superseded", 1, 1, 2)
    by_id = {r.claim.claim_id: r.claim for r in record.claims()}
    assert by_id[kept.claim_id].coder.version == "test"
    assert by_id[rescored.claim_id].coder.score == 0.4
    assert dropped.claim_id not in by_id
    assert len(record.documents()) == 1
    old = record.claim(dropped.claim_id)
    assert old is not None and old.claim.held.until.startswith("2026-06-01")
    scores = [row.claim.coder.score for row in record.claim_versions(rescored.claim_id)]
    assert scores == [0.4, 0.9]


def test_another_coder_with_equal_claims_keeps_every_row(record, run, path):
    document = make_document()
    record.write(document, [make_claim(document)], run, coder="coder-1")
    before = everything(path, without=("log", "run", "source_version"))
    result = record.write(document, [make_claim(document, version="v2")], run, coder="coder-2")
    assert (result.outcome, result.kept) == ("unchanged", 1)
    assert everything(path, without=("log", "run", "source_version")) == before
    assert record.status(document.document_id, document.raw_sha256, "coder-2") == "unchanged"


def test_a_changed_page_makes_a_text_version_and_closes_the_old_claims(record, run, clock):
    first = make_document(url=ADDRESS)
    second = make_document(first.text.replace("Monday", "Tuesday"), url=ADDRESS)
    a, b = make_claim(first), make_claim(second, date="2021-05-04")
    record.write(first, [a], run, coder="coder-1")
    clock.set("2026-06-01")
    result = record.write(second, [b], run, coder="coder-1")
    assert (result.outcome, result.added, result.closed) == ("superseded", 1, 1)
    assert ids(record.claims()) == {b.claim_id}
    assert [d.text_version for d in record.documents()] == [second.text_version]
    assert record.document_text(first.text_version) == first.text
    assert ids(record.claims(Filter(as_of="2026-05-15"))) == {a.claim_id}
    assert [d.text_version for d in record.documents(Filter(as_of="2026-05-15"))] == [first.text_version]
    assert [e.event.claims for e in record.events(Filter(as_of="2026-05-15"))] == [(a.claim_id,)]
    assert record.claims(Filter(as_of="2026-04-30")) == ()


def test_a_page_that_returns_to_its_first_text_is_read_again(record, run, clock):
    first, second = make_document(url=ADDRESS), make_document("Norway signed.", url=ADDRESS)
    for day, document in (("2026-05-01", first), ("2026-05-02", second), ("2026-05-03", first)):
        clock.set(day)
        assert record.status(document.document_id, document.raw_sha256, "coder-1") != "unchanged"
        record.write(document, [make_claim(document)], run, coder="coder-1")
    claim = make_claim(first)
    held = [row.claim.held for row in record.claim_versions(claim.claim_id)]
    assert [(h.since[:10], h.until and h.until[:10]) for h in held] == [
        ("2026-05-03", None), ("2026-05-01", "2026-05-02")]
    for day, text in (("2026-05-01", first), ("2026-05-02", second), ("2026-05-03", first)):
        assert [d.text_version for d in record.documents(Filter(as_of=day))] == [text.text_version]


def test_other_metadata_make_a_text_version_and_other_claims(record, run):
    document = make_document()
    record.write(document, [make_claim(document)], run, coder="coder-1")
    dated = changed(document, published="2021-05-09", published_basis="given")
    result = record.write(dated, [make_claim(dated)], run, coder="coder-1")
    assert (result.outcome, result.added, result.closed) == ("superseded", 1, 1)
    assert record.documents()[0].published == "2021-05-09"


def test_new_bytes_with_the_same_text_change_only_what_is_known_of_the_bytes(record, run):
    first = make_document(raw=b"<p>1", url=ADDRESS)
    second = make_document(raw=b"<p>2", url=ADDRESS)
    record.write(first, [make_claim(first)], run, coder="coder-1")
    result = record.write(second, [make_claim(second)], run, coder="coder-1")
    assert (result.outcome, result.kept, result.events) == ("unchanged", 1, 0)
    assert record.status(second.document_id, second.raw_sha256, "coder-1") == "unchanged"
    assert record.status(first.document_id, first.raw_sha256, "coder-1") == "changed"


def test_reprints_share_claim_ids_and_none_is_lost(record, run):
    one, two = make_document(publisher="Harbour Wire"), make_document(url=ADDRESS, publisher="Valley Post")
    a, b = make_claim(one), make_claim(two)
    assert a.claim_id == b.claim_id
    for document, claim in ((one, a), (two, b)):
        record.write(document, [claim], run, coder="coder-1")
    assert {r.claim.document.document_id for r in record.claim_versions(a.claim_id)} == {
        one.document_id, two.document_id}
    found = record.claim(a.claim_id, document=two.document_id)
    assert found is not None and found.claim.document.publisher == "Valley Post"
    (event,) = record.events()
    assert (event.event.documents, event.event.claims) == (2, (a.claim_id,))
    assert ids(record.claims(Filter(publisher="valley post"))) == {a.claim_id}
    record.write(one, [], run, coder="coder-2")
    assert [r.claim.document.document_id for r in record.claims()] == [two.document_id]
    assert record.events()[0].event.documents == 1


def test_a_claim_that_is_not_there(record):
    assert record.claim("c-none") is None
    assert record.claim_versions("c-none") == ()


def test_events_keep_their_id_and_their_versions(record, run, clock):
    one, two = make_document(), make_document("Poland and Norway signed.", publisher="Valley Post")
    record.write(one, [make_claim(one)], run, coder="coder-1")
    clock.set("2026-06-01")
    assert record.write(two, [make_claim(two, voice="Norway")], run, coder="coder-1").events == 1
    (now,) = record.events()
    (then,) = record.events(Filter(as_of="2026-05-01"))
    assert now.event.event_id == then.event.event_id
    assert (then.event.voices, now.event.voices) == (1, 2)
    assert (then.held_until, now.held_until) == (now.held_from, None)
    assert record.event_versions(now.event.event_id) == (now, then)


def test_a_document_touches_only_its_own_events(record, run):
    one, two = make_document(), make_document("Estonia signed with Latvia.")
    record.write(one, [make_claim(one)], run, coder="coder-1")
    before = {e.event.event_id: e for e in record.events()}
    others = [make_claim(two, actors=("EST", "LVA")), make_claim(two, ordinal=1, date="2021-08-01")]
    record.write(two, others, run, coder="coder-1")
    after = {e.event.event_id: e for e in record.events()}
    assert len(after) == 3
    assert {name: after[name] for name in before} == before


def test_a_claim_that_says_something_else_at_the_same_place_changes_its_event(record, run):
    document = make_document()
    for stage in ("agreed", "signed"):
        record.write(document, [make_claim(document, stage=stage)], run, coder=f"coder-{stage}")
        (row,) = record.events()
        assert row.event.fields["stage"].value == stage
    assert len(record.event_versions(row.event.event_id)) == 2


def test_a_denial_whose_target_goes_stands_for_itself(record, run):
    one, two = make_document(), make_document("Norway denied it.")
    said = make_claim(one)
    denial = make_claim(two, "denied", denies=said, type="REJECT", values=("CT-", "Uu"))
    record.write(one, [said], run, coder="coder-1")
    record.write(two, [denial], run, coder="coder-1")
    assert len(record.events()) == 1
    record.write(one, [], run, coder="coder-2")
    (row,) = record.events()
    assert row.event.claims == (denial.claim_id,)
    assert row.event.fields["type"].value == "REJECT"


def test_a_denial_in_another_document_disputes_the_event_and_its_end_settles_it(record, run):
    one, two = make_document(), make_document("Norway denied it.")
    said = make_claim(one)
    denial = make_claim(two, "denied", denies=said, type=None, form=None, date=None, values=("CT-", "Uu"))
    record.write(two, [denial], run, coder="coder-1")
    assert record.events() == ()
    record.write(one, [said], run, coder="coder-1")
    (event,) = record.events()
    assert event.event.disputed
    assert [r.denied for r in record.claims() if r.claim.claim_id == said.claim_id] == [True]
    record.write(two, [], run, coder="coder-2")
    (event,) = record.events()
    assert not event.event.disputed


def test_stored_events_are_those_computed_at_once(record, run):
    documents = [make_document(f"Poland signed {i}. It signed.") for i in range(4)]
    claims = []
    for i, document in enumerate(documents):
        day = f"2021-05-0{1 + i // 2}"
        own = [make_claim(document, date=day), make_claim(document, occurrence=1, date=None)]
        record.write(document, own, run, coder="coder-1")
        claims += own
    stored = list(canonical_lines(row.event for row in record.events()))
    assert stored == list(canonical_lines(build_events(claims)))


def test_an_interrupted_write_leaves_nothing(record, run, path, monkeypatch):
    document = make_document()
    before = everything(path, without=())

    def broken(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("reportedly.record.events_held.update_for", broken)
    with pytest.raises(KeyboardInterrupt):
        record.write(document, [make_claim(document)], run, coder="coder-1")
    monkeypatch.undo()
    assert everything(path, without=()) == before
    assert record.write(document, [make_claim(document)], run, coder="coder-1").outcome == "new"


@pytest.mark.parametrize("fault, words", [
    ("foreign", "belongs to another text"),
    ("twice", "two claims are called"),
    ("bytes", "raw bytes are not those"),
])
def test_what_breaks_the_records_rules_is_refused(record, run, path, fault, words):
    document = make_document()
    claim = make_claim(document)
    before = everything(path, without=())
    elsewhere = make_claim(make_document("Norway signed."))
    claims = {"foreign": [elsewhere], "twice": [claim, claim], "bytes": [claim]}[fault]
    with pytest.raises(RecordError, match=words):
        record.write(document, claims, run, coder="coder-1", raw=b"other" if fault == "bytes" else None)
    assert everything(path, without=()) == before


def test_the_log_of_a_run(record, run, clock):
    document = make_document()
    record.write(document, [], run, coder="coder-1")
    record.note_failure("broken.pdf", "this is a PDF", run)
    record.note_skipped("lt.txt", "language: lt", run)
    record.note_unchanged("d-never", "gone.txt", run)
    assert [(r.origin, r.outcome, r.reason, r.claims) for r in record.log(run.run_id)] == [
        ("page.txt", "new", None, 0), ("broken.pdf", "failed", "this is a PDF", None),
        ("lt.txt", "skipped", "language: lt", None), ("gone.txt", "unchanged", None, 0),
    ]
    (row,) = record.runs()
    assert (row.status, row.finished, row.targets, row.coder) == ("running", None, ("examples",), "coder-1")
    assert row.counts == {"failed": 1, "new": 1, "skipped": 1, "unchanged": 1}
    run.finish("interrupted")
    run.finish()
    assert record.runs()[0].status == "interrupted"
    assert record.runs()[0].finished is not None


def test_raw_bytes_are_kept_once_beside_the_record(record, run, path):
    data = b"<html>" + b"padding " * 1000
    documents = [make_document("Norway signed.", raw=data, url=f"https://h.example/{i}") for i in range(2)]
    assert record.raw(documents[0].raw_sha256) is None
    assert not path.with_name("record.db.raw").exists()
    for document in documents:
        record.write(document, [], run, coder="coder-1", raw=data)
    assert record.raw(documents[0].raw_sha256) == data
    with sqlite3.connect(path.with_name("record.db.raw")) as connection:
        ((count, size),) = connection.execute("SELECT count(*), sum(length(data)) FROM raw")
    assert count == 1 and size < len(data) / 10
    assert data not in path.read_bytes()


def test_raw_bytes_without_their_document_do_no_harm(record, run, path):
    document = make_document()
    raw = document.text.encode()
    record._raw.put(document.raw_sha256, raw)  # killed before the record was written
    record.close()
    with Record.open(path) as again:
        assert again.status(document.document_id, document.raw_sha256, "coder-1") == "new"
        run = again.start_run("coder-1")
        assert again.write(document, [], run, coder="coder-1", raw=raw).outcome == "new"
        assert again.raw(document.raw_sha256) == raw


def test_a_file_in_the_place_of_the_raw_bytes_is_not_touched(record, run, path):
    beside = path.with_name("record.db.raw")
    beside.write_text("my notes")
    document = make_document()
    with pytest.raises(RecordError, match="not a SQLite database"):
        record.write(document, [], run, coder="coder-1", raw=document.text.encode())
    assert beside.read_text() == "my notes"
    beside.unlink()
    with sqlite3.connect(beside) as connection:
        connection.execute("CREATE TABLE raw (x)")
    with pytest.raises(RecordError, match="holds no raw bytes"):
        record.write(document, [], run, coder="coder-1", raw=document.text.encode())
    assert record.documents() == ()


def test_time_never_stands_still(record, run, clock):
    document = make_document(url=ADDRESS)
    for i in range(3):
        record.write(changed(document, title=str(i)), [], run, coder="coder-1")
    with record._engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT held_from, held_until FROM text_version ORDER BY text_version_id").all()
    assert [until for _, until in rows[:-1]] == [since for since, _ in rows[1:]]
    assert len({since for since, _ in rows}) == 3
