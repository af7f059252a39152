"""Sport is told from politics by the article's words."""

from reportedly.claims.lookalikes import lookalike, topics

SPORT = """Norland attacked from the start of the match and scored two goals before half-time. The coach praised the
goalkeeper, and the fans in the stadium sang. Sudmark defended the penalty in the second half of the qualifier."""
POLITICS = """Norland attacked two border posts of Sudmark before dawn. The defence ministry said that its team of
observers had left the region, and the government asked the alliance for talks. The president won the support of
his party."""


def test_a_match_is_no_attack():
    topic = lookalike(SPORT)
    assert topic is not None and topic.name == "sport" and topic.threshold > 0.9


def test_an_attack_is_no_match():
    assert lookalike(POLITICS) is None
    assert lookalike("") is None


def test_one_paragraph_on_sport_does_not_make_the_article_sport():
    assert lookalike(SPORT + " " + POLITICS * 8) is None


def test_the_table_is_sound():
    for topic in topics():
        assert 0 < topic.share < 1 and 0.5 < topic.threshold < 1 and topic.distinct > 2
        assert all(w == w.lower() for w in topic.words)
