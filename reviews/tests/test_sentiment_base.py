import pytest

from reviews.models import Review
from reviews.sentiment.base import label_of, polarity_of


@pytest.mark.parametrize(
    ("compound", "label"),
    [(1, "positive"), (0.2, "positive"), (0.19, "mixed"), (-0.19, "mixed"), (-0.2, "negative")],
)
def test_label_of_has_a_mixed_band(compound, label):
    assert label_of(compound) == label


def test_every_label_is_one_that_a_review_can_have():
    assert {label_of(compound) for compound in (-1, 0, 1)} == set(Review.Label.values)


@pytest.mark.parametrize(
    ("compound", "polarity"),
    [(0.05, "positive"), (0.04, "neutral"), (-0.04, "neutral"), (-0.05, "negative")],
)
def test_polarity_of_a_sentence_is_neutral_near_zero(compound, polarity):
    assert polarity_of(compound) == polarity
