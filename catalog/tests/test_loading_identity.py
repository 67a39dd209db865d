"""Which rows meet in one title, and which stay apart."""

import pytest

from catalog.models import Title, TitleIdentifier
from catalog.tests.loading_files import film

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(Title.objects.values_list("name", flat=True))


def test_rows_of_one_imdb_id_meet_under_any_name(load):
    load(low=[film(imdb_id="tt0000001")], high=[film(imdb_id="tt0000001", name="Leuchtturm")])

    assert names() == ["Leuchtturm"]


def test_rows_of_one_tmdb_id_and_kind_meet(load):
    load(low=[film(tmdb_id=7)], high=[film(tmdb_id=7, name="Leuchtturm")])

    assert names() == ["Leuchtturm"]


def test_a_show_and_a_movie_of_one_tmdb_number_stay_apart(load):
    load(low=[film(tmdb_id=7)], high=[film(tmdb_id=7, kind="show")])

    assert Title.objects.count() == 2


def test_a_row_finds_its_title_by_source_id(load):
    load(low=[film(low_id="a1", year="")])
    load(low=[film(low_id="a1", year="", runtime=90)])

    assert Title.objects.get().runtime_minutes == 90


def test_name_year_and_kind_are_the_last_resort(load):
    load(low=[film(low_id="a1")], high=[film(high_id="b1", name="LIGHTHOUSE keeper")])

    title = Title.objects.get()
    assert set(title.identifiers.values_list("source", "value")) == {("low", "a1"), ("high", "b1")}


@pytest.mark.parametrize("other", [{"year": 1962}, {"kind": "show"}, {"year": ""}])
def test_namesakes_of_another_year_or_kind_stay_apart(load, other):
    load(low=[film(low_id="a1")], high=[film(high_id="b1") | other])

    assert Title.objects.count() == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"imdb_id": "tt0000001"}, {"imdb_id": "tt0000002"}),
        ({"tmdb_id": 1, "imdb_id": "tt0000001"}, {"tmdb_id": 2}),
        ({"low_id": "a1"}, {"low_id": "a2"}),
    ],
)
def test_namesakes_with_contradicting_ids_stay_apart(load, one, other):
    load(low=[film(**one), film(**other)])

    assert Title.objects.count() == 2


def test_a_name_that_several_titles_bear_meets_none_of_them(load):
    load(low=[film(low_id="a1"), film(low_id="a2")])

    load(high=[film(high_id="b1")])

    assert Title.objects.count() == 3


@pytest.mark.parametrize("years", [("", 1961), (1961, ""), ("", "")])
@pytest.mark.parametrize("order", [("low", "high"), ("high", "low")])
def test_a_show_without_a_year_meets_the_only_one_of_its_name(load, years, order):
    rows = {
        "low": film(low_id="a1", kind="show", year=years[0]),
        "high": film(high_id="b1", kind="show", year=years[1]),
    }
    for name in (*order, *order):
        report = load(**{name: [rows[name]]})

    assert Title.objects.count() == 1
    assert (report.totals["created"], report.totals["changed"]) == (0, 0)


@pytest.mark.parametrize(
    ("stored", "row"),
    [
        ([{"low_id": "a1"}, {"low_id": "a2", "year": 1990}], {"year": ""}),
        ([{"low_id": "a1"}, {"low_id": "a2", "year": ""}], {"year": 1990}),
        ([{"low_id": "a1", "imdb_id": "tt0000001"}], {"year": "", "imdb_id": "tt0000002"}),
    ],
    ids=["several have the name", "one of them has a year", "ids contradict"],
)
def test_a_show_without_a_year_stays_apart_where_the_name_does_not_tell(load, stored, row):
    load(low=[film(kind="show") | cells for cells in stored])

    load(high=[film(high_id="b1", kind="show") | row])

    assert Title.objects.count() == len(stored) + 1


def test_an_id_may_have_120_characters(load):
    load(low=[film(low_id="a" * 120)])

    assert TitleIdentifier.objects.get().value == "a" * 120


