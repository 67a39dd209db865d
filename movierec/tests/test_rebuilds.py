"""A real server while indexes are built anew under load, or damaged under its hands.

The full version is ``python -m movierec.tests.rebuilds --times 20``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from catalog.tests.test_load_kill import VENDOR, server
from movierec.tests.rebuilds import Server, check, damage_and_heal, rebuild_often, sample_server

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.skipif(
        not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has mapped"
    ),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("rebuilds")
    with sample_server(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as running:
        yield running


def test_builds_under_load_are_taken_up_by_every_worker_and_leave_nothing_behind(running):
    check(rebuild_often(running, times=1, threads=4))


def test_pages_do_without_indexes_that_are_overwritten_in_use_until_the_next_build(running):
    workers = running.workers()
    asked = damage_and_heal(running, threads=4)
    assert asked.wrong == []
    assert asked.n_empty > 0
    assert running.workers() == workers
