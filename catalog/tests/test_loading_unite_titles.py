"""Titles that turn out to be one when a later file says their year."""

import pytest

from catalog.models import Person, Title
from catalog.tests.loading_files import film

pytestmark = pytest.mark.django_db

KEEPER = "tt0000001"
#: A film known by name and year, the same film known by an id only, and who tells its year.
BY_NAME = film(low_id="9", directors="Ada", genres="Drama", runtime=90, others="Der Wärter")
BY_ID = film(high_id="7", imdb_id=KEEPER, year="", directors="Ada", rating=7, votes=20)
TELLING = film(imdb_id=KEEPER, name="The Lighthouse Keeper")


def test_two_titles_of_one_film_become_one(load):
    load(low=[BY_NAME])
    load(high=[BY_ID])
    report = load(low=[TELLING])

    title = Title.objects.get()
    assert (title.imdb_id, title.runtime_minutes, title.average_rating) == (KEEPER, 90, 7)
    assert [genre.name for genre in title.genres.all()] == ["Drama"]
    assert [str(other) for other in title.alternative_names.all()] == ["Der Wärter"]
    assert set(title.identifiers.values_list("source", "value")) == {("low", "9"), ("high", "7")}
    assert report.united == 1


def test_their_people_of_one_name_become_one(load):
    load(low=[BY_NAME])
    load(high=[BY_ID])
    load(low=[TELLING])

    assert [credit.person for credit in Title.objects.get().credits.all()] == [Person.objects.get()]


def test_the_ids_of_united_people_are_kept(load):
    role = {"imdb_id": KEEPER, "person": "Ada", "category": "director", "tmdb_person_id": "5"}
    load(low=[BY_NAME])
    load(high=[BY_ID | {"directors": ""}])
    load(tmdb_roles=[role])
    load(low=[TELLING])

    again = load(tmdb_roles=[role])

    assert (Person.objects.get().tmdb_id, again.totals["changed"]) == (5, 0)


def test_a_character_that_only_one_of_them_knows_is_kept(load):
    role = {"imdb_id": KEEPER, "person": "Ada", "category": "actor"}
    load(low=[film(low_id="9", imdb_id="")])
    older = Title.objects.get()
    older.credits.create(person=Person.objects.create(name="Ada"), category="actor")
    load(high=[BY_ID | {"directors": ""}])
    load(roles=[role | {"character": "Keeper"}])
    load(low=[TELLING])

    assert [credit.character for credit in Title.objects.get().credits.all()] == ["Keeper"]


@pytest.mark.parametrize(("runtime", "conflicts"), [(95, [("runtime_minutes", "90")]), (90, [])])
def test_what_they_disagree_about_is_a_conflict(load, runtime, conflicts):
    load(low=[BY_NAME])
    load(high=[BY_ID | {"runtime": runtime}])
    load(low=[TELLING])

    title = Title.objects.get()
    assert title.runtime_minutes == runtime
    assert list(title.conflicts.values_list("fact", "value")) == conflicts


def test_the_older_keeps_its_address(load):
    load(low=[BY_NAME])
    older = Title.objects.get().slug
    load(high=[BY_ID])
    load(low=[TELLING])

    assert Title.objects.get().slug == older


def test_loading_the_same_files_again_changes_nothing(load):
    files = [{"low": [BY_NAME]}, {"high": [BY_ID]}, {"low": [TELLING]}]
    for rows in files:
        load(**rows)

    again = [load(**rows) for rows in files]

    assert [(r.totals["created"], r.totals["changed"], r.united) for r in again] == [(0, 0, 0)] * 3


def test_titles_that_an_id_tells_apart_stay_two(load):
    load(low=[film(low_id="9", imdb_id="tt0000002")])
    load(high=[BY_ID])
    load(low=[TELLING])

    assert Title.objects.count() == 2


def test_of_three_namesakes_none_is_taken_for_another(load):
    load(low=[film(low_id="9")])
    load(high=[film(high_id="8", year="")])
    load(high=[BY_ID])
    Title.objects.filter(start_year=None, imdb_id=None).update(start_year=1961)
    load(low=[TELLING])

    assert Title.objects.count() == 3


def test_what_an_analyst_edited_stays_and_takes_the_other_in(load):
    load(low=[BY_NAME])
    load(high=[BY_ID])
    edited = Title.objects.get(imdb_id=KEEPER)
    edited.tagline = "Alone."
    edited.mark_edited(["tagline"])
    edited.save()
    load(low=[TELLING])

    title = Title.objects.get()
    assert (title.pk, title.tagline, title.runtime_minutes) == (edited.pk, "Alone.", 90)
