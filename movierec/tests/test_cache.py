"""The JSON cache keeps its promises on the database in use."""

import pytest
import time_machine
from django.core.cache import cache

pytestmark = pytest.mark.django_db


def test_a_value_comes_back_as_it_was():
    cache.set("counts", {"titles": 430, "names": ["Amélie", None]})
    assert cache.get("counts") == {"titles": 430, "names": ["Amélie", None]}


def test_a_missing_key_gives_the_default():
    assert cache.get("nothing", "default") == "default"


def test_a_value_expires():
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        cache.set("short", 1, timeout=60)
        clock.shift(61)
        assert cache.get("short") is None


def test_a_value_without_timeout_stays():
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        cache.set("long", 1, timeout=None)
        clock.shift(10**9)
        assert cache.get("long") == 1


def test_add_keeps_the_first_live_value():
    assert cache.add("lock", "first")
    assert not cache.add("lock", "second")
    assert cache.get("lock") == "first"


def test_add_replaces_an_expired_value():
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        cache.set("lock", "first", timeout=1)
        clock.shift(2)
        assert cache.add("lock", "second")


def test_delete_says_whether_a_live_value_was_there():
    cache.set("key", 1)
    assert cache.delete("key")
    assert not cache.delete("key")


def test_touch_prolongs_a_value():
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        cache.set("key", 1, timeout=10)
        assert cache.touch("key", timeout=100)
        clock.shift(50)
        assert cache.get("key") == 1


def test_a_value_that_is_not_json_is_refused():
    with pytest.raises(TypeError):
        cache.set("code", object())
