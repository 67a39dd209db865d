"""Filters, orders and the counts beside facets."""

import pytest
from django.db import OperationalError

from catalog import facets, title_filters
from catalog.facets import count_titles, counts_of, facet_counts
from catalog.filter_chips import filter_chips, ways_out
from catalog.forms import SORTS, TitleFilterForm
from catalog.staleness import counts_version
from catalog.tests.factories import make_title
from catalog.title_filters import active_filters, filter_titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """Make five titles that differ in every filter."""
    make_title(
        "Heat",
        start_year=1995,
        runtime_minutes=170,
        genres=["Crime", "Drama"],
        countries=["US"],
        language="en",
        certification="R",
        keywords=["heist"],
        companies=["Regency"],
        weighted_rating=8.1,
        num_votes=700,
        directors=["Michael Mann"],
        cast=["Al Pacino", "Robert De Niro"],
    )
    make_title(
        "La Haine",
        start_year=1995,
        runtime_minutes=98,
        genres=["Crime", "Drama"],
        countries=["FR"],
        language="fr",
        weighted_rating=8.0,
        num_votes=190,
    )
    make_title(
        "Toy Story",
        start_year=1995,
        runtime_minutes=81,
        genres=["Animation", "Comedy"],
        countries=["US"],
        language="en",
        certification="G",
        collection="Toy Story Collection",
        weighted_rating=8.3,
        num_votes=1000,
    )
    make_title(
        "Fargo",
        kind="show",
        start_year=2014,
        genres=["Crime", "Comedy"],
        countries=["US", "CA"],
        language="en",
        certification="TV-MA",
        weighted_rating=8.8,
        num_votes=400,
    )
    make_title("Unknown", start_year=None)
    make_title("Hidden", is_adult=True, start_year=1995, genres=["Crime"], countries=["US"])


def found(**filters: object) -> list[str]:
    return [title.name for title in filter_titles(filters)]


def counts(facet: str, **filters: object) -> dict[str, int]:
    return {value.value: value.count for value in facet_counts(filters)[facet]}


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Fargo", "Toy Story", "Heat", "La Haine", "Unknown"]),
        ({"kind": "show"}, ["Fargo"]),
        ({"genre": ["crime", "drama"]}, ["Heat", "La Haine"]),
        ({"genre": ["crime", "drama"], "match": "all"}, ["Heat", "La Haine"]),
        (
            {"genre": ["drama", "comedy"], "match": "any"},
            ["Fargo", "Toy Story", "Heat", "La Haine"],
        ),
        ({"genre": ["crime"], "not_genre": ["drama"]}, ["Fargo"]),
        ({"not_genre": ["crime", "comedy"]}, ["Unknown"]),
        ({"year_min": 1996}, ["Fargo"]),
        ({"year_max": 1995}, ["Toy Story", "Heat", "La Haine"]),
        ({"runtime_min": 98, "runtime_max": 170}, ["Heat", "La Haine"]),
        ({"rating_min": 8.3}, ["Fargo", "Toy Story"]),
        ({"votes_min": 700}, ["Toy Story", "Heat"]),
        ({"language": "fr"}, ["La Haine"]),
        ({"country": "US"}, ["Fargo", "Toy Story", "Heat"]),
        ({"certification": "G"}, ["Toy Story"]),
        ({"person": "al-pacino"}, ["Heat"]),
        ({"keyword": "heist"}, ["Heat"]),
        ({"company": "regency"}, ["Heat"]),
        ({"collection": "toy-story-collection"}, ["Toy Story"]),
        ({"keyword": "nothing-like-it"}, []),
        ({"collection": "nothing-like-it"}, []),
        ({"rating_min": 0}, ["Fargo", "Toy Story", "Heat", "La Haine"]),
        ({"kind": "", "genre": [], "year_min": None, "country": ""}, None),
    ],
)
def test_filters(catalogue, filters, names):
    assert found(**filters) == (found() if names is None else names)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Fargo", "Toy Story", "Heat", "La Haine", "Unknown"]),
        ("rating", ["Fargo", "Toy Story", "Heat", "La Haine", "Unknown"]),
        ("votes", ["Toy Story", "Heat", "Fargo", "La Haine", "Unknown"]),
        ("newest", ["Fargo", "Heat", "La Haine", "Toy Story", "Unknown"]),
        ("oldest", ["Heat", "La Haine", "Toy Story", "Fargo", "Unknown"]),
        ("name", ["Fargo", "Heat", "La Haine", "Toy Story", "Unknown"]),
        ("runtime", ["Toy Story", "La Haine", "Heat", "Fargo", "Unknown"]),
        ("added", ["Unknown", "Fargo", "Toy Story", "La Haine", "Heat"]),
    ],
)
def test_orders_have_the_unknown_last(catalogue, sort, names):
    assert found(sort=sort) == names


def test_every_sort_of_the_form_is_known():
    assert {value for value, _ in SORTS} == set(title_filters.ORDERS)


def test_a_person_with_two_credits_in_a_title_does_not_double_it():
    make_title("Citizen Kane", directors=["Orson Welles"], cast=["Orson Welles"])

    assert found(person="orson-welles") == ["Citizen Kane"]


def test_counts_are_of_visible_titles(catalogue):
    assert counts("kind") == {"movie": 4, "show": 1}
    assert counts("genre") == {"crime": 3, "comedy": 2, "drama": 2, "animation": 1}
    assert counts("decade") == {"1990": 3, "2010": 1}
    assert counts("language") == {"en": 3, "fr": 1}
    assert counts("country") == {"US": 3, "CA": 1, "FR": 1}
    assert counts("certification") == {"G": 1, "R": 1, "TV-MA": 1}


