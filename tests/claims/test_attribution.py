"""Who says so: cues, sources, chains. The outlets and people are invented; the readings have no syntax
unless said."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.attribution import AttributionResult, attribute, denials
from reportedly.claims.speech import quotations
from reportedly.records import Document, Reading
from tests.conllu import document, parsed, reading, spot


class Stub:
    """As much of the knowledge tables as attribution asks for."""

    outlets = {"newswire": "agency", "kurier": "newspaper", "rna": "agency", "the strelsau post": "newspaper"}
    states = {"Ruritania": "RUR", "Ruritanian": "RUR", "ZENDA": "RUR", "Zenda": "RUR", "Graustark": "GRA"}
    bodies = {
        "defence ministry": "ministry-of-defence",
        "foreign ministry": "ministry-of-foreign-affairs",
        "ministry": "ministry",
    }

    def outlet(self, name: str):
        kind = self.outlets.get(name.lower())
        return SimpleNamespace(id=name.lower(), name=name, type=kind) if kind else None

    def state(self, name: str):
        key = self.states.get(name)
        return SimpleNamespace(key=key, name=name, entity_id=f"state:{key}") if key else None

    def body(self, text: str):
        key = next((k for words, k in self.bodies.items() if words in text.lower()), None)
        return SimpleNamespace(key=key, name=key) if key else None

    def office(self, text: str):
        return (
            SimpleNamespace(key="defence-minister", speaks_for="ministry-of-defence")
            if "defence minister" in text.lower()
            else None
        )

    def find_names(self, text: str):
        return [SimpleNamespace(entity_id=f"state:{k}") for name, k in self.states.items() if name in text]

    def body_id(self, state: str, body: str) -> str:
        return f"body:{state}-{body}"

    def body_name(self, state: str, body: str) -> str:
        return f"{body} ({state})"


KNOWLEDGE = Stub()


def told(
    text: str,
    trigger: str,
    *,
    number: int = 1,
    publisher: str | None = "Newswire",
    read: Reading | None = None,
    **fields: object,
) -> AttributionResult:
    page: Document = document(text, publisher=publisher, **fields)
    return attribute(page, read or reading(text), spot(text, trigger, number), KNOWLEDGE)


def shape(result: AttributionResult) -> list[tuple[str | None, str | None, str]]:
    """(words of the source, class, kind) for each link."""
    return [
        (link.source.span.text if link.source.span else link.source.name, link.source.cls, link.kind)
        for link in result.chain
    ]


OWN = ("Newswire", "agency", "own-voice")


@pytest.mark.parametrize(
    ("text", "trigger", "source", "cls", "kind"),
    [
        (
            "The defence ministry said that Ruritania bought boats.",
            "bought",
            "The defence ministry",
            "government",
            "paraphrase",
        ),
        (
            "The defence ministry said Ruritania bought boats.",
            "bought",
            "The defence ministry",
            "government",
            "paraphrase",
        ),
        (
            "Ruritania bought 12 boats, the defence ministry said.",
            "bought",
            "the defence ministry",
            "government",
            "paraphrase",
        ),
        (
            "Ruritania bought 12 boats, said the defence ministry.",
            "bought",
            "the defence ministry",
            "government",
            "paraphrase",
        ),
        (
            "Ruritania bought 12 boats, the defence ministry said in a statement on Monday.",
            "bought",
            "the defence ministry",
            "government",
            "document",
        ),
        (
            "On Monday, the defence ministry said that the exercise had begun.",
            "begun",
            "the defence ministry",
            "government",
            "paraphrase",
        ),
        (
            "The talks, the foreign ministry said, would resume next week.",
            "resume",
            "the foreign ministry",
            "government",
            "paraphrase",
        ),
        (
            "Ruritania bought 12 boats, according to military analyst Rudolf Rassendyll.",
            "bought",
            "military analyst Rudolf Rassendyll",
            "analyst",
            "paraphrase",
        ),
        (
            "According to official releases, the presidents discussed trade.",
            "discussed",
            "official releases",
            "document",
            "document",
        ),
        ("According to theories, the king sold the island.", "sold", "theories", "unnamed", "unattributed"),
        (
            "Kurier reported on Tuesday that the talks had failed.",
            "failed",
            "Kurier",
            "newspaper",
            "cited-report",
        ),
        ("The minister met the king, Kurier reported.", "met", "Kurier", "newspaper", "cited-report"),
        (
            "As reported by Kurier, Ruritania has recalled its envoy.",
            "recalled",
            "Kurier",
            "newspaper",
            "cited-report",
        ),
        (
            "The army denied that it had crossed the border.",
            "crossed",
            "The army",
            "government",
            "paraphrase",
        ),
        (
            "The foreign ministry announced the signing of a pact.",
            "signing",
            "The foreign ministry",
            "government",
            "paraphrase",
        ),
        (
            "Later batches could be built there, according to a company official who asked not to be named.",
            "built",
            "a company official who asked not to be named",
            "unnamed-company-official",
            "paraphrase",
        ),
        ("Sources say the deal is dead.", "dead", "Sources", "unnamed", "paraphrase"),
        (
            "The envoy, who spoke on condition of anonymity, said the army had withdrawn.",
            "withdrawn",
            "The envoy",
            "unnamed",
            "paraphrase",
        ),
        (
            "Satellite images show that the base has been expanded.",
            "expanded",
            "Satellite images",
            "document",
            "document",
        ),
        (
            "Military analyst Rudolf Rassendyll, a former officer, said the base had grown.",
            "grown",
            "Military analyst Rudolf Rassendyll",
            "analyst",
            "paraphrase",
        ),
        (
            "The minister was quoted as saying that the talks would resume.",
            "resume",
            "The minister",
            "government",
            "paraphrase",
        ),
        ('"There is no delay," a spokesman told Newswire.', "delay", "a spokesman", "government", "quote"),
    ],
)
def test_one_voice(text: str, trigger: str, source: str, cls: str, kind: str) -> None:
    result = told(text, trigger)
    assert shape(result) == [(source, cls, kind), OWN]
    assert result.voice == spot(text, source)
    assert result.chain[0].cue is not None and result.chain[0].cue.text in text


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ruritania and Graustark have trained together since 2013.", "trained"),
        ("Ruritania did not confirm that it had sold the guns.", "sold"),
        ("The spokesman declined to say whether a date had been set.", "set"),
        ("Graustark rejected the claim, and its foreign ministry summoned the envoy.", "summoned"),
        ("Ruritania's foreign minister warned Graustark not to attack.", "attack"),
        ("Rebels claimed responsibility for the attack.", "attack"),
        ("Speaking after meeting the king, the minister said he had left.", "meeting"),
        ("The reports were read in parliament.", "read"),
        ("He denied it. The king left on Friday.", "left"),
    ],
)
def test_nobody_else_speaks(text: str, trigger: str) -> None:
    assert shape(told(text, trigger)) == [OWN]


def test_reporting_verb_itself_is_the_publishers() -> None:
    assert shape(told("Kurier reported that the talks had failed.", "reported")) == [OWN]


def test_unattributed() -> None:
    for text, trigger, cue in [
        ("Ruritania has reportedly signed the pact.", "signed", "reportedly"),
        ("Ruritania is said to have agreed to the sale.", "agreed", "is said"),
        ("It was reported that the two sides met in Zenda.", "met", "was reported"),
    ]:
        result = told(text, trigger)
        assert shape(result) == [(None, "unnamed", "unattributed"), OWN]
        assert result.chain[0].cue is not None and result.chain[0].cue.text == cue


def test_adverb_covers_its_own_clause_only() -> None:
    text = "Ruritania allegedly sold arms to rebels but the army said it had destroyed them."
    assert shape(told(text, "sold"))[0][2] == "unattributed"
    assert [kind for _, _, kind in shape(told(text, "destroyed"))] == ["paraphrase", "own-voice"]


def test_nested_chain_to_the_reprinting_publisher() -> None:
    text = (
        "ZENDA (Newswire)–Ruritania has reportedly signed a contract to build boats, Graustark's RNA agency "
        "reports.\n\n"
        "The king left."
    )
    result = told(text, "signed", publisher="The Herald")
    assert shape(result) == [
        (None, "unnamed", "unattributed"),
        ("Graustark's RNA agency", "agency", "cited-report"),
        OWN,
        ("The Herald", "publisher", "own-voice"),
    ]
    assert result.chain[1].source.name == "RNA" and result.cues == ("reportedly", "report", "", "")
    assert shape(told(text, "left", publisher="The Herald")) == [
        OWN,
        ("The Herald", "publisher", "own-voice"),
    ]


def test_reportedly_said_nests_the_other_way() -> None:
    text = "The minister reportedly said Ruritania has not excluded war in the case that talks yield nothing."
    assert [kind for _, _, kind in shape(told(text, "excluded"))] == [
        "paraphrase",
        "unattributed",
        "own-voice",
    ]


def test_publisher_ends_the_chain() -> None:
    plain = "The king left."
    assert shape(told(plain, "left", publisher="The Herald")) == [("The Herald", "publisher", "own-voice")]
    assert shape(told(plain, "left", publisher=None)) == [(None, "publisher", "own-voice")]
    wire = "ZENDA, July 27, 2022 (Newswire) -- The king left."
    assert shape(told(wire, "left", publisher=None)) == [OWN]
    assert shape(told(wire, "left", publisher="Newswire")) == [OWN]
    assert told(wire, "left").chain[0].cue.text == "(Newswire)"  # type: ignore[union-attr]
    assert shape(told(plain, "left", publisher="The Herald", byline="Newswire")) == [
        OWN,
        ("The Herald", "publisher", "own-voice"),
    ]


def test_publisher_naming_itself_is_no_further_link() -> None:
    result = told("Newswire has learned that Ruritania will buy the boats.", "buy")
    assert shape(result) == [OWN] and result.cues == ("learn",)
    assert len(told("The king left, Newswire reported.", "left").chain) == 1


def test_told_another_outlet() -> None:
    text = "Defence Minister Rupert Hentzau told Kurier that Ruritania had signed the contract."
    assert shape(told(text, "signed")) == [
        ("Defence Minister Rupert Hentzau", "official", "paraphrase"),
        ("Kurier", "newspaper", "cited-report"),
        OWN,
    ]
    assert len(told(text, "signed", publisher="Kurier").chain) == 2


def test_citing() -> None:
    for text in (
        "Kurier reported on Tuesday, citing two officials who asked not to be named, that the talks had "
        "failed.",
        "The talks have failed, Kurier reported, citing two officials who asked not to be named.",
    ):
        assert shape(told(text, "failed")) == [
            ("two officials who asked not to be named", "unnamed-official", "paraphrase"),
            ("Kurier", "newspaper", "cited-report"),
            OWN,
        ]


def test_quoted_by() -> None:
    for text in (
        "Kurier quoted the minister as saying that the talks would resume.",
        "The minister was quoted by Kurier as saying that the talks would resume.",
    ):
        assert [link.source.name or link.source.cls for link in told(text, "resume").chain][1:] == [
            "Kurier",
            "Newswire",
        ]


def test_spokesperson_speaks_for_the_body() -> None:
    link = told(
        "The pact was signed in May, according to Michael Strelsau, a Ruritanian defence ministry spokesman.",
        "signed",
    ).chain[0]
    assert link.source.entity_id == "body:RUR-ministry-of-defence" and link.source.cls == "government"
    assert link.speaker is not None and link.speaker["name"] == "Michael Strelsau"
    assert link.speaker["office"] == "defence ministry spokesman"


def test_unnamed_minister_speaks_for_the_ministry_of_the_dateline() -> None:
    text = (
        "ZENDA, July 27, 2022 (Newswire) -- Ruritania signed a pact, a deputy defence minister said. "
        "The boats will be delivered this year, he added. The ministry denied the rest."
    )
    link = told(text, "signed").chain[0]
    assert (link.source.entity_id, link.source.cls) == ("body:RUR-ministry-of-defence", "government")
    assert (
        link.speaker is not None
        and link.speaker["office"] == "deputy defence minister"
        and link.speaker["name"] is None
    )
    again = told(text, "delivered").chain[0]
    assert again.source.span is not None and again.source.span.text == "he"
    assert again.source.entity_id == link.source.entity_id


def test_no_state_is_guessed() -> None:
    link = told("Boats were bought, a deputy defence minister said.", "bought").chain[0]
    assert link.source.entity_id is None and link.source.name is None and link.source.cls == "government"


def test_pronouns_and_surnames() -> None:
    text = (
        'Military analyst Rudolf Rassendyll told Newswire that Ruritania had grown. "The base is full," he '
        'said. '
        "He added that more would follow; the army would pay.\n\nRassendyll said the fleet had sailed."
    )
    for trigger in ("grown", "full", "follow", "pay", "sailed"):
        link = told(text, trigger).chain[0]
        assert link.source.name == "Rudolf Rassendyll" and link.source.cls == "analyst", trigger
    assert told(text, "full").chain[0].kind == "quote"


def test_surname_of_a_person_named_before() -> None:
    text = "Defence Minister Rupert Hentzau met the king. Hentzau said the base had closed."
    read = reading(text, [("PERSON", "Rupert Hentzau")])
    link = told(text, "closed", read=read).chain[0]
    assert (link.source.name, link.source.cls) == ("Rupert Hentzau", "official")
    assert link.speaker is not None and link.speaker["office"] == "Defence Minister"


def test_quotation_over_sentences_and_paragraphs() -> None:
    text = (
        '"We will deliver the boats," said Anna Kowalska, the head of the yard. "They are nearly ready and '
        'were tested."\n\n'
        '"It will cost nothing," she added.\n\nThe yard opened in 1950.'
    )
    for trigger in ("deliver", "tested", "cost"):
        link = told(text, trigger).chain[0]
        assert (link.source.name, link.kind) == ("Anna Kowalska", "quote"), trigger
    assert shape(told(text, "opened")) == [OWN]


def test_quotation_after_a_colon_keeps_its_speaker() -> None:
    text = 'The minister said: "We signed it. We will build it here." The yard opened in 1950.'
    for trigger in ("signed", "build"):
        assert [kind for _, _, kind in shape(told(text, trigger))] == ["quote", "own-voice"]
    assert shape(told(text, "opened")) == [OWN]


def test_added_in_the_same_sentence() -> None:
    text = '"There will be no base," the minister said on Friday, adding that the talks had ended.'
    assert shape(told(text, "ended"))[0][0] == "the minister"


def test_semicolon_ends_a_report_unless_it_goes_on_in_the_past() -> None:
    text = "Kurier reported that talks had stalled; Graustark moved its army."
    assert shape(told(text, "moved")) == [OWN]
    assert (
        shape(told("Kurier reported that talks had stalled; the envoys would go home.", "go"))[0][0]
        == "Kurier"
    )


def test_denial_that_points_back() -> None:
    text = "Kurier reported on Friday that work on it had stalled; the defence ministry denied the report."
    found = denials(document(text, publisher="Newswire"), reading(text), KNOWLEDGE)
    assert len(found) == 1
    # type: ignore[union-attr]
    assert found[0].cue.text == "denied" and found[0].chain[0].source.span.text == "the defence ministry"
    trigger = spot(text, "stalled")
    assert any(a <= trigger[0] and trigger[1] <= b for a, b in found[0].denied)
    assert [link.kind for link in found[0].chain] == ["paraphrase", "own-voice"]
    stated = "Kurier reported that talks had stalled. The ministry denied that talks had stalled."
    assert denials(document(stated), reading(stated), KNOWLEDGE) == ()


def test_syntax_tells_a_conjunct_of_the_cue_from_its_content() -> None:
    read = parsed("""
        The DET 2 det
        president NOUN 3 nsubj
        said VERB 0 root say
        boats NOUN 6 nsubj
        would AUX 6 aux
        sail VERB 3 ccomp
        and CCONJ 8 cc
        visited VERB 3 conj visit
        the DET 10 det
        base NOUN 8 obj
        . PUNCT 3 punct""")
    assert shape(told(read.text, "sail", read=read))[0][0] == "The president"
    assert shape(told(read.text, "visited", read=read)) == [OWN]


def test_syntax_keeps_a_reduced_report_apart() -> None:
    read = parsed("""
        Ruritania PROPN 2 nsubj
        bought VERB 0 root buy
        boats NOUN 2 obj
        , PUNCT 2 punct
        the DET 6 det
        ministry NOUN 7 nsubj
        said VERB 2 parataxis say
        . PUNCT 2 punct""")
    assert shape(told(read.text, "bought", read=read))[0] == ("the ministry", "government", "paraphrase")


def test_knowledge_that_knows_nothing() -> None:
    text = "The minister said Ruritania signed the pact."
    result = attribute(document(text), reading(text), spot(text, "signed"), object())
    assert [link.kind for link in result.chain] == ["paraphrase", "own-voice"]


def test_quotations() -> None:
    text = 'He said "no" and “never again”.\n"It runs on\n"and on." End'
    assert [text[a:b] for a, b in quotations(text)] == ['"no"', "“never again”", '"and on."']


_WORDS = st.sampled_from(
    'the minister said that , . ; : " “ ” he Kurier reported according to reportedly citing sources quoted '
    'as saying '
    "denied it Ruritania signed told Newswire was by \n\n ? is to say adding".split(" ")
)


@given(st.lists(_WORDS, min_size=1, max_size=30).map(" ".join))
def test_any_words(text: str) -> None:
    read = reading(text)
    page = document(text, publisher="Newswire")
    for word in read.words[:12]:
        result = attribute(page, read, (word.start, word.end), KNOWLEDGE)
        assert result.chain[-1].kind == "own-voice" and len(result.chain) == len(result.cues)
        for link in result.chain:
            for span in (link.source.span, link.cue):
                assert span is None or text[span.start : span.end] == span.text
    denials(page, read, KNOWLEDGE)
