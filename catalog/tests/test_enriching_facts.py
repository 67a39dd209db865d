"""What TMDB's answers say, in the catalogue's terms."""

from datetime import date

import pytest

from catalog.canonical import CreditFact, RatingFact
from catalog.clients.payload import read
from catalog.clients.tmdb_payloads import MovieDetails, TvDetails
from catalog.enriching.facts import OfferFact, TitleFacts, facts_of_movie, facts_of_show
from catalog.tests.stand_in import answers


def movie(**changes: object) -> TitleFacts:
    return facts_of_movie(read(MovieDetails, answers.movie(603) | changes).payload)


def show(**changes: object) -> TitleFacts:
    return facts_of_show(read(TvDetails, answers.show(603) | changes).payload)


def test_a_movie_says_all_its_facts():
    said = movie()
    assert said.facts == {
        "name": "Film 603",
        "original_name": "Le Film 603",
        "status": "released",
        "start_year": 1993,
        "release_date": date(1993, 5, 17),
        "runtime_minutes": 83,
        "certification": "PG-13",
        "budget": 1_000_603,
        "revenue": 5_000_603,
        "collection": "The Lighthouse 3 Collection",
        "is_adult": False,
        "overview": "A lighthouse keeper counts 603 ships, and one too many comes in.",
        "tagline": "Count again.",
        "homepage": "https://films.example/603",
        "poster_path": "/poster603.jpg",
        "popularity": 1.0,
        "original_language": "en",
    }
    assert said.lists == {
        "genres": ["Horror"],
        "countries": ["GB"],
        "spoken_languages": ["en"],
        "companies": ["Tin Lantern"],
        "keywords": ["lighthouse", "sea"],
    }
    assert said.ratings == [RatingFact("tmdb", 5.3, 703)]
    assert (said.tmdb_id, said.imdb_id) == (603, "tt0000603")


def test_jobs_become_categories_as_in_files():
    crew = [credit for credit in movie().credits if credit.category != "actor"]
    assert [(credit.category, credit.job) for credit in crew] == [
        ("director", ""),
        ("writer", "Screenplay"),
        ("composer", ""),
    ]


def test_one_person_in_one_role_is_one_credit():
    twice = [
        answers.person(1, character=name, order=i) for i, name in enumerate(("Jekyll", "Hyde"))
    ]
    said = movie(credits={"cast": twice, "crew": []})
    assert said.credits == [
        CreditFact("Person 1", "actor", "5000001", character="Jekyll / Hyde", ordering=0)
    ]


def test_a_show_says_episodes_seasons_its_end_and_its_creators():
    said = show()
    facts = ("runtime_minutes", "seasons", "start_year", "end_year", "status", "certification")
    assert [said.facts[fact] for fact in facts] == [45, 3, 2015, 2018, "released", "TV-14"]
    assert [(credit.category, credit.character) for credit in said.credits] == [
        ("creator", ""),
        ("actor", "The Keeper"),
    ]


def test_a_show_that_goes_on_has_no_end():
    assert "end_year" not in show(status="Returning Series").facts


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2004-03-01", "1999-01-01"),
        ("2004-03-01", "2999-01-01"),
        ("2004-03-01", ""),
        ("", "1999-01-01"),
    ],
)
def test_an_end_that_makes_no_sense_is_not_said(first, last):
    said = show(status="Ended", first_air_date=first, last_air_date=last)
    assert "end_year" not in said.facts


@pytest.mark.parametrize("status", ["Planned", "In Production"])
def test_a_show_that_was_not_shown_yet_is_not_released(status):
    assert show(status=status).facts["status"] == status.lower().replace(" ", "_")


def test_what_is_unknown_is_not_said():
    said = movie(
        budget=0, runtime=0, revenue=None, homepage="", tagline=None, release_date="", genres=[],
        vote_count=0, belongs_to_collection=None, poster_path=None,
    )  # fmt: skip
    absent = {"budget", "runtime_minutes", "revenue", "homepage", "tagline", "start_year"}
    assert not absent & set(said.facts)
    assert "genres" not in said.lists
    assert said.ratings == []


@pytest.mark.parametrize(
    ("field", "value", "fact"),
    [
        ("title", "x" * 301, "name"),
        ("tagline", "x" * 501, "tagline"),
        ("homepage", "javascript:alert(1)", "homepage"),
        ("poster_path", "//evil.example/x.jpg", "poster_path"),
        ("poster_path", "/../x.jpg", "poster_path"),
        ("runtime", 40_000, "runtime_minutes"),
        ("release_date", "0999-01-01", "start_year"),
    ],
)
def test_what_no_column_holds_is_not_said(field, value, fact):
    assert fact not in movie(**{field: value}).facts


@pytest.mark.parametrize(
    ("rated", "expected"),
    [
        ({"US": [("", 1), ("R", 4)], "GB": [("18", 3)]}, "R"),
        ({"US": [("NC-17", 4), ("R", 3)]}, "R"),
        ({"US": [("", 3)], "GB": [("15", 3)]}, "15"),
        ({"DE": [("16", 3)]}, ""),
        ({"US": [("a very long rating", 3)]}, ""),
        ({}, ""),
    ],
)
def test_the_rating_for_age_is_the_first_known_of_a_fixed_order(rated, expected):
    results = [
        {"iso_3166_1": country, "release_dates": [answers.release(*one) for one in releases]}
        for country, releases in rated.items()
    ]
    assert movie(release_dates={"results": results}).facts.get("certification", "") == expected


def test_trailers_are_those_at_youtube_official_ones_first():
    def video(key: str, **how: object) -> dict:
        return answers.video(1, "Trailer") | {"key": key.ljust(11, "x")} | how

    videos = [
        video("fan", official=False),
        video("tease", type="Teaser"),
        video("vimeo", site="Vimeo"),
        video("clip", type="Clip"),
        video("real"),
        video("real"),
        {**video("bad"), "key": "../../evil"},
    ]
    keys = [trailer.key.rstrip("x") for trailer in movie(videos={"results": videos}).trailers]
    assert keys == ["real", "fan", "tease"]


def test_offers_are_kept_by_country_and_kind_in_justwatchs_order():
    assert movie().offers == [
        OfferFact(
            "DE", "rent", "Apfelkino", "https://www.themoviedb.org/movie/603/watch?locale=DE"
        ),
        OfferFact(
            "DE", "rent", "Rent-a-Reel", "https://www.themoviedb.org/movie/603/watch?locale=DE"
        ),
        OfferFact("DE", "buy", "Apfelkino", "https://www.themoviedb.org/movie/603/watch?locale=DE"),
        OfferFact(
            "US", "stream", "Streamly", "https://www.themoviedb.org/movie/603/watch?locale=US"
        ),
    ]


def test_offers_of_no_country_and_links_elsewhere_are_left_out():
    offers = answers.offers(603)
    offers["ZZ"] = offers["US"]
    offers["US"]["link"] = "https://evil.example/"
    said = movie(**{"watch/providers": {"results": offers}}).offers
    assert {offer.country for offer in said} == {"DE", "US"}
    assert said[-1].link == ""
