"""Indexes of a real build, damaged on disk: noticed before use, by whoever opens them."""

import random
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog import search
from catalog.database_id import index_parameters
from catalog.index_store import IndexMissing, open_current
from catalog.tests.factories import make_title
from recommendations import index as similar_index
from recommendations.build_history import only_build
from recommendations.models import IndexBuild

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

N_FLIPS = 1_000
WORDS = ["heist", "safe", "river", "tram", "ferry", "lantern", "winter", "orchard", "violin"]


@pytest.fixture
def built(catalogue, settings) -> Path:
    """Return the folder of the indexes; there is a build before the one that is current."""
    rng = random.Random(0)
    for number in range(40):
        about = rng.sample(WORDS, 3)
        make_title(f"{' '.join(about)} {number}", keywords=about, overview=" ".join(about))
    for _ in range(2):
        call_command("build_index", force=True, verbosity=0)
    return settings.INDEX_DIR


def files_in_use(index: Path) -> list[Path]:
    """Return every file on which answers from an index depend."""
    folder = index / (index / "current").read_text().split()[0]
    return [index / "current", *(path for path in folder.rglob("*") if path.is_file())]


SCHEMAS = {"similar": similar_index.SCHEMA, "search": search.SCHEMA}


def opened(index: Path) -> None:
    """Open an index as a new process would, but for making objects of the files."""
    open_current(index, schema=SCHEMAS[index.name], parameters=index_parameters)


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_of_a_thousand_flipped_bits_every_one_is_detected(built):
    rng = random.Random(4)
    paths = [(kind, path) for kind in SCHEMAS for path in files_in_use(built / kind)]
    assert len(paths) > 30
    detected, hit = 0, set()
    for number in range(N_FLIPS):
        # Every file in turn, however small; of a file any bit.
        kind, path = paths[number % len(paths)]
        content = path.read_bytes()
        path.write_bytes(flipped(content, rng.randrange(len(content) * 8)))
        try:
            opened(built / kind)
        except IndexMissing:
            detected += 1
            hit.add(path)
        path.write_bytes(content)
    assert (detected, len(hit)) == (N_FLIPS, len(paths))
    for kind in SCHEMAS:
        opened(built / kind)


def overwrite(path: Path, content: bytes) -> None:
    time.sleep(0.02)  # the clock of file systems ticks every few milliseconds
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(5))
def test_pages_do_without_a_damaged_index_and_the_next_build_heals_it(client, built, vault, seed):
    rng = random.Random(seed)
    panel, found = vault.get_absolute_url(), "/search/?q=second+vault"
    assert "The Second Vault" in client.get(panel).text
    for kind in ("similar", "search"):
        path = rng.choice(files_in_use(built / kind))
        content = path.read_bytes()
        overwrite(path, flipped(content, rng.randrange(len(content) * 8)))

    assert "Similar titles are being prepared" in client.get(panel).text
    indexes = {"search": False, "texts": True, "similar": False}
    assert client.get("/readyz").json()["indexes"] == indexes
    assert "The Second Vault" in client.get(found).text  # by the database
    assert client.get("/api/v1/titles/the-vault-2001/similar").status_code == 503

    call_command("build_index", verbosity=0)
    assert "The Second Vault" in client.get(panel).text
    assert all(client.get("/readyz").json()["indexes"].values())


def test_an_index_of_another_database_is_not_used(built, monkeypatch):
    """Somebody has set DATABASE_URL anew, and DATA_DIR not."""
    for kind in SCHEMAS:
        opened(built / kind)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("catalog.database_id.database_id", lambda: "another one")
        call_command("build_index", force=True, verbosity=0)

    for kind in SCHEMAS:
        with pytest.raises(IndexMissing, match="it was built with another database"):
            opened(built / kind)


def test_only_who_has_the_lock_says_of_others_that_they_were_killed(built):
    newest = IndexBuild.objects.first()
    IndexBuild.objects.filter(pk=newest.pk).update(state=IndexBuild.State.RUNNING)
    with only_build("similar" if newest.kind == "search" else "search"):
        newest.refresh_from_db()
        assert newest.state == IndexBuild.State.RUNNING
    with only_build(newest.kind):
        newest.refresh_from_db()
        assert (newest.state, newest.error) == ("failed", "Ended without a word (killed?)")
