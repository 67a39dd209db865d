"""The arithmetic, on arrays small enough to check by eye; random ones are in test_exactness."""

import math

import numpy as np
import pytest

from catalog.inverted_index import InvertedIndex
from recommendations import similarity
from recommendations.features import CODED, FAMILIES, WEIGHTS
from recommendations.similarity import (
    DISLIKE,
    LEAST_RARITY,
    PRIOR_SHARE,
    PRIORS,
    UNKNOWN,
    Columns,
    TitleRows,
    Vector,
)

ALL = sum(WEIGHTS.values())
NO_CODES = {"language": np.zeros(3), "era": np.zeros(300), "kind": np.zeros(3)}


def vector(*pairs: tuple[int, float], **known) -> Vector:
    terms, weights = zip(*pairs, strict=True)
    return Vector(np.array(terms), np.array(weights, float), known.pop("tables", NO_CODES), **known)


def title_rows(vectors: list[dict[int, float]], n_terms: int, **known) -> TitleRows:
    """Return titles of length 1; ``codes`` are of CODED, ``standings`` percent and tenths."""
    triples = [(row, term, w) for row, terms in enumerate(vectors) for term, w in terms.items()]
    rows, terms, weights = zip(*triples, strict=True)
    n = len(vectors)
    codes = np.array(known.get("codes", [(0, 0, 0)] * n))
    standings = np.array(known.get("standings", [(0, -1)] * n))
    columns = Columns(np.ones(n, np.float32), np.arange(n), codes, np.arange(n), standings)
    return TitleRows(InvertedIndex.build(terms, rows, weights, n_terms, n), columns)


def postings_of(titles: TitleRows) -> InvertedIndex:
    vectors = titles.vectors
    rows, terms, weights = vectors.postings_of(np.arange(vectors.n_terms))
    return InvertedIndex.build(rows, terms, weights, len(titles), vectors.n_rows)


def found(query: Vector, titles: TitleRows, n: int, **options) -> list[tuple[int, float]]:
    rows, scores = similarity.neighbours(query, postings_of(titles), titles, n, **options)
    return list(zip(rows.tolist(), scores.tolist(), strict=True))


def test_rarity_falls_with_the_number_of_titles_and_stays_above_nothing():
    rare, common, everywhere = similarity.rarity(np.array([1, 50, 100]), 100)
    assert rare == pytest.approx(np.log(101 / 2))
    assert rare > common > everywhere == pytest.approx(LEAST_RARITY)


def test_a_term_of_an_empty_index_is_as_rare_as_one_that_every_title_has():
    assert similarity.rarity(np.array([0]), 0).tolist() == pytest.approx([LEAST_RARITY])


def weights_of(terms: list[tuple[str, float]], codes=(0, 0, 0)) -> tuple[list[float], float]:
    """Return the weights of terms of one title, each (family, raw weight), and its length."""
    weights, inverse = similarity.unit_weights(
        rows=np.zeros(len(terms), int),
        families=np.array([FAMILIES.index(family) for family, _ in terms]),
        raw=np.array([raw for _, raw in terms]),
        codes=np.array([codes]),
    )
    return weights.tolist(), 1 / float(inverse[0])


def test_a_block_is_as_long_as_its_family_weighs():
    weights, length = weights_of([("genre", 3.0), ("genre", 4.0), ("plot", 99.0)])
    genre, plot = (math.sqrt(WEIGHTS[family]) / length for family in ("genre", "plot"))
    assert weights == pytest.approx([0.6 * genre, 0.8 * genre, plot])


def test_what_is_unknown_takes_its_part_of_the_length():
    _, length = weights_of([("genre", 1.0)])
    assert length**2 == pytest.approx(WEIGHTS["genre"] + UNKNOWN * (ALL - WEIGHTS["genre"]))


def test_codes_that_are_known_count_in_the_length():
    known = WEIGHTS["genre"] + sum(WEIGHTS[family] for family in CODED)
    _, length = weights_of([("genre", 1.0)], codes=(1, 130, 1))
    assert length**2 == pytest.approx(known + UNKNOWN * (ALL - known))


