"""Peers on a handful of people, where the eye sees what they must prefer."""

import numpy as np
import pytest

from recommendations.evaluation.personal import implicit_peers, peers
from recommendations.evaluation.personal.blend import Blend
from recommendations.evaluation.personal.history import Traits
from recommendations.evaluation.personal.rankers import NEVER, CannotRun, Demographic
from recommendations.tests.test_personal_splits import history, random_history

#: Two tastes: items 0-3 and 4-7. Person 5 likes one of the first, person 6 one of the second.
TASTES = history(
    *[(person, item, 9, item) for person in (0, 1, 2) for item in range(4)],
    *[(person, item, 9, item) for person in (3, 4) for item in range(4, 8)],
    (5, 0, 9, 0),
    (6, 4, 9, 0),
    shape=(7, 8),
)
NEW = np.array([5, 6])


def order(scores):
    return [[i for i in np.argsort(-row, kind="stable") if row[i] > NEVER] for row in scores]


@pytest.mark.parametrize(
    ("learn", "chosen"),
    [
        (peers.cosine_items, {"k": 3}),
        (peers.bm25_items, {"k": 3}),
        (peers.UserNeighbours, {"k": 3}),
        (peers.PureSVD, {"factors": 2}),
    ],
)
def test_peers_find_the_taste_of_a_person(learn, chosen):
    scores = learn(TASTES, **chosen).scores(TASTES, NEW)
    first, second = scores
    assert min(first[1:4]) > max(first[4:8])
    assert min(second[5:8]) > max(second[0:4])


def test_the_cosine_of_items_is_by_hand():
    mine = history((0, 0, 9, 0), (0, 1, 9, 1), (1, 0, 9, 0), (2, 2, 9, 0), shape=(3, 3))
    scores = peers.cosine_items(mine, 5).scores(mine, np.array([1]))
    assert scores[0].tolist() == pytest.approx([NEVER, 1 / np.sqrt(2), NEVER])


def test_bm25_is_by_hand():
    mine = history((0, 0, 9, 0), (0, 1, 9, 1), (1, 0, 9, 0), (2, 2, 9, 0), shape=(3, 3))
    scores = peers.bm25_items(mine, 5).scores(mine, np.array([1]))
    # Person 0 is the only one of both; two likes where the mean is 4/3; items 0, 1 have 2 and 1.
    weight = 2.2 / (1.2 * (0.25 + 0.75 * 2 / (4 / 3)) + 1)
    rarities = np.log(3) - np.log1p([2, 1])
    expected = weight**2 * rarities[0] * rarities[1]
    assert scores[0, 1] == (pytest.approx(expected) if expected > 0 else NEVER)


def test_only_so_many_neighbours_count_and_of_equal_ones_the_first():
    mine = history(*[(0, item, 9, item) for item in range(4)], (1, 0, 9, 0), shape=(2, 4))
    scores = peers.cosine_items(mine, 1).scores(mine, np.array([1]))
    assert order(scores) == [[1]]


def test_popularity_is_the_same_for_all_and_chance_is_not_but_repeats():
    popular = peers.popular(TASTES).scores(TASTES, NEW)
    assert popular[0].tolist() == popular[1].tolist() == [4, 3, 3, 3, 3, 2, 2, 2]
    chance = peers.by_chance(TASTES)
    assert chance.scores(TASTES, NEW).tolist() == chance.scores(TASTES, NEW).tolist()
    assert order(chance.scores(TASTES, NEW))[0] != order(chance.scores(TASTES, NEW))[1]


def test_people_alike_decide_and_few_ratings_do_not():
    ages = np.array([30] * 12 + [60] * 12)
    traits = Traits(ages, np.array(["male"] * 24), np.array(["writer"] * 12 + ["doctor"] * 12))
    rows = [(p, 0, 9, 0) for p in range(12)] + [(p, 1, 4, 0) for p in range(12)]
    rows += [(p, 1, 10, 0) for p in range(12, 24)] + [(p, 2, 10, 0) for p in range(4)]
    mine = history(*rows, shape=(24, 3))
    scores = Demographic(mine, traits).scores(mine, np.array([0, 23]))
    # Item 2 has four ratings only. Beyond the nearest group means count as well, after it.
    assert order(scores) == [[0, 1], [1, 0]]
    assert scores[0, 2] == NEVER
    with pytest.raises(CannotRun, match="nothing is known"):
        Demographic(mine, Traits(np.zeros(24), np.array([""] * 24), np.array([""] * 24)))


def test_factors_of_people_are_those_of_the_library():
    als = pytest.importorskip("implicit.als", reason="implicit is not installed")
    mine = random_history()
    settings = {"factors": 4, "regularization": 0.5, "alpha": 3.0}
    model = als.AlternatingLeastSquares(iterations=15, random_state=0, num_threads=1, **settings)
    model.fit(implicit_peers._likes(mine), show_progress=False)
    model.user_factors = model.recalculate_user(np.arange(20), implicit_peers._likes(mine))
    scores = implicit_peers.als(mine, **settings).scores(mine, np.arange(20))
    assert scores == pytest.approx(model.user_factors @ model.item_factors.T, abs=0.02)


def test_without_the_library_its_peers_say_so(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(CannotRun, match="not installed"):
        implicit_peers.bpr(TASTES, factors=2, iterations=1)


def test_a_blend_is_of_standard_deviations():
    parts = (np.array([[1.0, 3.0]]), np.array([[5.0, 1.0]]), np.array([[7.0, 7.0]]))
    blend = Blend(lambda known, people: parts, content=0.5, popularity=1)
    assert blend.scores(TASTES, np.array([0])).tolist() == [[-0.5, 0.5]]
