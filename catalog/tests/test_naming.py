import pytest

from catalog.models import Genre, Person, Title
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


def test_a_new_title_gets_its_key_and_slug():
    title = Title.objects.create(kind="movie", name="The Matrix", start_year=1999)
    assert (title.name_key, title.slug) == ("matrix", "the-matrix-1999")


def test_namesakes_are_numbered():
    slugs = [Person.objects.create(name="John Smith").slug for _ in range(12)]
    assert slugs == ["john-smith", *(f"john-smith-{n}" for n in range(2, 13))]


def test_a_slug_stays_when_the_name_changes():
    title = make_title("Alien", start_year=1979)
    title.name = "The Other"
    title.save()
    assert (title.name_key, title.slug) == ("other", "alien-1979")


def test_saving_only_the_name_saves_its_key():
    title = make_title("Alien")
    title.name = "Aliens"
    title.save(update_fields=["name"])
    title.refresh_from_db()
    assert title.name_key == "aliens"


def test_a_name_that_grows_when_folded_fits_its_column():
    title = Title.objects.create(kind="movie", name="A" + "&" * 299)
    assert len(title.name_key) <= 300


def test_a_genre_gets_a_slug():
    assert Genre.objects.create(name="Science Fiction").slug == "science-fiction"