def test_a_title_of_which_everything_is_known_has_length_one_but_for_its_codes():
    terms = [(family, 2.0) for family in FAMILIES if family not in CODED]
    weights, length = weights_of(terms, codes=(1, 130, 1))
    assert length**2 == pytest.approx(ALL)
    of_codes = sum(WEIGHTS[family] for family in CODED) / ALL
    assert sum(weight**2 for weight in weights) == pytest.approx(1 - of_codes)


def test_the_cosine_of_years_falls_by_e_in_eight_years():
    years = similarity.alikeness("era", 100, np.r_[0, np.ones(200)])
    assert years[100] == 1
    assert years[92] == years[108] == pytest.approx(math.exp(-1))
    assert years[0] == 0


@pytest.mark.parametrize("family", CODED)
def test_nothing_is_like_the_unknown(family):
    assert similarity.alikeness(family, 0, np.ones(5)).tolist() == [0] * 5
    cosines = similarity.self_cosines(np.array([0, 1]), dict.fromkeys(CODED, 5))
    assert similarity.alikeness(family, 2, cosines[family])[0] == 0


def test_a_language_counts_in_full_only_if_it_is_rare():
    common, rare = np.array([1] * 99), np.array([2])
    cosines = similarity.self_cosines(np.r_[common, rare], dict.fromkeys(CODED, 4))["language"]
    assert cosines.tolist() == [0, pytest.approx(LEAST_RARITY / 2.5), 1, 1]


def test_a_vector_is_what_the_rows_say():
    titles = title_rows([{2: 0.5, 0: 0.25}], 3, codes=[(1, 130, 0)], standings=[(40, 75)])
    cosines = similarity.self_cosines(np.array([1]), {"language": 2, "era": 232, "kind": 3})
    made = similarity.vector_of(titles, 0, cosines)
    assert (made.terms.tolist(), made.weights.tolist()) == ([0, 2], [0.25, 0.5])
    assert (made.popularity, made.rating) == (0.4, 7.5)
    assert made.tables["era"][130] == pytest.approx(WEIGHTS["era"])
    assert made.tables["kind"].tolist() == [0, 0, 0]


def test_the_blend_of_one_is_that_one():
    one = vector((2, 0.6), (5, 0.8), popularity=0.4, rating=7.0)
    blended = similarity.blend([one])
    assert (blended.popularity, blended.rating) == (0.4, 7.0)
    assert (blended.terms.tolist(), blended.weights.tolist()) == ([2, 5], [0.6, 0.8])


def test_a_blend_is_the_mean_of_the_liked_less_the_disliked():
    one, two = (NO_CODES | {"kind": np.eye(3)[kind]} for kind in (1, 2))
    blended = similarity.blend(
        [vector((1, 1.0), tables=one), vector((2, 1.0), tables=two)], [vector((2, 1.0), tables=two)]
    )
    assert dict(zip(blended.terms, blended.weights, strict=True)) == {1: 0.5, 2: 0.5 - DISLIKE}
    assert blended.tables["kind"].tolist() == [0, 0.5, 0.5 - DISLIKE]


def test_a_blend_is_as_popular_and_as_well_rated_as_the_liked_are_on_average():
    liked = [vector((0, 1.0), popularity=0.2, rating=6.0), vector((0, 1.0), popularity=0.6)]
    blended = similarity.blend(liked, [vector((0, 1.0), popularity=1.0, rating=1.0)])
    assert (blended.popularity, blended.rating) == (pytest.approx(0.4), 6.0)


def prior_of(query: Vector, *standings: tuple[int, int]) -> dict[str, list[float]]:
    columns = title_rows([{0: 1.0}] * len(standings), 1, standings=standings).columns
    return {name: part.tolist() for name, part in similarity.prior(query, columns).items()}


def test_the_prior_of_a_perfect_match_is_all_that_it_can_be():
    parts = prior_of(vector((0, 1.0), popularity=1.0, rating=8.0), (100, 80))
    assert sum(part[0] for part in parts.values()) == pytest.approx(PRIOR_SHARE)


def test_the_parts_of_the_prior_by_hand():
    unit = PRIOR_SHARE / sum(PRIORS.values())
    parts = prior_of(vector((0, 1.0), popularity=0.5, rating=7.0), (60, 65))
    assert parts["popularity"] == pytest.approx(
        [unit * (PRIORS["popularity"] * 0.36 + PRIORS["as_popular"] * 0.8)]
    )
    assert parts["rating"] == pytest.approx(
        [unit * (PRIORS["rating"] * 0.5 + PRIORS["as_rated"] * 0.75)]
    )


