"""What is written down about each build."""

import numpy as np
import pytest
from django.core.management import call_command
from django.db import DatabaseError

from catalog.index_store import current_manifest
from catalog.termination import Terminated
from recommendations.build_history import KILLED, forget_peak, peak_rss_mb, recorded_build
from recommendations.models import IndexBuild

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def test_each_index_has_a_row_with_what_was_built(catalogue, settings):
    call_command("build_index", verbosity=0)
    builds = IndexBuild.objects.order_by("kind")
    assert [build.kind for build in builds] == ["search", "similar", "texts"]
    for build in builds:
        manifest = current_manifest(settings.INDEX_DIR / build.kind)
        files = (settings.INDEX_DIR / build.kind / "000001").rglob("*.npy")
        assert (build.state, build.folder) == ("done", "000001")
        assert build.schema == manifest["schema"]
        assert build.size_bytes == sum(path.stat().st_size for path in files) > 1000
        assert build.seconds > 0
        assert build.peak_rss_mb > 10
        assert build.fingerprint == manifest["facts"]["fingerprint"] != ""
        assert 3 <= build.titles <= 5
        assert build.terms > 0


def test_an_up_to_date_build_leaves_no_row(catalogue):
    for _ in range(2):
        call_command("build_index", verbosity=0)
    assert IndexBuild.objects.count() == 3


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left"), "OSError: [Errno 28] No space left"),
        (DatabaseError("gone"), "DatabaseError: gone"),
        (MemoryError(), "MemoryError"),
        (KeyboardInterrupt(), "Interrupted from outside"),
        (Terminated(), "Terminated from outside"),
    ],
)
def test_a_failure_is_told_in_its_row_and_raised(error, told):
    with pytest.raises(type(error)), recorded_build("search"):
        raise error
    build = IndexBuild.objects.get()
    assert (build.kind, build.state, build.error) == ("search", "failed", told)
    assert build.finished_at is not None


def test_a_build_that_was_killed_is_marked_when_the_next_of_its_kind_begins(catalogue):
    call_command("build_index", verbosity=0)
    IndexBuild.objects.update(state="running", finished_at=None)
    with pytest.raises(OSError, match="stop"), recorded_build("search"):
        raise OSError("stop")
    assert sorted(IndexBuild.objects.values_list("kind", "state", "error")) == [
        ("search", "failed", KILLED),
        ("search", "failed", "OSError: stop"),
        ("similar", "running", ""),
        ("texts", "running", ""),
    ]
    assert IndexBuild.objects.get(error=KILLED).seconds is None


def test_the_peak_of_memory_is_that_of_one_build():
    forget_peak()
    before = peak_rss_mb()
    np.ones(30_000_000)  # 240 MB, given back at once
    assert peak_rss_mb() > before + 200
    forget_peak()
    assert peak_rss_mb() < before + 100
