"""Search over the database, with an index and without one."""

from shutil import rmtree

import pytest

from catalog.models import Title
from catalog.search import (
    build_search_index,
    people_in_order,
    search_all,
    search_people,
    search_titles,
    suggest,
)
from catalog.tests.factories import make_person, make_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrix():
    """Make The Matrix, and two titles that must not be taken for it."""
    make_title("Metropolis", start_year=1927, num_votes=200_000)
    make_title("Matilda", start_year=1996, num_votes=150_000)
    return make_title("The Matrix", imdb_id="tt0133093", num_votes=2_000_000, cast=["Keanu Reeves"])


@pytest.fixture(params=["index", "database"])
def searchable(request, matrix):
    """Search what the fixture ``matrix`` made, by the index or by the database alone."""
    if request.param == "index":
        build_search_index()
    return matrix


@pytest.mark.parametrize("text", ["The Matrix", "matrix", "MATRIX!", "matr", "matrix 1999"])
def test_a_title_is_found_by_its_name_and_by_its_beginning(searchable, text):
    assert search_titles(text)[0] == searchable.pk


@pytest.mark.parametrize("text", ["tt0133093", "TT133093"])
def test_a_title_is_found_by_its_imdb_id_alone(searchable, text):
    assert search_titles(text) == [searchable.pk]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "%", "_", "'--", "🎬", "\ud800", "a" * 5000])
def test_odd_texts_find_nothing_and_break_nothing(searchable, text):
    assert search_titles(text) == search_people(text) == []


def test_people_are_found_by_name_and_have_what_they_are_known_for(searchable):
    people = people_in_order(search_people("keanu reeves"))

    assert [(person.name, person.known_for) for person in people] == [
        ("Keanu Reeves", "The Matrix")
    ]


def test_what_became_adult_after_the_build_is_not_found(searchable):
    Title.objects.filter(pk=searchable.pk).update(is_adult=True)

    assert search_titles("matrix") == search_titles("tt0133093") == []
    assert search_people("keanu reeves") == []


@pytest.mark.parametrize("text", ["the matirx", "matrixx", "mtrix"])
def test_the_index_forgives_typos(matrix, text):
    build_search_index()

    assert search_titles(text)[0] == matrix.pk


def test_the_original_name_is_found():
    title = make_title("Spirited Away", original_name="千と千尋の神隠し")
    build_search_index()

    assert search_titles("千と千尋") == [title.pk]


@pytest.mark.parametrize("text", ["La Matrice", "matrice", "la matr"])
def test_a_title_is_found_by_another_name_of_it(request, text, matrix):
    matrix.alternative_names.create(name="La matrice")
    build_search_index()
    assert search_titles(text)[0] == matrix.pk

    rmtree(request.getfixturevalue("settings").INDEX_DIR)
    assert search_titles(text)[0] == matrix.pk


def test_another_name_given_or_edited_after_the_build_is_found_at_once(matrix):
    build_search_index()
    other = matrix.alternative_names.create(name="La matrice")
    assert search_titles("la matri") == [matrix.pk]

    build_search_index()
    other.name = "Le réseau"
    other.save()
    assert search_titles("le reseau") == [matrix.pk]


def test_other_names_of_adult_titles_are_not_found(searchable):
    hidden = make_title("Nobody", is_adult=True)
    hidden.alternative_names.create(name="Niemand")

    assert search_titles("niemand") == []


def test_a_title_renamed_after_the_build_is_found_by_its_new_name(matrix):
    build_search_index()
    matrix.name = "Cybercity"
    matrix.save()

    assert search_titles("cyberc") == [matrix.pk]


def test_what_was_loaded_last_before_the_build_is_not_read_again(matrix, django_assert_num_queries):
    build_search_index()

    with django_assert_num_queries(3) as queries:
        search_titles("matrix")
    assert sum("updated_at" in query["sql"] and " > " in query["sql"] for query in queries) == 2


def test_a_title_added_after_the_build_is_found_at_once(matrix):
    build_search_index()
    added = make_title("Matrix Resurrections", num_votes=1)

    assert added.pk in search_titles("matrix res")


@pytest.mark.parametrize(("name", "text"), [("Up", "up"), ("霸王别姬", "霸王"), ("X", "x")])
def test_a_short_name_added_after_the_build_is_found_at_once(matrix, name, text):
    build_search_index()
    added = make_title(name, num_votes=1)

    assert search_titles(text) == [added.pk]


def test_a_person_added_after_the_build_is_found_at_once(matrix):
    build_search_index()
    make_title("Speed", cast=[make_person("Sandra Bullock")])

    assert [p.name for p in people_in_order(search_people("sandra b"))] == ["Sandra Bullock"]


def test_a_title_deleted_after_the_build_is_not_found(matrix):
    build_search_index()
    matrix.delete()

    assert search_titles("matrix") == []


def test_a_broken_index_is_as_good_as_none(matrix, settings):
    build_search_index()
    next(settings.INDEX_DIR.rglob("letters.npy")).write_bytes(b"broken")

    assert search_titles("matrix") == [matrix.pk]


def test_the_database_alone_finds_words_inside_names():
    title = make_title("The Dark Knight")

    assert search_titles("knight") == [title.pk]


def test_search_takes_few_queries(matrix, settings, django_assert_max_num_queries):
    build_search_index()

    with django_assert_max_num_queries(3):
        search_titles("teh matrix part ii 2003")
    with django_assert_max_num_queries(5):
        suggest("teh matrix part ii 2003")
    rmtree(settings.INDEX_DIR)
    with django_assert_max_num_queries(5):
        search_titles("teh matrix part ii 2003")
    with django_assert_max_num_queries(8):
        suggest("teh matrix part ii 2003")


def test_a_person_is_as_popular_as_their_best_known_title(matrix):
    everything = {"cast": ["Sam Moss"], "directors": ["Sam Moss"], "writers": ["Sam Moss"]}
    make_title("Small", num_votes=900, **everything)
    make_title("Large", num_votes=1_000, cast=["Sam Most"])
    build_search_index()

    people = people_in_order(search_people("sam mos"))

    assert [person.name for person in people] == ["Sam Most", "Sam Moss"]


def test_suggestions_are_titles_and_people(matrix):
    build_search_index()

    found = suggest("kean")

    names = [person.name for person in people_in_order(found.people)]
    assert (found.titles, names) == ([], ["Keanu Reeves"])


@pytest.mark.parametrize(
    ("text", "is_guess"),
    [
        ("the matirx", True),
        ("matri", False),
        ("matrix 1999", False),
        ("matrix 2003", True),
        ("keanu", False),
        ("tt0133093", False),
    ],
)
def test_a_find_is_a_guess_where_nothing_contains_what_was_typed(matrix, text, is_guess):
    build_search_index()

    assert search_all(text).is_guess is is_guess


def test_people_who_only_resemble_the_words_of_a_title_are_left_out(matrix):
    make_title("Speed", cast=["Patrick Magee", "Martin Sheen"])
    build_search_index()

    found = search_all("matrix")

    assert [found.titles[0], found.people] == [matrix.pk, []]


def test_who_has_the_name_comes_before_titles_that_resemble_it(matrix):
    make_title("Logan", num_votes=800_000, directors=["Christopher Nolan"])
    build_search_index()

    found = search_all("nolan")

    assert found.people_first
    assert [p.name for p in people_in_order(found.people)] == ["Christopher Nolan"]
