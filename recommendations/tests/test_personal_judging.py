"""Rankings, and what they are worth, against values worked out by hand."""

import math

import numpy as np
import pytest

from recommendations.evaluation.personal import judging
from recommendations.evaluation.personal.contest import Contest, best_settings
from recommendations.evaluation.personal.rankers import NEVER, CannotRun, Constant, Entrant
from recommendations.evaluation.personal.splits import Split, temporal
from recommendations.tests.test_personal_splits import history, random_history


def split_of(known, hidden, candidates=(True,) * 4):
    return Split("x", known, known, hidden, np.unique(hidden.people), np.array(candidates))


KNOWN = history((0, 0, 9, 0), (1, 3, 9, 0), shape=(2, 4))
HIDDEN = history((0, 2, 8, 1), (1, 0, 10, 1), (1, 1, 9, 2), shape=(2, 4))


def test_the_best_come_first_and_of_equals_the_first():
    scores = np.array([[1.0, 3.0, 3.0, 2.0], [NEVER, 1.0, NEVER, NEVER]])
    assert judging.best(scores, 3).tolist() == [[1, 2, 3], [1, -1, -1]]
    assert judging.best(scores, 9).tolist()[0] == [1, 2, 3, 0]


def test_what_is_known_is_recommended_to_nobody_and_everybody_is_judged_by_what_is_hidden():
    judged = judging.judge(Constant(np.array([4.0, 3.0, 2.0, 1.0])), split_of(KNOWN, HIDDEN))
    assert judged.lists.tolist() == [[1, 2, 3, -1], [0, 1, 2, -1]]
    assert judged.ndcg.tolist() == pytest.approx([1 / math.log2(3), 1])
    assert judged.recall.tolist() == [1, 1]
    assert judged.reciprocal_rank.tolist() == [0.5, 1]


def test_only_candidates_are_ranked():
    split = split_of(KNOWN, HIDDEN, (False, True, True, True))
    judged = judging.judge(Constant(np.array([4.0, 3.0, 2.0, 1.0])), split)
    assert judged.lists[1].tolist()[:2] == [1, 2]
    assert judged.recall.tolist() == [1, 0.5]


def test_the_first_relevant_counts_wherever_it_stands_and_not_if_it_never_comes():
    scores = np.array([np.arange(50.0), np.full(50, NEVER)])
    relevant = np.zeros((2, 50), bool)
    relevant[:, 10] = True
    assert judging.reciprocal_ranks(scores, relevant).tolist() == [1 / 40, 0]


def test_ratios_are_of_the_means_and_paired():
    gains = {"popularity": np.array([0.1, 0.3]), "a": np.array([0.2, 0.6]), "b": np.zeros(2)}
    compared = judging.compare(gains, ["a", "b"], "popularity")
    assert compared["a"]["over_baseline"] == pytest.approx(2)
    # Each person gets twice as much, whoever is drawn.
    assert compared["a"]["over_baseline_low"] == pytest.approx(2)
    assert compared["popularity"]["rival"] == "a"
    assert judging.compare({"b": np.zeros(2)}, [], "popularity")["b"]["over_baseline"] is None


def test_figures_of_lists_are_by_the_ratings_that_were_learnt_from():
    genres = np.array([[1, 0], [0, 1], [0, 1], [0, 0]], bool)
    split = split_of(KNOWN, HIDDEN)
    judged = judging.judge(Constant(np.array([4.0, 3.0, 2.0, 1.0])), split)
    figures = judging.describe(judged, split, genres)
    assert figures["coverage_10"] == 1
    # Items 0 and 3 are rated by one of two, the others by nobody: half a person of two.
    assert figures["novelty_bits"] == pytest.approx((2 * 2 + 1 + 1 + 2 * 2) / 6)
    assert figures["diversity_10"] == pytest.approx((0 + 2 / 3) / 2)
    assert judging.describe(judged, split, None)["diversity_10"] is None


def test_what_is_disliked_is_a_share_of_what_was_recommended_and_then_rated():
    hidden = history(
        (0, 2, 8, 1), (0, 3, 4, 2), (1, 0, 10, 1), (1, 1, 1, 2), (1, 2, 5, 3), shape=(2, 4)
    )
    everything, nothing = Constant(np.array([4.0, 3.0, 2.0, 1.0])), Constant(np.full(4, NEVER))
    split = split_of(KNOWN, hidden)
    figures = judging.describe(judging.judge(everything, split), split, None)
    assert figures["disliked_10"] == pytest.approx(2 / 5)
    judged = judging.judge(nothing, split)
    assert judging.describe(judged, split, None)["disliked_10"] is None


def test_settings_are_chosen_by_the_training_part_alone():
    whole = random_history()
    split = temporal(whole)
    right = np.bincount(split.train.items[split.train.values >= 8], minlength=30)
    seen = []

    def learn(train, sign):
        seen.append(train)
        return Constant(sign * right.astype(float))

    grid = ({"sign": -1.0}, {"sign": 1.0})
    assert best_settings(Entrant(learn, grid), split.train) == {"sign": 1.0}
    assert all(len(train) < len(split.train) for train in seen)


def test_whoever_cannot_run_is_listed_with_the_reason_and_the_others_go_on():
    def cannot(train):
        raise CannotRun("it is not installed")

    contest = Contest("x", None)
    entrants = {"popularity": Entrant(lambda t: Constant(np.ones(30))), "lame": Entrant(cannot)}
    contest.hold(temporal(random_history()), entrants)
    assert [row["recommender"] for row in contest.rows] == ["popularity"]
    assert contest.not_run == {"lame": "it is not installed"}
