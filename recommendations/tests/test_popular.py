"""What is popular: how many know a title, and how well it is rated, count half each."""

import math

import pytest

from catalog.ratings import PRIOR_MEAN
from catalog.tests.factories import make_title
from recommendations.personal import recommend_for
from recommendations.recommenders.popular import MOST_VOTES, fame

pytestmark = pytest.mark.django_db


def test_fame_is_in_orders_of_magnitude():
    assert (fame(0), fame(MOST_VOTES), fame(10 * MOST_VOTES)) == (0, 1, 1)
    assert fame(99) == pytest.approx(math.log(100) / math.log(MOST_VOTES + 1))


def test_fame_and_quality_count_half_each():
    known = make_title("Known", num_votes=MOST_VOTES, weighted_rating=4)
    loved = make_title("Loved", num_votes=999_999, weighted_rating=9)
    unrated = make_title("Unrated", num_votes=0, weighted_rating=None)
    make_title("Planned", num_votes=MOST_VOTES, weighted_rating=10, status="planned")
    found = recommend_for(None, 5, "popular").titles
    assert [each.title for each in found] == [loved, known, unrated]
    scores = [(fame(999_999) + 0.9) / 2, (1 + 0.4) / 2, PRIOR_MEAN / 20]
    assert [each.score for each in found] == pytest.approx(scores)
    assert [reason.weight for reason in found[1].explanation.reasons] == pytest.approx([0.5, 0.2])
