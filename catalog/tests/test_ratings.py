"""The Bayesian average, which source speaks for a title, and ratings in words and signs."""

import pytest

from catalog.ratings import (
    PRIOR_MEAN,
    SourceRating,
    Summary,
    bayesian_average,
    star_signs,
    stars_in_words,
    summary_rating,
    whole_percents,
)


def test_a_few_enthusiasts_do_not_beat_a_crowd():
    assert bayesian_average(9.9, 6) < bayesian_average(7.5, 20_000)


def test_no_votes_leave_the_prior():
    assert bayesian_average(10, 0) == PRIOR_MEAN


def test_as_many_votes_as_the_prior_meet_in_the_middle():
    assert bayesian_average(8, 100, prior_mean=6, prior_votes=100) == pytest.approx(7)


def test_nobody_rated():
    assert summary_rating([]) == Summary(None, 0, None)


def test_the_source_with_the_most_votes_speaks():
    ratings = [SourceRating("imdb", 8.1, 900), SourceRating("tmdb", 7.0, 1000)]

    assert summary_rating(ratings)[:2] == (7.0, 1000)


def test_a_tie_goes_to_the_first_by_name():
    ratings = [SourceRating("tmdb", 7.0, 1000), SourceRating("imdb", 8.0, 1000)]

    assert summary_rating(ratings).average_rating == 8.0


def test_a_rating_without_votes_speaks_only_if_alone():
    unknown = SourceRating("amdb", 9.0, None)

    assert summary_rating([unknown, SourceRating("imdb", 5.0, 1)]).average_rating == 5.0
    assert summary_rating([unknown]).average_rating == 9.0


def test_a_rating_without_votes_weighs_little():
    summary = summary_rating([SourceRating("imdb", 9.5, None)])

    assert summary.num_votes == 0
    assert summary.weighted_rating == pytest.approx(PRIOR_MEAN, abs=0.05)


@pytest.mark.parametrize(
    ("half_stars", "words", "signs"),
    [
        (1, "½ star", "½★"),
        (2, "1 star", "★"),
        (3, "1½ stars", "★½"),
        (4, "2 stars", "★★"),
        (10, "5 stars", "★★★★★"),
    ],
)
def test_stars_in_words_and_signs(half_stars, words, signs):
    assert (stars_in_words(half_stars), star_signs(half_stars)) == (words, signs)


@pytest.mark.parametrize(
    ("counts", "percents"),
    [([1, 1, 1], [34, 33, 33]), ([1, 2, 0], [33, 67, 0]), ([5], [100]), ([0, 0], [0, 0])],
)
def test_whole_percents_sum_to_a_hundred(counts, percents):
    assert whole_percents(counts) == percents
