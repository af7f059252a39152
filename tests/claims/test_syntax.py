"""Questions about trees, about wrong trees, and about no tree at all."""

from __future__ import annotations

import pytest

from reportedly.claims.syntax import Tree, base_form, tree_of
from reportedly.records import Reading, Word
from tests.conllu import parsed, reading, spot

PASSIVE = """
    The DET 2 det
    pact NOUN 5 nsubj:pass
    has AUX 5 aux have
    been AUX 5 aux:pass be
    signed VERB 0 root sign
    by ADP 8 case
    two DET 8 nummod
    ministers NOUN 5 obl:agent
    in ADP 10 case
    Zenda PROPN 5 obl
    , PUNCT 13 punct
    he PRON 13 nsubj
    said VERB 5 parataxis say
    . PUNCT 5 punct

    They PRON 2 nsubj
    agreed VERB 0 root agree
    to PART 4 mark
    meet VERB 2 xcomp meet
    and CCONJ 6 cc
    left VERB 2 conj leave
    . PUNCT 2 punct"""


def index(tree: Tree, word: str, number: int = 1) -> int:
    return [i for i, form in enumerate(tree.forms) if form == word][number - 1]


def test_places() -> None:
    tree = tree_of(parsed(PASSIVE))
    text = tree.text
    assert tree.sentence_of(text.index("agreed")) == 1 and tree.sentence_of(0) == 0
    assert tree.forms[tree.word_at(text.index("igned")) or 0] == "signed"
    assert tree.word_at(len(text) + 5) is None
    assert [tree.forms[i] for i in tree.words_in(*spot(text, "two ministers"))] == ["two", "ministers"]
    assert tree.forms[tree.head_of(*spot(text, "by two ministers")) or 0] == "ministers"
    assert tree.forms[tree.head_of(*spot(text, "The pact")) or 0] == "pact"
    assert text[slice(*tree.subtree_span(index(tree, "ministers")))] == "by two ministers"


def test_arguments() -> None:
    tree = tree_of(parsed(PASSIVE))
    signed = index(tree, "signed")
    assert tree.subject(signed) == tree.object(signed) == index(tree, "pact")
    assert tree.passive_agent(signed) == index(tree, "ministers")
    they = index(tree, "They")
    assert tree.subject(index(tree, "meet")) == tree.subject(index(tree, "left")) == they
    assert tree.conjuncts(index(tree, "left")) == [index(tree, "agreed"), index(tree, "left")]
    assert tree.clause_root(index(tree, "Zenda")) == signed
    assert tree.clause_root(index(tree, "he")) == index(tree, "said")
    assert tree.governors(index(tree, "two")) == [index(tree, "ministers"), signed]
    assert tree.is_verbal(signed) and not tree.is_verbal(index(tree, "pact"))


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("They signed it.", "signed", {"tense": "past"}),
        ("They have signed it.", "signed", {"tense": "present", "perfect": True}),
        ("They had already signed it.", "signed", {"tense": "past", "perfect": True}),
        ("They will sign it.", "sign", {"tense": "future", "modal": "will"}),
        ("They won't sign it.", "sign", {"tense": "future", "modal": "will"}),
        ("They would sign it.", "sign", {"tense": "present", "modal": "would"}),
        ("They might have signed it.", "signed", {"tense": "past", "modal": "might", "perfect": True}),
        ("They are building it.", "building", {"tense": "present", "progressive": True}),
        ("It is being built.", "built", {"tense": "present", "passive": True, "progressive": True}),
        ("It has been built.", "built", {"tense": "present", "perfect": True, "passive": True}),
        ("It will be delivered.", "delivered", {"tense": "future", "passive": True, "modal": "will"}),
        ("They did not sign it.", "sign", {"tense": "past"}),
        ("They want to sign it.", "sign", {"tense": "none", "infinitive": True}),
        ("The king is to sign it.", "sign", {"tense": "future", "be_to": True}),
        ("They cannot sign it.", "sign", {"modal": "can"}),
    ],
)
def test_verb_group_from_the_words_alone(text: str, verb: str, expected: dict[str, object]) -> None:
    tree = tree_of(reading(text))
    group = tree.verb_group(index(tree, verb))
    assert {name: getattr(group, name) for name in expected} == expected


def test_negation_of_the_group() -> None:
    tree = tree_of(reading("They did not sign and never met."))
    assert [tree.forms[i] for i in tree.verb_group(index(tree, "sign")).negations] == ["not"]
    assert [tree.forms[i] for i in tree.verb_group(index(tree, "met")).negations] == ["never"]


def test_words_win_over_a_wrong_tree() -> None:
    tree = tree_of(
        parsed("""
        They PRON 2 nsubj
        will VERB 0 root will
        have VERB 2 obj have
        signed VERB 3 dep sign
        . PUNCT 2 punct""")
    )
    group = tree.verb_group(index(tree, "signed"))
    assert (group.tense, group.modal) == ("future", "will")


def test_heads_in_circles_and_out_of_range_become_roots() -> None:
    text = "aa bb cc dd"
    words = tuple(
        Word(start=3 * i, end=3 * i + 2, upos="NOUN", head=h, deprel="dep")
        for i, h in enumerate([1, 0, 99, 3])
    )
    tree = Tree(Reading(text=text, sentences=((0, 11),), words=words, sentence_words=((0, 4),)))
    for i in range(4):
        assert len(tree.governors(i)) <= 4
        assert tree.clause_root(i) in range(4)
    assert tree.heads[2] == tree.heads[3] == -1


def test_nothing_at_all() -> None:
    tree = Tree(Reading(text="", sentences=()))
    assert tree.word_at(0) is None and tree.head_of(0, 0) is None and tree.sentence_span(0) == (0, 0)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"),
        ("denied", "deny"),
        ("agreed", "agree"),
        ("excluded", "exclude"),
        ("cancelled", "cancel"),
        ("planned", "plan"),
        ("reports", "report"),
        ("confirmed", "confirm"),
        ("adding", "add"),
        ("postponed", "postpone"),
        ("struck", "strike"),
        ("carries", "carry"),
        ("launches", "launch"),
        ("is", "be"),
        ("Kurier", "Kurier"),
    ],
)
def test_base_form(form: str, lemma: str) -> None:
    assert base_form(form) == lemma