def test_the_prior_says_nothing_where_nothing_is_known():
    assert prior_of(vector((0, 1.0)), (0, -1)) == {"popularity": [0], "rating": [0]}
    known = prior_of(vector((0, 1.0), popularity=0.1, rating=2.0), (0, -1))
    assert known == {"popularity": [0], "rating": [0]}


def test_a_factor_multiplies_its_part_of_the_prior():
    query = vector((0, 1.0), popularity=0.5, rating=7.0)
    turned = vector((0, 1.0), popularity=0.5, rating=7.0, factors={"popularity": 0, "rating": 2})
    plain, steered = prior_of(query, (60, 65)), prior_of(turned, (60, 65))
    assert steered == {"popularity": [0], "rating": [2 * plain["rating"][0]]}


def test_a_famous_title_that_shares_nothing_is_no_neighbour():
    titles = title_rows([{0: 1.0}, {1: 1.0}], 2, standings=[(100, 90)] * 2)
    query = vector((0, 1.0), popularity=1.0, rating=9.0)
    assert [row for row, _ in found(query, titles, 2)] == [0]


def test_what_is_more_like_the_disliked_is_no_neighbour():
    titles = title_rows([{0: 0.5, 1: 0.4}, {0: 0.4, 1: 0.5}], 2, standings=[(100, 90)] * 2)
    assert [row for row, _ in found(vector((0, 1.0), (1, -1.0)), titles, 2)] == [0]


def test_ties_are_in_the_order_of_the_rows():
    titles = title_rows([{0: 0.5}, {0: 0.7}, {0: 0.5}, {0: 0.5}], 1)
    assert [row for row, _ in found(vector((0, 1.0)), titles, 3)] == [1, 0, 2]


def test_scores_that_float32_cannot_tell_apart_are_told_apart():
    titles = title_rows([{0: 0.5, 1: 0.0}, {0: 0.5, 1: 2**-30}], 2)
    assert [row for row, _ in found(vector((0, 1.0), (1, 1.0)), titles, 1)] == [1]


@pytest.mark.parametrize("weight", [1.0, 1000.0])
def test_what_float32_adds_up_in_the_wrong_order_is_put_right(weight):
    # Each of the small terms is lost beside the first, though together they are more.
    small = dict.fromkeys(range(1, 17), 2**-26)
    titles = title_rows([{0: 1 + 2**-23}, {0: 1.0, **small}], 17)
    query = vector(*((term, weight) for term in range(17)))
    assert [row for row, _ in found(query, titles, 1)] == [1]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_only_rows_that_are_allowed_are_found(n):
    titles = title_rows([{0: w} for w in (0.9, 0.8, 0.7, 1e-7)], 1, standings=[(100, 90)] * 4)
    allowed = np.array([False, True, False, True])
    rows = [row for row, _ in found(vector((0, 1.0)), titles, n, allowed=allowed)]
    assert rows == [1, 3][:n]


def test_none_are_found_of_none_that_are_wanted():
    assert found(vector((0, 1.0)), title_rows([{0: 1.0}], 1), 0) == []


def test_contributions_are_those_of_shared_terms():
    titles = title_rows([{0: 1.0, 4: 0.2, 9: 0.4}, {2: 1.0}, {1: 0.5}], 10)
    query = vector((1, 0.5), (4, 0.5), (9, -0.5))
    positions, terms, weights = similarity.contributions(query, titles, np.array([2, 1, 0]))
    assert (positions.tolist(), terms.tolist()) == ([0, 2, 2], [1, 4, 9])
    expected = [(1 - PRIOR_SHARE) * each for each in (0.25, 0.1, -0.2)]
    assert weights == pytest.approx(expected, abs=1e-8)


def test_a_query_without_terms_shares_none():
    nothing = Vector(np.zeros(0, int), np.zeros(0), NO_CODES)
    titles = title_rows([{0: 1.0}], 1)
    assert similarity.contributions(nothing, titles, np.array([0]))[0].tolist() == []
    assert found(nothing, titles, 1) == []
