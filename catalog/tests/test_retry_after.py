"""How long a service asks us to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.clients.retry_after import retry_after

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        (" 120 ", 120),
        ("0", 1),
        ("999999999999999999999", 86_400),
        ("Mon, 03 Aug 2026 12:02:00 GMT", 120),
        ("Mon, 03 Aug 2026 11:00:00 GMT", 1),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400),
        ("Mon, 03 Aug 2026 12:00:30 -0000", 30),
    ],
)
def test_seconds_and_dates_are_understood_within_a_day(header, seconds):
    assert retry_after(header, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", ["", "soon", "-5", "1.5", "٣", "Mon, 99 Foo 2026"])
def test_anything_else_says_nothing(header):
    assert retry_after(header, NOW) is None
