"""The form of a clean text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.documents.clean import clean


@pytest.mark.parametrize(
    "raw, expected",
    [
        ("One.\r\n\r\n\r\nTwo.\r\n", "One.\n\nTwo."),
        ("One.\nTwo.", "One.\n\nTwo."),
        ("a\u00a0b\u2003 c\t\td", "a b c d"),
        ("co\u00adoper\u200bation\ufeff \u202ehere\u202c", "cooperation here"),
        ("Erdog\u0306an", "Erdoğan"),
        ("a\x00\x07b\x1bc", "abc"),
        ("one\u2028two\u2029three", "one\n\ntwo\n\nthree"),
        ("می\u200cخواهد x\u200dy", "می\u200cخواهد xy"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("  \n \u00a0 \n", ""),
    ],
)
def test_characters_and_blanks(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_a_text_wrapped_at_a_column_is_joined() -> None:
    raw = (
        "The defence ministers of Varland and Ostria signed an agreement\n"
        "on naval training on Tuesday, the Varland ministry said in a\n"
        "statement. The agreement provides for two joint exercises.\n"
        "\n"
        "It enters into force in January.\n"
    )
    assert clean(raw) == (
        "The defence ministers of Varland and Ostria signed an agreement on naval training on Tuesday, "
        "the Varland ministry said in a statement. The agreement provides for two joint exercises."
        "\n\nIt enters into force in January."
    )


def test_one_paragraph_a_line_is_not_joined() -> None:
    lines = [
        "Varland and Ostria signed an agreement on naval training on Tuesday.",
        "It enters into force soon.",
        "The ministers of both countries will meet again in May in Port Elm.",
    ]
    assert clean("\n".join(lines)) == "\n\n".join(lines)


def test_short_lines_are_not_joined() -> None:
    assert (
        clean("Present were:\nthe minister\nthe ambassador")
        == "Present were:\n\nthe minister\n\nthe ambassador"
    )


_TEXT = st.text(
    st.characters(codec=None) | st.sampled_from("\n\n\r\t .,\u00ad\u200b\u0301\u0306\u2028\x85\x1ceaA—"),
    max_size=200,
)


@given(_TEXT)
def test_a_clean_text_is_clean_and_stays_so(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert text == unicodedata.normalize("NFC", text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c != "\n")
    assert all(p and p == " ".join(p.split()) for p in text.split("\n\n")) or text == ""
    assert "\n\n\n" not in text
    text.encode("utf-8")
