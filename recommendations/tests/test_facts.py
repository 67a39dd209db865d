import pytest

from catalog.models import Title
from catalog.tests.factories import make_person, make_title
from recommendations.facts import facts_of, most_votes, stream_facts
from recommendations.features import Value

pytestmark = pytest.mark.django_db


def test_facts_are_what_the_catalogue_says():
    title = make_title(
        "Alien",
        start_year=1979,
        overview="Eight crew, one guest.",
        genres=["Horror"],
        companies=["Brandywine"],
        countries=["GB"],
        language="en",
        collection="Alien Collection",
        directors=["Ridley Scott"],
        cast=["Sigourney Weaver", "Tom Skerritt"],
        weighted_rating=8.1,
        ratings={"imdb": (8.5, 9000), "tmdb": (8.1, 70)},
    )

    facts = facts_of(title.pk)

    assert (facts.name, facts.kind, facts.year) == ("Alien", "movie", 1979)
    assert (facts.rating, facts.votes) == (8.1, {"imdb": 9000, "tmdb": 70})
    assert facts.values == {
        "language": [Value("en", "en")],
        "collection": [Value("alien-collection", "Alien Collection")],
        "genre": [Value("horror", "Horror")],
        "company": [Value("brandywine", "Brandywine")],
        "country": [Value("GB", "GB")],
        "director": [Value("ridley-scott", "Ridley Scott")],
        "cast": [
            Value("sigourney-weaver", "Sigourney Weaver"),
            Value("tom-skerritt", "Tom Skerritt"),
        ],
    }


def test_two_people_of_one_name_are_two_values():
    title = make_title(cast=[make_person("John Smith"), make_person("John Smith")])
    assert len({slug for slug, _ in facts_of(title.pk).values["cast"]}) == 2


def test_titles_stream_by_id_in_chunks_each_with_its_own_facts():
    titles = [make_title(f"T{i}", genres=[f"Genre {i}"]) for i in range(5)]
    chunks = list(stream_facts(Title.objects.all(), chunk=2))
    assert [[facts.title_id for facts in chunk] for chunk in chunks] == [
        [titles[0].pk, titles[1].pk],
        [titles[2].pk, titles[3].pk],
        [titles[4].pk],
    ]
    assert [facts.values["genre"][0].name for chunk in chunks for facts in chunk] == [
        f"Genre {i}" for i in range(5)
    ]


def test_the_number_of_queries_does_not_depend_on_the_number_of_titles(django_assert_num_queries):
    for i in range(4):
        make_title(f"T{i}", genres=["Drama"], cast=["Bo Lund"])
    with django_assert_num_queries(8):  # seven, and the one that finds no more titles
        list(stream_facts(Title.objects.all()))


def test_the_most_votes_are_counted_by_source():
    make_title(ratings={"imdb": (8, 500), "tmdb": (8, 20)})
    make_title(ratings={"imdb": (8, 900), "site": (8, None)})
    assert most_votes() == {"imdb": 900, "tmdb": 20}


def test_there_are_no_facts_of_a_title_that_does_not_exist():
    assert facts_of(1) is None
