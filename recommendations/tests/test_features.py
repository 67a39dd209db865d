import math

import numpy as np
import pytest

from recommendations.features import (
    WEIGHTS,
    TitleFacts,
    Value,
    family_of,
    is_enough,
    popularity,
    terms_of,
)


def facts(**given) -> TitleFacts:
    return TitleFacts(title_id=1, name="", kind="movie", **given)


def strengths(family: str, **given) -> dict[str, float]:
    terms = terms_of(facts(**given))
    return {t.text.partition(":")[2]: t.strength for t in terms if family_of(t.text) == family}


def people(n: int) -> list[Value]:
    return [Value(f"person-{i}", f"Person {i}") for i in range(n)]


def test_a_term_is_family_and_value_with_a_label():
    given = facts(values={"genre": [Value("science-fiction", "Science Fiction")]})
    labels = {term.text: term.label for term in terms_of(given)}
    assert labels["genre:science-fiction"] == "Science Fiction"


def test_every_term_is_of_a_family_with_a_weight():
    given = facts(
        year=1999,
        overview="A dream within a dream",
        values={
            family: [Value("x", "heist")] for family in ("genre", "keyword", "cast", "company")
        },
    )
    assert {family_of(term.text) for term in terms_of(given)} <= set(WEIGHTS)


def test_only_the_leading_cast_counts_and_less_with_its_order():
    cast = strengths("cast", values={"cast": people(12)})
    assert len(cast) == 8
    assert cast["person-0"] == 1
    assert cast["person-2"] == pytest.approx(1 / math.sqrt(2))


def test_only_four_companies_count():
    assert len(strengths("company", values={"company": people(9)})) == 4


def test_a_person_who_directs_and_creates_is_one_term():
    assert len(strengths("director", values={"director": people(1) * 2})) == 1


def test_repeated_words_count_sublinearly():
    plot = strengths("plot", overview="Dreams of dreaming dreamers: a dream. A heist.")
    assert plot["heist"] == 1
    assert plot["dream"] == pytest.approx(1 + math.log(3))


def test_keywords_count_whole_and_as_words():
    given = {"keyword": [Value("bank-heist", "bank heist")]}
    assert list(strengths("keyword", values=given)) == ["bank-heist"]
    assert list(strengths("theme", values=given)) == ["bank", "heist"]


def cosine_of_years(one: int, other: int) -> float:
    a, b = strengths("era", year=one), strengths("era", year=other)
    dot = sum(a[centre] * b.get(centre, 0) for centre in a)
    return dot / np.linalg.norm(list(a.values())) / np.linalg.norm(list(b.values()))


@pytest.mark.parametrize("year", [1997, 1998, 1999, 2000, 2001])
def test_the_cosine_of_years_falls_smoothly_to_nothing(year):
    cosines = [cosine_of_years(year, year + gap) for gap in range(0, 24, 2)]
    assert cosines == sorted(cosines, reverse=True)
    assert cosines[0] == pytest.approx(1)
    assert 0.3 < cosines[4] < 0.6  # eight years: about exp(-1)
    assert cosines[10] == 0  # twenty years


def test_an_unknown_year_has_no_era():
    assert strengths("era", year=None) == {}


@pytest.mark.parametrize(
    ("given", "enough"),
    [
        ({}, False),
        ({"overview": "A heist in a dream"}, False),
        ({"year": 1999, "values": {"genre": people(1), "language": people(1)}}, False),
        ({"overview": "A heist in a dream", "values": {"genre": people(1)}}, True),
    ],
)
def test_two_telling_families_are_enough(given, enough):
    assert is_enough(terms_of(facts(**given))) is enough


def test_popularity_is_measured_within_a_source():
    most = {"imdb": 2_000_000, "tmdb": 30_000}
    assert popularity({"imdb": 2_000_000}, most) == popularity({"tmdb": 30_000}, most) == 1
    assert popularity({"imdb": 30_000}, most) < 0.75
    assert popularity({"imdb": 100, "tmdb": 30_000}, most) == 1
    assert popularity({}, most) == 0


def test_a_source_with_few_voters_makes_nobody_famous():
    assert popularity({"site": 3}, {"site": 3}) < 0.2
