"""How sure: values, realis and aspect, without syntax and with it. All people and states are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.attribution import attribute
from reportedly.claims.factuality import FactualityResult, assess, certainty_words
from reportedly.records import Reading
from tests.claims.test_attribution import KNOWLEDGE
from tests.conllu import document, parsed, reading, spot


def judged(
    text: str, trigger: str, *, number: int = 1, read: Reading | None = None, publisher: str = "Newswire"
) -> FactualityResult:
    page, read = document(text, publisher=publisher), read or reading(text)
    where = spot(text, trigger, number)
    return assess(page, read, where, attribute(page, read, where, KNOWLEDGE).chain, KNOWLEDGE)


def innermost(result: FactualityResult) -> tuple[str, str, str]:
    return result.innermost, result.realis, result.aspect


@pytest.mark.parametrize(
    ("text", "trigger", "value", "realis", "aspect"),
    [
        ("The first 20 boats will be delivered next year, he added.", "delivered", "CT+", "future", "event"),
        (
            "Further boats could be built in Zenda, according to an official.",
            "built",
            "PS+",
            "conditional",
            "event",
        ),
        ("Ruritania and Graustark have trained together since 2009.", "trained", "CT+", "ongoing", "habit"),
        ("Ruritania has long been a friend of Graustark.", "been", "CT+", "ongoing", "state"),
        ("Ruritania has always given arms to Graustark.", "given", "CT+", "ongoing", "habit"),
        (
            '"It is not realistic for Ruritania to open a yard there," he said.',
            "open",
            "PR-",
            "future",
            "event",
        ),
        (
            "The minister said Ruritania has not excluded other options.",
            "options",
            "PS+",
            "conditional",
            "event",
        ),
        (
            "The minister said Ruritania has not ruled out buying boats.",
            "buying",
            "PS+",
            "conditional",
            "event",
        ),
        ("It is possible that more was discussed.", "discussed", "PS+", "past", "event"),
        ("It seems the two states are discussing a purchase.", "discussing", "PR+", "ongoing", "event"),
        ("Now, it seems, Ruritania is building boats.", "building", "PR+", "ongoing", "event"),
        ("Ruritania plans to buy boats.", "buy", "CT+", "future", "event"),
        ("Ruritania has no plans to buy boats.", "buy", "CT-", "future", "event"),
        ("Ruritania failed to deliver the boats.", "deliver", "CT-", "past", "event"),
        ("Ruritania refused to sign the treaty.", "sign", "CT-", "past", "event"),
        ("The army denied that it had crossed the border.", "crossed", "CT-", "past", "event"),
        ("Ruritania did not sign the treaty.", "sign", "CT-", "past", "event"),
        ("No treaty was signed.", "signed", "CT-", "past", "event"),
        ("He left Zenda without signing the treaty.", "signing", "CT-", "past", "event"),
        ("The two sides have yet to sign the treaty.", "sign", "CT-", "past", "event"),
        ("Ruritania may buy the boats.", "buy", "PS+", "conditional", "event"),
        ("Ruritania may have bought the boats.", "bought", "PS+", "past", "event"),
        ("Ruritania will probably buy the boats.", "buy", "PR+", "future", "event"),
        ("Ruritania is expected to buy the boats.", "buy", "PR+", "future", "event"),
        ("Ruritania is unlikely to buy the boats.", "buy", "PR-", "future", "event"),
        ("Will Ruritania buy the boats?", "buy", "Uu", "future", "event"),
        ("If Ruritania signs the treaty, Graustark will leave.", "signs", "Uu", "conditional", "event"),
        ("If Ruritania signs the treaty, Graustark will leave.", "leave", "Uu", "conditional", "event"),
        ("Graustark will leave if Ruritania signs the treaty.", "signs", "Uu", "conditional", "event"),
        ("Graustark will leave if Ruritania signs the treaty.", "leave", "Uu", "conditional", "event"),
        ("The two presidents will hold talks in May.", "talks", "CT+", "future", "event"),
        ("Talks are planned for May.", "Talks", "CT+", "future", "event"),
        ("Ruritania cancelled the visit.", "visit", "CT-", "past", "event"),
        ("The visit was cancelled.", "visit", "CT-", "past", "event"),
        ("The visit was postponed.", "visit", "Uu", "future", "event"),
        ("The deal was signed during the visit.", "visit", "CT+", "past", "event"),
        ("The ministry said it would deliver the boats.", "deliver", "CT+", "future", "event"),
        ("The boats would give Ruritania an edge.", "give", "PS+", "conditional", "event"),
        ("The two states have agreed to build missiles jointly.", "build", "CT+", "future", "event"),
        ("Ruritania agreed to the sale.", "agreed", "CT+", "past", "event"),
        ("Ruritania is launching a new tank series.", "launching", "CT+", "ongoing", "event"),
        ("Ruritania wants to buy boats.", "buy", "Uu", "future", "event"),
        ("Ruritania must sign the treaty.", "sign", "Uu", "future", "event"),
        ("The president is to visit Zenda.", "visit", "CT+", "future", "event"),
        ("Ruritania cannot join the pact.", "join", "CT-", "generic", "event"),
        (
            "The two sides are not just discussing a purchase but building boats.",
            "discussing",
            "CT+",
            "ongoing",
            "event",
        ),
        ("A potential visit would anger Graustark.", "visit", "PS+", "conditional", "event"),
        ("The minister met the king in Zenda.", "met", "CT+", "past", "event"),
        ("Ruritania signed a contract to produce parts in Zenda.", "produce", "CT+", "future", "event"),
        ("The ministry did not say whether the boats had arrived.", "arrived", "CTu", "past", "event"),
        ("Ruritania, Graustark to Build Missiles", "Build", "CT+", "future", "event"),
        ("Ruritania signs deal with Graustark", "signs", "CT+", "past", "event"),
        ("Some doubts might have arisen during the visit of the minister.", "arisen", "PS+", "past", "event"),
        ("The army is equipped with many weapons.", "equipped", "CT+", "ongoing", "state"),
        ("Ruritania never delivered the boats.", "delivered", "CT-", "past", "event"),
        ("Newswire has learned that Ruritania will buy the boats.", "buy", "CT+", "future", "event"),
        ("Kurier revealed that Ruritania had bought the boats.", "bought", "CT+", "past", "event"),
        ("Analysts believe that Ruritania has bought the boats.", "bought", "PR+", "past", "event"),
        ("Ruritania threatened to expel the envoy.", "expel", "PS+", "future", "event"),
        ("Ruritania has offered to mediate.", "mediate", "PS+", "future", "event"),
        ("Nobody attended the talks.", "attended", "CT-", "past", "event"),
        ("Instead of buying boats, Ruritania bought planes.", "buying", "CT-", "past", "event"),
    ],
)
def test_from_the_words_alone(text: str, trigger: str, value: str, realis: str, aspect: str) -> None:
    assert innermost(judged(text, trigger)) == (value, realis, aspect)


def test_second_clause_of_a_condition() -> None:
    text = "Graustark will leave if Ruritania signs the treaty."
    assert innermost(judged(text, "leave"))[:2] == ("Uu", "conditional")
    assert innermost(judged(text, "signs"))[:2] == ("Uu", "conditional")
    assert innermost(judged("Ruritania would leave if Graustark stayed.", "leave"))[:2] == (
        "Uu",
        "conditional",
    )


# ---------------------------------------------------------------- along the chain


def test_the_teller_is_uncommitted() -> None:
    result = judged("The defence ministry said Ruritania signed the pact.", "signed")
    assert result.values == ("CT+", "Uu") and result.publisher == "Uu"
    assert judged("Ruritania signed the pact.", "signed").values == ("CT+",)


def test_reportedly_commits_only_the_unnamed_source() -> None:
    assert judged("Ruritania has reportedly signed the pact.", "signed").values == ("CT+", "Uu")


def test_wire_and_reprinting_publisher() -> None:
    text = "ZENDA (Newswire) -- Ruritania signed the pact, RNA reported."
    assert judged(text, "signed", publisher="The Herald").values == ("CT+", "Uu", "Uu")


def test_factive_cue_commits_the_teller() -> None:
    assert judged("Kurier revealed that Ruritania had bought the boats.", "bought").values == ("CT+", "CT+")
    assert judged("Kurier confirmed that Ruritania had bought the boats.", "bought").values == ("CT+", "Uu")


def test_denial_is_negative_for_the_denier() -> None:
    result = judged("The army denied that it had crossed the border.", "crossed")
    assert result.values == ("CT-", "Uu") and "denied" in [c.text for c in result.cues]
    assert judged("The army denied that it had not paid.", "paid").innermost == "CT+"


def test_cues_are_spans_of_the_text() -> None:
    text = "Further boats could be built in Zenda."
    result = judged(text, "built")
    assert [(c.start, c.end, c.text) for c in result.cues] == [(*spot(text, "could"), "could")]
    assert any("could" in r["because"] for r in result.reasons)


def test_a_noun_with_its_own_no() -> None:
    assert judged("There is no delay.", "delay").innermost == "CT-"
    assert judged("No details on the pact were given.", "pact").innermost == "CT+"


def test_turns() -> None:
    assert judged("Ruritania cancelled the visit.", "visit").turn == "cancelled"
    assert judged("The visit was postponed.", "visit").turn == "delayed"
    assert judged("Ruritania signed the pact.", "signed").turn is None


# ---------------------------------------------------------------- with syntax

NOT_ONLY = """
    The DET 2 det
    states NOUN 6 nsubj
    are AUX 6 aux be
    not PART 6 advmod
    just ADV 6 advmod
    discussing VERB 0 root discuss Tense=Pres|VerbForm=Part
    boats NOUN 6 obj
    . PUNCT 6 punct"""
ALLOWS = """
    The DET 2 det
    law NOUN 3 nsubj
    allows VERB 0 root allow Mood=Ind|Tense=Pres|VerbForm=Fin
    for ADP 6 case
    foreign ADJ 6 amod
    bases NOUN 3 obl
    . PUNCT 3 punct"""
HABIT = """
    The DET 2 det
    armies NOUN 3 nsubj
    train VERB 0 root train Mood=Ind|Tense=Pres|VerbForm=Fin
    together ADV 3 advmod
    every DET 6 det
    year NOUN 3 obl:tmod
    . PUNCT 3 punct"""
NO_LONGER = """
    Ruritania PROPN 4 nsubj
    no ADV 3 advmod
    longer ADV 4 advmod
    buys VERB 0 root buy Mood=Ind|Tense=Pres|VerbForm=Fin
    boats NOUN 4 obj
    . PUNCT 4 punct"""
NOT_EXCLUDED = """
    The DET 2 det
    king NOUN 3 nsubj
    said VERB 0 root say
    Ruritania PROPN 7 nsubj
    has AUX 7 aux have
    not PART 7 advmod
    excluded VERB 3 ccomp exclude Tense=Past|VerbForm=Part
    other ADJ 9 amod
    options NOUN 7 obj
    . PUNCT 3 punct"""
REALISTIC = """
    It PRON 4 expl
    is AUX 4 cop be
    not PART 4 advmod
    realistic ADJ 0 root realistic
    for SCONJ 8 mark
    Ruritania PROPN 8 nsubj
    to PART 8 mark
    open VERB 4 csubj open VerbForm=Inf
    a DET 10 det
    yard NOUN 8 obj
    . PUNCT 4 punct"""
PLANNED = """
    Ruritania PROPN 2 nsubj
    plans VERB 0 root plan Tense=Pres|VerbForm=Fin
    to PART 4 mark
    buy VERB 2 xcomp buy VerbForm=Inf
    boats NOUN 4 obj
    . PUNCT 2 punct"""
NO_PLANS = """
    Ruritania PROPN 2 nsubj
    has VERB 0 root have Tense=Pres|VerbForm=Fin
    no DET 4 det
    plans NOUN 2 obj plan
    to PART 6 mark
    buy VERB 4 acl buy VerbForm=Inf
    boats NOUN 6 obj
    . PUNCT 2 punct"""
DURING = """
    No DET 2 det
    pact NOUN 4 nsubj:pass
    was AUX 4 aux:pass be
    signed VERB 0 root sign Tense=Past|VerbForm=Part|Voice=Pass
    during ADP 7 case
    the DET 7 det
    visit NOUN 4 obl
    . PUNCT 4 punct"""
REDUCED = """
    Ruritania PROPN 3 nsubj
    may AUX 3 aux
    sell VERB 0 root sell VerbForm=Inf
    boats NOUN 3 obj
    built VERB 4 acl build Tense=Past|VerbForm=Part|Voice=Pass
    in ADP 7 case
    Zenda PROPN 5 obl
    . PUNCT 3 punct"""
WHETHER = """
    It PRON 4 nsubj
    did AUX 4 aux do
    not PART 4 advmod
    say VERB 0 root say VerbForm=Inf
    whether SCONJ 8 mark
    boats NOUN 8 nsubj
    had AUX 8 aux have
    arrived VERB 4 ccomp arrive Tense=Past|VerbForm=Part
    . PUNCT 4 punct"""
SHARED = """
    He PRON 3 nsubj
    will AUX 3 aux
    visit VERB 0 root visit VerbForm=Inf
    Zenda PROPN 3 obj
    and CCONJ 6 cc
    sign VERB 3 conj sign VerbForm=Inf
    a DET 8 det
    pact NOUN 6 obj
    . PUNCT 3 punct"""


@pytest.mark.parametrize(
    ("snippet", "trigger", "value", "realis", "aspect"),
    [
        (NOT_ONLY, "discussing", "CT+", "ongoing", "event"),
        (ALLOWS, "allows", "CT+", "ongoing", "state"),
        (HABIT, "train", "CT+", "ongoing", "habit"),
        (NO_LONGER, "buys", "CT-", "ongoing", "event"),
        (NOT_EXCLUDED, "options", "PS+", "conditional", "event"),
        (REALISTIC, "open", "PR-", "future", "event"),
        (PLANNED, "buy", "CT+", "future", "event"),
        (NO_PLANS, "buy", "CT-", "future", "event"),
        (DURING, "signed", "CT-", "past", "event"),
        (DURING, "visit", "CT+", "past", "event"),
        (REDUCED, "sell", "PS+", "conditional", "event"),
        (REDUCED, "built", "CT+", "past", "event"),
        (SHARED, "visit", "CT+", "future", "event"),
        (SHARED, "sign", "CT+", "future", "event"),
    ],
)
def test_with_syntax(snippet: str, trigger: str, value: str, realis: str, aspect: str) -> None:
    read = parsed(snippet)
    assert innermost(judged(read.text, trigger, read=read)) == (value, realis, aspect)


def test_whether_under_a_negated_report_leaves_all_open() -> None:
    read = parsed(WHETHER)
    assert judged(read.text, "arrived", read=read).innermost in {"CTu", "Uu"}


def test_every_class_of_the_lexicon_is_known() -> None:
    words = certainty_words()
    assert (
        set(words["nouns"])
        <= set(words["predicates"])
        == {"commit", "likely", "possible", "open", "negative", "seem", "doubtful", "uncertain"}
    )
    rows = list(words["predicates"].values())
    twice = {w for i, row in enumerate(rows) for w in row for other in rows[i + 1 :] if w in other}
    assert twice <= {"consider"}


_HEADS = st.lists(st.integers(0, 9), min_size=9, max_size=9)
_RELATIONS = st.lists(
    st.sampled_from(
        "nsubj obj ccomp xcomp advcl acl acl:relcl conj parataxis aux cop mark root obl case det".split()
    ),
    min_size=9,
    max_size=9,
)
_FORMS = st.lists(
    st.sampled_from(
        "said not will sign if plans to reportedly denied visit the no could been , cancelled he".split()
    ),
    min_size=9,
    max_size=9,
)
_TAGS = st.lists(st.sampled_from(["VERB", "NOUN", "AUX", "PROPN", "ADV", "PART", ""]), min_size=9, max_size=9)


@given(_FORMS, _TAGS, _HEADS, _RELATIONS)
def test_any_tree(forms: list[str], tags: list[str], heads: list[int], relations: list[str]) -> None:
    rows = [
        f"{i}\t{form}\t_\t{tag}\t_\t_\t{head}\t{relation}"
        for i, (form, tag, head, relation) in enumerate(
            zip(forms, tags, heads, relations, strict=True), start=1
        )
    ]
    read = parsed("\n".join(rows))
    page = document(read.text, publisher="Newswire")
    for word in read.words:
        chain = attribute(page, read, (word.start, word.end), KNOWLEDGE).chain
        result = assess(page, read, (word.start, word.end), chain, KNOWLEDGE)
        assert len(result.values) == len(chain)
        assert result.innermost == result.values[0] and result.publisher == result.values[-1]
        assert all(read.text[c.start : c.end] == c.text for c in result.cues)
