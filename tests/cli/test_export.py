"""``export``: the claims that fit, whole files only, nothing composed unless asked for."""

from __future__ import annotations

import json

import jsonschema
import pytest

pytestmark = pytest.mark.usefixtures("held")


def test_each_line_is_a_claim_that_satisfies_the_schema(call):
    schema = json.loads(call("schema").out)
    lines = [json.loads(line) for line in call("export").out.splitlines()]
    assert len(lines) == 3
    for line in lines:
        jsonschema.validate(line, schema)


def test_composed_claims_only_when_asked_for(call):
    lines = [json.loads(line) for line in call("export", "--include-composed").out.splitlines()]
    assert [line["document"]["composed"] for line in lines].count(True) == 1
    assert len(lines) == 4


def test_filters_apply(call):
    assert len(call("export", "--type", "CONSULT").out.splitlines()) == 1


def test_a_file_is_written_whole(call, tmp_path):
    result = call("export", "--output", "claims.jsonl")
    assert (result.code, result.out) == (0, "")
    assert "3 claims written to claims.jsonl" in result.err
    assert len((tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(call, tmp_path):
    result = call("export", "--output", tmp_path / "nowhere" / "claims.jsonl")
    assert result.code == 2
    assert "nowhere" in result.err


def test_an_existing_file_stays_if_the_export_fails(call, tmp_path, monkeypatch):
    (tmp_path / "claims.jsonl").write_text("old\n")

    def broken(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reportedly.export.write_jsonl", broken)
    result = call("export", "--output", "claims.jsonl")
    assert (result.code, "No space left" in result.err) == (2, True)
    assert (tmp_path / "claims.jsonl").read_text() == "old\n"
    assert not list(tmp_path.glob("*.part"))
