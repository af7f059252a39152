"""With what equipment: items of a proposition, each a name, a category, a quantity and a value. Nothing more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reportedly.knowledge import Knowledge
from reportedly.records import Item, Mention, Money, Quantity, Reading, Span

_NUMBERS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split())} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
                                            "eighty": 80, "ninety": 90, "dozen": 12, "hundred": 100}
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "m": 10**6, "bn": 10**9,
          "mln": 10**6, "bln": 10**9, "k": 10**3}
# Integers beyond this do not fit 64 bits, in JSON or in the record; no count of anything in the news comes near.
_MOST = 10**18
_ABOUT = re.compile(r"\b(?:about|around|some|nearly|almost|roughly|approximately|over|more than|at least|up to|estimated|"
                    r"as many as|less than|fewer than|under)\b", re.IGNORECASE)
# Names that say whose money it is stand before those that do not.
_CURRENCIES = tuple((code, re.compile(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])")) for code, pattern in (
    ("AUD", r"A\$|Australian dollars?|AUD"), ("CAD", r"C\$|Canadian dollars?|CAD"),
    ("USD", r"US\$|U\.S\. dollars?|US dollars?|\$|dollars?|USD"), ("EUR", r"€|euros?|EUR"),
    ("GBP", r"£|pounds?(?: sterling)?|GBP"), ("JPY", r"¥|yen|JPY"), ("CNY", r"yuan|renminbi|CNY|RMB"),
    ("RUB", r"₽|rou?bles?|RUB"), ("INR", r"₹|rupees?|INR"), ("KRW", r"₩|won|KRW"),
    ("TRY", r"₺|Turkish liras?|liras?|TRY"), ("PLN", r"zlotys?|złotych|PLN"), ("SEK", r"Swedish kron\w+|SEK"),
    ("NOK", r"Norwegian kron\w+|NOK"), ("CHF", r"Swiss francs?|CHF"), ("ILS", r"shekels?|ILS"),
    ("AZN", r"manats?|AZN"), ("UAH", r"hryvnias?|UAH")))
# Dollars, pounds and rupees of states that the list above does not have: "HK$5 million", "Egyptian pounds".
_OTHER_CURRENCY = re.compile(
    r"(?<!\w)(?!(?:US|A|C)\$)[A-Z]{1,3}\$|\b(?!(?:American|Australian|Canadian|British|Turkish|Indian|Azerbaijani|Russian|"
    r"Thousand|Million|Billion|Trillion|Hundred)\b)[A-Z][a-z]+\s+(?:dollars?|pounds?|rupees?|liras?|manats?|rou?bles?)\b")
_BEFORE = re.compile(r"(?P<number>\d[\d,.]*|\b[A-Za-z]+(?:-[a-z]+)?)\s+(?:(?:more|new|additional|further|other|used|"
                     r"second-hand|[A-Z][\w-]*|[a-z]+-[a-z]+|[a-z]+)\s+){0,3}$")


def number_of(text: str) -> float | int | None:
    """The number that a phrase of digits or words says: "672", "1.5 billion", "six", "two dozen", "twenty-four"."""
    low = text.lower().replace(",", "")
    match = re.search(r"\d+(?:\.\d+)?", low)
    if match:
        value = Decimal(match.group())
        scale = re.search(r"[a-z]+", low[match.end():])
        value *= _SCALE.get(scale.group(), 1) if scale else 1
    else:
        said = _in_words(re.findall(r"[a-z]+", low))
        if said is None:
            return None
        value = Decimal(said)
    if value > _MOST:
        return None
    return int(value) if value == int(value) else float(value)


def _in_words(words: Sequence[str]) -> int | None:
    """"two million five hundred thousand" -> 2500000; what follows the number is not looked at."""
    total = value = 0
    seen = False
    for i, word in enumerate(words):
        if word in ("a", "an") and not seen and words[i + 1:i + 2] and words[i + 1] in (
                "dozen", "hundred", "thousand", "million", "billion"):
            value, seen = 1, True
        elif word in ("dozen", "hundred"):
            value, seen = (value or 1) * _NUMBERS[word], True
        elif word in _NUMBERS:
            value, seen = value + _NUMBERS[word], True
        elif word in _SCALE and seen:
            total, value = total + value * _SCALE[word], 0
        elif seen and word != "and":
            break
    return total + value if seen else None


def money_of(text: str, span: Span) -> Money | None:
    """"$1.5 billion" -> 1500000000 USD. None if there is no number; a currency that is not known is None."""
    amount = number_of(text)
    if amount is None:
        return None
    currency = None if _OTHER_CURRENCY.search(text) else next(
        (code for code, pattern in _CURRENCIES if pattern.search(text)), None)
    return Money(amount=amount, currency=currency, estimated=bool(_ABOUT.search(text)), span=span)


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])


def _quantity(text: str, start: int, end: int, floor: int) -> Quantity | None:
    """The number that counts the equipment at [start, end): inside it or just before it."""
    inside = re.match(r"(?:an? )?(?:\d[\d,.]*|[A-Za-z]+)", text[start:end])
    lead = text[max(floor, start - 40):start]
    if inside and re.match(r"\d", inside.group()) and not re.match(r"\d+[A-Za-z-]", text[start:end]) \
            or inside and inside.group().lower() in _NUMBERS:
        value = number_of(inside.group())
        if value is not None:
            about = bool(_ABOUT.search(lead[-14:]))
            return Quantity(value=value, estimated=about, span=_span(text, start, start + len(inside.group())))
    match = _BEFORE.search(lead)
    if match:
        word = match.group("number")
        value = number_of(word) if re.match(r"\d", word) or word.lower().split("-")[0] in _NUMBERS else None
        # a year or a day before a noun counts nothing
        if value is not None and not (re.fullmatch(r"(?:19|20)\d\d", word)):
            at = start - len(lead) + match.start("number")
            return Quantity(value=value, estimated=bool(_ABOUT.search(lead[:match.start()][-16:])),
                            span=_span(text, at, at + len(word)))
    return None


def item_role(stage: str | None, form: str | None, kind: str | None) -> str | None:
    """What the equipment is in the deal; None where the deal does not say."""
    if kind == "ASSAULT":
        return None
    if stage in ("offered", "talks", "contact"):
        return "offered"
    if stage == "delivered" or stage == "completed":
        return "delivered"
    if stage == "in-service":
        return "in-service"
    if stage == "in-production" or form in ("joint-production", "local-production"):
        return "produced"
    if form == "licensed-production":
        return "licensed"
    if stage in ("agreed", "signed", "ratified", "in-force") and form in ("arms-sale", "arms-transfer", "arms-donation"):
        return "ordered"
    return None


def items_of(reading: Reading, sentence: tuple[int, int], wanted: list[tuple[int, int]], knowledge: Knowledge, *,
             stage: str | None, form: str | None, kind: str | None) -> tuple[Item, ...]:
    """Equipment in the event's item spans (or, if it has none, in its sentence), with the numbers beside it."""
    text = reading.text
    equipment = [m for m in reading.mentions if m.type == "EQUIPMENT" and sentence[0] <= m.start and m.end <= sentence[1]]
    if wanted:
        # An item span without a name of equipment in it ("three contracts", "the agreement") is no item.
        chosen = [m for m in equipment if any(m.start < b and m.end > a for a, b in wanted)]
        for a, b in wanted:
            if not any(m.start < b and m.end > a for m in chosen) and knowledge.equipment(text[a:b]) is not None:
                chosen.append(Mention(start=a, end=b, type="EQUIPMENT"))
    elif form is not None:
        chosen = equipment
    else:
        chosen = []
    monies = [m for m in reading.mentions if m.type == "MONEY" and sentence[0] <= m.start and m.end <= sentence[1]]
    found = []
    for m in sorted(chosen, key=lambda m: m.start):
        start, end = m.start, m.end
        known = knowledge.equipment(text[start:end])
        value = None
        if len(chosen) == 1 and len(monies) == 1:
            value = money_of(text[monies[0].start:monies[0].end], _span(text, monies[0].start, monies[0].end))
        found.append(Item(
            span=_span(text, start, end), designation=known.designation if known else None,
            category=known.category if known else None, role=item_role(stage, form, kind),  # type: ignore[arg-type]
            quantity=_quantity(text, start, end, sentence[0]), value=value))
    return tuple(found)
