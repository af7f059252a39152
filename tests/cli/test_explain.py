"""``explain``: the marked sentence, the chain, the scores and the reasons."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from reportedly.cli.explain import show
from reportedly.cli.explanation import facts
from reportedly.cli.marking import Mark, bracketed, marks_of, pieces
from reportedly.records import Coder, Framing, Link, Source
from tests.factories import changed, make_claim, make_document, span, when


def test_the_sentence_is_printed_with_its_spans_in_brackets(call, held):
    out = call("explain", held["signed"].claim_id).out
    assert out.splitlines()[0] == (
        "[actor: Poland] and [actor: Norway] [trigger: signed] a memorandum on [item: training] on Monday, "
        "the Polish defence ministry said.")


def test_it_tells_who_says_so_how_sure_and_what_was_read(call, held):
    out = call("explain", held["denied"].claim_id).out
    for part in ("1. Norway (paraphrased): CT-, denied", "2. Harbour Wire (in its own voice): Uu",
                 f"denies       {held['signed'].claim_id}", "SUPPORT; form training; stage signed",
                 "actor: Poland (acts for POL, GOV)", "2021-05-03 (stated)", "score 0.90; by-hand",
                 "published 2021-05-04 (from the page's metadata)", "https://wire.example/1"):
        assert part in out, part


def test_a_unique_beginning_is_enough(call, held):
    whole = held["visit"].claim_id
    assert call("explain", whole[:10]).out == call("explain", whole).out


@pytest.mark.parametrize("given_, said", [
    ("c-", "begins 4 identifiers"), ("c-zzzz", "holds no claim"), ("e-zzzz", "holds no event")])
def test_an_identifier_of_none_or_several_is_refused(call, held, given_, said):
    result = call("explain", given_)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_an_event_explains_each_of_its_claims(call, held):
    event = next(line for line in call("show", "events").out.splitlines() if "training" in line).split()[-1]
    out = call("explain", event).out
    assert held["signed"].claim_id in out
    assert held["denied"].claim_id in out


def test_a_composed_article_is_said_to_be_one(call, held):
    assert "composed: written as an example" in call("explain", held["accused"].claim_id).out


def lines(claim):
    return "\n".join(f"{heading}: {line}" for heading, line in facts(claim.to_dict()))


def test_reasons_scores_and_spans_elsewhere_are_told():
    document = make_document()
    claim = changed(
        make_claim(document, "visit", type="CONSULT", form="visit", actors=["LTU"], date=when(),
                   plover_type="AGREE"),
        coder=Coder(version="1", model=None, score=None, reasons=(
            {"field": "type", "value": "CONSULT", "because": "the trigger is a visit", "score": 0.8123},
            {"field": "turn", "value": None, "because": "no word for it"})),
        attribution=(Link(source=Source(span=span(document, "Polish defence ministry"), cls="government"),
                          kind="quote", cue=span(document, "said")), *make_claim(document).attribution[-1:]),
        framing=(Framing(span=span(document, "anything"), cls="evaluative", by="Harbour Wire"),),
    )
    text = lines(claim)
    for part in ("CONSULT (in PLOVER's manual: AGREE)", "type = CONSULT (0.81): the trigger is a visit",
                 "turn = not said: no word for it", "no score; no model", "not known (not known)",
                 'elsewhere: voice: "Polish defence ministry" at', ': cue: "said" at'):
        assert part in text, part


def test_colours_carry_the_labels_where_there_are_any():
    out = io.StringIO()
    show(make_claim().to_dict(), Console(file=out, force_terminal=True, color_system="standard", width=60))
    assert "\x1b[" in out.getvalue()
    assert "[actor:" not in out.getvalue()
    assert "trigger" in out.getvalue()


def test_no_colour_means_brackets(monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    show(make_claim().to_dict(), Console(force_terminal=True, width=60, no_color=True))
    out = capsys.readouterr().out
    assert "[actor: Poland]" in out
    assert "\x1b" not in out
    assert all(len(line) <= 60 for line in out.splitlines())


def test_control_characters_of_an_article_do_not_reach_the_terminal():
    document = make_document("Poland \x1b[2J\x9b1m\u202esigned it.")
    claim = make_claim(document, "signed", actors=["POL"])
    out = bracketed(claim.evidence.sentence.text, 0, marks_of(claim.to_dict()))
    assert not set(out) & set("\x1b\x9b\u202e")


def test_marks_nest_and_double_labels_are_joined():
    assert bracketed("abcdef", 10, [Mark(10, 14, "item"), Mark(11, 12, "quantity"), Mark(14, 16, "cue")]) == (
        "[item: a[quantity: b]cd][cue: ef]")


def test_what_crosses_or_reaches_out_is_left_out():
    assert bracketed("abcdef", 0, [Mark(0, 3, "a"), Mark(2, 5, "b"), Mark(4, 9, "c")]) == "[a: abc]def"


@given(st.text(max_size=20), st.integers(0, 50), st.lists(st.tuples(
    st.integers(0, 80), st.integers(0, 80), st.sampled_from(["actor", "cue", "item"]))))
def test_marking_keeps_the_text_and_balances(text, offset, spans):
    marks = [Mark(min(a, b), max(a, b), label) for a, b, label in spans]
    found = list(pieces(text, offset, marks))
    assert sum(len(piece.text) for piece in found) == len(text)
    assert sum(piece.opens for piece in found) == sum(piece.closes for piece in found)
