"""What a name can mean: states, bodies, offices, organisations, people, equipment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.knowledge import Knowledge, case_fits, fold, key, slug, unknown_id


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


K = Knowledge.load()


@pytest.mark.parametrize(
    ("surface", "state", "kind"),
    [
        ("Turkey", "TUR", "name"),
        ("TURKEY", "TUR", "name"),
        ("Türkiye", "TUR", "name"),
        ("Turkiye", "TUR", "name"),
        ("Turkish", "TUR", "demonym"),
        ("Turks", "TUR", "demonym"),
        ("Azeri", "AZE", "demonym"),
        ("Azerbaijan's", "AZE", "name"),
        ("Baku", "AZE", "capital"),
        ("Ankara", "TUR", "capital"),
        ("Kremlin", "RUS", "seat"),
        ("White House", "USA", "seat"),
        ("US", "USA", "abbreviation"),
        ("U.S.", "USA", "abbreviation"),
        ("DPRK", "PRK", "abbreviation"),
        ("UK", "GBR", "abbreviation"),
        ("Nagorno Karabakh", "NKR", "name"),
        ("People’s Republic of China", "CHN", "official"),
        ("USSR", "SUN", "abbreviation"),
        ("POL", "POL", "code"),
        ("Poles", "POL", "demonym"),
        ("Nakhichevan", "NAKHCHIVAN", "name"),
    ],
)
def test_state(knowledge: Knowledge, surface: str, state: str, kind: str) -> None:
    found = knowledge.state(surface)
    assert found is not None
    assert found.key == state
    assert found.kind == kind or (surface == "UK" and found.kind == "name")
    assert found.entity_id == f"state:{state}"


@pytest.mark.parametrize(
    "surface", ["us", "turkey", "polish", "poles", "", "Konul", "Who", "chad", "   ", "jordan"]
)
def test_words_are_not_states(knowledge: Knowledge, surface: str) -> None:
    assert knowledge.state(surface) is None


def test_a_form_of_two_states_says_so(knowledge: Knowledge) -> None:
    found = knowledge.state("Congolese")
    assert found is not None and "state" in found.flags
    assert {found.key, *found.others} == {"COD", "COG"}


def test_names_have_their_time(knowledge: Knowledge) -> None:
    assert knowledge.state("Zaire", on="1980") is not None
    assert knowledge.state("Zaire", on="2010-05-01") is None


def test_dependent_entities_act_for_their_state(knowledge: Knowledge) -> None:
    greenland, taiwan = knowledge.state("Greenland"), knowledge.state("Taiwan")
    assert greenland is not None and greenland.principal == "DNK"
    assert taiwan is not None and taiwan.principal == "TWN"


def test_find_names_takes_the_longest(knowledge: Knowledge) -> None:
    text = "South Korea's Hanwha and the People's Republic of China say Turkish-made SOM missiles hit BAKU."
    found = [(text[h.start : h.end], h.entity_id) for h in knowledge.find_names(text)]
    assert found == [
        ("South Korea", "state:KOR"),
        ("Hanwha", "org:hanwha"),
        ("People's Republic of China", "state:CHN"),
        ("Turkish", "state:TUR"),
        ("SOM missiles", "equipment:som"),
        ("BAKU", "state:AZE"),
    ]


def test_find_names_takes_any_tokens(knowledge: Knowledge) -> None:
    text = "Azerbaijan's APA agency met Lord's people in the People's Republic of China"
    for pattern in (r"\S+", r"'s|\w+"):  # words by white space, and with possessives parted from their nouns
        spans = [m.span() for m in re.finditer(pattern, text)]
        found = [text[h.start : h.end] for h in knowledge.find_names(text, spans)]
        assert found == ["Azerbaijan", "APA agency", "People's Republic of China"]


def test_names_do_not_run_across_commas(knowledge: Knowledge) -> None:
    text = "Guinea, Bissau and Washington, D.C."
    assert [text[h.start : h.end] for h in knowledge.find_names(text)] == [
        "Guinea",
        "Bissau",
        "Washington, D.C.",
    ]


def test_articles_and_numbers_are_no_aircraft(knowledge: Knowledge) -> None:
    assert knowledge.find_names("An 26-year-old and a 50 per cent share") == []
    assert [h.name for h in knowledge.find_names("An-26 and A-50")] == ["An-26", "A-50"]


def test_generic_words_only_on_request(knowledge: Knowledge) -> None:
    text = "Rebels met the foreign ministry"
    assert knowledge.find_names(text) == []
    assert [(h.kind, h.sector) for h in knowledge.find_names(text, generic=True)] == [
        ("agent", "REB"),
        ("body", "GOV"),
    ]


def test_organisations_and_outlets(knowledge: Knowledge) -> None:
    nato, roketsan, apa = (
        knowledge.organisation("Nato"),
        knowledge.organisation("ROKETSAN"),
        knowledge.outlet("APA agency"),
    )
    assert nato is not None and nato.id == "nato" and nato.sector == "IGO"
    assert roketsan is not None and roketsan.principal == "TUR"
    assert apa is not None and (apa.state, apa.type) == ("AZE", "agency")
    assert knowledge.outlet("time") is None
    assert knowledge.organisation("who") is None


@pytest.mark.parametrize(
    ("name", "state", "person"),
    [
        ("Vacdi Konul", None, "vecdi-gonul"),
        ("Vecdi Gönül", None, "vecdi-gonul"),
        ("Konul", "TUR", "vecdi-gonul"),
        ("Ilham Aliyev", None, "ilham-aliyev"),
        ("Safar Abiyev", None, "safar-abiyev"),
        ("Quliyev", "AZE", "elchin-quliyev"),
        ("Recep Tayyip Erdoğan", None, "recep-tayyip-erdogan"),
        ("Erdogan", None, "recep-tayyip-erdogan"),
        ("Hakan Fidan", None, "hakan-fidan"),
        ("Robert Fico", None, "robert-fico"),
        ("Fico", "SVK", "robert-fico"),
    ],
)
def test_people_of_the_news(knowledge: Knowledge, name: str, state: str | None, person: str) -> None:
    found = knowledge.leader(name, state)
    assert found is not None and found.entity_id == f"person:{person}"


def test_office_holders_by_date(knowledge: Knowledge) -> None:
    assert [s.id for s in knowledge.holders("TUR", "defence-minister", "2009-11-02")] == ["vecdi-gonul"]
    gul = knowledge.leader("Abdullah Gül", "TUR", "2010")
    assert gul is not None and gul.office == "president"
    assert knowledge.leader("Abdullah Gül", "TUR", "2020") is None
    assert knowledge.leader("Clinton") is None  # two people
    clinton = knowledge.leader("Clinton", on="2010")
    assert clinton is not None and clinton.id == "hillary-clinton"


@pytest.mark.parametrize(
    ("phrase", "office"),
    [
        ("Turkish Defense Minister Vacdi Konul", "defence-minister"),
        ("a deputy defence minister", "deputy-defence-minister"),
        ("Slovak Prime Minister Robert Fico", "prime-minister"),
        ("head of Azerbaijan's border service", None),
        ("the Chairman of the Joint Chiefs of Staff", "chief-of-staff"),
        ("spokeswoman for the president", "spokesperson"),
        ("former president", "former-official"),
    ],
)
def test_office(knowledge: Knowledge, phrase: str, office: str | None) -> None:
    found = knowledge.office(phrase)
    assert (found.key if found else None) == office


def test_bodies(knowledge: Knowledge) -> None:
    body = knowledge.body("Azerbaijan’s Defense Ministry")
    assert body is not None and body.key == "ministry-of-defence"
    assert knowledge.body_id("POL", body.key) == "body:POL-ministry-of-defence"
    assert knowledge.body_name("POL", body.key) == "Ministry of National Defence (Poland)"
    assert knowledge.body_name("AZE", body.key) == "Ministry of Defence (Azerbaijan)"
    assert knowledge.body("a bowl of soup") is None


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("Kurdish rebels", "REB"),
        ("thousands of protesters", "CVL"),
        ("riot police", "COP"),
        ("opposition leader", "OPP"),
        ("soldiers from the army", "MIL"),
        ("a spokesman for the army", "GOV"),
        ("the Turkish parliament", "LEG"),
        ("NATO", "IGO"),
        ("a bowl of soup", None),
    ],
)
def test_sector(knowledge: Knowledge, phrase: str, sector: str | None) -> None:
    assert knowledge.sector_of(phrase) == sector


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("672 K9 howitzers", ("K9", "artillery")),
        ("K-9 howitzers", ("K9", "artillery")),
        ("Bayraktar drones", ("Bayraktar TB2", "uav")),
        ("T 72 tanks", ("T-72", "tank")),
        ("six frigates", (None, "ship")),
        ("reactive volley-fire system missiles", (None, "rocket-artillery")),
        ("Turkish weapons", (None, "unspecified")),
        ("apples", None),
    ],
)
def test_equipment(knowledge: Knowledge, phrase: str, expected: tuple[str | None, str] | None) -> None:
    assert knowledge.equipment(phrase) == expected


def test_ontology(knowledge: Knowledge) -> None:
    o = knowledge.ontology
    assert len(o.types) == 16
    assert o.quad("ASSAULT") == "MX" and o.quad("YIELD") == "MC"
    assert o.reciprocal == {"AGREE", "CONSULT", "COOPERATE"}
    assert o.crosswalk("YIELD") == ("CONCEDE", "RETREAT") and o.crosswalk("fight") == ("ASSAULT",)
    assert o.crosswalk("AID") == ("AID",) and o.crosswalk("no such") == ()
    assert o.merge("RETREAT") == "YIELD" and o.merge("AID") == "AID"
    assert (
        o.plover_type("COOPERATE", future=True) == "AGREE"
        and o.plover_type("COOPERATE", future=False) == "COOPERATE"
    )
    assert o.plover_type(None, future=True) is None
    assert "delivered" not in o.forms["visit"].stages


@pytest.mark.parametrize(
    ("form", "stage", "turn", "mutual", "code"),
    [
        ("arms-sale", "signed", None, False, "SUPPORT"),
        ("arms-sale", "delivered", None, False, "COOPERATE"),
        ("arms-donation", "delivered", None, False, "AID"),
        ("training", "carried-out", None, False, "AID"),
        ("training", "carried-out", None, True, "COOPERATE"),
        ("visit", "carried-out", None, False, "CONSULT"),
        ("licensed-production", "talks", "suspended", False, None),
        ("arms-sale", "signed", "cancelled", False, "SANCTION"),
        ("visit", "agreed", "cancelled", False, "REJECT"),
        ("basing-access", "in-force", None, False, None),
        ("embargo", "ratified", None, False, "SANCTION"),
        ("joint-exercise", "agreed", None, False, "AGREE"),
    ],
)
def test_type_of_a_form_at_a_stage(
    knowledge: Knowledge,
    form: str,
    stage: str,
    turn: str | None,
    mutual: bool,
    code: str | None,
) -> None:
    assert knowledge.ontology.type_of(form, stage, turn, mutual=mutual) == code


def test_folding() -> None:
    assert key("Gönül") == key("GONUL") == "gonul"
    assert key("Səfər Əbiyev") == "sefer ebiyev"
    assert fold("Defense Ministry’s") == ("defence", "ministry")
    assert slug("Recep Tayyip Erdoğan") == "recep-tayyip-erdogan"
    assert unknown_id(" a  man ") == "unknown:a man"
    assert case_fits("Nato", "NATO") and not case_fits("us", "US") and not case_fits("Us", "US")


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    hits = K.find_names(text, generic=True)
    assert all(0 <= h.start < h.end <= len(text) for h in hits)
    assert all(a.end <= b.start for a, b in zip(hits, hits[1:], strict=False))
    for look in (K.state, K.office, K.body, K.sector_of, K.equipment, K.leader, K.outlet, K.organisation):
        look(text)


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["L", "Zs"]), max_size=40
    )
)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert key(key(text)) == key(text)
