"""Trimming keeps offsets and text in agreement, the trigger inside, and words whole where it can."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.export.quotes import LONGEST, trim_around, trim_claim
from tests.factories import make_claim, make_document

TEXT = st.text(alphabet=st.sampled_from("ab .\u00a0é\n"), min_size=1, max_size=900)


def as_span(text, start, end):
    return {"start": start, "end": end, "text": text[start:end]}


@settings(deadline=None)
@given(TEXT, st.data())
def test_a_trimmed_span_is_what_stands_there(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first = data.draw(st.integers(start, end - 1))
    last = data.draw(st.integers(first + 1, min(end, first + 30)))
    longest = data.draw(st.integers(30, 300))
    trimmed = trim_around(as_span(text, start, end), as_span(text, first, last), longest)
    assert 0 < len(trimmed["text"]) <= longest
    assert text[trimmed["start"]:trimmed["end"]] == trimmed["text"]
    assert start <= trimmed["start"] <= first and last <= trimmed["end"] <= end
    if end - start <= longest:
        assert trimmed == as_span(text, start, end)


def test_words_are_not_cut():
    text = " ".join(f"word{i}" for i in range(200))
    at = text.index("word100")
    trimmed = trim_around(as_span(text, 0, len(text)), as_span(text, at, at + 7))
    assert LONGEST - 20 < len(trimmed["text"]) <= LONGEST
    assert set(trimmed["text"].split()) <= set(text.split())
    middle = (trimmed["start"] + trimmed["end"]) / 2
    assert abs(middle - at) < 20


def test_the_ends_are_used_in_full():
    text = " ".join(f"word{i}" for i in range(200))
    begin = trim_around(as_span(text, 0, len(text)), as_span(text, 0, 5))
    end = trim_around(as_span(text, 0, len(text)), as_span(text, len(text) - 7, len(text)))
    assert begin["start"] == 0 and end["end"] == len(text)
    assert min(len(begin["text"]), len(end["text"])) > LONGEST - 20


def test_a_focus_elsewhere_keeps_the_beginning():
    text = "x" * 1000
    assert trim_around(as_span(text, 100, 900), as_span(text, 0, 5)) == as_span(text, 100, 400)
    assert trim_around(as_span(text, 0, 1000), as_span(text, 0, 500)) == as_span(text, 0, 300)


def test_every_span_of_a_claim_is_short_and_the_claim_itself_is_left_alone():
    document = make_document("Norway " + "and so on " * 60 + "signed it " + "for ever " * 60 + ".")
    claim = make_claim(document, actors=("NOR",)).to_dict()
    claim["evidence"]["more"] = [as_span(document.text, 0, 900)]
    claim["proposition"]["participants"][0]["mention"] = as_span(document.text, 0, 600)
    before = repr(claim)
    trimmed = trim_claim(claim)
    spans = [trimmed["evidence"]["sentence"], *trimmed["evidence"]["more"],
             trimmed["proposition"]["participants"][0]["mention"]]
    for one in spans:
        assert len(one["text"]) <= 300
        assert document.text[one["start"]:one["end"]] == one["text"]
    assert "signed" in spans[0]["text"]
    assert spans[2]["text"].startswith("Norway")
    assert repr(claim) == before
