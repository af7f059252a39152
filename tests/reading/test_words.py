"""Sentences and words with offsets."""

from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.words import split_sentences, split_words


def parts(text):
    return [text[a:b] for a, b in split_sentences(text)]


def test_abbreviations_do_not_end_a_sentence():
    text = "U.S. officials met Gen. A. B. Moro in the U.S. The talks ended at 5 p.m. on Monday. Mr. Lindt left."
    assert parts(text) == ["U.S. officials met Gen. A. B. Moro in the U.S.", "The talks ended at 5 p.m. on Monday.",
                           "Mr. Lindt left."]


def test_a_quotation_keeps_its_stop_and_its_speaker():
    assert parts('"There is no delay." He left. "Why now?" he asked.') == [
        '"There is no delay."', "He left.", '"Why now?" he asked.']


def test_lines_are_sentences_even_without_a_stop():
    assert parts("Two states sign pact\n\nPORT SEL (Kurier) - They signed.\n1. First point") == [
        "Two states sign pact", "PORT SEL (Kurier) - They signed.", "1. First point"]


def test_words_part_possessives_and_keep_abbreviations():
    text = "Norland's U.S.-made K9s don't fly."
    assert [text[a:b] for a, b in split_words(text)][:2] == ["Norland", "'s"]


@given(st.text(max_size=300))
def test_offsets_are_ordered_and_nothing_visible_is_lost(text):
    for spans in (split_words(text), split_sentences(text)):
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
        covered = "".join(text[a:b] for a, b in spans)
        assert "".join(covered.split()) == "".join(text.split())
