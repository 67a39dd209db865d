"""What is kept back to judge by, on a few ratings that the eye can follow."""

import numpy as np
import pytest

from recommendations.evaluation.personal import splits
from recommendations.evaluation.personal.history import History


def history(*rows, shape=None):
    """Return a history of (person, item, value, time)."""
    people, items, values, times = (np.array(column) for column in zip(*rows, strict=True))
    return History.of(people, items, values, times, shape or (people.max() + 1, items.max() + 1))


def random_history(n_people=20, n_items=30, each=10, seed=3):
    rng = np.random.default_rng(seed)
    rows = [
        (person, item, rng.integers(1, 11), rng.integers(0, 50))
        for person in range(n_people)
        for item in rng.choice(n_items, each, replace=False)
    ]
    return history(*rows, shape=(n_people, n_items))


def pairs(ratings):
    return set(zip(ratings.people.tolist(), ratings.items.tolist(), strict=True))


def test_ratings_are_in_the_order_of_time_and_of_items_where_that_is_equal():
    mine = history((0, 2, 8, 5), (0, 1, 6, 5), (0, 3, 4, 1))
    assert mine.items.tolist() == [3, 1, 2]
    assert mine.places.tolist() == [0, 1, 2]


def test_whoever_rates_low_likes_what_is_no_lower_than_its_mean():
    mine = history((0, 0, 2, 0), (0, 1, 4, 1), (1, 0, 10, 0), (1, 1, 8, 1), (1, 2, 7, 2))
    assert mine.liked_by(0).tolist() == [1]
    assert mine.liked_by(1).tolist() == [1, 0]
    # Relevant is only what has four stars, whoever gave them.
    assert mine.relevant.toarray().sum(axis=1).tolist() == [0, 2]


def test_the_last_fifth_of_each_person_is_hidden_and_nothing_later_is_learnt_from():
    whole = random_history()
    split = splits.temporal(whole)
    assert split.hidden.counts.tolist() == [2] * 20
    assert pairs(split.train) | pairs(split.hidden) == pairs(whole)
    assert not pairs(split.train) & pairs(split.hidden)
    for person in range(20):
        latest = split.train.times[split.train.people == person].max()
        assert latest <= split.hidden.times[split.hidden.people == person].min()
    assert (
        split.judged.tolist() == np.unique(split.hidden.people[split.hidden.values >= 8]).tolist()
    )


def test_every_person_is_new_once_and_models_never_see_its_ratings():
    whole = random_history()
    judged = []
    for fold in splits.cold(whole):
        assert [split.name for split in fold] == ["cold 1", "cold 3", "cold 5", "cold 10"]
        for n, split in zip(splits.KNOWN, fold, strict=True):
            assert not set(split.train.people) & {*split.known.people, *split.hidden.people}
            assert set(np.unique(split.known.counts)) <= {0, n}
            assert not pairs(split.known) & pairs(split.hidden)
        judged += fold[0].judged.tolist()
    assert len(judged) == len(set(judged))
    assert set(judged) == set(whole.people[(whole.values >= 8) & (whole.places >= 1)].tolist())


def test_new_titles_are_in_no_rating_that_is_learnt_from_and_alone_are_ranked():
    whole = random_history()
    may_be_new = np.arange(30) % 2 == 0
    split = splits.new_titles(whole, may_be_new)
    new = np.flatnonzero(split.candidates)
    assert 0 < len(new) < 15 and not (new % 2).any()
    assert not set(split.train.items) & set(new)
    assert set(split.hidden.items) <= set(new)


@pytest.mark.parametrize("seen", [0, 1])
def test_a_random_fifth_is_the_same_each_time(seen):
    train, hidden = splits.random_fifth(random_history(seed=seen))
    again = splits.random_fifth(random_history(seed=seen))[1]
    assert pairs(hidden) == pairs(again) and not pairs(hidden) & pairs(train)
    assert 20 <= len(hidden) <= 60
