from datetime import date, timedelta

import pytest

from reviews.anomalies import Voice, find_anomalies, mean, sketch_of, without

DAY = date(2020, 1, 1)
TEXT = (
    "I went to see this film with my sister on a rainy evening in March and neither of us could "
    "say afterwards what it had been about, but the music was lovely and the seats were warm."
)


def spread(n: int, **facts) -> list[Voice]:
    """Make reviews that are ten days apart from each other."""
    return [Voice(i, written_on=DAY + timedelta(days=10 * i), **facts) for i in range(n)]


def burst(n: int, first_id: int = 1000, **facts) -> list[Voice]:
    """Make reviews of three days, a year after the first day."""
    days = [DAY + timedelta(days=365 + i % 3) for i in range(n)]
    return [Voice(first_id + i, written_on=day, **facts) for i, day in enumerate(days)]


def kinds(voices) -> list[str]:
    return [anomaly.kind for anomaly in find_anomalies(voices)]


def test_ordinary_reviews_show_no_sign():
    ratings = [1, 4, 6, 7, 7, 8, 8, 9, 10, 10]
    assert kinds([Voice(i, rating=ratings[i % 10]) for i in range(50)]) == []
    assert kinds([]) == []


def test_a_burst_is_found_with_its_days():
    (anomaly,) = find_anomalies(spread(30) + burst(10))
    assert (anomaly.kind, anomaly.n, anomaly.of) == ("burst", 10, 40)
    assert (anomaly.first_on, anomaly.last_on) == (date(2020, 12, 31), date(2021, 1, 2))


@pytest.mark.parametrize(("others", "together"), [(31, 10), (20, 9)])
def test_a_smaller_one_is_none(others, together):
    assert kinds(spread(others) + burst(together)) == []


def test_the_first_month_is_no_burst():
    opening = [Voice(i, written_on=DAY + timedelta(days=i % 3)) for i in range(20)]
    assert kinds(opening) == []


@pytest.mark.parametrize(
    ("ones", "tens", "others", "expected"),
    [
        (15, 15, 0, ["bimodal"]),
        (6, 15, 9, ["bimodal"]),
        (5, 16, 9, []),
        (10, 10, 10, []),
        (14, 15, 0, []),
    ],
)
def test_extreme_bimodality(ones, tens, others, expected):
    ratings = [1] * ones + [10] * tens + [6] * others
    assert kinds([Voice(i, rating=rating) for i, rating in enumerate(ratings)]) == expected


def alike(n: int) -> list[Voice]:
    texts = [TEXT.replace("rainy", word) for word in ("wet", "dry", "long", "dark", "cold")[:n]]
    return [Voice(i, sketch=frozenset(sketch_of(text))) for i, text in enumerate(texts)]


def test_near_duplicates_are_found_and_the_first_is_not_in_question():
    (anomaly,) = find_anomalies(alike(3))
    assert (anomaly.kind, anomaly.n) == ("alike", 3)
    assert anomaly.review_ids == {1, 2}


def test_two_alike_are_not_enough():
    assert kinds(alike(2)) == []


def test_short_texts_are_like_many_others():
    assert sketch_of("Great film, I loved it.") == []


def test_the_score_without_leaves_out_what_is_in_question():
    voices = spread(30, rating=8) + burst(10, rating=1)
    rest = without(voices, find_anomalies(voices))
    assert mean(voice.rating for voice in voices) == 6.25
    assert mean(voice.rating for voice in rest) == 8


def test_the_mean_of_nothing_is_unknown():
    assert mean([None]) is None
