import csv
from pathlib import Path

import pytest

from reviews.sentiment.spoilers import MASK_FROM, spoiler_likelihood, spoiler_likelihoods

FILE = Path(__file__).parent / "data" / "spoiler_sentences.csv"


@pytest.mark.parametrize(
    "sentence",
    [
        "In the end Martha dies.",
        "It turns out that he was the killer all along.",
        "Spoiler: they never get off the island.",
    ],
)
def test_what_gives_the_film_away_is_masked(sentence):
    assert spoiler_likelihood(sentence) >= MASK_FROM


@pytest.mark.parametrize(
    "sentence",
    [
        "The ending is superb.",
        "No spoilers here.",
        "It turns out to be a good movie.",
        "When a banker is murdered, inspector Hale is called in.",
        "I died laughing.",
        "A fine film.",
        "",
    ],
)
def test_what_judges_or_begins_is_not(sentence):
    assert spoiler_likelihood(sentence) < MASK_FROM


def test_what_follows_a_warning_is_masked_up_to_its_end():
    likelihoods = spoiler_likelihoods(
        ["A fine film.", "Spoilers ahead!", "She is home.", "End of spoilers.", "See it."]
    )
    assert [each >= MASK_FROM for each in likelihoods][2::2] == [True, False]
    assert likelihoods[0] == 0


def test_a_name_makes_a_fate_likelier():
    assert spoiler_likelihood("Then Lucas dies.") > spoiler_likelihood("Then somebody dies.")


def test_likelihoods_of_held_out_sentences():
    with FILE.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "held out"]
    masked = [
        (spoiler_likelihood(r["sentence"]) >= MASK_FROM, r["is_spoiler"] == "1") for r in rows
    ]
    hits = masked.count((True, 1))
    assert hits / (hits + masked.count((False, 1))) >= 0.8
    assert hits / (hits + masked.count((True, 0))) >= 0.8
