"""What the same people like, on matrices that the eye can check."""

import numpy as np
import pytest

from recommendations.evaluation import truth
from recommendations.evaluation.truth import FITTING, HELD_OUT, Ratings, Source


def ratings(*rows: str) -> Ratings:
    """Return ratings: a line for each person, a digit for each item (0 = 10), a dot = unrated."""
    rated = [
        (person, item, 10.0 if cell == "0" else float(cell))
        for person, row in enumerate(rows)
        for item, cell in enumerate(row)
        if cell != "."
    ]
    people, items, values = map(np.array, zip(*rated, strict=True))
    means = np.array([values[people == person].mean() for person in people])
    return Ratings(people, items, values, means, len(rows[0]))


#: Three who like the first two of four films, and two who like the others.
FANS = ratings("9922", "982.", "9833", "2299", ".289")


def test_likes_are_ratings_of_four_stars_and_more():
    sums = truth.co_ratings(FANS)
    assert sums.likes.tolist() == [[3, 3, 0, 0], [3, 3, 0, 0], [0, 0, 2, 2], [0, 0, 2, 2]]
    assert sums.raters[0].tolist() == [4, 4, 4, 3]


def test_people_are_unfolded_a_few_at_a_time(monkeypatch):
    whole = truth.co_ratings(FANS)
    monkeypatch.setattr(truth, "PEOPLE_AT_ONCE", 2)
    parts = truth.co_ratings(FANS)
    assert np.allclose(whole.products, parts.products)
    assert np.array_equal(whole.likes, parts.likes)
    assert np.array_equal(whole.raters, parts.raters)


def test_ease_of_two_items_is_the_regression_of_one_on_the_other():
    likes = np.array([[30.0, 12.0], [12.0, 50.0]])
    weights = truth.ease(likes)
    assert weights == pytest.approx(np.array([[0, 12 / (30 + 150)], [12 / (50 + 150), 0]]))


def test_adjusted_cosine_is_of_ratings_less_the_mean_of_the_person_and_shrunk():
    sums = truth.co_ratings(ratings("93", "84", "57"))
    # Less their means: (3, -3), (2, -2), (-1, 1).
    cosine = truth.adjusted_cosine(sums.products, sums.raters)
    assert cosine == pytest.approx(np.array([[0, -3 / 23], [-3 / 23, 0]]))


def test_an_item_that_everybody_gave_their_mean_is_like_none():
    sums = truth.co_ratings(ratings("555", "777"))
    assert not truth.adjusted_cosine(sums.products, sums.raters).any()


def test_the_nearest_are_positive_and_of_equal_ones_the_first():
    weights = np.array([[0.0, 0.5, 0.5, 0.5], [0.0, 0.0, -0.1, 0.2]])
    assert truth.nearest(weights, 2).tolist() == [
        [False, True, True, False],
        [False, False, False, True],
    ]


def test_both_truths_see_who_is_liked_together(monkeypatch):
    monkeypatch.setattr(truth.nearest, "__defaults__", (1,))
    for relevant in truth.truths(FANS).values():
        nearest = relevant.argmax(axis=1).tolist()
        assert relevant.sum(axis=1).tolist() == [1, 1, 1, 1]
        assert nearest == [1, 0, 3, 2]


def test_titles_are_split_by_their_ids_for_good():
    keys = [f"tt{number:07}" for number in range(4000)]
    halves = [truth.half_of(key) for key in keys]
    assert halves.count(FITTING) == pytest.approx(2000, abs=130)
    assert (truth.half_of("tt0133093"), truth.half_of("tt1375666")) == (FITTING, HELD_OUT)
    source = Source("x", 1, 1, 0, np.arange(4000), {}, np.ones(4000), keys)
    folds = [source.in_fold(0), source.in_fold(1)]
    assert not (folds[0] & folds[1]).any()
    assert np.array_equal(folds[0] | folds[1], source.in_half(FITTING))
    assert abs(int(folds[0].sum()) - int(folds[1].sum())) < 180
    assert source.in_half("all").all()
