"""What each dataset reads from the first rows of its fixture, and from its oddest ones."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.canonical import CreditFact, RatingFact
from catalog.datasets import recognise
from catalog.datasets.movielens_movies import other_names_of
from catalog.datasets.streaming import service_of
from catalog.tests.dataset_fixtures import DATA, DATASETS, fixture, read, reasons_of, records_of

FERRY = {"name": "The Glass Ferry", "kind": "movie", "start_year": 1962}
TMDB = FERRY | {
    "tmdb_id": 9001,
    "original_name": "Der gläserne Kahn",
    "release_date": date(1962, 5, 4),
    "runtime_minutes": 98,
    "budget": 2_000_000,
    "revenue": None,
    "original_language": "de",
    "ratings": [RatingFact("tmdb", 7.1, 310)],
}
FIRST_RECORDS = {
    "sample_titles": FERRY
    | {"imdb_id": "tt9990001", "genres": ["Drama", "Mystery"], "countries": ["DE", "FR"]},
    "sample_credits": {
        "imdb_id": "tt9990001",
        "credits": [CreditFact("Emil Brandt", "director", "Emil Brandt")],
    },
    "netflix_titles": FERRY
    | {
        "source_ids": {"justwatch": "tm1000001"},
        "overview": "A ferryman meets a passenger. Again.",
        "genres": ["Drama", "Science Fiction"],
        "countries": ["DE", "LB"],
        "ratings": [RatingFact("imdb", 7.4, 1200), RatingFact("tmdb", 7.1, None)],
    },
    "netflix_credits": {
        "source_ids": {"justwatch": "tm1000001"},
        "credits": [CreditFact("Ada Lindqvist", "actor", "501", character="Ferryman")],
    },
    "tmdb_5000": TMDB | {"keywords": ["river"], "spoken_languages": ["de"], "genres": ["Drama"]},
    "tmdb_v11": TMDB | {"companies": ["Nordlicht, Inc.", "Seine Films"], "countries": ["DE", "US"]},
    "tmd_metadata": TMDB
    | {"collection": "Ferry Collection", "status": "rumored", "countries": ["SU"]},
    "tmd_keywords": {"tmdb_id": 9001, "keywords": ["river", "ferryman's son"]},
    "tmd_45k": FERRY
    | {
        "source_ids": {"movielens": "77"},
        "credits": [
            CreditFact("Emil Brandt", "director", ordering=0),
            CreditFact("Mia Roth", "director", ordering=1),
        ],
    },
    "tmd_4col": {"imdb_id": "tt9990001", "start_year": None, "name": "Der gläserne Kahn"},
    "movies_csv": TMDB
    | {"countries": ["DE", "FR"], "source_ids": {"movies_csv": "the+glass+ferry+1962"}},
    "imdb_5000": FERRY
    | {
        "imdb_id": "tt9990001",
        "countries": ["DE"],
        "keywords": ["river", "ferry"],
        "credits": [
            CreditFact("Emil Brandt", "director", ordering=0),
            CreditFact("Ada Lindqvist", "actor", ordering=1),
            CreditFact("Jon Berg", "actor", ordering=2),
        ],
    },
    "movielens_movies": FERRY
    | {
        "imdb_id": None,
        "genres": ["Drama", "Mystery"],
        "other_names": ["Der Gläserne Kahn"],
    },
    "movielens_links": {"imdb_id": "tt9990001", "tmdb_id": 9001, "kind": "movie"},
    "streaming": FERRY
    | {
        "source_ids": {"streaming": "s1"},
        "runtime_minutes": 98,
        "genres": ["Drama", "Fantasy", "Science Fiction"],
        "credits": [
            CreditFact("Emil Brandt", "director", ordering=0),
            CreditFact("Ada Lindqvist", "actor", ordering=0),
            CreditFact("Jon Berg, Jr.", "actor", ordering=1),
            CreditFact("Mia Roth", "actor", ordering=2),
        ],
    },
    "imdb_ratings": {"imdb_id": "tt9990001", "ratings": [RatingFact("imdb", 7.4, 1200)]},
}


@pytest.mark.parametrize("name", FIRST_RECORDS)
def test_first_record(name):
    record = records_of(name)[0]

    assert {key: record[key] for key in FIRST_RECORDS[name]} == FIRST_RECORDS[name]


@pytest.mark.parametrize("name", ["tmd_credits", "tmdb_5000_credits"])
def test_credits_get_a_category_and_keep_a_telling_job(name):
    assert records_of(name)[0]["credits"] == [
        CreditFact("Ada Lindqvist", "actor", "501", character="Ferryman", ordering=0),
        CreditFact("Emil Brandt", "director", "502", ordering=0),
        CreditFact("Conor O'Dea", "writer", "507", job="Screenplay", ordering=1),
        CreditFact("Mia Roth", "composer", "508", ordering=2),
        CreditFact("Ole Falk", "crew", "509", job="Ferry Coordinator", ordering=3),
    ]


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("sample_titles", [(4, "imdb_id is blank")]),
        ("sample_credits", [(5, "unknown category")]),
        ("netflix_titles", [(5, "name is blank"), (6, "broken list")]),
        ("netflix_credits", [(6, "unknown role")]),
        ("tmdb_5000", [(4, "broken list")]),
        ("tmdb_v11", [(5, "name is blank")]),
        ("tmd_metadata", [(4, "id is not a number"), (5, "blank row"), (6, "blank row")]),
        ("tmd_credits", [(4, "id is not a number")]),
        ("tmd_4col", [(3, "imdb_id is blank"), (4, "imdb_id not an IMDb id")]),
        ("imdb_ratings", [(4, "imdb_id not an IMDb id")]),
    ],
)
def test_rows_without_sense_are_skipped_with_line_and_reason(name, skipped):
    assert reasons_of(name) == skipped


def test_values_without_sense_become_unknown_and_are_counted():
    dataset = DATASETS["netflix_titles"]

    (chunk,) = dataset.read(fixture(dataset))

    assert chunk.nulled == {
        "start_year outside 1870-2100": 1,
        "runtime_minutes not positive": 1,
        "genres not in the vocabulary": 1,
        "ratings outside 0-10": 1,
    }


def test_netflix_credits_are_numbered_within_their_title():
    facts = [record["credits"][0] for record in records_of("netflix_credits")]

    assert [(fact.name, fact.ordering) for fact in facts] == [
        ("Ada Lindqvist", 0),
        ("Jon Berg", 0),
        ("Mia Roth", 1),
        ("Emil Brandt", 2),
    ]


def test_sample_credits_tell_people_of_one_name_apart():
    _, actor, creator = (record["credits"][0] for record in records_of("sample_credits"))

    assert (actor.name, creator.name) == ("Ada Lindqvist", "Ada Lindqvist")
    assert (actor.person_id, creator.person_id) == ("Ada Lindqvist", "Ada Lindqvist#2")


def test_imdb_5000_tells_shows_by_what_is_missing():
    assert [record["kind"] for record in records_of("imdb_5000")] == ["movie", "show", "movie"]


def test_streaming_finds_a_length_in_the_column_of_the_rating():
    _, show, film, mislabelled = records_of("streaming")

    assert (show["kind"], show["seasons"], show["certification"]) == ("show", 2, "TV-MA")
    assert (film["runtime_minutes"], film["certification"]) == (74, None)
    assert (mislabelled["kind"], mislabelled["seasons"]) == ("show", 1)


def test_streaming_does_not_take_the_year_of_the_latest_season_for_the_first():
    years = [(record["kind"], record["start_year"]) for record in records_of("streaming")]

    assert years == [("movie", 1962), ("show", None), ("movie", 2011), ("show", None)]


def test_no_streaming_service_has_the_name_of_others_who_number_titles():
    taken = {"imdb", "tmdb"}
    for name in DATASETS.keys() - {"streaming"}:
        taken |= {source for record in records_of(name) for source in record.get("source_ids", ())}

    assert {service_of(Path(f"{name}_titles.csv")) for name in taken} == {
        f"streaming_{name}" for name in taken
    }


@pytest.mark.parametrize(
    ("file", "service"),
    [
        ("Netflix_titles.csv.gz", "netflix"),
        ("disney plus.csv", "disney_plus"),
        ("_.csv", "streaming"),
    ],
)
def test_streaming_service_is_the_start_of_the_file_name(file, service):
    assert service_of(Path("/data") / file) == service


def test_movielens_movies_take_their_ids_from_the_links_beside_them(tmp_path):
    movies = Path(shutil.copy(DATA / "movielens_movies.csv", tmp_path / "movies.csv"))
    shutil.copy(DATA / "movielens_links.csv", tmp_path / "links.csv")

    records, _ = read(movies, DATASETS["movielens_movies"])

    assert [(r["imdb_id"], r["tmdb_id"]) for r in records] == [
        ("tt9990001", 9001),
        ("tt0090002", None),
        (None, None),
    ]


def test_movielens_link_that_makes_no_sense_leaves_the_movie(tmp_path):
    movies = Path(shutil.copy(DATA / "movielens_movies.csv", tmp_path / "movies.csv"))
    (tmp_path / "links.csv").write_text("movieId,imdbId,tmdbId\n77,9990001,n/a\n")

    (chunk,) = DATASETS["movielens_movies"].read(movies)

    assert (chunk.column("imdb_id")[0], chunk.column("tmdb_id")[0]) == ("tt9990001", None)
    assert chunk.nulled["tmdb_id not an integer"] == 1


@pytest.mark.parametrize("links", ["movieId,imdbId,tmdbId\n", "name,address\nA,B\n", "", "\0"])
def test_movielens_links_that_are_none_count_as_absent(tmp_path, links):
    movies = Path(shutil.copy(DATA / "movielens_movies.csv", tmp_path / "movies.csv"))
    (tmp_path / "links.csv").write_text(links)

    records, _ = read(movies, DATASETS["movielens_movies"])

    assert [record["imdb_id"] for record in records] == [None] * 3


def test_movielens_names_without_year_or_with_brackets_in_front():
    _, tram, nine = records_of("movielens_movies")

    assert (tram["name"], tram["start_year"], tram["genres"]) == ("Night Trams", None, [])
    assert (nine["name"], nine["start_year"]) == ("(Nearly) Nine Trams", 2011)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ferry, The (a.k.a. Glass Boat, The) (Kahn, Der) (1962)", ["The Glass Boat", "Der Kahn"]),
        ("Ferry (A.K.A Glass) (a.k.a. Glass) (1962)", ["Glass"]),
        ("Ferry, The (The Ferry) (Ferry) (1962)", ["Ferry"]),
        ("Ferry (1961) (1962)", []),
        ("(Nearly) Nine Trams (2011)", []),
        ("Ferry () (1962)", []),
        (f"Ferry ({'x' * 301}) (1962)", []),
        ("Ferry", []),
        ("", []),
    ],
)
def test_movielens_names_in_brackets_are_other_names(cell, names):
    assert other_names_of(cell) == names


def test_tmd_metadata_of_a_spreadsheet_keeps_the_year_of_a_date_it_cannot_read():
    record = records_of("tmd_metadata")[1]

    assert (record["release_date"], record["start_year"], record["is_adult"]) == (None, 1995, True)


def test_tmdb_v11_without_keywords_has_no_such_column(tmp_path):
    text = (DATA / "tmdb_v11.csv").read_text()
    older = tmp_path / "older.csv"
    older.write_text(
        "\n".join(re.sub(r',("river, ferry"|keywords)$', "", line) for line in text.splitlines())
    )

    (chunk,) = recognise(older, list(DATASETS.values())).read(older)

    assert "keywords" not in chunk.names
    assert chunk.column("name")[0] == "The Glass Ferry"
