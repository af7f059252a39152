"""robots.txt as the standard reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.sources.robots import fits, parse_robots

RULES = """\
User-agent: *
Disallow: /private # not for you
Allow: /private/open
Disallow: /*?print
Disallow: /*.pdf$
Disallow:
Crawl-delay: 5

user-agent: otherbot
User-Agent: badbot
disallow: /
"""


@pytest.mark.parametrize(
    "path, allowed",
    [
        ("/", True),
        ("", True),
        ("/a", True),
        ("/private", False),
        ("/private/a", False),
        ("/privateer", False),
        ("/private/open/a", True),
        ("/a?print=1", False),
        ("/a?x=1&print", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
    ],
)
def test_the_longest_rule_that_fits_counts(path: str, allowed: bool) -> None:
    assert parse_robots(RULES, "Reportedly").allows("https://news.example" + path) is allowed


def test_a_group_of_its_own_replaces_the_common_one() -> None:
    own = RULES + "\nUser-agent: REPORTEDLY\nDisallow: /secret\n\nUser-agent: reportedly\nDisallow: /more\n"
    rules = parse_robots(own, "Reportedly")
    assert [rules.allows("https://news.example" + path) for path in ("/private", "/secret", "/more")] == [
        True,
        False,
        False,
    ]
    assert not parse_robots(RULES, "badbot").allows("https://news.example/a")
    assert not parse_robots(RULES, "otherbot").allows("https://news.example/a")
    free = "User-agent: reportedly\nUser-agent: x\nDisallow:\n\nUser-agent: *\nDisallow: /"
    assert parse_robots(free, "Reportedly").allows("https://news.example/a")


def test_spellings_of_one_path_are_one() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /ä%c3%bc", "Reportedly")
    assert not rules.allows("https://news.example/%c3%a4%C3%BC/x")
    assert not rules.allows("https://news.example/äü")


@pytest.mark.parametrize(
    "text", ["", "<html><body>no such file</body></html>", "Disallow: /", "User-agent\n: :"]
)
def test_what_says_nothing_allows_everything(text: str) -> None:
    assert parse_robots(text, "Reportedly").allows("https://news.example/a")


def test_allowing_wins_a_tie() -> None:
    assert parse_robots("User-agent: *\nDisallow: /a\nAllow: /a", "x").allows("https://news.example/a")


@given(st.text("ab*$/", max_size=8), st.text("ab/", max_size=8))
def test_patterns_fit_as_the_regular_expression_would(pattern: str, path: str) -> None:
    end = pattern.endswith("$")
    body = pattern.removesuffix("$")
    expression = ".*".join(re.escape(part) for part in body.split("*")) + (r"\Z" if end else "")
    assert fits(pattern, path) == (re.match(expression, path) is not None)


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_is_a_set_of_rules(text: str, path: str) -> None:
    assert parse_robots(text, "Reportedly").allows("https://news.example/" + path.replace("[", "")) in (
        True,
        False,
    )
