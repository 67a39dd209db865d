"""Which titles are known by hashes; what becomes of ids that share one."""

import polars as pl
import pytest

from catalog.loading import keys, known, matching
from catalog.loading.known import BITS, IS_SECOND, IS_SHOW, KnownTitles, key_hash, namesake_hash
from catalog.models import Title
from catalog.tests.factories import make_title
from catalog.tests.loading_files import film


def hash_of(namespace: str, value: str) -> pl.Series:
    return pl.select(hash=key_hash(pl.lit(namespace), pl.lit(value)))["hash"]


def known_under(titles: KnownTitles, namespace: str, value: str) -> list[tuple[int, int]]:
    """Return (title, flags) of who has the id."""
    numbers = titles.keys.find(hash_of(namespace, value))["number"]
    return [(number >> BITS, number & (IS_SHOW | IS_SECOND)) for number in numbers]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "flag"), [("movie", 0), ("show", IS_SHOW)])
def test_titles_are_known_by_their_own_ids(kind, flag):
    title = make_title(kind=kind, imdb_id="tt0000001", tmdb_id=7)
    titles = KnownTitles.read()

    for key in (("imdb", "tt0000001"), (f"tmdb-{kind}", "7")):
        assert known_under(titles, *key) == [(title.pk, flag)]
    assert known_under(titles, "imdb", "tt0000002") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "flag"), [("imdb", IS_SECOND), ("justwatch", 0)])
def test_ids_beside_the_own_ones_are_known_for_what_they_are(source, flag):
    title = make_title(imdb_id="tt0000001")
    title.identifiers.create(source=source, value="tm7")

    assert known_under(KnownTitles.read(), source, "tm7") == [(title.pk, flag)]


@pytest.mark.django_db
def test_all_titles_are_read_in_steps(monkeypatch):
    monkeypatch.setattr(known, "STEP", 2)
    titles = [make_title(f"Film {n}", imdb_id=f"tt000000{n}") for n in range(5)]
    found = KnownTitles.read()

    for title in titles:
        assert known_under(found, "imdb", title.imdb_id) == [(title.pk, 0)]


def namesakes(*rows: tuple[str, str, int | None]) -> list[int | None]:
    schema = {"name_key": pl.String, "kind": pl.String, "start_year": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.select(hash=namesake_hash())["hash"].to_list()


def test_movies_are_namesakes_in_one_year_only():
    one, same, later, unknown = namesakes(
        ("heat", "movie", 1995), ("heat", "movie", 1995), ("heat", "movie", 1996),
        ("heat", "movie", None),
    )  # fmt: skip
    assert (one == same, one == later, unknown) == (True, False, None)


def test_shows_are_namesakes_in_any_year():
    one, other, movie = namesakes(
        ("heat", "show", 1995), ("heat", "show", None), ("heat", "movie", 1995)
    )
    assert (one == other, one == movie) == (True, False)


TWO = [film(imdb_id="tt0000001"), film(imdb_id="tt0000002", name="Ferry")]


@pytest.fixture
def collide(monkeypatch):
    """Return a function after which all ids share one hash."""

    def constant(namespace: pl.Expr, value: pl.Expr) -> pl.Expr:
        return pl.when(value.is_not_null()).then(pl.lit(7, pl.UInt64))

    def collide() -> None:
        for module in (known, keys, matching):
            monkeypatch.setattr(module, "key_hash", constant)

    return collide


def runtimes() -> list[tuple[str, int | None]]:
    return list(Title.objects.order_by("imdb_id").values_list("imdb_id", "runtime_minutes"))


@pytest.mark.django_db
def test_titles_whose_ids_share_a_hash_are_told_apart(load, collide):
    load(low=TWO)
    collide()
    report = load(high=[TWO[1] | {"runtime": 90}, TWO[0] | {"runtime": 80}])

    assert report.totals["created"] == 0
    assert runtimes() == [("tt0000001", 80), ("tt0000002", 90)]


@pytest.mark.django_db
def test_an_unknown_id_that_shares_the_hash_of_two_begins_a_title(load, collide):
    load(low=TWO)
    collide()
    load(low=[film(imdb_id="tt0000003", name="Harbour", runtime=70)])

    assert runtimes() == [("tt0000001", None), ("tt0000002", None), ("tt0000003", 70)]


@pytest.mark.django_db
def test_an_unknown_id_that_shares_the_hash_of_one_finds_no_title(load, collide):
    load(low=TWO[:1])
    collide()
    report = load(stars=[{"tconst": "tt0000002", "stars": 5, "voters": 3}])

    assert (report.totals["skipped"], Title.objects.get().num_votes) == (1, 0)


@pytest.mark.django_db
def test_new_ids_of_one_hash_begin_two_titles(load, collide):
    collide()

    assert load(low=TWO).totals["created"] == 2
