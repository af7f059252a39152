"""Which time expression dates an event, and which dates the saying."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.timing import when_for
from reportedly.reading import edtf
from reportedly.reading.dates import find_dates
from reportedly.records import Reading, When
from tests.conllu import document, parsed, reading, spot

DATED = {"published": "2022-07-27", "published_basis": "dateline", "publisher": "Newswire"}


def when(
    text: str,
    trigger: str,
    realis: str = "past",
    *,
    number: int = 1,
    read: Reading | None = None,
    dated: bool = True,
) -> When:
    read = read or reading(text)
    page = document(text, **(DATED if dated else {}))
    return when_for(page, read, spot(text, trigger, number), realis, find_dates(text, read.sentences))


@pytest.mark.parametrize(
    ("text", "trigger", "realis", "value", "basis"),
    [
        (
            "Ruritania signed a pact on Wednesday, a deputy minister said.",
            "signed",
            "past",
            "2022-07-27",
            "relative",
        ),
        (
            "The first 20 boats will be delivered this year, he added.",
            "delivered",
            "future",
            "2022-07-27/2022-12-31",
            "relative",
        ),
        (
            "Ruritania and Graustark have trained together since 2013.",
            "trained",
            "ongoing",
            "2013/..",
            "stated",
        ),
        ("In September, the two countries signed a pact.", "signed", "past", "2021-09", "relative"),
        ("On Monday, the minister met the king.", "met", "past", "2022-07-25", "relative"),
        (
            "The minister met the king from November 2 to 4.",
            "met",
            "past",
            "2021-11-02/2021-11-04",
            "relative",
        ),
        (
            "The minister said on Tuesday that the pact was signed on Monday.",
            "signed",
            "past",
            "2022-07-25",
            "relative",
        ),
        ("The visit in May was a success.", "visit", "past", "2022-05", "relative"),
    ],
)
def test_own_time(text: str, trigger: str, realis: str, value: str, basis: str) -> None:
    found = when(text, trigger, realis)
    assert (found.edtf, found.basis) == (value, basis)
    assert found.span is not None and text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    ("text", "trigger", "span"),
    [
        ("Kurier reported on Tuesday that talks had stalled.", "stalled", "on Tuesday"),
        ("Talks had stalled, Kurier reported on Tuesday.", "stalled", "on Tuesday"),
        ("The ministry said in a statement on Tuesday that talks had stalled.", "stalled", "on Tuesday"),
        ("The minister told Newswire on Tuesday that talks had stalled.", "stalled", "on Tuesday"),
    ],
)
def test_the_time_of_the_saying_only_bounds(text: str, trigger: str, span: str) -> None:
    found = when(text, trigger)
    assert (found.edtf, found.earliest, found.latest, found.basis) == (
        "../2022-07-26",
        None,
        "2022-07-26",
        "bounded",
    )
    assert found.span is not None and found.span.text == span


def test_the_saying_itself_has_its_time() -> None:
    assert when("Kurier reported on Tuesday that talks had stalled.", "reported").edtf == "2022-07-26"


def test_a_saying_bounds_only_the_past() -> None:
    assert when("The ministry said on Tuesday that boats would come.", "come", "future").edtf is None


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania signed a pact.",
        "ZENDA, July 27, 2022 (Newswire) -- Ruritania signed a pact.",
        "The king left on Monday. Ruritania signed a pact.",
    ],
)
def test_never_the_publication_date(text: str) -> None:
    assert when(text, "signed") == When()


def test_undated_article_keeps_what_was_said() -> None:
    assert (
        when("The minister met the king from November 2 to 4.", "met", dated=False).edtf
        == "XXXX-11-02/XXXX-11-04"
    )
    assert when("The minister met the king on Tuesday.", "met", dated=False).edtf is None


def test_a_date_that_describes_a_noun_dates_nothing_else() -> None:
    assert when("Ruritania condemned the 2014 war.", "condemned").edtf is None
    assert when("Ruritania condemned the 2014 war.", "war").edtf == "2014"


def test_each_clause_keeps_its_own() -> None:
    text = "Ruritania signed the pact on Monday, and Graustark left the alliance in June."
    assert when(text, "signed").edtf == "2022-07-25"
    assert when(text, "left").edtf == "2022-06"


def test_inherited_from_the_mention_that_it_refers_back_to() -> None:
    text = "The minister paid a visit to Zenda on Monday. During the visit a pact was signed."
    found = when(text, "visit", number=2)
    assert (found.edtf, found.basis) == ("2022-07-25", "inherited")
    apart = "The minister paid a visit to Zenda on Monday.\n\nThe visit was short."
    assert when(apart, "visit", number=2).edtf is None


def test_syntax_decides_between_two_verbs() -> None:
    read = parsed("""
        He PRON 2 nsubj
        agreed VERB 0 root agree
        on ADP 4 case
        Monday PROPN 2 obl
        to PART 6 mark
        send VERB 2 xcomp send
        boats NOUN 6 obj
        in ADP 9 case
        May PROPN 6 obl
        . PUNCT 2 punct""")
    assert when(read.text, "agreed", read=read).edtf == "2022-07-25"
    assert when(read.text, "send", "future", read=read).edtf == "2023-05"


def test_relative_clause_is_another_event() -> None:
    read = parsed("""
        Ruritania PROPN 2 nsubj
        bought VERB 0 root buy
        boats NOUN 2 obj
        that PRON 6 nsubj:pass
        were AUX 6 aux:pass
        built VERB 3 acl:relcl build
        in ADP 8 case
        2014 NUM 6 obl
        . PUNCT 2 punct""")
    assert when(read.text, "built", read=read).edtf == "2014"
    assert when(read.text, "bought", read=read).edtf is None


_WORDS = st.sampled_from(
    "the minister said on Tuesday that in May 2014 , . signed met and visit since 2013 the of November 2 to "
    "4 he Kurier "
    "reported last week \n after".split(" ")
)


@given(
    st.lists(_WORDS, min_size=1, max_size=24).map(" ".join),
    st.sampled_from(["past", "future", "ongoing", "conditional"]),
)
def test_any_words(text: str, realis: str) -> None:
    read = reading(text)
    for word in read.words[:10]:
        found = when_for(
            document(text, **DATED), read, (word.start, word.end), realis, find_dates(text, read.sentences)
        )
        assert found.edtf is None or edtf.valid(found.edtf)
        assert found.span is None or text[found.span.start : found.span.end] == found.span.text
