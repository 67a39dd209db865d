"""Figures about lists, against values worked out by hand."""

import math

import numpy as np
import pytest

from recommendations.evaluation import metrics


def relevant(*rows):
    return np.array(rows, bool)


def test_a_hit_is_a_relevant_candidate_and_no_hit_stands_behind_the_end_of_a_list():
    found = metrics.hits(np.array([[2, 0, -1]]), relevant([1, 0, 0]))
    assert found.tolist() == [[False, True, False]]


def test_ndcg_divides_by_the_best_list_that_there_could_be():
    found = np.array([[True, False, True], [False, True, False], [False, False, False]])
    gained = metrics.ndcg(found, np.array([2, 20, 1]))
    two_of_two = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    one_of_many = (1 / math.log2(3)) / (1 + 1 / math.log2(3) + 1 / math.log2(4))
    assert gained.tolist() == pytest.approx([two_of_two, one_of_many, 0])


def test_ndcg_of_the_best_order_is_one_even_if_less_is_relevant_than_the_list_is_long():
    assert metrics.ndcg(np.array([[True, True, False]]), np.array([2])).tolist() == [1]


def test_queries_to_which_nothing_is_relevant_count_nowhere():
    found = np.array([[True, False], [False, False]])
    n_relevant = np.array([4, 0])
    assert metrics.mean(metrics.recall(found, n_relevant)) == 0.25
    assert np.isnan(metrics.ndcg(found, n_relevant)[1])


def test_coverage_counts_each_candidate_once():
    assert metrics.coverage(np.array([[0, 1], [1, -1]]), 4) == 0.5


def test_diversity_is_the_mean_distance_of_pairs():
    genres = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], bool)
    # Jaccard similarities of the pairs 01, 02, 12: 1/2, 0, 0.
    assert metrics.diversity(np.array([[0, 1, 2]]), genres) == pytest.approx(1 - 0.5 / 3)
    assert metrics.diversity(np.array([[0, 3, -1], [1, -1, -1]]), genres) == 1


def test_chance_has_no_popularity_bias_and_the_most_popular_have_the_greatest():
    popularity = np.array([5.0, 1.0, 1.0, 9.0])
    assert metrics.percentiles(popularity).tolist() == [0.625, 0.25, 0.25, 0.875]
    assert metrics.popularity_bias(np.array([[0, 1], [2, 3]]), popularity) == 0
    assert metrics.popularity_bias(np.array([[3, -1]]), popularity) == 0.375


def test_novelty_is_surprise_in_bits():
    assert metrics.novelty(np.array([[0, 1]]), np.array([0.5, 0.125])) == 2


def test_resampling_is_repeatable_paired_and_around_the_mean():
    values = np.random.default_rng(1).random(400)
    columns = np.stack([values, 2 * values, np.where(values < 0.5, np.nan, values)], axis=1)
    means = metrics.resampled_means(columns)
    assert means.shape == (1000, 3)
    assert np.array_equal(means, metrics.resampled_means(columns))
    assert means[:, 1] == pytest.approx(2 * means[:, 0])
    low, high = metrics.interval(means[:, 0])
    standard_error = values.std() / math.sqrt(len(values))
    assert low == pytest.approx(values.mean() - 1.96 * standard_error, abs=standard_error / 4)
    assert high == pytest.approx(values.mean() + 1.96 * standard_error, abs=standard_error / 4)
    assert means[:, 2].min() > 0.5
