"""What a filter allows inside a ranking is what the browse page shows."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.forms import TitleFilterForm
from catalog.models import Title
from catalog.tests.factories import make_title
from catalog.title_filters import filter_titles
from recommendations.build import build_index
from recommendations.filters import allowed_rows
from recommendations.fresh import FreshTitles
from recommendations.index import current_index
from recommendations.live_index import LiveIndex
from recommendations.recommenders.base import Query, recommender
from recommendations.tests.plain_titles import catalogues, plain_title, save, scratch_database

pytestmark = pytest.mark.django_db

#: What an address may ask for: values that titles have, values next to them, values of none.
ASKED = {
    "kind": ["movie", "show"],
    "genre": [["crime", "drama"], ["comedy", "war"], ["war"], ["crime", "no-such"], ["crime"]],
    "not_genre": [["comedy"], ["drama", "war"], ["no-such"]],
    "match": ["any", "all"],
    "year_min": [1870, 1954, 1999, 2002, 2100],
    "year_max": [1870, 1953, 2001, 2003, 2100],
    "runtime_min": [1, 90, 91, 32_767],
    "runtime_max": [1, 89, 90, 120],
    "rating_min": ["0", "4.9", "6.4", "7.25", "7.250000000000001", "8", "10"],
    "votes_min": [0, 1, 30, 31, 2_000_000, 2_147_483_647],
    "language": ["en", "FR", "ko", "zz"],
    "country": ["gb", "JP", "KR", "ZZ"],
    "certification": ["PG-13", "R", "Ü/16 é", 'a"b,c', "18", "r", "no"],
    "person": ["person-a", "person-k", "person-z", "no-such"],
    "keyword": ["heist", "time-travel", "七", "monsoon", "no-such"],
    "company": ["toho", "zoetrope", "cj", "no-such"],
    "collection": ["vaults", "host", "no-such"],
}
#: What only titles that were added since the build have.
NEW = {
    "genre": ("War",),
    "language": "ko",
    "country": ("KR",),
    "certification": "18",
    "cast": ("Person Z",),
    "keyword": ("monsoon",),
    "company": ("CJ",),
    "collection": "Host",
}


@st.composite
def addresses(draw):
    """Draw some filters, each with one of its values."""
    names = draw(st.sets(st.sampled_from(sorted(ASKED)), min_size=1, max_size=3))
    names |= {"genre"} if "match" in names else set()
    return {name: draw(st.sampled_from(ASKED[name])) for name in sorted(names)}


@st.composite
def new_titles(draw):
    title = draw(plain_title(0))
    news = draw(st.sets(st.sampled_from(sorted(NEW))))
    return replace(title, **{name: NEW[name] for name in news})


def cleaned(address: dict) -> dict:
    form = TitleFilterForm(QueryDict(urlencode(address, doseq=True)))
    form.is_valid()  # of ranges that end before they begin the good half counts, as on the page
    return form.cleaned_data


def allowed_ids(filters: dict) -> tuple[set[int], set[int]]:
    """Return the ids that pass, and those that are known; as the index and fresh titles tell."""
    index = current_index()
    fresh_titles = FreshTitles(index)
    live, fresh = LiveIndex(index, fresh_titles), fresh_titles.get()
    allowed, known = set(), set()
    for segment, without in ((index.titles, fresh.title_ids), (fresh.titles, ())):
        if segment:
            mask = allowed_rows(segment, live, filters, without)
            ids = segment.title_ids
            allowed |= set(ids.tolist() if mask is None else ids[mask].tolist())
            known |= set(ids.tolist())
    return allowed, known


@given(
    titles=catalogues(smallest=2, largest=10),
    added=st.lists(new_titles(), max_size=4),
    edited=new_titles(),
    asked=st.lists(addresses(), min_size=10, max_size=30),
)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_allowed_is_what_the_browse_page_shows(titles, added, edited, asked):
    with scratch_database():
        rows = [save(title) for title in titles]
        build_index()
        for title in added:
            save(title)
        deleted = rows[0].pk
        rows[0].delete()
        save(edited)
        rows[1].start_year, rows[1].certification = 1999, "18"
        rows[1].save()
        for filters in map(cleaned, asked):
            allowed, known = allowed_ids(filters)
            shown = set(filter_titles(filters).values_list("pk", flat=True))
            assert allowed - {deleted} == shown & known, filters


def found(liked: Title, **address) -> set[str]:
    query = Query((liked.pk,), filters=cleaned(address))
    ids = [each.title_id for each in recommender("content").recommend(query, 10)]
    return set(Title.objects.filter(pk__in=ids).values_list("name", flat=True))


@pytest.fixture
def crimes(db) -> Title:
    """Return one of some titles that are alike; the others differ in what is not compared."""
    cast = [f"Person {i}" for i in range(10)]
    liked = make_title("Liked", genres=["Crime"])
    make_title("Cast", genres=["Crime"], cast=cast, weighted_rating=7.0)
    make_title("Made", genres=["Crime"], companies=["A", "B", "C", "D", "E"], runtime_minutes=90)
    make_title("Bare", genres=["Crime"], start_year=None)
    build_index()
    return liked


def test_without_filters_all_are_found(crimes):
    assert found(crimes) == {"Cast", "Made", "Bare"}
    index = current_index()
    assert allowed_rows(index.titles, LiveIndex(index, FreshTitles(index)), cleaned({}), ()) is None


def test_people_beyond_those_that_are_compared_are_filtered_by(crimes):
    assert found(crimes, person="person-9") == {"Cast"}
    assert found(crimes, company="e") == {"Made"}


def test_bounds_are_included_and_the_unknown_never_passes(crimes):
    assert found(crimes, rating_min=7.0) == found(crimes, rating_min=0) == {"Cast"}
    assert found(crimes, rating_min=7.0001) == set()
    assert found(crimes, runtime_max=90, runtime_min=90) == {"Made"}
    assert found(crimes, year_min=1870) == found(crimes, year_max=2100) == {"Cast", "Made"}
    assert found(crimes, votes_min=0) == {"Cast", "Made", "Bare"}


def test_of_several_genres_all_match_or_any(crimes):
    make_title("War", genres=["Crime", "War"])
    assert found(crimes, genre=["crime", "war"]) == {"War"}
    assert found(crimes, genre=["drama", "war"], match="any") == {"War"}
    assert found(crimes, genre=["drama", "war"]) == set()
    assert found(crimes, not_genre=["war"]) == {"Cast", "Made", "Bare"}


def test_titles_that_are_not_wanted_are_left_out(crimes):
    unwanted = Title.objects.get(name="Cast").pk
    query = Query((crimes.pk,), without=frozenset([unwanted, 10**9]))
    ids = {each.title_id for each in recommender("content").recommend(query, 10)}
    assert ids == set(
        Title.objects.exclude(pk__in=[unwanted, crimes.pk]).values_list("pk", flat=True)
    )


def test_so_many_unwanted_that_they_are_masked(crimes):
    more = [make_title(f"More {i}", genres=["Crime"]).pk for i in range(60)]
    build_index()
    query = Query((crimes.pk,), without=frozenset(more))
    assert len(recommender("content").recommend(query, 10)) == 3


@pytest.mark.parametrize(
    ("address", "more"),
    [({"kind": "movie"}, 0), ({"person": "person-9"}, 2), ({"company": "e"}, 2)],
)
def test_people_and_companies_cost_two_queries(crimes, django_assert_num_queries, address, more):
    query = Query((crimes.pk,), filters=cleaned(address))
    with django_assert_num_queries(3 + more):
        recommender("content").recommend(query, 10)
