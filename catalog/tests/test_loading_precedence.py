"""Who is believed where files disagree, and that loading again changes nothing."""

from itertools import permutations
from pathlib import Path

import pytest
from django.core import serializers

from catalog.loading import load_files
from catalog.loading.precedence import Precedence, created_by, holder, set_holder
from catalog.models import AggregateRating, AlternativeName, Credit, Person, SourceFile, Title
from catalog.ratings import SourceRating, summary_rating
from catalog.tests.loading_files import film, write

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

KEEPER = {"imdb_id": "tt0000001"}
#: Files that disagree about one title, and say more about two others.
FILES = {
    "low": [
        film(
            **KEEPER, low_id="a1", runtime=90, genres="Drama", rating=6, votes=10, others="Wärter"
        ),
        film(low_id="a2", name="Ferry", directors="Ada Lindqvist"),
        film(low_id="a2", name="Ferry", runtime=80),
    ],
    "high": [
        film(**KEEPER, runtime=95, status="Rumored", genres="Horror|Mystery", rating=7, votes=20),
        film(high_id="b2", name="Ferry", language="de", collection="Rivers", directors="A. L."),
        film(high_id="b3", name="Harbour", keywords="sea|storm"),
    ],
    "stars": [{"tconst": "tt0000001", "stars": 8, "voters": 30}],
    "roles": [
        {**KEEPER, "low_person_id": 1, "person": "Emil Brandt", "category": "actor"},
        {**KEEPER, "person": "Emil Brandt", "category": "actor", "character": "Keeper"},
    ],
}


def contents() -> str:
    """Return all that is stored about titles, as one text; when it was stored is left out."""
    rows = [
        *Title.objects.order_by("pk"),
        *AggregateRating.objects.order_by("pk"),
        *AlternativeName.objects.order_by("pk"),
        *Person.objects.order_by("pk"),
        *Credit.objects.order_by("pk"),
    ]
    return serializers.serialize("json", rows)


def test_the_higher_dataset_wins(load):
    load(low=[film(**KEEPER, runtime=90)])
    load(high=[film(**KEEPER, runtime=95)])

    assert Title.objects.get().runtime_minutes == 95


def test_the_lower_dataset_only_fills_gaps(load):
    load(high=[film(**KEEPER, runtime=95)])
    load(low=[film(**KEEPER, runtime=90, language="de")])

    title = Title.objects.get()
    assert (title.runtime_minutes, title.original_language_id) == (95, "de")


def test_a_newer_file_of_one_dataset_wins(load):
    load(low=[film(**KEEPER, runtime=90)])
    load(low=[film(**KEEPER, runtime=91)])

    assert Title.objects.get().runtime_minutes == 91


def test_loading_the_older_file_again_changes_nothing(load):
    load(low=[film(**KEEPER, runtime=90)])
    load(low=[film(**KEEPER, runtime=91)])

    report = load(low=[film(**KEEPER, runtime=90)])

    assert (report.files[0].changed, Title.objects.get().runtime_minutes) == (0, 91)


def recode(folder: Path) -> Path:
    """Write a file of ``low`` as Excel saves it: in Windows-1252, with what that lacks lost."""
    path = write(folder, "low", [film(**KEEPER, name="Zoé?", runtime=91)])
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    return path.rename(folder / "recoded.csv")


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1)])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_file_not_in_utf_8_ranks_below_the_others_of_its_dataset(
    own_datasets, tmp_path, order, at_once
):
    paths = recode(tmp_path), write(tmp_path, "low", [film(**KEEPER, name="Zoë’s")])
    calls = [[paths[n] for n in order]] if at_once else [[paths[n]] for n in order]
    for call in calls:
        load_files(call)

    again = [load_files(call).totals for call in calls]

    title = Title.objects.get()
    assert (title.name, title.runtime_minutes) == ("Zoë’s", 91)
    assert {(totals["created"], totals["changed"]) for totals in again} == {(0, 0)}


def test_a_file_not_in_utf_8_corrects_an_older_one_that_is_not_either(own_datasets, tmp_path):
    load_files([recode(tmp_path)])
    newer = recode(tmp_path)
    newer.write_bytes(newer.read_bytes().replace(b",91,", b",92,"))

    load_files([newer])

    assert Title.objects.get().runtime_minutes == 92


def test_a_file_holds_what_it_confirms(load):
    """Or a file of middling rank could replace it, and loading the best again change it back."""
    load(low=[film(**KEEPER, runtime=95)])
    load(high=[film(**KEEPER, runtime=95)])

    load(low=[film(**KEEPER, runtime=90)])

    assert Title.objects.get().runtime_minutes == 95


def test_a_status_that_nobody_gave_is_open_to_the_lowest(load):
    load(high=[film(**KEEPER)])
    load(low=[film(**KEEPER, status="Rumored")])

    assert Title.objects.get().status == "rumored"


