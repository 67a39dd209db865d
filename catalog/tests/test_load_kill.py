"""Loads that are broken off from outside: all or nothing, and one sentence from whoever can speak.

The full version of the kills is ``python -m catalog.tests.kills --times 100``. All work on a
database of their own, of the kind that the tests run on. No full disk on PostgreSQL: it would take
a tablespace on a small file system, and temp_file_limit does not count tables.
"""

import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from catalog.loading.locking import LOAD_LOCK
from catalog.tests.kills import Loader, kill_often, whole_load, write_titles
from catalog.tests.own_databases import OwnDatabase, own_database, state

#: Half a kilobyte each, so more than WORTH_SETTING_ASIDE: indexes are set aside.
N_TITLES = 8_000
VENDOR = settings.DATABASE["ENGINE"].rpartition(".")[2].removesuffix("3")
needs_postgresql = pytest.mark.skipif(
    VENDOR != "postgresql", reason="SQLite has no server whose connections could break off"
)
needs_sqlite = pytest.mark.skipif(
    VENDOR != "sqlite", reason="the disk of a server cannot be limited from a test"
)


def server() -> str:
    """Return the address of the server that the tests run on; unused with SQLite."""
    names = ("USER", "PASSWORD", "HOST", "PORT")
    user, password, host, port = (quote(str(settings.DATABASE.get(name, ""))) for name in names)
    return f"postgres://{user}:{password}@{host}:{port or 5432}/postgres"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kill")


@pytest.fixture(scope="module")
def own(folder) -> Iterator[OwnDatabase]:
    with own_database(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as database:
        yield database


@pytest.fixture(scope="module")
def first(folder) -> Path:
    """Return a file to load into the empty catalogue."""
    (folder / "first").mkdir()
    return write_titles(folder / "first" / "titles.csv", N_TITLES)


@pytest.fixture(scope="module")
def second(folder, own, first) -> Path:
    """Return its next edition; keep the catalogue with the first one as "filled"."""
    own.bring_back("empty")
    whole_load(own, first)
    own.keep("filled")
    (folder / "second").mkdir()
    return write_titles(folder / "second" / "titles.csv", N_TITLES, edition=2)


@pytest.fixture
def empty(own) -> OwnDatabase:
    own.bring_back("empty")
    return own


def started(database: OwnDatabase, path: Path, word: str = "ready", prepare: str = "") -> Loader:
    loader = Loader(database, path, prepare)
    loader.wait_for(word)
    return loader


@pytest.mark.parametrize("edition", ["first", "second"])
def test_a_kill_leaves_everything_as_it_was(own, edition, request):
    path = request.getfixturevalue(edition)
    kept = "empty" if edition == "first" else "filled"
    outcomes = kill_often(own, path, kept, [0.3, 1.0])
    assert outcomes.total() == 2
    assert not outcomes["torn"]
    told, _ = whole_load(own, path)
    assert told["rows_read"] == told["created"] + told["changed"] + told["unchanged"]
    assert told["created"] == (N_TITLES if edition == "first" else N_TITLES // 10)


@pytest.mark.parametrize(
    ("signal_number", "code", "word"),
    [(signal.SIGTERM, 143, "Terminated"), (signal.SIGINT, 130, "Interrupted")],
)
def test_a_signal_is_one_sentence_and_says_where_it_stopped(
    empty, first, signal_number, code, word
):
    before = state(empty)
    loader = started(empty, first, "rows")
    loader.process.send_signal(signal_number)
    assert loader.end() == (
        code,
        f"CommandError: {word} after {N_TITLES:,} rows of titles.csv. Nothing was loaded.",
    )
    assert loader.told()["stopped_at"] == {"file": str(first), "rows": N_TITLES}
    assert state(empty) == before


@needs_postgresql
@pytest.mark.parametrize("word", ["ready", "rows"])
def test_a_lost_connection_is_one_sentence(empty, first, word):
    before = state(empty)
    loader = started(empty, first, word)
    for backend in empty.backends():
        empty.do("SELECT pg_terminate_backend(%s)", backend)
    code, errors = loader.end()
    assert code == 1
    assert errors.startswith("CommandError: The database refused")
    assert errors.endswith("Nothing was loaded.")
    assert "\n" not in errors
    assert loader.told()["loaded"] is False
    assert state(empty) == before


@needs_sqlite
def test_a_full_disk_is_one_sentence(empty, first):
    before = state(empty)
    loader = started(empty, first, prepare="PRAGMA max_page_count = 1000")
    code, errors = loader.end()
    assert code == 1
    assert errors.startswith("CommandError: The database refused: database or disk is full.")
    assert "\n" not in errors
    assert state(empty) == before


def test_two_loads_at_once_are_one_after_the_other(empty, first):
    loaders = [Loader(empty, first) for _ in range(2)]
    ends = [loader.end() for loader in loaders]
    assert [code for code, _ in ends] == [0, 0], ends
    told = [loader.told()["files"][0] for loader in loaders]
    assert sorted((file["created"], file["unchanged"]) for file in told) == [
        (0, N_TITLES),
        (N_TITLES, 0),
    ]


@needs_postgresql
def test_a_load_that_waits_for_another_says_so(empty, first):
    with empty.connect() as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        loader = Loader(empty, first)
        said = loader.process.stderr.readline()
        holder.rollback()
        code, _ = loader.end()
    assert said == "Another load is running; this one waits until it is done.\n"
    assert code == 0