def test_a_facet_is_counted_under_the_other_filters_only(catalogue):
    assert counts("kind", kind="show", genre=["crime"]) == {"movie": 2, "show": 1}
    assert counts("country", kind="show", country="CA") == {"US": 1, "CA": 1}
    assert counts("decade", year_min=2010, year_max=2019) == {"1990": 3, "2010": 1}


def test_genres_are_counted_as_they_combine(catalogue):
    assert counts("genre", genre=["drama"]) == {"crime": 2, "drama": 2}
    any_of = {"genre": ["drama", "animation"], "match": "any"}
    assert counts("genre", **any_of) == {"crime": 3, "comedy": 2, "drama": 2, "animation": 1}


def test_each_count_is_what_choosing_the_value_returns(catalogue):
    chosen = {"kind": "movie", "year_max": 1999}
    for facet in ("kind", "language", "country", "certification"):
        for value, count in counts(facet, **chosen).items():
            assert count_titles({**chosen, facet: value}) == count, (facet, value)
    for value, count in counts("genre", **chosen).items():
        assert count_titles({**chosen, "genre": [value]}) == count


def test_a_chosen_value_is_listed_though_it_has_no_titles(catalogue):
    values = facet_counts({"country": "JP", "not_genre": ["drama"], "kind": "show"})

    japan = next(value for value in values["country"] if value.value == "JP")
    assert (japan.label, japan.count, japan.is_selected) == ("Japan", 0, True)
    assert "drama" in {value.value for value in values["genre"] if value.is_selected}
    assert {value.value for value in values["kind"]} == {"movie", "show"}


def test_labels_are_names(catalogue):
    labels = {value.label for values in facet_counts({}).values() for value in values}

    assert {"Movie", "Animation", "1990s", "French", "Canada", "TV-MA"} <= labels


def test_facets_take_few_queries(catalogue, django_assert_max_num_queries):
    counts_version()  # asked for every ten seconds
    with django_assert_max_num_queries(5):
        facet_counts({})
    with django_assert_max_num_queries(7):
        facet_counts({"kind": "movie", "language": "en", "certification": "R", "year_min": 1990})


def test_counts_that_took_long_are_remembered_and_quick_ones_are_not(catalogue, monkeypatch):
    assert count_titles({}) == 5
    make_title("Another")
    assert count_titles({}) == 6

    monkeypatch.setattr(facets, "QUICK_SECONDS", 0)
    count_titles({})
    make_title("One more")
    assert count_titles({}) == 6


def cancelled(*args):
    error = OperationalError("canceling statement due to statement timeout")
    error.__cause__ = type("QueryCanceled", (Exception,), {"pgcode": "57014"})()
    raise error


def test_what_takes_too_long_to_count_is_unknown_and_not_asked_for_again(catalogue, monkeypatch):
    monkeypatch.setattr(facets, "narrow", cancelled)
    assert count_titles({}) is None
    monkeypatch.undo()
    assert count_titles({}) is None


def test_a_facet_that_takes_too_long_to_count_leaves_the_others(catalogue, monkeypatch):
    count_by = facets._count_by

    def count_but_genres(names, filters):
        return cancelled() if names == ["genre"] else count_by(names, filters)

    monkeypatch.setattr(facets, "_count_by", count_but_genres)
    counts = facet_counts({})
    assert (counts["genre"], counts["country"] != []) == ([], True)


def test_the_form_leaves_out_what_it_does_not_understand():
    form = TitleFilterForm({"kind": "show", "year_min": "0", "rating_min": "nan", "sort": "x"})

    assert set(form.errors) == {"year_min", "rating_min", "sort"}
    assert active_filters(form.cleaned_data) == {"kind": "show"}


def test_the_form_refuses_a_range_that_ends_before_it_begins():
    form = TitleFilterForm({"year_min": "1999", "year_max": "1990"})

    assert form.errors == {"year_max": ["1990 is less than 1999."]}
    assert active_filters(form.cleaned_data) == {"year_min": 1999}


def test_codes_may_be_written_in_any_case():
    form = TitleFilterForm({"country": "fr", "language": "FR"})

    assert form.is_valid()
    assert active_filters(form.cleaned_data) == {"language": "fr", "country": "FR"}


def test_slugs_may_have_the_marks_of_any_script():
    assert TitleFilterForm({"keyword": "दंगल", "genre": ["दंगल"]}).is_valid()
    assert not TitleFilterForm({"keyword": "a b"}).is_valid()


def test_chips_say_each_filter_by_name(catalogue):
    chips = filter_chips(
        {
            "kind": "movie",
            "genre": ["crime", "drama"],
            "year_min": 1990,
            "votes_min": 1000,
            "country": "FR",
            "person": "al-pacino",
            "keyword": "no-such-keyword",
        }
    )

    assert [chip.words for chip in chips] == [
        "Movies",
        "Crime",
        "Drama",
        "from 1990",
        "at least 1,000 votes",
        "from France",
        "with Al Pacino",
        "about no-such-keyword",
    ]
    assert chips[1].without["genre"] == ["drama"]
    assert "year_min" not in chips[3].without


def test_two_genres_of_which_any_may_match_become_one_without_a_choice():
    chips = filter_chips({"genre": ["crime", "drama"], "match": "any"})

    assert chips[0].without == {"genre": ["drama"]}


def test_ways_out_say_which_filter_to_drop(catalogue, django_assert_num_queries):
    chips = filter_chips({"genre": ["animation"], "country": "FR", "year_min": 1990})

    with django_assert_num_queries(1):  # the chips have asked for the genres
        ways = [(way.chip.words, way.count) for way in ways_out(chips)]

    assert ways == [("Animation", 1), ("from France", 1)]


def test_counts_of_one_and_of_no_choice(catalogue):
    assert counts_of([{"kind": "show"}]) == [1]
    assert counts_of([]) == []
