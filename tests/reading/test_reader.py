"""The reader's own work: windows, offsets, trees, candidates. The encoder is one of simple rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.fake_encoder import FakeEncoder

from reportedly.errors import UsageError
from reportedly.reading.labels import LABELS
from reportedly.reading.reader import BATCH_PIECES, FOCUS_PIECES, Reader
from reportedly.reading.windows import MAX_PIECES
from reportedly.records import Reading


def reader(**rules):
    return Reader(FakeEncoder(**rules), {"trigger": 0.5, "event": 0.5})


def surface(read: Reading, x):
    start, end = x if isinstance(x, tuple) else (x.start, x.end)
    return read.text[start:end]


def check(read: Reading, text: str) -> None:
    """What holds of every reading."""
    assert read.text == text
    starts, ends = [w.start for w in read.words], [w.end for w in read.words]
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert all(b <= a for b, a in zip(ends, starts[1:], strict=False))
    assert all(surface(read, w) == surface(read, w).strip() for w in read.words)
    # nothing but white space is left out
    assert sum(map(len, text.split())) == sum(b - a for a, b in zip(starts, ends, strict=True)) == len("".join(text.split()))
    if read.words:
        assert [r[0] for r in read.sentence_words] == [0, *(r[1] for r in read.sentence_words[:-1])]
        assert read.sentence_words[-1][1] == len(read.words)
    for first, last in read.sentence_words:
        assert all(h == -1 or first <= h < last for h in (w.head for w in read.words[first:last]))
        assert all((w.head == -1) == (w.deprel == "root") for w in read.words[first:last])
    for mention in read.mentions:
        assert mention.start in starts and mention.end in ends
    for event in read.events:
        assert event.trigger[0] in starts and event.trigger[1] in ends
        at = starts.index(event.trigger[0])
        first, last = read.sentence_words[event.sentence]
        assert first <= at < last
        for role in event.roles:
            assert role.start in starts[first:last] and role.end in ends[first:last]
        for table in (event.type_scores, event.plover_scores, *event.fields.values()):
            assert sum(table.values()) == pytest.approx(1, abs=0.01)


# ---------------------------------------------------------------- one sentence

def test_a_sentence_with_an_event_and_its_roles():
    read = reader().read("Poland then signed with Norway.")
    check(read, "Poland then signed with Norway.")
    event, = read.events
    assert surface(read, event.trigger) == "signed"
    assert [(r.role, surface(read, r)) for r in event.roles] == [("actor", "Poland"), ("recipient", "Norway")]
    assert [(m.type, surface(read, m)) for m in read.mentions] == [("STATE", "Poland"), ("STATE", "Norway")]
    assert [w.head for w in read.words] == [-1, 0, 1, 2, 3, 4]
    assert max(event.type_scores, key=event.type_scores.get) == "SUPPORT"
    assert set(event.fields) == set(LABELS.fields)
    assert read.model == "by-rule"


def test_exactly_the_trigger_is_marked():
    for word in ("so", "sign", "signed", "solidified"):
        event, = reader().read(f"Poland then {word} it.").events
        assert max(event.plover_scores, key=event.plover_scores.get) == LABELS.types[len(word)]


def test_the_word_s_own_tag_counts_as_much_as_the_focused_reading():
    event, = reader().read("It signed.").events
    assert event.type_scores["SUPPORT"] == pytest.approx(0.9, abs=1e-3)
    assert event.trigger_score == pytest.approx(1 - 0.1 / 17, abs=1e-3)


def test_below_the_threshold_a_word_is_not_asked_about():
    shy = Reader(FakeEncoder(), {"trigger": 0.999, "event": 0.5})
    assert shy.read("It signed.").events == ()


@pytest.mark.parametrize("upos, asked", [("VERB", True), ("NOUN", True), ("PUNCT", False), ("DET", False), ("AUX", False)])
def test_some_parts_of_speech_carry_no_event(upos, asked):
    assert bool(reader(upos=upos).read("It signed.").events) is asked


# ---------------------------------------------------------------- much and nothing

@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\u00a0"])
def test_no_words(text):
    read = reader().read(text)
    check(read, text)
    assert (read.words, read.mentions, read.events) == ((), (), ())
    assert read.model == "by-rule"


@pytest.mark.parametrize("text", [
    "😀😀 signed 😀.", "وقعت بولندا والنرويج اتفاقا.", "Poland\u200b signed.", "\u0000", "\x07 signed", "é signed Ça.",
    "👨‍👩‍👧 signed", "中国和波兰签署了协议。", "…", "\ufeff", "signed\r\nsealed",
])
def test_text_that_the_tokenizer_hardly_knows(text):
    read = reader().read(text)
    check(read, text)
    assert len(read.events) == sum(surface(read, w).startswith("s") for w in read.words)


def test_a_sentence_that_is_longer_than_a_window_is_read_to_its_end():
    words = [f"{'signed' if i % 40 == 39 else 'Oslo'}" for i in range(400)]
    text = " ".join(words) + "."
    encoder = FakeEncoder()
    read = Reader(encoder, {"trigger": 0.5, "event": 0.5}).read(text)
    check(read, text)
    assert len(read.sentences) == 1
    assert [e.sentence for e in read.events] == [0] * 10
    assert len(read.mentions) == 390
    assert all(surface(read, e.trigger) == "signed" for e in read.events)
    assert all(max(e.plover_scores, key=e.plover_scores.get) == LABELS.types[6] for e in read.events)
    assert all(t <= MAX_PIECES for _, t in encoder.text_shapes)


def test_a_word_longer_than_a_window_is_a_word():
    text = f"Oslo {'s' * 1000} Oslo."
    read = reader().read(text)
    check(read, text)
    assert [len(surface(read, e.trigger)) for e in read.events] == [1000]
    assert [surface(read, m) for m in read.mentions] == ["Oslo", "Oslo"]


def test_many_sentences_are_read_in_batches_that_are_bounded():
    text = " ".join(f"{'Then ' * (i % 30)}Poland signed with Norway {i}." for i in range(120))
    encoder = FakeEncoder(everything=True)
    read = Reader(encoder, {"trigger": 0.5, "event": 0.5}).read(text)
    check(read, text)
    assert len(read.events) == len(read.words)
    assert all(b * t <= BATCH_PIECES or b == 1 for b, t in encoder.text_shapes)
    assert all(b * t <= FOCUS_PIECES or b == 1 for b, t in encoder.focus_shapes)
    # what is read does not depend on what is read beside it
    alone = Reader(FakeEncoder(everything=True), {"trigger": 0.5, "event": 0.5}).read(
        text[slice(*read.sentences[50])])
    first, last = read.sentence_words[50]
    assert [[r.role for r in e.roles] for e in read.events[first:last]] == [[r.role for r in e.roles] for e in alone.events]


def test_heads_that_make_no_tree_are_repaired():
    text = "Poland signed. Norway then left it."
    read = reader(odd_heads=True).read(text)
    check(read, text)
    for first, last in read.sentence_words:
        assert sum(w.head == -1 for w in read.words[first:last]) == 1
        for i in range(first, last):  # every word leads to the root
            for _ in range(last - first):
                i = read.words[i].head if i >= 0 else i
            assert i == -1


ANY = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(
    ["Poland", "signed", "Mr.", "U.S.", ".", "!", "\n", "\"", "”", "😀", "مرحبا", "\u200b", "s" * 300, "don't", "(", "  "]),
    max_size=40).map(" ".join))


@settings(max_examples=120, deadline=None)
@given(text=ANY, everything=st.booleans(), odd=st.booleans())
@example(text="\x1f a\x85b", everything=True, odd=False)
def test_offsets_are_borders_of_words_whatever_the_text(text, everything, odd):
    one = reader(everything=everything, odd_heads=odd)
    read = one.read(text)
    check(read, text)
    if everything:
        assert [e.trigger for e in read.events] == [(w.start, w.end) for w in read.words]
    assert one.read(text) == read


# ---------------------------------------------------------------- given spans

TEXT = "Poland signed with Norway."


def test_a_relation_is_read_at_the_spans():
    label, table = reader().relation(TEXT, (0, 6), (19, 25))
    assert label == LABELS.types[6]  # the six pieces of "Poland"
    assert set(table) == set(LABELS.types)
    assert reader().relation(TEXT, None, (19, 25))[0] == "none"


def test_a_span_that_cuts_a_word_means_the_word():
    assert reader().relation(TEXT, (2, 4))[0] == LABELS.types[6]


@pytest.mark.parametrize("actor, recipient", [
    (None, None), ((0, 0), None), ((3, 1), None), ((-1, 3), None), ((0, 27), None), ((6, 7), None), (None, (30, 40)),
    ((-5, 26), None), ((0, 6), (25, 19)),
])
def test_a_bad_span_is_refused(actor, recipient):
    with pytest.raises(UsageError):
        reader().relation(TEXT, actor, recipient)


def test_a_span_in_an_empty_text_is_refused():
    with pytest.raises(UsageError):
        reader().relation("", (0, 1))


@given(st.integers(-5, 40), st.integers(-5, 40))
def test_any_span_is_read_or_refused(start, end):
    try:
        _, table = reader().relation(TEXT, (start, end))
    except UsageError:
        assert not (0 <= start < end <= len(TEXT) and TEXT[start:end].strip())
    else:
        assert sum(table.values()) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("before", [0, 100, 400])
def test_a_sentence_beyond_the_encoder_keeps_what_stands_around_the_spans(before):
    text = "then " * before + "Poland" + " then" * 400
    at = len("then ") * before
    assert reader().relation(text, (at, at + 6))[0] == LABELS.types[6]


def test_relations_come_in_the_order_of_the_rows():
    rows = [("Poland " + "then " * n + "left.", [(0, k)], []) for n, k in ((9, 6), (1, 6), (300, 6), (0, 6))]
    rows.append(("Oslo left.", [(0, 4)], []))
    found = reader().relations(rows)
    assert found.argmax(-1).tolist() == [6, 6, 6, 6, 4]
    assert reader().relations(rows, output="penta").shape == (5, 5)


def test_no_rows_no_relations():
    assert reader().relations([]).shape == (0, len(LABELS.types))


def test_an_empty_sentence_has_a_relation():
    assert reader().relations([("", [], [])]).argmax(-1).tolist() == [0]


@pytest.mark.parametrize("scheme, tag", [("re3d", LABELS.re3d_tags[1]), ("cameo", LABELS.cameo_tags[1])])
def test_tags_of_given_words(scheme, tag):
    words = ["Oslo", "and", "Riga"] * 120
    assert reader().tag([words, [], ["left"]], scheme) == [[tag, "O", tag] * 120, [], ["O"]]


def test_no_array_of_an_earlier_text_is_left_in_the_next():
    one = reader()
    first = one.read(TEXT)
    one.read("Something else sounded.")
    assert one.read(TEXT) == first
    assert isinstance(one.relations([(TEXT, [(0, 6)], [])]), np.ndarray)
