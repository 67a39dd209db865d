"""Rows that come before their titles: kept, joined when the titles come, counted once."""

import pytest

from catalog.models import Title, UnmatchedRows
from catalog.tests.loading_files import film

pytestmark = pytest.mark.django_db

KEEPER, FERRY = "tt0000001", "tt0000002"
STARS = [{"tconst": KEEPER, "stars": 8, "voters": 30}, {"tconst": FERRY, "stars": 6, "voters": 9}]


def waiting() -> dict[str, int]:
    return dict(UnmatchedRows.objects.values_list("file__dataset", "n_rows"))


def test_ratings_that_come_first_join_their_titles(load):
    load(stars=STARS)
    report = load(low=[film(imdb_id=KEEPER)])

    assert Title.objects.get().average_rating == 8
    assert (report.totals["created"], report.totals["changed"]) == (1, 0)
    assert report.joined == {"stars.csv": 1}
    assert waiting() == {"stars": 1}


def test_rows_that_have_joined_are_found_unchanged_when_they_are_loaded_again(load):
    load(stars=STARS)
    load(low=[film(imdb_id=KEEPER)])

    again = load(stars=STARS).totals

    assert (again["changed"], again["unchanged"], again["skipped"]) == (0, 1, 1)
    assert waiting() == {"stars": 1}


def test_ids_that_lead_to_ids_bring_what_waits_for_them(load):
    load(stars=STARS)
    load(links=[{"linked_low_id": "9", "imdb_id": KEEPER}])
    load(low=[film(low_id="9")])

    title = Title.objects.get()
    assert (title.imdb_id, title.average_rating) == (KEEPER, 8)


def test_credits_that_come_first_join_their_title(load):
    load(roles=[{"imdb_id": KEEPER, "person": "Ada", "category": "actor", "character": "Keeper"}])
    load(low=[film(imdb_id=KEEPER)])

    assert [credit.person.name for credit in Title.objects.get().credits.all()] == ["Ada"]


def test_nothing_waits_after_a_dry_run(load):
    load(stars=STARS, dry_run=True)

    assert waiting() == {}


def test_of_files_of_one_name_only_the_newest_waits(load):
    load(stars=STARS)
    newer = [{"tconst": KEEPER, "stars": 9, "voters": 40}]
    load(stars=newer)
    load(stars=STARS)
    load(low=[film(imdb_id=KEEPER)])

    assert Title.objects.get().average_rating == 9
    assert waiting() == {}


def test_a_title_of_two_ids_has_the_rating_of_its_own_whatever_comes_first(load):
    low = [film(low_id="9", imdb_id=FERRY)]
    links = [{"linked_low_id": "9", "imdb_id": KEEPER}]
    load(stars=STARS)
    load(low=low)
    load(links=links)
    before = Title.objects.get().average_rating

    again = load(stars=STARS)

    assert (before, Title.objects.get().average_rating) == (6, 6)
    assert again.totals["changed"] == 0
    assert again.files[0].reasons["the title has another id"].lines.tolist() == [2]
