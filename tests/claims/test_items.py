"""Equipment of a proposition: names, categories, numbers and prices as the sentence says them."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.claims.items import item_role, items_of, money_of, number_of
from reportedly.records import Span
from tests.conllu import reading, spot


def money(text):
    return money_of(text, Span(start=0, end=len(text), text=text))


@pytest.mark.parametrize("text, value", [
    ("672", 672),
    ("1,200", 1200),
    ("1.5 billion", 1_500_000_000),
    ("$3m", 3_000_000),
    ("six", 6),
    ("twenty-four", 24),
    ("two dozen", 24),
    ("a dozen", 12),
    ("a hundred", 100),
    ("three hundred", 300),
    ("one hundred and twenty", 120),
    ("two hundred and fifty thousand", 250_000),
    ("two million five hundred thousand", 2_500_000),
    ("five thousand two hundred", 5_200),
    ("four million", 4_000_000),
    ("a million", 1_000_000),
])
def test_numbers_in_digits_and_words(text, value):
    found = number_of(text)
    assert found == value
    assert isinstance(found, int)


@given(st.integers(1, 9999), st.sampled_from(["million", "billion"]))
def test_tenths_of_a_million_are_exact(tenths, scale):
    assert number_of(f"{tenths // 10}.{tenths % 10} {scale}") == tenths * {"million": 10**5, "billion": 10**8}[scale]


def test_a_number_with_a_fraction_is_not_rounded():
    assert number_of("2.5") == 2.5


@pytest.mark.parametrize("text", ["", "several", "dozens", "hundreds of", "million", "a", "-", "the", "٪"])
def test_no_number_is_none(text):
    assert number_of(text) is None


@given(st.text())
@example("9" * 400)
@example("1" + "0" * 308 + " billion")
@example("۱۲۳")
@example("1.2.3,4")
def test_a_number_is_finite_or_none_whatever_the_text(text):
    found = number_of(text)
    assert found is None or math.isfinite(found)


words = st.sampled_from("zero two twelve ninety dozen hundred thousand million billion and a of about $ 5 1.5 , -".split())


@given(st.lists(words, max_size=12).map(" ".join))
def test_number_words_in_any_order_give_a_number_that_is_not_negative(text):
    found = number_of(text)
    assert found is None or found >= 0 and math.isfinite(found)


@given(st.integers(0, 10**12))
def test_digits_with_commas_are_read_as_they_stand(number):
    assert number_of(f"{number:,}") == number


@pytest.mark.parametrize("text, amount, currency", [
    ("$1.5 billion", 1_500_000_000, "USD"),
    ("US$40 million", 40_000_000, "USD"),
    ("three million dollars", 3_000_000, "USD"),
    ("€200 million", 200_000_000, "EUR"),
    ("7 million euros", 7_000_000, "EUR"),
    ("£12m", 12_000_000, "GBP"),
    ("90 billion won", 90_000_000_000, "KRW"),
    ("500 roubles", 500, "RUB"),
    ("A$5 million", 5_000_000, "AUD"),
    ("2 million Australian dollars", 2_000_000, "AUD"),
    ("C$800 million", 800_000_000, "CAD"),
    ("1.5 billion Canadian dollars", 1_500_000_000, "CAD"),
    ("6 million Turkish liras", 6_000_000, "TRY"),
    ("30 million Swedish kronor", 30_000_000, "SEK"),
])
def test_an_amount_and_its_currency(text, amount, currency):
    found = money(text)
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize("text", ["5 million", "HK$5 million", "3 million Egyptian pounds", "9 million Singapore dollars",
                                  "4 million rials"])
def test_a_currency_that_is_not_known_is_left_open(text):
    found = money(text)
    assert found.amount == number_of(text)
    assert found.currency is None


def test_a_price_said_roughly_is_estimated():
    assert money("about $2 million").estimated
    assert not money("$2 million").estimated


def test_no_amount_no_money():
    assert money("an undisclosed sum") is None


@given(st.text(alphabet="$€£¥A0123456789., dolarsumiten"))
def test_money_never_crashes(text):
    found = money(text)
    assert found is None or found.amount >= 0


def found(text, knowledge, mentions, wanted=(), **deal):
    read = reading(text, mentions)
    deal = {"stage": "signed", "form": "arms-sale", "kind": "SUPPORT", **deal}
    return items_of(read, read.sentences[0], [spot(text, w) for w in wanted], knowledge, **deal)


def test_the_number_before_the_name(knowledge):
    item, = found("Poland ordered 24 new K9 howitzers from South Korea.", knowledge, [("EQUIPMENT", "K9 howitzers")])
    assert (item.designation, item.category, item.role) == ("K9", "artillery", "ordered")
    assert (item.quantity.value, item.quantity.span.text, item.quantity.estimated) == (24, "24", False)


def test_the_number_inside_the_span(knowledge):
    item, = found("Poland ordered six frigates.", knowledge, [("EQUIPMENT", "six frigates")])
    assert (item.category, item.quantity.value, item.quantity.span.text) == ("ship", 6, "six")


@pytest.mark.parametrize("text", ["Poland ordered about 40 howitzers.", "Poland ordered up to 40 modern howitzers."])
def test_a_rough_number_is_estimated(knowledge, text):
    item, = found(text, knowledge, [("EQUIPMENT", "howitzers")])
    assert (item.quantity.value, item.quantity.estimated) == (40, True)


def test_a_year_counts_nothing(knowledge):
    item, = found("Poland bought in 2019 howitzers.", knowledge, [("EQUIPMENT", "howitzers")])
    assert item.quantity is None


def test_a_designation_with_digits_is_no_number(knowledge):
    item, = found("Poland ordered F-16 jets.", knowledge, [("EQUIPMENT", "F-16 jets")])
    assert item.quantity is None


def test_a_number_of_the_sentence_before_is_not_taken(knowledge):
    text = "Norway has 30. Howitzers were sold by Norway."
    read = reading(text, [("EQUIPMENT", "Howitzers")])
    item, = items_of(read, read.sentences[1], [], knowledge, stage=None, form="arms-sale", kind="COOPERATE")
    assert item.quantity is None


def test_a_price_belongs_to_the_only_equipment(knowledge):
    mentions = [("EQUIPMENT", "howitzers"), ("MONEY", "$2.4 billion")]
    item, = found("Poland signed a $2.4 billion contract for howitzers.", knowledge, mentions)
    assert (item.value.amount, item.value.currency, item.value.span.text) == (2_400_000_000, "USD", "$2.4 billion")


def test_a_price_for_two_kinds_of_equipment_is_given_to_neither(knowledge):
    mentions = [("EQUIPMENT", "howitzers"), ("EQUIPMENT", "tanks"), ("MONEY", "$2.4 billion")]
    items = found("Poland signed a $2.4 billion contract for howitzers and tanks.", knowledge, mentions)
    assert [i.span.text for i in items] == ["howitzers", "tanks"]
    assert [i.value for i in items] == [None, None]


def test_only_equipment_in_the_wanted_span(knowledge):
    mentions = [("EQUIPMENT", "tanks"), ("EQUIPMENT", "drones")]
    items = found("Poland, which has tanks, ordered drones.", knowledge, mentions, wanted=["drones"])
    assert [i.category for i in items] == ["uav"]


def test_a_wanted_span_without_equipment_is_no_item(knowledge):
    assert found("Poland signed three contracts near its tanks.", knowledge, [("EQUIPMENT", "tanks")],
                 wanted=["three contracts"]) == ()


def test_a_wanted_span_that_the_tables_know_is_an_item_without_a_mention(knowledge):
    item, = found("Poland ordered howitzers.", knowledge, [], wanted=["howitzers"])
    assert item.category == "artillery"


def test_without_a_form_equipment_that_merely_stands_there_is_no_item(knowledge):
    assert found("Poland met Norway beside the tanks.", knowledge, [("EQUIPMENT", "tanks")], form=None) == ()


def test_equipment_of_another_sentence_is_not_taken(knowledge):
    assert found("Poland signed. Norway has tanks.", knowledge, [("EQUIPMENT", "tanks")]) == ()


@pytest.mark.parametrize("stage, form, kind, role", [
    ("offered", "arms-sale", "AGREE", "offered"),
    ("delivered", "arms-transfer", "AID", "delivered"),
    ("in-service", "arms-sale", None, "in-service"),
    ("in-production", "arms-sale", None, "produced"),
    (None, "joint-production", None, "produced"),
    (None, "licensed-production", None, "licensed"),
    ("signed", "arms-sale", "SUPPORT", "ordered"),
    ("signed", "training", "SUPPORT", None),
    (None, "arms-sale", None, None),
    ("delivered", None, "ASSAULT", None),
])
def test_what_the_equipment_is_in_the_deal(stage, form, kind, role):
    assert item_role(stage, form, kind) == role


@given(lead=st.text(max_size=60), tail=st.text(max_size=20))
def test_spans_of_items_and_numbers_are_exact_whatever_stands_around(knowledge, lead, tail):
    text = f"{lead} tanks {tail}"
    read = reading(text)
    at = len(lead) + 1
    for item in items_of(read, (0, len(text)), [(at, at + 5)], knowledge, stage=None, form="arms-sale", kind=None):
        for part in (item.span, item.quantity and item.quantity.span):
            assert part is None or text[part.start:part.end] == part.text
        assert item.quantity is None or math.isfinite(item.quantity.value)
