"""What is cut and, as important, what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.documents.boilerplate import cut_boilerplate, is_prose, parse_rules, rules
from reportedly.documents.clean import clean, paragraphs, tidy
from reportedly.errors import KnowledgeError

ARTICLE = [
    "Varland and Ostria Sign Naval Accord",
    "PORT ELM (Composed Wire) – The defence ministers of Varland and Ostria signed an agreement on naval "
    "training on Tuesday, the Varland ministry said in a statement.",
    "The agreement provides for two joint exercises a year and for the exchange of instructors between the "
    "naval academies of the two countries.",
    "“We have waited for this day for a long time,” the Ostrian minister said after the ceremony.",
]


def cut(*tail: str) -> str:
    return cut_boilerplate([*ARTICLE, *tail])[0]


WHOLE = "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "tail",
    [
        [
            "Related posts",
            "Discussion Policy",
            "Comments are welcomed and encouraged, but you answer for what you post.",
            "One Comment;",
            "1. peter said:",
            "the minister said nothing new, they will attack us",
        ],
        ["3 Comments", "Maria", "They have attacked before and they said so."],
        ["3 comments on “Naval Accord”", "JohnS", "Ostria invaded us in 1992, he said."],
        ["Comments (12)", "Good for them! Varland should send troops, said nobody ever in this place."],
        ["Comments", "Good for them! Varland should send troops, said nobody ever in this place."],
        ["Leave a Reply", "Your email address will not be published. Required fields are marked *"],
        ["Leave a comment", "Varland attacked Ostria, the man on the street said to me last year."],
        ["Join the conversation", "Varland attacked Ostria, the man on the street said to me last year."],
        ["No comments yet", "Be the first to comment"],
        [
            "2 Responses to “Varland and Ostria Sign Naval Accord”",
            "Ann says:",
            "They signed it under threat.",
        ],
        ["1. peter said:", "they are lying, the minister said it himself in the parliament last week"],
        ["peter said:", "they are lying, the minister said it himself in the parliament last week"],
        [
            "Peter K. says:",
            "March 3, 2010 at 4:15 pm",
            "Varland has threatened us with war. Shame on them all.",
        ],
        [
            "Peter K. March 3, 2010 at 4:15 pm",
            "Varland has threatened us with war. Shame on them all.",
            "Reply",
        ],
        ["Posted by Peter K. on March 3, 2010", "Varland has threatened us with war. Shame on them all."],
        ["Peter K. • 3 years ago", "Varland has threatened us with war. Shame on them all."],
        ["sailor77 2 hours ago", "Varland has threatened us with war. Shame on them all.", "Reply · Share"],
        ["View all 14 comments", "Varland has threatened us with war. Shame on them all."],
        ["You must be logged in to post a comment.", "Varland has threatened us with war, they said."],
        ["Comment policy", "We reserve the right to remove comments that insult others. The editor said so."],
    ],
)
def test_readers_words_are_cut_whatever_their_shape(tail: list[str]) -> None:
    text, cuts = cut_boilerplate([*ARTICLE, *tail])
    assert text == WHOLE
    assert cuts and all(c.at == len(text) for c in cuts)
    assert sum(c.length for c in cuts) >= sum(map(len, tail))
    assert {c.reason for c in cuts} <= {"reader-comments", "comment-policy", "related"}


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Twitter @composedwire",
        "Subscribe to our newsletter",
        "Sign up for our daily newsletter and get the news in your inbox.",
        "© 2022 Composed Wire. All rights reserved.",
        "Copyright 2022 Composed Wire",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "We use cookies to improve your experience on our website. Read our cookie policy.",
        "Read more: Varland opens a second shipyard",
        "Also read: Ostria’s navy turns 100",
        "READ MORE",
        "Photo: Composed Wire",
        "Photo credit: Ministry of Defence of Varland",
        "(Photo by Ann Marsh/Getty Images)",
        "The two ministers shake hands in Port Elm. (AP Photo/Ann Marsh)",
        "Ships of the Ostrian navy in 2019. Photo: Ann Marsh",
        "Ships of the Ostrian navy. © AFP",
        "Reporting by Ann Marsh; Editing by Bo Lind",
        "Tags: Varland, Ostria, navy",
        "5 min read",
    ],
)
def test_a_furniture_line_is_cut_in_the_middle_and_the_article_goes_on(line: str) -> None:
    text, cuts = cut_boilerplate([*ARTICLE[:2], line, *ARTICLE[2:]])
    assert text == WHOLE
    assert [c.length for c in cuts] == [len(line)]
    assert cuts[0].at == text.index(ARTICLE[2])


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister declined to comment.",
        "The ministry did not respond to a request for comment",
        "Comments are not statistics, he said.",
        "Comments by the minister were criticised in Ostria, the broadcaster said.",
        "Comments are open to interpretation, the spokesman said on Friday.",
        "The minister said:",
        "He said:",
        "He then said:",
        "Two comments by the minister caused anger in Ostria.",
        "The minister shared this view.",
        "Related talks were held in Port Elm in May.",
        "More troops will follow, he added.",
        "Follow the money, the investigator told the court.",
        "Copyright law is not part of the agreement, the minister said.",
        "Subscribers to the treaty include Varland and Ostria.",
        "Sign the treaty, the president told parliament.",
        "Discussion of the treaty will continue in June.",
        "Varland’s navy will continue reading the signals, the admiral said.",
        "Photos of the ceremony were published by the ministry.",
        "Video of the strike was verified by Composed Wire, it said.",
        "In the picture, the two ministers shake hands.",
        "Reply from Ostria came within hours.",
        "The report by the commission was published on March 3, 2010 at 4:15 pm.",
        "1. Varland said it would close its ports.",
        "“Leave,” the crowd shouted at the ministers.",
        "Share prices of the shipyard rose after the announcement.",
        "Watch officers reported no incidents.",
        "Images of the missile were analysed by experts.",
        "The strike destroyed the depot, he added. (Reuters)",
        "Updated: March 3, 2010 at 4:15 pm",
        "See the annex for details of the agreement.",
        "Have a look at the map, he told reporters.",
        "The two sides want to stay informed of each other’s exercises.",
        "Home Secretary Jane Roe met her Ostrian counterpart.",
        "Register of arms exports: Varland reports three sales.",
        "Get out of our waters, the admiral warned.",
        "Most read the treaty as a warning to Ostria.",
    ],
)
def test_a_sentence_of_the_article_stays(sentence: str) -> None:
    given = [*ARTICLE[:3], sentence, ARTICLE[3]]
    assert cut_boilerplate(given) == ("\n\n".join(given), ())
    at_the_end = [*ARTICLE, sentence]
    assert cut_boilerplate(at_the_end) == ("\n\n".join(at_the_end), ())


def test_a_link_list_in_the_middle_goes_and_the_article_after_it_stays() -> None:
    links = ["Related articles", "Varland opens a second shipyard", "Ostria’s navy turns 100"]
    text, cuts = cut_boilerplate([*ARTICLE[:2], *links, *ARTICLE[2:]])
    assert text == WHOLE
    assert [(c.at, c.reason) for c in cuts] == [(text.index(ARTICLE[2]), "related")]


def test_teasers_under_a_related_heading_go_to_the_end() -> None:
    assert (
        cut(
            "Read next",
            "Varland opens a second shipyard",
            "The president of Varland opened a shipyard on Monday, the ministry said.",
            "Ostria’s navy turns 100",
            "Ostria marked the day with a parade, a spokesman for the navy said.",
        )
        == WHOLE
    )


def test_one_promoted_title_does_not_take_the_last_paragraph() -> None:
    last = "The agreement enters into force in January, the Varland ministry said in its statement."
    assert cut("Also read", "Varland opens a second shipyard", last) == WHOLE + "\n\n" + last


def test_a_comment_count_above_the_article_is_only_a_line() -> None:
    body = [p for p in ARTICLE[1:] for _ in range(3)]
    text, cuts = cut_boilerplate([ARTICLE[0], "12 Comments", *body])
    assert text == "\n\n".join([ARTICLE[0], *body])
    assert [(c.length, c.reason) for c in cuts] == [(11, "reader-comments")]


def test_a_timestamped_byline_above_the_article_is_no_comment() -> None:
    given = [ARTICLE[0], "Ann Marsh, 27 July 2022 10:12", *ARTICLE[1:]]
    assert cut_boilerplate(given)[0] == "\n\n".join(given)


def test_the_banner_of_a_composed_example_is_cut() -> None:
    banner = "Composed example: the people and outlets in this article are invented."
    text, cuts = cut_boilerplate([banner, *ARTICLE])
    assert text == WHOLE
    assert [(c.at, c.length, c.reason) for c in cuts] == [(0, len(banner), "composed-banner")]


def test_prose_is_told_from_titles() -> None:
    assert is_prose(ARTICLE[1])
    assert not is_prose(ARTICLE[0])
    assert not is_prose("He said no.")


_PIECES = st.sampled_from(
    [
        *ARTICLE,
        "One Comment;",
        "1. andrew said:",
        "Related posts",
        "Advertisement",
        "© 2022",
        "Read more",
        "Reply",
        "The minister declined to comment.",
        "Composed example",
        "Leave a reply",
        "Peter • 2 days ago",
        "12 Comments",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=60), max_size=25))
def test_cutting_again_cuts_nothing_and_cuts_lie_in_the_text(pieces: list[str]) -> None:
    given_ = paragraphs(tidy("\n\n".join(pieces)))
    text, cuts = cut_boilerplate(given_)
    assert cut_boilerplate(paragraphs(text)) == (text, ())
    assert clean(text) == text
    assert all(0 <= c.at <= len(text) and c.length > 0 and c.reason for c in cuts)
    # Nothing is lost but what the cuts account for (and the blank lines around them).
    removed = sum(c.length for c in cuts)
    assert len("\n\n".join(given_)) - len(text) - removed in range(0, 2 * len(cuts) + 1)


def test_the_shipped_patterns_are_valid_and_each_list_is_used() -> None:
    table = rules()
    assert all((table.tails, table.related, table.lines, table.comments))


@pytest.mark.parametrize(
    "text, message",
    [
        ("tails: [", "not valid YAML"),
        ("tails: []", "must hold exactly"),
        ("{tails: [{reason: x}], related: [], lines: [], comments: []}", "needs a reason and a pattern"),
        ("{tails: [{pattern: x}], related: [], lines: [], comments: []}", "needs a reason and a pattern"),
        (
            "{tails: [{reason: x, pattern: '('}], related: [], lines: [], comments: []}",
            "not a regular expression",
        ),
        (
            "{tails: [{reason: x, pattern: x, words: 3}], related: [], lines: [], comments: []}",
            "has the fields",
        ),
    ],
)
def test_a_broken_data_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        parse_rules(text, "here.yaml")
