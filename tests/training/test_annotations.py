"""The line format of annotated sentences, and the stand-off form without their text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import KnowledgeError
from reportedly.evaluation.annotations import (
    Annotated,
    find,
    from_standoff,
    read_file,
    read_lines,
    sentence_hash,
    to_standoff,
)

TEXT = "Poland's navy said Norway signed a pact with Poland on Monday."
SIGNED = ("E signed | SUPPORT AGREE | training signed memorandum - | past CT+ event | "
          "actor=Norway; recipient=Poland#2; time=Monday | navy > said")
WHOLE = f"""\
# invented
D voice=agency hard-negative
T {TEXT}
{SIGNED}
M STATE=Poland; ORG=navy; STATE=Norway; STATE=Poland#2; DATE=Monday

T Nothing happened.
M -
T Nobody looked for names here.
"""


def sentences(text, problems=None):
    return list(read_lines(text.splitlines(keepends=True), "a.ann", problems))


def at(words, number=1, text=TEXT):
    start = -1
    for _ in range(number):
        start = text.index(words, start + 1)
    return start, start + len(words)


def test_a_sentence_with_all_its_lines():
    one = sentences(WHOLE)[0]
    event, = one.events
    assert one.text == TEXT
    assert one.where == "a.ann:3"
    assert one.properties == {"voice": "agency", "hard-negative": "yes"}
    assert (event.trigger, event.type, event.plover) == (at("signed"), "SUPPORT", "AGREE")
    assert event.fields == {"form": "training", "stage": "signed", "instrument": "memorandum", "turn": None,
                            "realis": "past", "factuality": "CT+", "aspect": "event"}
    assert event.roles == (("actor", at("Norway")), ("recipient", at("Poland", 2)), ("time", at("Monday")))
    assert (event.source, event.cue) == (at("navy"), at("said"))
    assert one.mentions == (("STATE", at("Poland")), ("ORG", at("navy")), ("STATE", at("Norway")),
                            ("STATE", at("Poland", 2)), ("DATE", at("Monday")))


def test_no_mentions_is_not_the_same_as_mentions_that_nobody_annotated():
    _, second, third = sentences(WHOLE)
    assert second.mentions == ()
    assert third.mentions is None
    assert second.events == third.events == ()


def test_properties_are_those_of_the_next_sentence_only():
    assert [s.properties for s in sentences(WHOLE)][1:] == [{}, {}]


def test_nothing_is_no_sentence():
    assert sentences("# only a comment\n\n") == []


def test_null_fields():
    event, = sentences("T They met.\nE met | - - | - | - | - | -\nM -")[0].events
    assert (event.type, event.plover, event.roles, event.source, event.cue) == (None, None, (), None, None)
    assert set(event.fields.values()) == {None}


def test_a_cue_without_a_source():
    event, = sentences("T Reportedly they met.\nE met | CONSULT CONSULT | - | - | - | - > Reportedly\nM -")[0].events
    assert (event.source, event.cue) == (None, (0, 10))


@pytest.mark.parametrize("line, message", [
    ("E left | CONSULT CONSULT | - | - | - | -", "'left'"),
    ("E signed | SIGN AGREE | - | - | - | -", "unknown type 'SIGN'"),
    ("E signed | SUPPORT | - | - | - | -", "TYPE PLOVER_TYPE"),
    ("E signed | SUPPORT AGREE | training signed | - | - | -", "form stage instrument turn"),
    ("E signed | SUPPORT AGREE | dancing - - - | - | - | -", "unknown form 'dancing'"),
    ("E signed | SUPPORT AGREE | - | past sure event | - | -", "unknown factuality 'sure'"),
    ("E signed | SUPPORT AGREE | - | - | friend=Norway | -", "unknown role 'friend'"),
    ("E signed | SUPPORT AGREE | - | - | actor=Latvia | -", "'Latvia'"),
    ("E signed | SUPPORT AGREE | - | - | actor= | -", "is not in the sentence"),
    ("E signed | SUPPORT AGREE", "2 fields of six"),
    ("E  | SUPPORT AGREE | - | - | - | -", "is not in the sentence"),
    ("M CITY=Poland", "unknown mention type 'CITY'"),
    ("M STATE=Poland#3", "occurrence 3"),
    ("X what is this", "starts with 'X'"),
])
def test_a_broken_line_is_refused_with_its_place(line, message):
    with pytest.raises(KnowledgeError) as caught:
        sentences(f"T {TEXT}\n{line}")
    assert message in str(caught.value)
    assert "a.ann:2" in str(caught.value)


def test_an_event_before_any_sentence_is_refused():
    with pytest.raises(KnowledgeError):
        sentences("E signed | SUPPORT AGREE | - | - | - | -\nT They signed.")


def test_broken_lines_are_collected_and_the_rest_goes_on():
    problems = []
    found = sentences(f"T {TEXT}\nE left | AID AID | - | - | - | -\nM STATE=Norway\nQ\nT They met.\nM -", problems)
    assert [s.text for s in found] == [TEXT, "They met."]
    assert found[0].events == ()
    assert found[0].mentions == (("STATE", at("Norway")),)
    assert len(problems) == 2


@pytest.mark.parametrize("text, wanted, span", [
    ("The pacts and the pact", "pact", (18, 22)),     # whole words go first
    ("The pacts", "pact", (4, 8)),                    # else any place
    ("pact pact pact", "pact#3", (10, 14)),
    ("Room #2 and room", "Room #2", (0, 7)),          # a number sign of the text itself
    ("a.b axb", "a.b", (0, 3)),                       # no pattern
])
def test_where_a_span_stands(text, wanted, span):
    assert find(text, wanted, "here") == span


@given(st.text(alphabet="ab #2.", min_size=1), st.data())
def test_a_span_of_the_text_is_found_as_itself(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wanted = text[start:end].strip()
    if wanted:
        a, b = find(text, wanted, "here")
        assert text[a:b] == wanted


@given(st.text(max_size=200))
def test_any_line_is_read_or_refused_with_our_error(line):
    problems = []
    sentences(f"T {TEXT}\nE {line}", problems)
    sentences(f"T {TEXT}\nM {line}", problems)
    sentences(line, problems)
    assert all(isinstance(p, KnowledgeError) for p in problems)


def test_stand_off_holds_no_text_and_comes_back_with_it(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text(WHOLE, encoding="utf-8")
    read = read_file(path)
    lines = [to_standoff(s, "harbour") for s in read]
    for s, line in zip(read, lines, strict=True):
        assert not any(word in line for word in s.text.split() if word.istitle())
        assert json.loads(line)["length"] == len(s.text)
    out = tmp_path / "harbour.jsonl"
    out.write_text("\n".join(lines), encoding="utf-8")
    again = from_standoff(out, {sentence_hash(s.text): s.text for s in read})
    assert [(s.text, s.events, s.mentions, s.properties) for s in again] == [
        (s.text, s.events, s.mentions, s.properties) for s in read]
    assert [s.where for s in again] == ["harbour.jsonl:1", "harbour.jsonl:2", "harbour.jsonl:3"]


def test_a_sentence_whose_text_is_not_at_hand_is_left_out(tmp_path):
    out = tmp_path / "x.jsonl"
    out.write_text(to_standoff(Annotated("They met."), "x") + "\n" + to_standoff(Annotated("They left."), "x"))
    found = from_standoff(out, {sentence_hash("They left."): "They left."})
    assert [s.text for s in found] == ["They left."]
