"""Lists whose titles differ, against a greedy choice written out, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommendations import diversity
from recommendations.diversity import TradeOff
from recommendations.tests import dense
from recommendations.tests.plain_titles import build, catalogues

tenths = st.integers(0, 10).map(lambda n: n / 10)


@st.composite
def pools(draw):
    """Draw (scores falling, cosines, groups) of a few titles."""
    n = draw(st.integers(1, 8))
    scores = np.sort(draw(arrays(float, n, elements=tenths)))[::-1]
    half = np.triu(draw(arrays(float, (n, n), elements=tenths)), 1)
    return (
        scores,
        half + half.T + np.eye(n),
        draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)),
    )


def greedy(scores, cosines, n, share, groups) -> list[int]:
    """Choose one after the other the title that adds most; ties: the first."""
    picked: list[int] = []
    for _ in range(n):
        left = [
            i
            for i in range(len(scores))
            if i not in picked and (not groups[i] or groups[i] not in [groups[p] for p in picked])
        ]
        if not left:
            break
        gains = {
            i: (1 - share) * scores[i] - share * max((cosines[i, p] for p in picked), default=0)
            for i in left
        }
        picked.append(max(left, key=lambda i: (gains[i], -i)))
    return picked


@given(pools(), st.integers(0, 10), tenths)
def test_pick_is_the_greedy_choice(pool, n, share):
    scores, cosines, groups = pool
    assert diversity.pick(scores, cosines, n, share, groups) == greedy(
        scores, cosines, n, share, groups
    )


@given(pools(), st.integers(0, 10))
def test_without_diversity_the_best_come_first(pool, n):
    scores, cosines, _ = pool
    assert diversity.pick(scores, cosines, n, 0.0) == list(range(len(scores)))[:n]


@given(pools(), tenths)
def test_of_each_group_there_is_one(pool, share):
    scores, cosines, groups = pool
    picked = [groups[place] for place in diversity.pick(scores, cosines, 99, share, groups)]
    grouped = [group for group in picked if group]
    assert sorted(grouped) == sorted({*groups} - {0})
    assert picked.count(0) == groups.count(0)


def test_twins_come_last_where_only_difference_counts():
    cosines = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1.0]])
    assert diversity.pick(np.array([0.9, 0.9, 0.1]), cosines, 3, 1.0) == [0, 2, 1]


def test_of_identical_titles_the_first_are_picked():
    assert diversity.pick(np.ones(4), np.ones((4, 4)), 3, 0.5) == [0, 1, 2]


def test_the_trade_off_by_hand():
    scores = np.array([0.8, 0.6, 0.4])
    cosines = np.array([[1, 0.9, 0.2], [0.9, 1, 0.5], [0.2, 0.5, 1]])
    found = diversity.trade_off(scores, cosines, picked=[0, 2], plain=[0, 1])
    assert found == TradeOff(
        score=pytest.approx(0.6),
        plain_score=pytest.approx(0.7),
        unlikeness=pytest.approx(0.8),
        plain_unlikeness=pytest.approx(0.1),
    )


def test_one_title_is_not_unlike_itself():
    found = diversity.trade_off(np.ones(1), np.ones((1, 1)), [0], [0])
    assert (found.unlikeness, found.plain_unlikeness) == (0, 0)


@given(titles=catalogues(smallest=2), cut=st.integers(0, 14))
@settings(max_examples=15)
def test_cosines_are_those_of_dense_arithmetic(new_folder, titles, cut):
    index = build(new_folder(), titles)
    vectors = dense.stored(index)
    worth = dense.worth_of_languages(vectors)
    rows = np.arange(len(vectors))
    parts = [(index.titles.rows, part) for part in (rows[:cut], rows[cut:])]
    found = diversity.cosines(parts, index.self_cosines)
    expected = [[sum(dense.cosine(a, b, worth, {})) for b in vectors] for a in vectors]
    assert found == pytest.approx(np.array(expected).reshape(found.shape), abs=1e-6)
    assert found.max(initial=0) <= 1 + 1e-6
