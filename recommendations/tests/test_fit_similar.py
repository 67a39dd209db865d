"""The search for weights, on blocks of which one knows what they are worth."""

from dataclasses import replace

import numpy as np
import pytest

from recommendations.build import build_index
from recommendations.evaluation import fitting
from recommendations.evaluation.fitting import Blocks, Objective, Setting, Task, search, shares
from recommendations.evaluation.truth import nearest
from recommendations.tests.evaluated import make_rated_catalogue
from recommendations.tests.test_commands import output_of

pytestmark = pytest.mark.any_database

N = 60
START = Setting({"telling": 0.5, "noise": 1.0}, 0.75, 0.2, {"fame": 1.0})


def symmetric(seed: int) -> np.ndarray:
    draws = np.random.default_rng(seed).random((N, N))
    return ((draws + draws.T) / 2).astype(np.float32)


@pytest.fixture
def any_coverage(monkeypatch):
    """Let coverage be what it will: that of thirty lists is a matter of chance."""
    monkeypatch.setattr(fitting, "COVERAGE_COST", 1)


@pytest.fixture
def folds() -> list[Objective]:
    """Two objectives, in which one family tells what is relevant and the other nothing."""
    telling = symmetric(0)
    blocks = Blocks(
        cosines={"telling": telling, "noise": symmetric(1)},
        known={"telling": np.ones(N, bool), "noise": np.ones(N, bool)},
        parts={"fame": np.tile(symmetric(2)[0], (N, 1))},
    )
    alike = telling - 2 * np.eye(N, dtype=np.float32)
    relevant = nearest(alike.astype(np.float64))
    halves = (np.arange(0, N, 2), np.arange(1, N, 2))
    return [
        Objective(blocks, [Task(np.arange(N), queries, {"A": relevant[queries]})])
        for queries in halves
    ]


def test_the_search_gives_weight_to_what_tells_and_takes_it_from_noise(folds, any_coverage):
    found = search(folds, START)
    assert found.weights["telling"] > START.weights["telling"]
    assert found.weights["noise"] == 0
    assert all(fold(found).ndcg > fold(START).ndcg + 0.2 for fold in folds)


def test_the_search_stays_within_its_grid_and_leaves_the_share_alone(folds, any_coverage):
    found = search(folds, START)
    assert found.weights["telling"] / START.weights["telling"] in (0.25, 0.5, 1, 2, 4)
    assert found.share == START.share


def test_a_step_must_gain_in_both_folds(folds, any_coverage):
    class Contrary:
        """Gains where the other loses."""

        def __call__(self, setting):
            reached = folds[0](setting)
            return reached._replace(ndcg=1 - reached.ndcg)

    assert search([folds[0], Contrary()], START) == START


def test_a_step_may_not_cost_coverage(folds):
    class Narrowing:
        """Covers less the less noise there is."""

        def __call__(self, setting):
            return folds[0](setting)._replace(coverage=setting.weights["noise"])

    found = search([Narrowing()], START)
    assert found.weights["noise"] >= START.weights["noise"]


def test_shares_tell_what_more_of_the_prior_would_bring(folds):
    reached = dict(shares(folds[0], replace(START, weights={"telling": 1.0, "noise": 0.0})))
    assert reached[0.0].ndcg == pytest.approx(1)
    assert reached[0.4].ndcg < 1
    assert reached[0.0].coverage > reached[0.4].coverage


@pytest.mark.django_db
def test_the_command_prints_a_table_to_paste():
    make_rated_catalogue()
    build_index()
    output = output_of("fit_similar")
    assert "As it is: nDCG@10 1.0000" in output
    names: dict = {}
    exec(output[output.index("WEIGHTS = {") :], names)  # noqa: S102 - it is meant to be pasted
    from recommendations.features import WEIGHTS

    # Nothing is better than a perfect score.
    assert names["WEIGHTS"] == WEIGHTS
    assert names["PRIOR_SHARE"] == pytest.approx(0.175)
