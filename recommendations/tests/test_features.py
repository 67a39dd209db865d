"""Facts of a few titles into terms and codes, by hand; random ones are in test_index."""

import math

import numpy as np
import polars as pl
import pytest

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.words import WordBook
from recommendations.features import (
    CODED,
    FAMILIES,
    WEIGHTS,
    Facts,
    codes_of,
    popularity,
    sizes_of,
    standings_of,
    terms_of,
)
from recommendations.tests.plain_titles import PlainTitle, facts_of, values_of


def facts(*titles: PlainTitle) -> Facts:
    return facts_of(titles, values_of(titles))


def said(*titles: PlainTitle) -> list[tuple[int, str, str, float]]:
    """Return (row, family, slug or stem, strength) of all terms, in order."""
    values, book = values_of(titles), WordBook()
    terms = terms_of(facts_of(titles, values), values, book)
    found = []
    for row, place, code, strength in zip(
        *(each.tolist() for each in vars(terms).values()), strict=True
    ):
        family = FAMILIES[place]
        is_word = family in ("theme", "plot", "name")
        slug = book.stems[code] if is_word else values.tables[family]["slug"][code]
        found.append((row, family, slug, strength))
    return sorted(found)


def strengths(family: str, title: PlainTitle) -> dict[str, float]:
    return {slug: strength for _, each, slug, strength in said(title) if each == family}


def enough(title: PlainTitle) -> bool:
    values = values_of([title])
    return terms_of(facts_of([title], values), values, WordBook()).enough(1).tolist() == [True]


def people(n: int) -> tuple[str, ...]:
    return tuple(f"Person {i}" for i in range(n))


def test_every_family_has_a_weight_and_is_terms_or_codes():
    full = PlainTitle(
        1, "Name", "movie", 1999, "Thieves", 7.0, "en", "Vaults",
        *((("value",),) * 7),
    )  # fmt: skip
    assert {family for _, family, _, _ in said(full)} == set(WEIGHTS) - set(CODED)
    assert all(weight > 0 for weight in WEIGHTS.values())


def test_only_the_leading_cast_counts_and_less_with_its_order():
    cast = strengths("cast", PlainTitle(1, cast=people(12)))
    assert list(cast) == [f"person-{i}" for i in range(8)]
    assert cast["person-0"] == 1
    assert cast["person-2"] == pytest.approx(1 / math.sqrt(2))


def test_an_actor_of_two_parts_counts_once_at_the_first():
    cast = strengths("cast", PlainTitle(1, cast=("A", "B", "A", "C")))
    assert cast == pytest.approx({"a": 1, "b": 1 / math.sqrt(1.5), "c": 1 / math.sqrt(2)})


def test_only_the_first_four_companies_count():
    companies = ("E", "D", "C", "B", "A")
    assert strengths("company", PlainTitle(1, company=companies)) == dict.fromkeys("bcde", 1)


def test_a_person_who_directs_and_creates_is_one_term():
    assert strengths("director", PlainTitle(1, director=("A", "A"))) == {"a": 1}


def test_the_leading_ones_are_counted_for_each_title():
    one, two = PlainTitle(1, cast=people(9)), PlainTitle(2, cast=people(9)[::-1])
    last = [(row, slug) for row, family, slug, s in said(one, two) if family == "cast" and s == 1]
    assert last == [(0, "person-0"), (1, "person-8")]


def test_repeated_words_count_ever_less():
    overview = "Dreams of dreaming dreamers: a dream. A heist."
    plot = strengths("plot", PlainTitle(1, overview=overview))
    assert plot["heist"] == pytest.approx(1)
    assert plot["dream"] == pytest.approx(3 * 2.2 / 4.2)


def test_keywords_count_whole_and_as_words():
    title = PlainTitle(1, keyword=("bank heist", "museum heist"))
    assert strengths("keyword", title) == {"bank-heist": 1, "museum-heist": 1}
    assert strengths("theme", title) == pytest.approx({"bank": 1, "museum": 1, "heist": 4.4 / 3.2})


@pytest.mark.parametrize("name", ["The 2", "…", "", "🎬"])
def test_a_name_may_say_nothing(name):
    assert strengths("name", PlainTitle(1, name=name)) == {}


