"""What is read of titles from the database."""

import polars as pl
import pytest
from django.db import connection

from catalog.models import Company, Country, Credit, Genre, Title
from catalog.tests.factories import make_credit, make_language, make_person, make_title, named
from recommendations.facts import facts_of, most_votes, read_values, stream_facts, used_values
from recommendations.features import TITLE_COLUMNS, Facts

pytestmark = pytest.mark.django_db
ODD = "Él \"q\", 'a'\r\n\u2028 🎬 七人 \\N \\. \t%s"


def slugs(facts: Facts, family: str) -> list[str]:
    """Return the slugs of the values that titles are linked to, in order."""
    table = read_values().tables[family]
    by_value = dict(zip(table["value"], table["slug"], strict=True))
    return [by_value[value] for value in facts.links[family]["value"]]


def test_facts_are_what_the_catalogue_says():
    title = make_title(
        "Alien",
        start_year=1979,
        overview="Eight crew, one guest.",
        genres=["Horror"],
        companies=["Brandywine"],
        countries=["GB"],
        keywords=["space"],
        language="en",
        collection="Alien Collection",
        directors=["Ridley Scott"],
        writers=["Dan O'Bannon"],
        cast=["Sigourney Weaver", "Tom Skerritt"],
        weighted_rating=8.1,
        runtime_minutes=117,
        num_votes=9000,
        certification="R",
        ratings={"imdb": (8.5, 9000), "tmdb": (8.1, 70), "site": (8.0, None)},
    )

    facts = facts_of([title.pk])

    assert facts.titles.rows(named=True) == [
        {
            "title_id": title.pk,
            "name": "Alien",
            "kind": "movie",
            "year": 1979,
            "overview": "Eight crew, one guest.",
            "rating": 8.1,
            "language": "en",
            "collection": title.collection_id,
            "runtime": 117,
            "votes": 9000,
            "certification": "R",
        }
    ]
    assert {family: slugs(facts, family) for family in facts.links} == {
        "genre": ["horror"],
        "keyword": ["space"],
        "company": ["brandywine"],
        "country": ["GB"],
        "director": ["ridley-scott"],
        "writer": ["dan-obannon"],
        "cast": ["sigourney-weaver", "tom-skerritt"],
    }
    assert sorted(facts.votes.rows()) == [(title.pk, "imdb", 9000), (title.pk, "tmdb", 70)]


def test_what_is_not_known_is_null():
    title = make_title("", start_year=None)
    (row,) = facts_of([title.pk]).titles.rows(named=True)
    empty = ("year", "rating", "language", "collection", "runtime")
    assert [row[name] for name in empty] == [None] * 5
    assert (row["name"], row["overview"], row["certification"], row["votes"]) == ("", "", "", 0)


def test_any_text_comes_back_as_it_is():
    title = make_title(ODD, overview=ODD * 3, certification='Ü"1,\u2028', slug="odd")
    (row,) = facts_of([title.pk]).titles.rows(named=True)
    assert (row["name"], row["overview"]) == (ODD, ODD * 3)
    assert row["certification"] == 'Ü"1,\u2028'


def test_people_are_in_the_order_of_the_credits():
    title = make_title(cast=["B", "A"])
    make_credit(title, "C", Credit.Category.ACTOR, ordering=0)
    make_credit(title, "D", Credit.Category.CREATOR)
    make_credit(title, "E", Credit.Category.PRODUCER)
    facts = facts_of([title.pk])
    assert slugs(facts, "cast") == ["b", "c", "a"]
    assert slugs(facts, "director") == ["d"]


def test_values_are_in_the_order_in_which_they_were_linked():
    title, companies = make_title(), [named(Company, name) for name in "ABC"]
    for company in reversed(companies):
        title.companies.add(company)
    assert slugs(facts_of([title.pk]), "company") == ["c", "b", "a"]


