"""RawPage -> Document, the whole way."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportedly.documents import clean, to_document
from reportedly.errors import NoTextError, UnreadableError
from reportedly.records import Document, RawPage
from reportedly.settings import Settings

TITLE = "Varland and Ostria Sign Naval Accord"
BODY = [
    "The defence ministers of Varland and Ostria signed an agreement on naval training on Tuesday, "
    "the Varland "
    "ministry said in a statement.",
    "The agreement provides for two joint exercises a year and for the exchange of instructors "
    "between the naval "
    "academies of the two countries, according to the statement.",
    "“We have waited for this day for a long time,” the Ostrian minister told reporters after the "
    "ceremony in "
    "Port Elm. He declined to comment on the cost of the programme.",
]
PLAIN = "\n\n".join([TITLE, *BODY])


def read(
    data: str | bytes, kind: str = "text", settings: Settings | None = None, **fields: object
) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    page = RawPage(**{"origin": "x", "kind": kind, "data": raw, **fields})  # type: ignore[arg-type]
    return to_document(page, settings or Settings())


def html(head: str = "", before: str = "", after: str = "", body: list[str] | None = None) -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in (BODY if body is None else body))
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE} - Composed Wire</title>{head}</head><body>{before}"
        f"<article><h1>{TITLE}</h1>{paragraphs}</article>{after}</body></html>"
    )


# ---------------------------------------------------------------- plain text


def test_plain_text_keeps_its_title_and_has_no_metadata_that_it_does_not_say() -> None:
    got = read(PLAIN)
    assert (got.text, got.title, got.language) == (PLAIN, TITLE, "en")
    assert (got.published, got.published_basis, got.publisher, got.url, got.byline) == (
        None,
        "unknown",
        None,
        None,
        None,
    )
    assert got.document_id.startswith("d-") and got.text_version.startswith("t-")
    assert not got.composed and got.cuts == () and got.notes == ()


def test_a_text_without_a_headline_has_no_title() -> None:
    assert read("\n\n".join(BODY)).title is None
    assert read("One sentence. " * 3).title is None
    assert read("Just a headline without an article").title is None


def test_one_sentence_is_enough() -> None:
    assert read("Varland attacked.").text == "Varland attacked."


def test_a_header_block_is_metadata() -> None:
    header = (
        "Title: A Title\nPublisher: Composed Wire\nDate: 27 July 2022\nURL: "
        "https://wire.example/a?utm_source=x\n"
        "Author: Ann Marsh\nComposed: yes\n\n"
    )
    got = read(header + "\n\n".join(BODY))
    assert got.text == "\n\n".join(BODY)
    assert (
        got.title,
        got.publisher,
        got.byline,
        got.published,
        got.published_basis,
        got.url,
        got.composed,
    ) == (
        "A Title",
        "Composed Wire",
        "Ann Marsh",
        "2022-07-27",
        "metadata",
        "https://wire.example/a?utm_source=x",
        True,
    )
    assert [(c.at, c.reason) for c in got.cuts] == [(0, "header")]


@pytest.mark.parametrize(
    "first", ["Note: this is text", "Title: x\nSpokesman: We deny it.", "Warning: more to come"]
)
def test_lines_with_colons_that_are_no_header_stay(first: str) -> None:
    got = read(first + "\n\n" + "\n\n".join(BODY))
    assert got.text.startswith(clean(first))


def test_the_front_matter_and_marks_of_markdown() -> None:
    source = (
        f'---\ntitle: "A Title"\nlayout: post\ndate: 2022-07-27\n---\n\n# Heading\n\n{BODY[0]}\n\n'
        "The **two** [ministers](https://wire.example/m) met.\n\n![a picture](p.jpg)\n\n## After\n\n"
        + BODY[1]
    )
    got = read(source, origin="a.md")
    assert got.text == f"Heading\n\n{BODY[0]}\n\nThe two ministers met.\n\nAfter\n\n{BODY[1]}"
    assert (got.title, got.published) == ("A Title", "2022-07-27")
    assert "**two**" in read(source).text  # only in Markdown


def test_a_dateline_dates_a_text_that_says_nothing_else() -> None:
    got = read(f"{TITLE}\n\nPORT ELM, July 27, 2022 (Newswire) -- {BODY[0]}")
    assert (got.published, got.published_basis) == ("2022-07-27", "dateline")
    got = read(f"Date: 2022-07-28\n\nPORT ELM, July 27, 2022 (Newswire) -- {BODY[0]}")
    assert (got.published, got.published_basis) == ("2022-07-28", "metadata")


def test_what_is_declared_is_stronger() -> None:
    got = read(
        "Title: Own\nDate: 2022-07-28\n\n" + BODY[0],
        title="Given",
        published="July 2022",
        publisher="P",
        url="https://wire.example/a",
        language="en-GB",
        composed=True,
    )
    assert (
        got.title,
        got.published,
        got.published_basis,
        got.publisher,
        got.url,
        got.language,
        got.composed,
    ) == ("Given", "2022-07", "given", "P", "https://wire.example/a", "en", True)


def test_a_malformed_declared_date_is_noted_and_nothing_invented() -> None:
    got = read(PLAIN, published="03/04/2022")
    assert (got.published, got.published_basis) == (None, "unknown")
    assert "03/04/2022" in got.notes[0]


@pytest.mark.parametrize(
    "url", ["a/b", "javascript:alert(1)", "http://", "http://[::1", "http://x:99999/", "  "]
)
def test_what_is_no_url_is_no_identity(url: str) -> None:
    assert read(PLAIN, url=url).url is None


def test_the_banner_of_a_composed_example() -> None:
    banner = "Composed example: the people and outlets in this article are invented."
    for got in (read(f"{banner}\n\n{PLAIN}"), read(f"{PLAIN}\n\n{banner}")):
        assert got.composed and got.text == PLAIN and got.title == TITLE
        assert [c.reason for c in got.cuts] == ["composed-banner"]
    assert not read(PLAIN).composed


def test_nothing_after_the_article_remains() -> None:
    tail = (
        "\n\n\nRelated posts\n\nDiscussion Policy\n\nComments are welcomed and encouraged. Though "
        "you are fully "
        "responsible for what you post, insults will not be permitted. The Wire reserves the right "
        "to block users."
        "\n\nOne Comment;\n\n  1. peter said:\n\n    they will attack us he said it himself"
    )
    got = read(PLAIN + tail)
    assert got.text == PLAIN
    assert [c.reason for c in got.cuts] == ["related", "comment-policy", "reader-comments"]
    assert "peter" not in repr(got) and "attack us" not in repr(got)


def test_entities_and_mojibake_in_plain_text_are_mended_and_noted() -> None:
    got = read("Varland&#8217;s minister said &quot;no&quot;. The ministerâ€™s aide left &lt;early&gt;.")
    assert got.text == 'Varland’s minister said "no". The minister’s aide left <early>.'
    assert len(got.notes) == 2


@pytest.mark.parametrize(
    "data, what",
    [(b"", "empty"), (b"%PDF-1.4", "PDF"), (bytes(range(256)), "binary"), (b"\xff\xfe", "empty")],
)
def test_what_holds_no_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises((UnreadableError, NoTextError)) as caught:
        read(data)
    assert what in str(caught.value) or "nothing is left" in str(caught.value)
    assert caught.value.where == "x" and caught.value.remedy


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="longer than 100 characters.*max_chars"):
        read(PLAIN, settings=Settings(max_chars=100))


def test_only_furniture_is_no_text() -> None:
    with pytest.raises(NoTextError, match="nothing is left"):
        read("Advertisement\n\n© 2022 Composed Wire. All rights reserved.")


@pytest.mark.parametrize(
    "text, code",
    [
        ("The ministers signed an agreement on naval training.", "en"),
        ("Savunma bakanları ortak üretim için bir anlaşma imzaladı ve Ankara'da görüştü.", "tr"),
        ("Министр обороны подписал соглашение о совместных учениях, сообщило агентство.", "ru"),
        ("Yes.", None),
        ("1992 1993 1994", None),
        ("Baku Ankara Astana Bishkek", None),
    ],
)
def test_language_is_told_or_left_open(text: str, code: str | None) -> None:
    assert read(text).language == code


# ---------------------------------------------------------------- web pages


def test_the_article_of_a_page_and_what_stood_around_it() -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    tail = (
        "<aside class='related-posts'><h3>Related posts</h3><ul><li><a href='/b'>Varland opens a "
        "shipyard</a></li>"
        "</ul></aside><section id='comments'><h2>2 Comments</h2><ol><li><cite>peter</cite> said: "
        "<p>They will "
        "attack us, the minister said so himself.</p></li></ol></section><footer>© 2022 Composed "
        "Wire</footer>"
    )
    got = read(html(before=menu, after=tail), "html")
    assert [p for p in got.text.split("\n\n") if p != TITLE] == BODY
    assert got.title == TITLE
    assert {c.reason for c in got.cuts} >= {"page-before-article", "page-after-article"}
    assert "attack us" not in repr(got)


def test_comments_without_any_markup_of_their_own_go_too() -> None:
    got = read(
        html(body=[*BODY, "One Comment;", "1. peter said:", "they will attack us, he said it himself"]),
        "html",
    )
    assert "attack us" not in got.text and got.text.endswith(BODY[-1])


@pytest.mark.parametrize(
    "head, published",
    [
        ('<meta property="article:published_time" content="2022-07-27T10:00:00Z">', "2022-07-27"),
        ('<meta name="pubdate" content="July 27, 2022">', "2022-07-27"),
        ('<meta name="date" content="2022-07">', "2022-07"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": '
            '"2001-01-01"}, '
            '{"@type": "NewsArticle", "datePublished": "2022-07-27T10:00:00+04:00"}]}</script>',
            "2022-07-27",
        ),
        ('<meta property="article:published_time" content="soon">', None),
        ('<meta property="article:published_time" content="2022-02-31">', None),
        ('<meta property="article:modified_time" content="2022-07-27">', None),
        ('<link rel="canonical" href="https://wire.example/2022/07/27/accord">', None),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<script>var published = "2022-07-27";</script>', None),
        ("", None),
    ],
)
def test_only_metadata_date_a_page(head: str, published: str | None) -> None:
    footer = "<footer>© 2019 Composed Wire</footer><p>Founded on 4 May 1999.</p><img src='/2018/01/02/a.jpg'>"
    got = read(html(head, after=footer), "html")
    assert (got.published, got.published_basis) == (published, "metadata" if published else "unknown")


def test_time_elements_date_a_page_if_they_mean_the_article() -> None:
    one = "<time datetime='2022-07-27T10:00'>yesterday</time>"
    other = "<aside><time datetime='2022-06-01'>June 1</time></aside>"
    marked = "<time class='entry-date published' datetime='2022-07-26'>26 July</time>"
    assert read(html(before=one), "html").published == "2022-07-27"
    assert read(html(before=one, after=other), "html").published is None
    assert read(html(before=one + marked, after=other), "html").published == "2022-07-26"


def test_publisher_byline_title_and_url_of_a_page() -> None:
    head = (
        '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "Varland and '
        'Ostria Sign Naval '
        'Accord", "author": [{"@type": "Person", "name": "Ann Marsh"}, {"name": "Bo Lind"}], '
        '"publisher": {"name": '
        '"Composed Wire"}}</script><link rel="canonical" href="https://wire.example/accord">'
        '<meta name="application-name" content="WireApp">'
    )
    got = read(html(head), "html")
    assert (got.title, got.byline, got.publisher, got.url) == (
        TITLE,
        "Ann Marsh, Bo Lind",
        "Composed Wire",
        "https://wire.example/accord",
    )
    assert (
        read(html('<meta property="og:site_name" content="Site &amp;amp; Co">'), "html").publisher
        == "Site & Co"
    )
    assert read(html('<meta name="application-name" content="WireApp">'), "html").publisher == "WireApp"


def test_a_commenter_is_not_the_author() -> None:
    comment = "<div class='comment-list-2'><span class='author'>peter said</span></div>"
    assert read(html(after=comment), "html").byline is None
    assert (
        read(html(before="<span class='byline'>By Ann Marsh</span>", after=comment), "html").byline
        == "Ann Marsh"
    )


def canonical(url: str) -> str:
    return html(f'<link rel="canonical" href="{url}">')


def test_whose_url_counts() -> None:
    fetched = {"url": "https://www.wire.example/a?x=1", "fetched": "2022-07-27T10:00:00+00:00"}
    assert read(canonical("https://wire.example/a"), "html", **fetched).url == "https://wire.example/a"
    assert read(canonical("/a"), "html", **fetched).url == "https://www.wire.example/a"
    assert read(canonical("https://other.example/a"), "html", **fetched).url == fetched["url"]
    assert read(canonical("https://wire.example/"), "html", **fetched).url == fetched["url"]
    assert (
        read(canonical("https://wire.example/a"), "html", url="https://given.example/").url
        == "https://given.example/"
    )
    assert read(canonical("/a"), "html").url is None
    assert read(canonical("http://[::1"), "html").url is None


def test_the_mark_of_a_composed_page() -> None:
    assert read(html('<meta name="reportedly-composed" content="true">'), "html").composed
    assert not read(html('<meta name="reportedly-composed" content="false">'), "html").composed
    banner = "<div class='banner'>Composed example: the outlets here are invented.</div>"
    got = read(html(before=banner), "html")
    assert got.composed and "Composed example" not in got.text


@pytest.mark.parametrize(
    "page, what",
    [
        (
            "<html><head><title>Sign in</title></head><body><form>Log in to your account <input "
            "type=password></form></body>"
            "</html>",
            "login page",
        ),
        (
            "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
            "error page",
        ),
        (
            "<html><head><title>News</title></head><body><p>Subscribe to continue reading this "
            "article.</p></body></html>",
            "paywall",
        ),
        (
            "<html><head><title>Before you continue</title></head><body><p>We and our partners use "
            "cookies and need your "
            "consent.</p></body></html>",
            "consent page",
        ),
        (
            "<html><head><title>Just a moment...</title></head><body><p>Checking your "
            "browser.</p></body></html>",
            "turns programs away",
        ),
        ("<html><body></body></html>", "no article"),
        ("<html><body><p>Too short.</p></body></html>", "no article"),
        ("<html><body><script>var text = 'said';</script></body></html>", "no article"),
        ("<!-- only a comment -->", ""),
    ],
)
def test_a_page_without_an_article_says_what_it_looks_like(page: str, what: str) -> None:
    with pytest.raises(NoTextError) as caught:
        read(page, "html")
    assert what in caught.value.message and caught.value.remedy


def test_a_short_article_under_a_cookie_notice_and_a_login_link_is_an_article() -> None:
    before = "<div>We use cookies. Accept all</div><a href='/l'>Log in</a><div>Subscribe to read more</div>"
    text = read(html(before=before, body=BODY[:2]), "html").text
    assert BODY[0] in text and "cookies" not in text


def test_an_article_that_speaks_of_logins_is_an_article() -> None:
    body = [
        *BODY,
        "Hackers stole the password of the minister, who had to subscribe to a new service to log in, "
        "and 404 documents were not found, the ministry said.",
    ]
    assert "password" in read(html(body=body), "html").text


def test_a_short_piece_of_html_from_a_table_is_enough() -> None:
    assert (
        read("<p>Varland attacked Ostria on <b>Tuesday</b>.</p>", "html").text
        == "Varland attacked Ostria on Tuesday."
    )


def test_line_breaks_inside_a_page() -> None:
    body = [f"{BODY[0]}<br><br>{BODY[1]}", BODY[2].replace("after the", "after<br>the")]
    assert [p for p in read(html(body=body), "html").text.split("\n\n") if p != TITLE] == BODY


@pytest.mark.parametrize(
    "data",
    [
        "<div>" * 50_000,
        "<b>" * 3_000 + "x",
        "<table><tr><td>" * 2_000,
        "<p>a" * 150_000,
        "<" * 50_000,
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + "<p>Varland attacked.</p>" * 10,
        "<html><body>\x00\x01" + "<p>Varland attacked Ostria.</p>" * 200,
        '<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><p>&a;</p>',
        "<p>&#0;&#xD800;&#1114112;&#xFFFF; Varland attacked.</p>",
        '<?xml version="1.0" encoding="utf-16"?><p>x</p>',
        "<svg><style><!--</style><img title='--><p>x'>",
        "<html " + "a='b' " * 3000 + "><p>x</p>",
    ],
)
def test_hostile_markup_is_a_document_or_one_error(data: str) -> None:
    try:
        got = read(data, "html")
    except (UnreadableError, NoTextError) as error:
        assert error.remedy
    else:
        check(got)


# ---------------------------------------------------------------- anything


def check(got: Document) -> None:
    assert got.text
    assert clean(got.text) == got.text
    assert all(0 <= cut.at <= len(got.text) and cut.length > 0 and cut.reason for cut in got.cuts)
    for value in (got.text, got.title, got.publisher, got.byline, got.url, got.origin, *got.notes):
        if value is not None:
            value.encode("utf-8")
            assert value == value.strip() and value
    assert (got.published is None) == (got.published_basis == "unknown")


_MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='comments'>",
            "</div>",
            "<script>",
            "</script>",
            "<table><tr><td>",
            "<br>",
            "<li>",
            "<meta property='og:title' content='",
            "'>",
            "<link rel=canonical href='",
            "<time datetime='2022-07-27'>",
            "&amp;",
            "&#55296;",
            "<html><body>",
            "<title>",
            "<h1>",
            BODY[0],
            BODY[1],
            "One Comment;",
            "\ud800",
            "\x00",
            "\u202e",
            '<script type="application/ld+json">{"@type": "NewsArticle", "author": [[]], '
            '"datePublished": 7}</script>',
        ]
    )
    | st.text(max_size=20),
    max_size=30,
).map("".join)
_SLOW = hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_SLOW
@given(
    st.binary(max_size=500)
    | _MARKUP.map(lambda s: s.encode("utf-8", "surrogatepass"))
    | st.text().map(lambda s: s.encode("utf-8", "replace")),
    st.sampled_from(["text", "html"]),
    st.none() | st.sampled_from(["utf-8", "cp1251", "x"]),
    st.none() | st.text(max_size=20),
)
def test_any_bytes_are_a_document_or_an_input_error(
    data: bytes, kind: str, encoding: str | None, field: str | None
) -> None:
    try:
        got = read(data, kind, encoding=encoding, title=field, published=field, url=field, language=field)
    except (UnreadableError, NoTextError) as error:
        assert error.remedy and error.where == "x"
    else:
        check(got)


def test_two_papers_that_print_the_same_text_are_two_documents() -> None:
    first, second, again, nobody = (read(PLAIN, outlet=outlet) for outlet in ("Alpha", "Beta", "Alpha", None))
    assert len({first.document_id, second.document_id, nobody.document_id}) == 3
    assert first.document_id == again.document_id
    addressed = {read(PLAIN, outlet=outlet, url="https://alpha.example/1").document_id for outlet in ("Alpha", "Beta")}
    assert len(addressed) == 1
