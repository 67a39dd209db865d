from datetime import date

import pytest

from reviews.charts import HEIGHT, WIDTH, Month, periods, polarisation, polarisation_words


def months(*pairs):
    return [Month(date(year, month, 1), 2, 1.0) for year, month in pairs]


@pytest.mark.parametrize(
    ("pairs", "names"),
    [
        ([(2020, 1), (2020, 3)], ["Jan 2020", "Mar 2020"]),
        ([(2018, 1), (2020, 12)], ["2018, quarter 1", "2020, quarter 4"]),
        ([(2000, 5), (2000, 6), (2020, 1)], ["2000", "2020"]),
        ([(1950, 1), (2020, 1)], ["1950–1952", "2019–2021"]),
    ],
)
def test_months_become_periods_that_can_be_told_apart(pairs, names):
    assert [period.name for period in periods(months(*pairs))] == names


def test_marks_are_to_scale():
    first, last = periods([Month(date(2020, 1, 1), 4, 4.0), Month(date(2020, 4, 1), 2, -2.0)])
    assert (first.x, last.x) == (WIDTH / 8, WIDTH * 7 / 8)
    assert (first.y, last.y) == (0, HEIGHT)
    assert (first.height, last.height) == (HEIGHT, HEIGHT / 2)
    assert (first.compound, last.n) == (1, 2)


def test_nothing_has_no_periods():
    assert periods([]) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0] * 9 + [5], 0),
        ([5] + [0] * 8 + [5], 1),
        ([0, 0, 0, 0, 5, 5, 0, 0, 0, 0], 0.11),
        ([0] * 9 + [1], None),
        ([0] * 10, None),
    ],
)
def test_polarisation_is_how_far_ratings_are_apart(counts, expected):
    assert polarisation(counts) == expected


def test_polarisation_in_words():
    words = [polarisation_words(value) for value in (0.1, 0.5, 0.9)]
    assert words == ["Most agree", "Opinions differ", "Opinion is divided"]
