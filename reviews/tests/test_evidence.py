import pytest

from catalog.shares import Share, share_of
from reviews.evidence import ENOUGH, difference


def test_a_share_has_wilsons_interval():
    share = share_of(8, 10)
    assert share.value == 0.8
    assert (share.low, share.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("praise", "n"), [(0, 5), (5, 5), (2.5, 5), (0, 0), (10_000, 10_000)])
def test_intervals_hold_their_share_and_stay_within_bounds(praise, n):
    share = share_of(praise, n)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_nothing_says_nothing():
    assert share_of(0, 0) == Share(0.5, 0, 0.0, 1.0)


def test_a_difference_has_newcombes_interval():
    # Newcombe 1998, table II, example (a), method 10: 56/70 against 48/80.
    found = difference(share_of(56, 70), share_of(48, 80))
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_better_is_beyond_chance():
    average = share_of(600, 1000)
    assert difference(share_of(19, 20), average).is_better
    assert not difference(share_of(13, 20), average).is_better
    assert difference(share_of(3, 20), average).is_worse
    assert not difference(share_of(12, 20), average).is_worse
    assert not difference(share_of(0, ENOUGH - 1), average).is_worse


def test_few_opinions_are_no_evidence_however_clear():
    average = share_of(100, 1000)
    assert not difference(share_of(ENOUGH - 1, ENOUGH - 1), average).is_better
    assert difference(share_of(ENOUGH, ENOUGH), average).is_better
