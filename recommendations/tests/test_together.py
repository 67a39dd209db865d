"""What a title is worth to several people, made one number."""

import numpy as np
import pytest

from recommendations.personal.together import AVERAGE, LEAST, as_one
from recommendations.recommenders.personal import Scored


@pytest.mark.parametrize(
    ("way", "scores", "weights"),
    [(LEAST, [0, 0.5, 0, 0], [0.5]), (AVERAGE, [0.5, 0.75, 0.25, 0.125], [0.25, 0.5])],
)
def test_together_each_score_is_beside_the_best_of_the_same_person(way, scores, weights):
    """What somebody has no score for, or one below 0, is worth nothing to them."""

    def scored(**by_title: float) -> Scored:
        ids = np.array([int(name[1:]) for name in by_title])
        return Scored(ids, np.array([*by_title.values()]), lambda *_: [])

    of_two = {"ada": scored(t1=4, t2=2, t3=-1), "bo": scored(t2=8, t3=4, t4=2)}
    found = as_one(of_two, way)
    assert found.title_ids.tolist() == [1, 2, 3, 4]
    assert found.scores.tolist() == scores
    (second,) = found.only(np.array([1])).grounds
    assert [reason.weight for reason in second.beside] == weights