def test_of_two_namesakes_the_one_that_no_id_rules_out_is_met(load):
    load(low=[film(imdb_id="tt0000001"), film(imdb_id="tt0000002", tmdb_id=2)])

    load(high=[film(tmdb_id=1)])

    assert Title.objects.get(tmdb_id=1).imdb_id == "tt0000001"


def test_ids_that_a_row_brings_are_kept_for_later_rows(load):
    load(low=[film(imdb_id="tt0000001")], high=[film(imdb_id="tt0000001", tmdb_id=7)])

    load(high=[film(tmdb_id=7, name="Leuchtturm")])

    assert names() == ["Leuchtturm"]


def test_an_id_of_another_title_is_not_stolen(load):
    load(low=[film(imdb_id="tt0000001", tmdb_id=1), film(tmdb_id=2, name="Ferry")])

    report = load(high=[film(imdb_id="tt0000001", tmdb_id=2)])

    assert set(Title.objects.values_list("name", "tmdb_id")) == {
        ("The Lighthouse Keeper", 1),
        ("Ferry", 2),
    }
    assert list(report.files[0].notes["id belongs to another title"].lines) == [2]


def test_a_second_id_of_a_title_leads_to_it_as_well(load):
    load(low=[film(imdb_id="tt0000001", tmdb_id=1)])
    load(high=[film(imdb_id="tt0000002", tmdb_id=1)])

    load(high=[film(imdb_id="tt0000002", runtime=90)])

    title = Title.objects.get()
    assert (title.imdb_id, title.runtime_minutes) == ("tt0000001", 90)
    assert TitleIdentifier.objects.get().source == "imdb"


def test_a_kind_never_changes(load):
    load(low=[film(imdb_id="tt0000001")])

    load(high=[film(imdb_id="tt0000001", kind="show", tmdb_id=7)])

    title = Title.objects.get()
    assert (title.kind, title.tmdb_id) == ("movie", None)


def test_a_row_that_repeats_one_of_its_file_is_skipped(load):
    report = load(low=[film(imdb_id="tt0000001"), film(imdb_id="tt0000001", runtime=90)])

    (file,) = report.files
    assert (file.created, file.skipped) == (1, 1)
    assert file.reasons["repeats an earlier line"].examples == [(3, "line 2")]
    assert Title.objects.get().runtime_minutes is None


def test_a_row_without_any_id_is_skipped(load):
    report = load(low=[film()])

    assert Title.objects.count() == 0
    assert report.files[0].reasons["no id"].examples == [(2, "The Lighthouse Keeper")]


def test_a_file_that_only_adds_creates_nothing(load):
    report = load(stars=[{"tconst": "tt0000009", "stars": 8, "voters": 10}])

    assert Title.objects.count() == 0
    reason = report.files[0].reasons["no such title in the catalogue"]
    assert reason.examples == [(2, "imdb tt0000009")]


def test_a_row_waits_for_the_id_that_a_later_row_of_its_file_brings(load):
    load(low=[film(low_id="a1")])

    report = load(
        links=[
            {"imdb_id": "tt0000001", "tmdb_id": 7},
            {"linked_low_id": "a1", "imdb_id": "tt0000001"},
            {"linked_low_id": "unknown"},
        ]
    )

    assert Title.objects.get().tmdb_id == 7
    assert (report.files[0].changed, report.files[0].skipped) == (2, 1)


def test_titles_of_one_name_and_year_get_numbered_slugs(load):
    load(low=[film(low_id="a1"), film(low_id="a2"), film(low_id="a3")])

    slugs = Title.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == [
        "the-lighthouse-keeper-1961",
        "the-lighthouse-keeper-1961-2",
        "the-lighthouse-keeper-1961-3",
    ]


def test_a_new_name_leaves_the_address_as_it_was(load):
    load(low=[film(low_id="a1")])

    load(low=[film(low_id="a1", name="Leuchtturm", year=1962)])

    title = Title.objects.get()
    assert (title.name_key, title.slug) == ("leuchtturm", "the-lighthouse-keeper-1961")
