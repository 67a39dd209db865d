"""Ratings into tables: whose, of which title, what a second file changes, and what is told."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import TitleIdentifier
from catalog.tests.factories import make_title
from recommendations.models import Rating, Viewer
from recommendations.rating_loading import RatingReport, load_ratings
from recommendations.tests.rating_builders import (
    GOOD,
    counts,
    load,
    make_movie,
    movielens,
    movielens_1m,
    movielens_100k,
    words,
)

pytestmark = pytest.mark.django_db


def reasons(report: RatingReport) -> dict[str, list[int]]:
    return {reason: list(tally.lines) for reason, tally in report.reasons.items()}


def stored() -> list[tuple]:
    """Return (person, title, value, seconds) of all ratings."""
    rows = Rating.objects.order_by("viewer__source", "viewer_id", "title__name")
    return [
        (
            rating.viewer.source_id,
            rating.title.name,
            rating.value,
            rating.rated_at and int(rating.rated_at.timestamp()),
        )
        for rating in rows.select_related("viewer", "title")
    ]


# From file to rows ------------------------------------------------------------------------------


def test_half_stars_become_one_to_ten(tmp_path, rated_vault, rated_ferry):
    path = movielens(tmp_path / "ml-x", "7,31,0.5,1260759144", "7,32,5.0,", "8,31,3.5,1260759145")
    assert counts(load(path)) == (3, 0, 0, 0)
    assert stored() == [
        ("7", "The Glass Ferry", 10, None),
        ("7", "The Vault", 1, 1260759144),
        ("8", "The Vault", 7, 1260759145),
    ]
    assert Rating.objects.get(value=1).rated_at == datetime(2009, 12, 14, 2, 52, 24, tzinfo=UTC)
    assert set(Viewer.objects.values_list("source", "age", "gender", "occupation")) == {
        ("ml-x", None, "", "")
    }


def test_ml_100k_finds_movies_by_name_and_year(tmp_path, rated_vault):
    make_title("Amélie", start_year=2001)
    make_title("Twins", start_year=1988)
    make_title("Twins", start_year=1988, slug="twins-2")
    make_title("Late", start_year=1996)
    make_title("Between", start_year=1990)
    make_title("Between", start_year=1992)
    make_title("A Series", start_year=1990, kind="show")
    movies = [
        "1|Vault, The (2001)", "2|Amélie (2001)", "3|Twins (1988)", "4|Late (1995)",
        "5|Between (1991)", "6|A Series (1990)", "7|Coffre, Le (Vault, The) (2001)",
        "8|Late (1998)",
    ]  # fmt: skip
    rows = [f"{person},{movie},4,88125094{movie}" for person, movie in enumerate(range(1, 9), 1)]
    people = ["1|24|M|technician|85711", "2|53|F|other|94043"]
    path = movielens_100k(tmp_path / "ml-100k", *rows, people=people, movies=movies)

    report = load(path)

    assert [(person, title) for person, title, *_ in stored()] == [
        ("1", "The Vault"),
        ("2", "Amélie"),
        ("4", "Late"),
        ("7", "The Vault"),
    ]
    assert reasons(report) == {"no such title in the catalogue": [3, 5, 6, 8]}
    assert "3 (Twins, 1988)" in report.unknown_movies
    first = Viewer.objects.get(source_id="1")
    assert (first.age, first.gender, first.occupation) == (24, "male", "technician")


def test_ml_1m_knows_movielens_ids_and_falls_back_on_names(tmp_path, rated_vault, rated_ferry):
    make_title("Night Shift", start_year=1974)
    movies = ["31::Another Name (1950)::Crime", "9::Night Shift (1974)::Drama", "8::None (1990)::X"]
    rows = ["1,31,5,978300760", "1,9,3,978300761", "1,8,1,978300762", "2,32,2,978300763"]
    people = ["1,F,1,10,48067"]
    path = movielens_1m(tmp_path / "ml-1m", *rows, people=people, movies=movies)

    report = load(path)

    assert [row[:3] for row in stored()] == [
        ("1", "Night Shift", 6),
        ("1", "The Vault", 10),
        ("2", "The Glass Ferry", 4),
    ]
    assert (report.scale, report.stored_scale, report.skipped) == ("1-5", "2-10", 1)
    young = Viewer.objects.get(source_id="1")
    assert (young.age, young.gender, young.occupation) == (17, "female", "student")


def test_words_are_identifiers_or_else_names(tmp_path, rated_vault, rated_ferry):
    rows = [
        "1260759144,ann,the+vault+2001,4",
        "2001-01-01T10:21:36,ann,the+glass+ferry+1997,4.5",
        "1260759144,bob,nobody+knows+1990,3",
        "1260759144,bob,the+vault,3",
    ]
    path = words(tmp_path / "app", *rows, people=["ann,34,writer,F", "bob,20,,M"])

    ratings, people = load_ratings([path]).files

    assert stored() == [
        ("ann", "The Glass Ferry", 9, 978344496),
        ("ann", "The Vault", 8, 1260759144),
    ]
    assert (counts(ratings), ratings.scale) == ((2, 0, 0, 2), "0.5-5")
    assert counts(people) == (1, 0, 0, 1)
    assert reasons(people) == {"rated no title of the catalogue": [3]}
    assert Viewer.objects.get().occupation == "writer"


def test_a_movie_that_is_unknown_is_counted_and_told(tmp_path, rated_vault):
    report = load(movielens(tmp_path, GOOD, "7,99,4,1260759144", "8,99,4,1260759144"))
    assert reasons(report) == {"no such title in the catalogue": [3, 4]}
    assert report.reasons["no such title in the catalogue"].examples == [(3, "99"), (4, "99")]
    assert report.unknown_movies == {"99": 2}
    assert "Load movies.csv of this release" in list(report.closing_lines())[1]
    assert Viewer.objects.count() == 1  # who rated nothing that is known is nobody


# Ratings that meet ------------------------------------------------------------------------------


def test_who_rates_a_title_twice_means_the_newer_rating(tmp_path, rated_vault):
    TitleIdentifier.objects.create(title=rated_vault, source="movielens", value="77")
    rows = [
        "7,31,1,1260759144", "8,31,1,1260759144", "7,77,2,1260759146", "7,31,3,1260759145",
        "8,77,4,1260759144",
    ]  # fmt: skip
    report = load(movielens(tmp_path, *rows))
    assert [(person, value) for person, _, value, _ in stored()] == [("7", 4), ("8", 8)]
    assert counts(report) == (2, 0, 0, 3)
    assert reasons(report) == {"rated twice, the newer is kept": [2, 3, 5]}
    examples = report.reasons["rated twice, the newer is kept"].examples
    assert examples == [(2, "line 4 is kept"), (3, "line 6 is kept"), (5, "line 4 is kept")]


def test_loading_again_changes_nothing(tmp_path, rated_vault, rated_ferry):
    path = movielens(tmp_path, GOOD, "7,32,4,", "8,31,1,1260759144", "8,31,2,1260759145", "8,9,1,1")
    load(path)
    before = list(Rating.objects.order_by("pk").values())
    assert counts(load(path)) == (0, 0, 3, 2)
    assert list(Rating.objects.order_by("pk").values()) == before
    assert Viewer.objects.count() == 2


def test_a_newer_release_changes_and_adds(tmp_path, rated_vault, rated_ferry):
    load(movielens(tmp_path, "7,31,2,1260759144", "7,32,4,1260759144", "8,31,1,"))
    rows = ["9,32,3,1260759150", "7,31,5,1260759150", "7,32,4,1260759144", "8,31,1,1260759144"]
    assert counts(load(movielens(tmp_path, *rows))) == (1, 2, 1, 0)
    assert stored() == [
        ("7", "The Glass Ferry", 8, 1260759144),
        ("7", "The Vault", 10, 1260759150),
        ("8", "The Vault", 2, 1260759144),
        ("9", "The Glass Ferry", 6, 1260759150),
    ]


def test_an_older_release_takes_nothing_back(tmp_path, rated_vault, rated_ferry):
    load(movielens(tmp_path, "7,31,2,1260759150", "7,32,4,1260759150"))
    report = load(movielens(tmp_path, "7,31,5,1260759144", "7,32,4,"))
    assert counts(report) == (0, 0, 2, 0)
    assert [row[2:] for row in stored()] == [(8, 1260759150), (4, 1260759150)]
    (note,) = report.notes.values()
    assert note.examples == [(2, "4 stays")]


def test_a_correction_of_the_same_time_is_taken(tmp_path, rated_vault):
    load(movielens(tmp_path, GOOD))
    assert counts(load(movielens(tmp_path, GOOD.replace("2.5", "4")))) == (0, 1, 0, 0)
    assert stored()[0][2] == 8


def test_people_of_other_layouts_with_like_ids_are_no_trouble(tmp_path, rated_vault):
    rows = [f"1260759144,{person},the+vault+2001,4" for person in ("7", "07", "ann")]
    load(words(tmp_path / "mixed", *rows))
    assert counts(load(movielens(tmp_path / "mixed", GOOD))) == (0, 1, 0, 0)


def test_two_releases_share_no_people(tmp_path, rated_vault):
    load(movielens(tmp_path / "one", GOOD))
    load(movielens(tmp_path / "two", GOOD))
    load(tmp_path / "two" / "ratings.csv", source="one")
    assert set(Viewer.objects.values_list("source", "source_id")) == {("one", "7"), ("two", "7")}
    assert Rating.objects.count() == 2


def test_files_of_one_call_meet_too(tmp_path, rated_vault):
    first = movielens(tmp_path, GOOD)
    second = movielens(tmp_path, GOOD, "8,31,3,1260759144", name="more.csv")
    report = load_ratings([first, second])
    assert [counts(file) for file in report.files] == [(1, 0, 0, 0), (1, 0, 1, 0)]


def test_what_is_told_of_people_later_is_taken_over(tmp_path, rated_vault):
    path = words(tmp_path, "1260759144,ann,the+vault+2001,4", people=["ann,,writer,"])
    load(path)
    words(tmp_path, "1260759144,ann,the+vault+2001,4", people=["ann,34,,F"])
    people = load_ratings([path]).files[1]
    assert counts(people) == (0, 1, 0, 0)
    ann = Viewer.objects.get()
    assert (ann.age, ann.gender, ann.occupation) == (34, "female", "writer")
    assert counts(load_ratings([path]).files[1]) == (0, 0, 1, 0)


@pytest.mark.parametrize("is_first", [True, False])
def test_ratings_in_any_order_come_out_alike(tmp_path, monkeypatch, is_first):
    """Many people and small stretches; a table that is empty, and one that is not."""
    monkeypatch.setattr("recommendations.rating_loading.spill.BUCKET_BITS", 1)
    monkeypatch.setattr("recommendations.rating_loading.merge.STRETCH_ROWS", 10)
    titles = [make_movie(f"Film {n}", 1990, movielens=str(n)) for n in range(1, 8)]
    if not is_first:
        load(movielens(tmp_path / "other", "1,1,4,1260759144"))
    rows = [
        f"{n * 37 % 50 + 1},{n % 7 + 1},{n % 10 / 2 + 0.5},{1260759144 + n}" for n in range(700)
    ]
    newest = {tuple(row.split(",")[:2]): row.split(",")[2:] for row in rows}
    report = load(movielens(tmp_path / "this", *rows))
    assert (report.created, report.skipped) == (len(newest), 700 - len(newest))
    (lines,) = reasons(report).values()
    assert lines == sorted(set(lines))
    ours = Rating.objects.filter(viewer__source="this").select_related("viewer", "title")
    assert len(titles) == 7
    assert {(r.viewer.source_id, r.title.name.split()[1]): r.value for r in ours} == {
        key: float(value) * 2 for key, (value, _) in newest.items()
    }
    assert load(tmp_path / "this" / "ratings.csv").unchanged == len(newest)


def test_the_table_has_its_indexes_and_checks_after_it_was_filled(tmp_path, rated_vault):
    with connection.cursor() as cursor:
        before = connection.introspection.get_constraints(cursor, Rating._meta.db_table)
    load(movielens(tmp_path, GOOD))
    with connection.cursor() as cursor:
        after = connection.introspection.get_constraints(cursor, Rating._meta.db_table)
    assert after == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(viewer=Viewer.objects.get(), title=rated_vault, value=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(title=rated_vault).update(value=11)
    viewer = Viewer.objects.create(source="x", source_id="1")
    assert Rating.objects.create(viewer=viewer, title=rated_vault, value=3).pk > 1
