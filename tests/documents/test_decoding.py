"""Encodings: declared, marked, detected, broken, and decoded twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.documents.decoding import decode, fix_mojibake
from reportedly.errors import UnreadableError

EN = "The minister’s visit – planned for “May” – was cancelled, the café’s owner was told."
TR = "Türkiye savunma bakanı ortak üretim için bir anlaşma imzaladı. Görüşmeler Ankara'da yapıldı."
PL = "Ministrowie obrony podpisali wczoraj umowę o współpracy. Żołnierze będą ćwiczyć wspólnie."
RU = "Министр обороны Варланда подписал соглашение о совместных учениях с Острией во вторник."


def read(data: bytes, declared: str | None = None, html: bool = False) -> str:
    return decode(data, declared=declared, html=html, origin="x").text


@pytest.mark.parametrize(
    "text, encoding",
    [
        (EN, "utf-8"),
        (EN, "utf-8-sig"),
        (EN, "utf-16"),
        (EN, "utf-16-le"),
        (EN, "utf-16-be"),
        (EN, "utf-32"),
        (EN, "cp1252"),
        (TR, "cp1254"),
        (PL, "cp1250"),
        (RU, "cp1251"),
        (RU, "koi8-r"),
        (RU, "utf-16-le"),
        (RU, "utf-8"),
    ],
)
def test_what_is_not_declared_is_recognised(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<META http-equiv=Content-Type content='text/html; charset=CP1251'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_the_declaration_in_a_page_is_followed(head: str) -> None:
    short = head + "<p>Да.</p>"  # too short to be recognised
    assert read(short.encode("cp1251"), html=True) == short


def test_the_header_is_stronger_than_the_page_and_utf8_than_both() -> None:
    page = '<meta charset="iso-8859-1"><p>Да. ' + RU
    assert read(page.encode("cp1251"), declared="windows-1251", html=True) == page
    assert read(page.encode("utf-8"), declared="windows-1251", html=True) == page


@pytest.mark.parametrize(
    "label", ["nonsense", "", "hex", "utf-7", "idna", "\0", "unicode_escape", "zlib", "utf-8"]
)
def test_a_wrong_label_does_no_harm(label: str) -> None:
    assert read(EN.encode("cp1252"), declared=label) == EN


def test_broken_utf8_is_repaired_with_a_note() -> None:
    data = EN.encode().replace("é".encode(), b"\xe9") + b" \x93quoted\x94 \xff end"
    got = decode(data, declared=None, html=False, origin="x")
    assert got.text == EN.replace("é", "\ufffd") + " “quoted” \ufffd end"
    assert "2 places could not be decoded" in got.notes[0]
    assert "2 Windows-1252 bytes" in got.notes[1]


def test_halves_of_pairs_are_repaired() -> None:
    got = decode(b"a \xed\xa0\x80 b \xed\xa0\xbd\xed\xb8\x80", declared="utf-8", html=False, origin="x")
    assert got.text == "a \ufffd b \U0001f600"
    assert got.notes == ("1 place could not be decoded as utf-8 and shows as U+FFFD",)


@pytest.mark.parametrize(
    "bad, good",
    [
        ("â€œHello,â€\x9d he said", "“Hello,” he said"),
        ("The ministerâ€™s visit to MÃ¼nchen", "The minister’s visit to München"),
        ("ErdoÄŸan met GÃ¶nÃ¼l", "Erdoğan met Gönül"),
        ("donâ\x80\x99t", "don’t"),
        ("Ð\x9cÐ¸Ð½Ð¸Ñ\x81Ñ‚Ñ€", "Министр"),
    ],
)
def test_mojibake_is_mended(bad: str, good: str) -> None:
    assert fix_mojibake(bad) == good
    assert fix_mojibake(f"A sound line: Erdoğan’s.\n{bad}") == f"A sound line: Erdoğan’s.\n{good}"


@pytest.mark.parametrize(
    "text",
    [
        EN,
        TR,
        PL,
        RU,
        "“Curly” ‘quotes’ — dashes … Œuvre ﬁne ＦＵＬＬ ½ ™",
        "São Paulo’s Ações",
        "à l’été, ça coûte 5 €",
        "Ärger über Öl in Ãvila",
        "№ 5 — «Москва»",
        "Ó Súilleabháin",
        "10 µm ± 5 °C",
        "HÀ NỘI",
        "I ♥ NY ☺",
        "Ångström, smørrebrød",
        'don\'t "quote"',
    ],
)
def test_sound_text_is_never_changed(text: str) -> None:
    assert fix_mojibake(text) == text


@given(
    st.binary(max_size=400),
    st.none() | st.sampled_from(["utf-8", "cp1251", "utf-16", "gb18030", "?"]),
    st.booleans(),
)
def test_any_bytes_are_text_or_one_error(data: bytes, declared: str | None, html: bool) -> None:
    try:
        text = decode(data, declared=declared, html=html, origin="x").text
    except UnreadableError as error:
        assert error.remedy
    else:
        text.encode("utf-8")


@given(st.text(max_size=200))
def test_utf8_is_read_exactly(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf",)) and b"\0" not in data and sum(b < 7 for b in data) == 0:
        assert read(data) == text