def test_long_words_and_all_scripts_are_words():
    text = f"Élan\u2028七人の侍 {'x' * 300} Самураи 🎬 elan's"
    assert set(strengths("plot", PlainTitle(1, overview=text))) == {
        "elan", "七人の侍", "x" * 300, "самураи",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "is_enough"),
    [
        (PlainTitle(1), False),
        (PlainTitle(1, overview="the of and"), False),
        (PlainTitle(1, name="The Vault", year=1999, language="en", country=("GB",)), False),
        (PlainTitle(1, writer=("A",), company=("B",)), False),
        (PlainTitle(1, overview="A heist"), True),
        (PlainTitle(1, genre=("Crime",)), True),
        (PlainTitle(1, collection="Vaults"), True),
    ],
)
def test_one_telling_family_is_enough(title, is_enough):
    assert enough(title) is is_enough


def test_titles_that_are_kept_are_numbered_anew():
    titles = [PlainTitle(1), PlainTitle(2, genre=("Crime",)), PlainTitle(3, genre=("Drama",))]
    values = values_of(titles)
    terms = terms_of(facts_of(titles, values), values, WordBook())
    kept = terms.keep(terms.enough(3))
    assert sorted(zip(kept.rows.tolist(), kept.codes.tolist(), strict=True)) == [(0, 0), (1, 1)]


def test_of_no_titles_there_are_no_terms():
    values = values_of([])
    terms = terms_of(facts_of([], values), values, WordBook())
    assert [len(each) for each in vars(terms).values()] == [0] * 4
    assert terms.enough(0).tolist() == []


def test_codes_are_numbered_from_one():
    titles = facts(
        PlainTitle(1, language="fr", year=MIN_YEAR, kind="movie"),
        PlainTitle(2, language="xx", year=MAX_YEAR, kind="show"),
        PlainTitle(3),
    )
    last = MAX_YEAR - MIN_YEAR + 1
    assert codes_of(titles, ["en", "fr"]).tolist() == [[2, 1, 1], [0, last, 2], [0, 0, 1]]
    assert sizes_of(["en", "fr"]) == {"language": 3, "era": last + 1, "kind": 3}


def fame(votes: dict[str, int], most: dict[str, int]) -> float:
    return popularity(facts(PlainTitle(1, votes=votes)), most).tolist()[0]


def test_popularity_is_measured_within_a_source():
    most = {"imdb": 2_000_000, "tmdb": 30_000}
    assert fame({"imdb": 2_000_000}, most) == fame({"tmdb": 30_000}, most) == 1
    assert fame({"imdb": 30_000}, most) < 0.75
    assert fame({"imdb": 100, "tmdb": 30_000}, most) == 1
    assert fame({}, most) == 0


def test_a_source_with_few_voters_makes_nobody_famous():
    assert fame({"site": 3}, {"site": 3}) < 0.2


def test_a_source_that_no_title_had_and_one_that_has_grown_are_their_own_measure():
    assert fame({"new": 50_000}, {}) == 1
    assert fame({"imdb": 3_000_000}, {"imdb": 2_000_000}) == 1


def test_whoever_has_votes_is_known_a_little():
    most = {"imdb": 2_147_483_647}
    assert standings_of(facts(PlainTitle(1, votes={"imdb": 1})), most)[0, 0] > 0


@pytest.mark.parametrize(
    ("rating", "tenths"), [(None, -1), (0.0, 0), (7.24, 72), (7.26, 73), (9.96, 100), (10.0, 100)]
)
def test_ratings_are_kept_in_tenths(rating, tenths):
    assert standings_of(facts(PlainTitle(1, rating=rating)), {}).tolist() == [[0, tenths]]


def test_a_value_that_is_linked_but_unknown_is_left_out():
    titles = [PlainTitle(1, genre=("Crime",))]
    values = values_of(titles)
    links = facts_of(titles, values)
    links.links["genre"].extend(pl.DataFrame({"title_id": [1], "value": [10_000]}))
    terms = terms_of(links, values, WordBook())
    assert np.count_nonzero(terms.families == FAMILIES.index("genre")) == 1
