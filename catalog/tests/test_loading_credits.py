"""Which person a credit means, and how credits add up."""

import pytest

from catalog.models import Credit, Person, PersonIdentifier, Title
from catalog.tests.factories import make_credit, make_person
from catalog.tests.loading_files import film

pytestmark = pytest.mark.django_db

KEEPER, FERRY, HARBOUR = "tt0000001", "tt0000002", "tt0000003"
TITLES = [film(imdb_id=KEEPER), film(imdb_id=FERRY, name="Ferry")]


def role(imdb_id: str, person: str, **cells: object) -> dict[str, object]:
    return {"imdb_id": imdb_id, "person": person, "category": "actor"} | cells


def test_one_id_is_one_person_in_all_titles(load):
    load(
        low=TITLES,
        roles=[role(KEEPER, "Ada", low_person_id=1), role(FERRY, "A. L.", low_person_id=1)],
    )

    assert Person.objects.get().credits.count() == 2


def test_two_ids_are_two_people_even_of_one_name_on_one_title(load):
    load(
        low=TITLES,
        roles=[role(KEEPER, "Ada", low_person_id=1), role(KEEPER, "Ada", low_person_id=2)],
    )

    assert list(Person.objects.order_by("pk").values_list("slug", flat=True)) == ["ada", "ada-2"]


def test_an_id_meets_the_namesake_on_the_same_title(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada", low_person_id=1)])

    load(tmdb_roles=[role(KEEPER, "ADA", tmdb_person_id=31)])

    person = Person.objects.get()
    assert (person.tmdb_id, person.identifiers.get().value) == (31, "1")


def test_an_id_meets_its_person_on_whichever_title_both_appear(load):
    load(low=TITLES, roles=[role(FERRY, "Ada", low_person_id=1)])

    load(
        tmdb_roles=[
            role(KEEPER, "Ada", tmdb_person_id=31),
            role(FERRY, "Ada", tmdb_person_id=31),
        ]
    )

    assert Person.objects.get().credits.count() == 2


def test_namesakes_on_different_titles_stay_apart(load):
    load(
        low=TITLES,
        roles=[role(KEEPER, "Ada", low_person_id=1)],
        tmdb_roles=[role(FERRY, "Ada", tmdb_person_id=31)],
    )

    assert Person.objects.count() == 2


def meet_on_the_keeper(load) -> None:
    """Let two people of one name, each with a credit of their own, meet on a third title."""
    load(
        low=[*TITLES, film(imdb_id=HARBOUR, name="Harbour")],
        roles=[
            role(KEEPER, "Ada", low_person_id=1),
            role(FERRY, "Ada", low_person_id=1),
        ],
        tmdb_roles=[role(HARBOUR, "Ada", tmdb_person_id=31, character="Harbour master")],
    )
    load(tmdb_roles=[role(KEEPER, "Ada", tmdb_person_id=31, character="Keeper")])


def test_namesakes_who_meet_on_a_title_are_united(load):
    meet_on_the_keeper(load)

    credited = Person.objects.get().credits.order_by("title__name")
    assert list(credited.values_list("title__name", "character")) == [
        ("Ferry", ""),
        ("Harbour", "Harbour master"),
        ("The Lighthouse Keeper", "Keeper"),
    ]


def test_the_older_of_united_people_keeps_the_address_and_has_all_ids(load):
    meet_on_the_keeper(load)

    person = Person.objects.get()
    assert (person.slug, person.tmdb_id, person.identifiers.get().value) == ("ada", 31, "1")


def test_uniting_people_happens_once(load):
    meet_on_the_keeper(load)

    report = load(tmdb_roles=[role(KEEPER, "Ada", tmdb_person_id=31, character="Keeper")])

    assert report.totals["unchanged"] == 1


def test_a_credit_that_both_united_people_had_stays_once(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada", low_person_id=1)])
    person = make_person("Ada", tmdb_id=31)
    keeper = Title.objects.get(imdb_id=KEEPER)
    make_credit(keeper, person, "actor", character="Keeper")

    load(tmdb_roles=[role(FERRY, "Ada", tmdb_person_id=31)])
    load(roles=[role(FERRY, "Ada", low_person_id=1)])

    assert keeper.credits.get().character == "Keeper"


def test_namesakes_on_a_title_with_two_ids_of_one_source_are_not_united(load):
    load(
        low=TITLES,
        roles=[
            role(KEEPER, "Ada", low_person_id=1),
            role(KEEPER, "Ada", low_person_id=2),
            role(FERRY, "Ada", low_person_id=1),
            role(FERRY, "Ada", low_person_id=2),
        ],
    )

    assert Person.objects.count() == 2


def test_a_name_without_id_means_the_only_person_of_that_name(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada", low_person_id=1), role(FERRY, "Ada")])

    assert Person.objects.get().credits.count() == 2


def test_a_name_without_id_that_two_people_bear_is_a_third(load):
    load(
        low=TITLES,
        roles=[
            role(KEEPER, "Ada", low_person_id=1),
            role(KEEPER, "Ada", low_person_id=2),
            role(FERRY, "Ada"),
        ],
    )

    assert Person.objects.count() == 3
    assert PersonIdentifier.objects.get(source="name").person.credits.get().title.name == "Ferry"


def test_a_name_without_id_means_the_same_person_ever_after(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada")])

    load(roles=[role(FERRY, "Ada")])

    assert Person.objects.get().credits.count() == 2


def test_directors_of_a_title_file_are_people_by_name(load):
    load(low=[film(imdb_id=KEEPER, directors="Ada Lindqvist|Emil Brandt")])

    people = Credit.objects.order_by("ordering").values_list("person__name", "category")
    assert list(people) == [("Ada Lindqvist", "director"), ("Emil Brandt", "director")]


def test_two_characters_of_one_person_are_joined(load):
    load(
        low=TITLES,
        roles=[
            role(KEEPER, "Ada", low_person_id=1, character="Keeper"),
            role(KEEPER, "Ada", low_person_id=1, character="Twin"),
            role(KEEPER, "Ada", low_person_id=1, character="Keeper"),
        ],
    )

    assert Credit.objects.get().character == "Keeper / Twin"


def test_a_missing_character_is_filled_in_and_a_known_one_kept(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada"), role(FERRY, "Ada", character="Captain")])

    report = load(
        roles=[role(KEEPER, "Ada", character="Keeper"), role(FERRY, "Ada", character="Mate")]
    )

    characters = Credit.objects.order_by("title_id").values_list("character", flat=True)
    assert list(characters) == ["Keeper", "Captain"]
    assert (report.files[0].changed, report.files[0].unchanged) == (1, 1)


def test_one_person_may_do_two_things(load):
    load(low=TITLES, roles=[role(KEEPER, "Ada"), role(KEEPER, "Ada", category="director")])

    assert Person.objects.get().credits.count() == 2


def test_a_name_that_is_too_long_is_counted_not_loaded(load):
    report = load(low=TITLES, roles=[role(KEEPER, "A" * 201)])

    assert Person.objects.count() == 0
    assert report.files[1].nulled["credit: name blank or too long"].count == 1
