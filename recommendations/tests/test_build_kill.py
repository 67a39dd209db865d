"""Builds that are broken off from outside, in processes of their own.

The full version of the kills is ``python -m recommendations.tests.build_kills --times 100``.
"""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from catalog.tests.test_load_kill import VENDOR, server
from recommendations.tests.build_kills import kill_often
from recommendations.tests.build_processes import KINDS, Builder, Site, site_with_titles

pytestmark = pytest.mark.any_database

STAYS = "What was built before stays in use."
MOUNT = shutil.which("mount")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("builds")
    with site_with_titles(VENDOR, folder, server(), settings.TEST_DB_SUFFIX, 2_000) as site:
        yield site


def started(site: Site, *options: str, **variables: str) -> Builder:
    """Start a build; return when it is recorded as running."""
    builder = site.start("--force", *options, **variables)
    builder.wait_until_ready()
    while not site.history() or site.history()[0][1] != "running":
        assert builder.process.poll() is None, builder.end()
        time.sleep(0.005)
    return builder


def test_after_a_kill_the_old_index_answers_and_the_next_build_heals(site):
    assert kill_often(site, times=3, seed=1).total() >= 3


@pytest.mark.parametrize(
    ("signal_number", "code", "word"),
    [(signal.SIGTERM, 143, "Terminated"), (signal.SIGINT, 130, "Interrupted")],
)
@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_a_signal_is_one_sentence_a_failed_row_and_no_folder(
    site, moment, signal_number, code, word
):
    for _ in range(10):
        before = site.currents()
        folders = site.folders("similar")
        builder = started(site, "--verbosity=0")
        if moment == "writing":
            builder.wait_for_folder("similar")
        builder.process.send_signal(signal_number)
        ended = builder.end()
        if site.currents() == before:
            break  # not so late that it was written already
    assert ended == (code, f"CommandError: {word}. {STAYS}")
    assert site.history()[0] == ("similar", "failed", f"{word} from outside")
    assert (site.currents(), site.folders("similar")) == (before, folders)


def test_a_second_build_says_that_one_is_running_and_since_when(site):
    first = started(site)
    first.process.send_signal(signal.SIGSTOP)
    code, errors = site.start("--force").end()
    first.process.send_signal(signal.SIGCONT)

    assert code == 1
    assert re.fullmatch(
        r"CommandError: A build of the index “similar” is running since [-0-9]+ [:0-9]+ UTC "
        rf"\(process {first.process.pid}\). Nothing was built; --wait waits for it.",
        errors,
    )
    assert first.end()[0] == 0
    kinds = ("texts", "search", "similar")
    assert [row[:2] for row in site.history()[:3]] == [(kind, "done") for kind in kinds]


def test_a_second_build_that_waits_finds_nothing_left_to_do(site):
    first = started(site)
    first.process.send_signal(signal.SIGSTOP)
    second = site.start("--wait")
    assert second.process.stdout.readline() == "ready\n"
    said = second.process.stderr.readline()
    first.process.send_signal(signal.SIGCONT)

    assert said.startswith("A build of the index “similar” is running since ")
    assert said.endswith("This one waits until it has ended.\n")
    assert first.end()[0] == 0
    output, _ = second.process.communicate(timeout=60)
    assert (second.process.returncode, "up to date" in output) == (0, True)


def check_it_stays(site: Site, builder: Builder, problem: str) -> None:
    """Check that a build fails in one sentence, and leaves what was there."""
    before, folders = site.currents(), {kind: site.folders(kind) for kind in KINDS}
    code, errors = builder.end()
    assert code == 1
    assert re.fullmatch(f"CommandError: The index could not be built: {problem}. {STAYS}", errors)
    kind, state, error = site.history()[0]
    assert (kind, state) == ("similar", "failed")
    assert error.startswith("OSError: ")
    assert site.currents() == before
    assert {kind: site.folders(kind) for kind in KINDS} == folders


@pytest.mark.skipif(VENDOR == "sqlite", reason="SQLite could not grow its own file either")
def test_files_that_may_not_grow_are_one_sentence(site):
    problem = r"(File too large \(.*\)|the disk is full, or files may not grow so large)"
    check_it_stays(site, site.start("--force", "--verbosity=0", FILE_LIMIT="50000"), problem)


@pytest.fixture
def small_disk(site) -> Iterator[Site]:
    """Give the site an index on a file system with place for one build and a half."""
    index = site.folder / "index"
    size = sum(path.stat().st_size for path in site.root("similar").rglob("*.npy"))
    n_builds = len(site.folders("similar"))
    shutil.move(index, site.folder / "aside")
    index.mkdir()
    # A build takes nearly twice its size while it is made, and the one before it stays.
    options = f"size={round(size / n_builds * 2.4)}"
    command = [str(MOUNT), "-t", "tmpfs", "-o", options, "tmpfs", str(index)]
    mounted = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    try:
        if mounted.returncode:
            pytest.skip(f"a small file system cannot be mounted: {mounted.stderr.strip()}")
        site.build()
        yield site
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", str(index)], check=True)  # noqa: S603, S607
        index.rmdir()
        shutil.move(site.folder / "aside", index)


@pytest.mark.skipif(MOUNT is None, reason="there is no mount")
def test_a_full_disk_is_one_sentence_and_a_build_when_there_is_place_heals(small_disk):
    problem = r"(No space left on device \(.*\)|the disk is full, or files may not grow so large)"
    check_it_stays(small_disk, small_disk.start("--force", "--verbosity=0"), problem)

    index = str(small_disk.folder / "index")
    subprocess.run([str(MOUNT), "-o", "remount,size=100m", index], check=True)  # noqa: S603
    before = small_disk.currents()
    small_disk.build()
    assert all(small_disk.currents()[kind] > before[kind] for kind in KINDS)