def test_two_people_of_one_name_are_two_values():
    title = make_title(cast=[make_person("John Smith"), make_person("John Smith")])
    assert slugs(facts_of([title.pk]), "cast") == ["john-smith", "john-smith-2"]


def test_values_are_sorted_as_bytes_are():
    for name in ("b", "é", "B", "七", "-", "z", "🎬"):
        Genre.objects.create(name=name, slug=name)
    found = read_values().tables["genre"]["slug"].to_list()
    assert found == sorted(found) == ["-", "B", "b", "z", "é", "七", "🎬"]


def test_a_country_goes_by_its_code():
    Country.objects.create(code="GB", name="United Kingdom")
    assert read_values().tables["country"].rows() == [("GB", "GB", "United Kingdom")]


@pytest.mark.parametrize("stretch", [1, 2, 3, 100])
def test_titles_stream_by_id_each_with_its_own_facts(stretch):
    titles = [make_title(f"T{i}", genres=[f"Genre {i}"], cast=[f"P{i}"]) for i in range(5)]
    stretches = list(stream_facts(Title.objects.all(), stretch))
    ids = [facts.titles["title_id"].to_list() for facts in stretches]
    assert [len(each) for each in ids] == [min(stretch, 5 - i) for i in range(0, 5, stretch)]
    assert [pk for each in ids for pk in each] == [title.pk for title in titles]
    for facts in stretches:
        for family in ("genre", "cast"):
            assert facts.links[family]["title_id"].to_list() == facts.titles["title_id"].to_list()
    genres = [slug for facts in stretches for slug in slugs(facts, "genre")]
    assert genres == [f"genre-{i}" for i in range(5)]


def test_of_no_titles_there_is_one_empty_stretch():
    (facts,) = stream_facts(Title.objects.all())
    assert (len(facts.titles), facts.titles.columns) == (0, list(TITLE_COLUMNS))


def test_the_number_of_queries_does_not_depend_on_the_number_of_titles(django_assert_num_queries):
    ids = [make_title(f"T{i}", genres=["Drama"], cast=["Bo Lund"]).pk for i in range(4)]
    with django_assert_num_queries(8):  # seven, and the one that finds no more titles
        list(stream_facts(Title.objects.all()))
    with django_assert_num_queries(7):
        facts = facts_of(ids)
    with django_assert_num_queries(6):
        read_values()
    with django_assert_num_queries(3):  # keywords, companies and collections are not used
        read_values(used_values(facts))


def test_only_values_that_are_used_are_read():
    one = make_title(genres=["Drama"], cast=["A"], directors=["B"], collection="Vaults")
    make_title(genres=["Crime"], cast=["C"], collection="Others")
    tables = read_values(used_values(facts_of([one.pk]))).tables
    assert tables["genre"]["slug"].to_list() == ["drama"]
    assert tables["collection"]["slug"].to_list() == ["vaults"]
    assert tables["cast"]["slug"].to_list() == ["a", "b"]


def test_more_values_can_be_used_than_a_statement_has_parameters():
    most = connection.features.max_query_params or 32_766
    keys = pl.Series(range(-most, 10), dtype=pl.Int64)
    genre = Genre.objects.create(name="Drama", slug="drama", pk=5)
    assert read_values({"genre": keys}).tables["genre"]["value"].to_list() == [genre.pk]


def test_the_most_votes_are_counted_by_source():
    make_title(ratings={"imdb": (8, 500), "tmdb": (8, 20)})
    make_title(ratings={"imdb": (8, 900), "site": (8, None)})
    assert most_votes() == {"imdb": 900, "tmdb": 20}


def test_there_are_no_facts_of_a_title_that_does_not_exist():
    assert facts_of([1]).titles.is_empty()
    assert facts_of([]).titles.is_empty()


def test_languages_are_codes():
    make_language("en", "English")
    assert facts_of([make_title(language="en").pk]).titles["language"].to_list() == ["en"]
