"""Predicted ratings, the last ratings of a person, and what is measured with them."""

import numpy as np
import pytest

from recommendations.collaborative.learning import Parameters, learn
from recommendations.collaborative.measuring import _ndcg, measure, with_errors
from recommendations.collaborative.ratings import Ratings
from recommendations.collaborative.residuals import SHRINK, learn_ratings, residual_cosines


def two_tastes(people: int = 60, films: int = 30, seed: int = 0) -> Ratings:
    """Half of the people like even films and not the odd ones, the others the other way round."""
    rng = np.random.default_rng(seed)
    who, what = np.nonzero(rng.random((people, films)) < 0.7)
    likes = who % 2 == what % 2
    values = np.where(likes, 8, 3) + rng.integers(0, 3, len(who))
    return Ratings.of(who, what + 1, values, rng.integers(0, 1000, len(who)))


def test_cosines_of_residuals_are_those_of_a_plain_loop():
    ratings = two_tastes()
    rng = np.random.default_rng(3)
    residuals = rng.normal(size=len(ratings))
    dense = np.zeros((ratings.n_people, 30))
    dense[ratings.people, ratings.columns] = residuals
    rated = np.zeros_like(dense)
    rated[ratings.people, ratings.columns] = 1
    found = residual_cosines(ratings.matrix(residuals))
    for i, j in ((0, 1), (4, 9), (17, 2)):
        cosine = dense[:, i] @ dense[:, j]
        cosine /= np.linalg.norm(dense[:, i]) * np.linalg.norm(dense[:, j])
        both = rated[:, i] @ rated[:, j]
        expected = max(0, cosine * both / (both + SHRINK))
        assert found[i, j] == pytest.approx(expected, abs=1e-3)
    assert not np.diag(found).any()


def test_a_person_gets_its_own_tastes_ratings_predicted():
    model = learn(two_tastes(), parameters=Parameters(fewest_ratings=2))
    rated = {title: 9.0 if title % 2 else 3.0 for title in range(1, 13)}
    values = model.predicted(rated, np.arange(20, 30)).values
    odd = np.arange(20, 30) % 2 == 1
    assert values[odd].min() > 7 > 5 > values[~odd].max()


def test_of_an_unknown_title_and_person_the_mean_is_predicted():
    ratings = two_tastes()
    model = learn(ratings)
    predicted = model.predicted({}, np.array([999]))
    assert predicted.values[0] == pytest.approx(ratings.values.mean(), abs=1e-4)
    assert predicted.errors[0] > 0


def test_predictions_stay_on_the_scale():
    model = learn_ratings(two_tastes(), np.arange(30))
    told = model.told(np.arange(10), np.full(10, 10.0), np.arange(30))
    assert told.values.max() <= 10 and told.biases.max() <= 10


def test_the_last_of_each_person_are_held_out_and_never_all():
    people, times = [1] * 10 + [2] * 2 + [3], [*range(10, 0, -1), 5, 5, 1]
    ratings = Ratings.of(people, [*range(10), 0, 1, 4], [5] * 13, np.array(times))
    last = ratings.last(0.2)
    assert ratings.columns[last].tolist() == [0, 1, 1]
    assert ratings.people[last].tolist() == [0, 0, 1]


def test_ndcg_leaves_out_what_is_seen_and_breaks_ties_by_column():
    scores = np.array([5.0, 1, 1, 4, 0])
    assert _ndcg(scores, np.array([0]), np.array([3])) == 1
    assert _ndcg(scores, np.array([0]), np.array([1])) == pytest.approx(1 / np.log2(3))
    assert _ndcg(scores, np.array([0]), np.array([2])) == pytest.approx(1 / np.log2(4))


def test_what_is_held_out_is_found_better_than_by_popularity():
    measured = measure(two_tastes(people=120, films=60), parameters=Parameters(ridge=5.0))
    assert measured.people > 50
    assert measured.mean("model") > 1.5 * measured.mean("popularity")
    assert measured.rmse["model"] < 0.8 * measured.rmse["biases"]
    facts = measured.facts()
    assert facts["ndcg_10"]["model"] == pytest.approx(measured.mean("model"), abs=1e-5)


def test_errors_that_were_measured_are_told_with_predictions():
    ratings = two_tastes(people=120, films=60)
    measured = measure(ratings)
    model = with_errors(learn(ratings), measured)
    some = {title: 9.0 if title % 2 else 3.0 for title in range(1, 41)}
    error = model.predicted(some, np.array([50])).errors[0]
    assert np.float32(error) in measured.errors.astype(np.float32) and 0 < error < 1.4


def test_of_nobody_nothing_is_measured():
    ratings = Ratings.of([1, 2], [1, 1], [9, 9])
    measured = measure(ratings)
    assert measured.people == 0 and measured.facts()["ndcg_10"]["model"] == 0
