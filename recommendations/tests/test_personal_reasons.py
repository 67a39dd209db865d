"""Reasons of whatever score sum to it, and the best of whatever scores are the best."""

import math
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.explanations import Reason
from recommendations.personal.reasons import NAMED, explain, headline, strongest
from recommendations.recommenders.personal import Grounds, Scored
from recommendations.taste import Taste

weights = st.floats(-5, 5, allow_nan=False)
owns = st.dictionaries(st.integers(1, 60), weights.filter(bool), max_size=30)
besides = st.lists(weights, max_size=3)


def reasons_of(values: list[float]) -> list[Reason]:
    return [Reason(f"kind {i}", "words", value) for i, value in enumerate(values)]


@settings(max_examples=150, derandomize=True)
@given(owns, besides)
def test_reasons_and_their_points_sum_whatever_the_weights(own, beside):
    named = strongest(own)
    labels = {pk: ("you rated", f"Title {pk} ★★★★") for pk in named}
    found = explain(own, reasons_of(beside), named, labels)
    whole = math.fsum([*own.values(), *beside])
    assert abs(found.score - whole) < 1e-6
    assert sum(round(10 * points) for points in found.points) == round(10 * found.total_points)
    assert len(found.reasons) == min(len(own), NAMED) + (len(own) > NAMED) + len(beside)
    line = headline(own, reasons_of(beside), named, labels)
    assert sum(int(share) for share in re.findall(r"(\d+) %\)", line)) <= 101
    assert bool(line) == any(own[pk] > 0 for pk in named)


def test_what_speaks_against_a_title_says_so():
    labels = {1: ("you rated", "Heat ★★★★"), 2: ("you rated", "Cats ★"), 3: ("you chose", "Up")}
    found = explain({1: 0.3, 2: -0.2, 3: 0.1}, [], [1, 2, 3], labels)
    assert [reason.text for reason in found.reasons] == [
        "you rated Heat ★★★★",
        "against it: you rated Cats ★",
        "you chose Up",
    ]


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.sampled_from([0.0, 0.5, 0.25, -1.0, 2.0]), max_size=20), st.integers(1, 25))
def test_the_best_are_the_best_with_ties_by_id(scores, n):
    ids = np.arange(10, 10 + len(scores))[::-1].copy()
    scored = Scored(ids, np.array(scores), lambda ids, _: [Grounds()] * len(ids))
    pairs = sorted(zip(scores, ids.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))
    best = scored.best(n)
    assert best.title_ids.tolist() == [pk for _, pk in pairs[:n]]
    for place, (score, pk) in enumerate(pairs, start=1):
        assert scored.place_of(pk) == (place, score)
    assert scored.place_of(1) is None


@pytest.mark.parametrize(
    ("ratings", "liked", "lately", "disliked"),
    [
        ({}, (), (), ()),
        ({5: 2}, (5,), (5,), ()),
        ({3: 8, 4: 10, 6: 2}, (4, 3), (3, 4), (6,)),
        ({3: 4, 4: 6, 6: 2}, (4, 3), (3, 4), (6,)),
    ],
)
def test_what_is_liked_is_good_or_good_for_this_person(ratings, liked, lately, disliked):
    taste = Taste(ratings=ratings)
    assert (taste.liked, taste.lately, taste.disliked) == (liked, lately, disliked)


def test_what_is_muted_is_no_reason_and_what_was_chosen_counts_at_first():
    taste = Taste(ratings={1: 9, 2: 9}, muted=frozenset({2}), starting=(7, 1))
    assert taste.liked == (1, 7)
    assert taste.left_out == {1, 2, 7}
    settled = Taste(ratings=dict.fromkeys(range(1, 6), 9), starting=(7,))
    assert 7 not in settled.liked
    assert 7 in settled.left_out


def test_the_newest_liked_title_is_found_at_once_among_25_000():
    """As many as an import may have; to look for each among the others took seconds."""
    ratings = dict.fromkeys(range(1, 25_001), 9)
    started = time.process_time()
    assert Taste(ratings={0: 2} | ratings, starting=(7,)).last_liked == 1
    assert time.process_time() - started < 0.5
    assert Taste(starting=(7,)).last_liked is None
    assert Taste(ratings={1: 9, 2: 9}, muted=frozenset({1})).last_liked == 2
