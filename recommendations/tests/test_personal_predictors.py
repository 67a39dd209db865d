"""Predicted ratings, against values worked out by hand and a matrix that was planted."""

import numpy as np
import pytest

from recommendations.evaluation.personal import predictors
from recommendations.tests.test_personal_splits import history


def test_biases_are_shrunk_sums():
    mine = history((0, 0, 8, 0), (0, 1, 6, 1), (1, 0, 10, 0), shape=(3, 3))
    found = predictors.Biases(mine)
    assert found.mean == 8
    assert found.items.tolist() == pytest.approx([2 / 7, -2 / 6, 0])
    of_person_0 = ((0 - 2 / 7) + (-2 + 2 / 6)) / 7
    assert found.people.tolist() == pytest.approx([of_person_0, (2 - 2 / 7) / 6, 0])
    predicted = found.predict(np.array([0, 2]), np.array([1, 2]))
    assert predicted.tolist() == pytest.approx([8 - 2 / 6 + of_person_0, 8])


def test_predictions_are_ratings_that_can_be_given():
    mine = history(*[(p, i, 10, 0) for p in range(9) for i in range(9)], (9, 9, 1, 0))
    found = predictors.Biases(mine).predict(np.array([0, 9]), np.array([0, 9]))
    assert (found <= 10).all() and (found >= 1).all()


def planted(n_people=60, n_items=40, share=0.5):
    rng = np.random.default_rng(5)
    ones = rng.choice([-1, 1], n_people)[:, None] * rng.choice([-1, 1], n_items)[None, :]
    values = np.clip(6 + 2 * ones + rng.normal(0, 0.2, ones.shape), 1, 10)
    rows = [(p, i, values[p, i], 0) for p in range(n_people) for i in range(n_items)]
    known = rng.random(len(rows)) < share
    whole = history(*rows)
    return whole.only(known), whole.only(~known)


def test_factors_find_what_biases_cannot():
    train, hidden = planted()
    biases = predictors.errors(predictors.Biases(train), hidden)
    factors = predictors.errors(predictors.BiasedFactors(train, factors=2), hidden)
    assert biases["rmse"] > 0.9
    assert factors["rmse"] < 0.35
    assert factors["rmse_low"] < factors["rmse"] < factors["rmse_high"]


def test_errors_are_in_stars():
    hidden = history((0, 0, 8, 0), (1, 0, 4, 0))
    found = predictors.errors(predictors.PEERS["mean"](hidden), hidden)
    assert (found["rmse"], found["mae"]) == (1, 1)
