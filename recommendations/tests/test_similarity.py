"""The arithmetic, on matrices small enough to check by eye or against dense float64."""

import numpy as np
import pytest

from catalog.inverted_index import InvertedIndex
from recommendations import similarity
from recommendations.similarity import DISLIKE, PRIOR_SHARE, UNKNOWN, Columns, Vector

UNKNOWN_RATING = np.nan


def vector(*pairs: tuple[int, float], **known: float) -> Vector:
    terms, weights = zip(*pairs, strict=True)
    return Vector(np.array(terms), np.array(weights, float), **known)


def columns(n: int, popularity: float = 0.0, rating: float = UNKNOWN_RATING) -> Columns:
    return Columns(np.full(n, popularity), np.full(n, rating))


def test_rarity_falls_with_the_number_of_titles_and_stays_above_nothing():
    rare, common, everywhere = similarity.rarity(np.array([1, 50, 100]), 100)
    assert rare == pytest.approx(np.log(101 / 2))
    assert rare > common > everywhere > 0


def test_unit_weights_make_blocks_as_long_as_their_family_weighs():
    # One row: family 0 has two terms of raw 3 and 4, family 1 one term of any raw weight.
    weights = similarity.unit_weights(
        rows=np.zeros(3, int),
        families=np.array([0, 0, 1]),
        raw=np.array([3.0, 4.0, 99.0]),
        family_weights=np.array([0.25, 0.75]),
        n_rows=1,
    )
    assert weights == pytest.approx([0.6 * 0.5, 0.8 * 0.5, np.sqrt(0.75)])
    assert np.linalg.norm(weights) == pytest.approx(1)


def test_what_is_unknown_takes_its_part_of_the_length():
    weights = similarity.unit_weights(
        np.zeros(1, int), np.zeros(1, int), np.ones(1), np.array([0.5, 0.5]), n_rows=1
    )
    assert weights == pytest.approx([np.sqrt(0.5 / (0.5 + UNKNOWN * 0.5))])


def test_the_blend_of_one_is_that_one():
    one = vector((2, 0.6), (5, 0.8), popularity=0.4, rating=7.0)
    blended = similarity.blend([one])
    assert (blended.popularity, blended.rating) == (0.4, 7.0)
    assert blended.terms.tolist() == [2, 5]
    assert blended.weights.tolist() == [0.6, 0.8]


def test_a_blend_is_the_mean_of_the_liked_less_the_disliked():
    blended = similarity.blend([vector((1, 1.0)), vector((2, 1.0))], [vector((2, 1.0))])
    assert dict(zip(blended.terms, blended.weights, strict=True)) == {1: 0.5, 2: 0.5 - DISLIKE}


def test_prior_favours_what_is_popular_and_good_and_as_much_so_as_the_query():
    query = vector((0, 1.0), popularity=1.0, rating=8.0)
    known = Columns(np.array([1.0, 0.5, 0.0]), np.array([8.0, 5.0, np.nan]))
    parts = similarity.prior(query, known)
    total = parts["popularity"] + parts["rating"]
    assert total[0] == pytest.approx(PRIOR_SHARE)
    assert total[0] > total[1] > total[2] == 0


def test_prior_says_nothing_where_nothing_is_known():
    parts = similarity.prior(vector((0, 1.0)), columns(3, popularity=0.0))
    assert all((part == 0).all() for part in parts.values())


@pytest.mark.parametrize("n", [0, 1, 20, 1000])
def test_neighbours_are_those_of_dense_arithmetic(n):
    random = np.random.default_rng(0)
    matrix = np.where(random.random((400, 30)) < 0.2, random.random((400, 30)), 0)
    rows, terms = np.nonzero(matrix)
    postings = InvertedIndex.build(rows, terms, matrix[rows, terms], 400, 30)
    known = Columns(random.random(400), random.uniform(3, 9, 400))
    query = vector((1, 0.5), (7, 0.7), (29, 0.5), popularity=0.5, rating=7.0)

    found, scores = similarity.neighbours(query, postings, known, n, exclude=[3])

    cosine = matrix[:, query.terms] @ query.weights
    exact = (1 - PRIOR_SHARE) * cosine + sum(similarity.prior(query, known).values())
    exact[(cosine == 0) | (np.arange(400) == 3)] = 0
    ranked = np.argsort(-exact, kind="stable")[: np.count_nonzero(exact)]
    assert found.tolist() == ranked[:n].tolist()
    assert scores == pytest.approx(exact[found], abs=1e-6)


def test_a_famous_row_that_shares_nothing_is_no_neighbour():
    postings = InvertedIndex.build([0, 1], [0, 1], [1.0, 1.0], n_rows=2, n_terms=2)
    query = vector((0, 1.0), popularity=1.0, rating=9.0)
    found, _ = similarity.neighbours(query, postings, columns(2, popularity=1.0, rating=9.0), n=2)
    assert found.tolist() == [0]


def test_contributions_are_those_of_shared_terms():
    query = vector((1, 0.5), (4, 0.5), (9, 0.5))
    shared, weights = similarity.contributions(query, np.array([0, 4, 9]), np.array([1, 0.2, 0.4]))
    assert shared.tolist() == [4, 9]
    assert weights == pytest.approx([(1 - PRIOR_SHARE) * 0.1, (1 - PRIOR_SHARE) * 0.2])