def test_a_status_is_held_by_the_highest_that_gives_one(load):
    load(high=[film(**KEEPER, status="Released")])
    load(low=[film(**KEEPER, status="Rumored")])

    assert Title.objects.get().status == "released"


def test_a_list_is_replaced_as_a_whole(load):
    load(low=[film(**KEEPER, genres="Drama|War")])
    load(high=[film(**KEEPER, genres="Horror")])

    assert list(Title.objects.get().genres.values_list("name", flat=True)) == ["Horror"]


def test_other_names_are_replaced_as_a_whole_and_have_their_keys(load):
    load(low=[film(**KEEPER, others="Der Wärter|The Keeper|Der Wärter")])
    load(high=[film(**KEEPER, others="Le Gardien")])
    load(low=[film(**KEEPER, others="Il custode")])

    names = AlternativeName.objects.values_list("title", "name", "name_key")
    assert list(names) == [(Title.objects.get().pk, "Le Gardien", "le gardien")]


def test_a_name_that_the_table_cannot_hold_is_left_out(load):
    load(low=[film(**KEEPER, others=f"Der Wärter|{'x' * 301}")])

    assert [str(other) for other in AlternativeName.objects.all()] == ["Der Wärter"]


def test_an_empty_list_replaces_nothing(load):
    load(low=[film(**KEEPER, genres="Drama")])
    load(high=[film(**KEEPER, genres="")])

    assert list(Title.objects.get().genres.values_list("name", flat=True)) == ["Drama"]


def test_a_rating_is_held_by_the_highest_that_knows_it(load):
    load(high=[film(**KEEPER, rating=7, votes=20)])
    load(stars=[{"tconst": "tt0000001", "stars": 8, "voters": 30}])
    load(low=[film(**KEEPER, rating=6, votes=99)])

    title = Title.objects.get()
    assert (title.average_rating, title.num_votes) == (8, 30)
    assert title.ratings.get().votes == 30


@pytest.mark.parametrize("order", list(permutations(FILES)))
def test_loading_everything_again_changes_nothing(load, order):
    for name in order:
        load(**{name: FILES[name]})
    before = contents()

    reports = [load(**{name: FILES[name]}).totals for name in order]

    assert [(report["created"], report["changed"]) for report in reports] == [(0, 0)] * 4
    assert contents() == before


@pytest.mark.parametrize("order", list(permutations(FILES)))
def test_one_run_loads_files_in_any_order_alike(load, order):
    load(**{name: FILES[name] for name in order})

    keeper = Title.objects.get(imdb_id="tt0000001")
    assert (keeper.runtime_minutes, keeper.status, keeper.average_rating) == (95, "rumored", 8)
    assert keeper.credits.get().character == "Keeper"


def test_what_the_creator_of_a_title_says_goes_unsaid_but_for_what_always_has_a_value():
    provenance = created_by(1)
    set_holder(provenance, "name", 2)
    assert (holder(provenance, "name"), holder(provenance, "genres")) == (2, 1)
    set_holder(provenance, "name", 1)
    assert (provenance, holder(provenance, "name")) == (created_by(1), 1)
    assert holder(provenance, "status") is None
    set_holder(provenance, "status", 1)
    assert (provenance, holder(provenance, "status")) == ({**created_by(1), "status": 1}, 1)


def test_what_a_load_writes_beside_a_title_is_what_its_ratings_come_to(load):
    told = [(7.12345, 40), (7.125, 3), (6.66666, 1), (9.9, 1_000_000)]
    for number, (rating, votes) in enumerate(told, start=1):
        load(low=[film(imdb_id=f"tt000000{number}", rating=rating, votes=votes)])
        title = Title.objects.latest("pk")
        columns = ("average_rating", "num_votes", "weighted_rating")
        source = SourceRating("low", rating, votes)
        assert tuple(getattr(title, name) for name in columns) == summary_rating([source])


def test_files_of_a_dataset_that_is_none_of_the_settings_rank_below_all():
    low, unknown = SourceFile(pk=1, dataset="low"), SourceFile(pk=2, dataset="taken out")
    precedence = Precedence(["low", "high"], [low, unknown])
    assert precedence.allows(1, 2)
    assert not precedence.allows(2, 1)
    assert precedence.allows(2, None)
    assert precedence.dataset_of(2) == precedence.dataset_of(3) == -1


def test_what_a_person_changed_is_never_overridden(load):
    row = film(imdb_id="tt0113277", name="Heat", year=1995, genres="Crime")
    load(low=[row])
    title = Title.objects.get()
    title.name, title.runtime_minutes = "Heat, corrected", None
    title.genres.clear()
    title.mark_edited(["name", "runtime_minutes", "genres", "other_names"])
    title.save()

    report = load(high=[row | {"runtime": 170, "others": "Fuego"}], low=[row | {"runtime": 171}])

    title.refresh_from_db()
    assert (title.name, title.runtime_minutes) == ("Heat, corrected", None)
    assert not title.genres.exists()
    assert not title.alternative_names.exists()
    assert report.totals["created"] == 0
