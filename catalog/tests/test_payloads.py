"""Payloads keep what they know; every real one is understood without loss."""

import gzip
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.clients.errors import InvalidResponse
from catalog.clients.omdb_payloads import OmdbRating, OmdbTitle
from catalog.clients.payload import Payload, read
from catalog.clients.tmdb_parts import (
    AggregateCastMember,
    AggregateCredits,
    AggregateCrewMember,
    CastMember,
    ContentRatings,
    CountryOffers,
    Credits,
    CrewMember,
    ExternalIds,
    Keywords,
    Provider,
    ReleaseDates,
    Video,
    Videos,
    WatchProviders,
)
from catalog.clients.tmdb_payloads import FindAnswer, MovieDetails, Review, ReviewPage, TvDetails
from catalog.datasets.cleaning import clean
from catalog.tests.stand_in import answers

ALL = (MovieDetails, TvDetails, FindAnswer, ReviewPage, OmdbTitle, Credits, WatchProviders)


# --- What was written for the project -------------------------------------------------------------
def test_an_answer_as_it_should_be_has_nothing_odd():
    assert read(MovieDetails, answers.movie(603)).odd == ()
    assert read(TvDetails, answers.show(603)).odd == ()
    assert read(OmdbTitle, answers.omdb("tt0000603")).odd == ()


def test_null_is_as_good_as_absent():
    reading = read(MovieDetails, {"id": 1, "tagline": None, "runtime": None, "credits": None})
    assert (reading.payload.tagline, reading.payload.runtime) == ("", None)
    assert reading.odd == ()


def test_missing_fields_are_named():
    assert "watch/providers" in read(MovieDetails, {"id": 1}).missing


def test_an_item_without_what_it_needs_goes_as_a_whole():
    data = {"id": 1, "credits": {"cast": [{"id": 5}, {"id": 6, "name": "Ada"}, "x", None]}}
    reading = read(MovieDetails, data)
    assert [member.name for member in reading.payload.credits.cast] == ["Ada"]
    assert reading.odd == ("credits.cast.0.name", "credits.cast.2", "credits.cast.3")


def test_what_was_sent_stays_as_it_was():
    data = {"id": 1, "runtime": "long", "genres": [{"id": "x"}]}
    before = json.dumps(data)
    read(MovieDetails, data)
    assert json.dumps(data) == before


@pytest.mark.parametrize("data", [{}, {"id": None}, {"id": "x"}, {"id": -1}, {"id": 2**40}])
def test_details_without_an_id_are_nothing(data):
    with pytest.raises(InvalidResponse) as caught:
        read(MovieDetails, data)
    assert caught.value.outcome == "not_understood"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("runtime", 10**30),
        ("runtime", -5),
        ("vote_average", float("inf")),
        ("budget", "9" * 5000),
        ("release_date", "1999-02-30"),
        ("genres", {"id": 1}),
        ("adult", "perhaps"),
    ],
)
def test_values_that_no_table_can_hold_are_odd(field, value):
    assert read(MovieDetails, {"id": 1, field: value}).odd == (field,)


def test_no_text_holds_what_postgresql_refuses():
    movie = read(MovieDetails, {"id": 1, "title": "A\0\ud800  B", "overview": "x\x07y"}).payload
    assert (movie.title, movie.overview) == ("A B", "xy")
    assert read(Review, {"id": "a", "content": "One\r\n\r\nTwo\0"}).payload.content == "One\n\nTwo"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("9.3/10", 9.3), ("91%", 9.1), ("100%", 10), ("81/100", 8.1), ("11/10", None), ("A+", None)],
)
def test_ratings_of_omdb_are_put_on_one_scale(value, expected):
    assert OmdbRating(source="x", value=value).out_of_ten == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=150)
@given(data=st.data())
def test_no_field_whatever_it_holds_spoils_the_rest(data):
    known = answers.movie(603)
    spoilt = data.draw(st.sampled_from(sorted(set(known) - {"id"})))
    known[spoilt] = data.draw(JSON)
    movie = read(MovieDetails, known).payload
    if spoilt != "title":
        assert movie.title == "Film 603"
    if spoilt != "credits":
        assert len(movie.credits.cast) == 3


# --- Real ones ------------------------------------------------------------------------------------
#: By which names an object is known, and as what.
SHAPES: list[tuple[set[str], type[Payload]]] = [
    ({"id", "title", "runtime", "original_title"}, MovieDetails),
    ({"id", "name", "number_of_seasons"}, TvDetails),
    ({"movie_results", "tv_results"}, FindAnswer),
    ({"author", "content"}, Review),
    ({"key", "site"}, Video),
    ({"roles", "total_episode_count"}, AggregateCastMember),
    ({"jobs", "total_episode_count"}, AggregateCrewMember),
    ({"character", "name", "order"}, CastMember),
    ({"department", "job", "name"}, CrewMember),
    ({"provider_id", "provider_name"}, Provider),
    ({"flatrate"}, CountryOffers),
    ({"imdb_id", "wikidata_id"}, ExternalIds),
    ({"keywords"}, Keywords),
]
LISTS: list[tuple[set[str], type[Payload]]] = [
    ({"author", "content"}, ReviewPage),
    ({"key", "site"}, Videos),
    ({"iso_3166_1", "release_dates"}, ReleaseDates),
    ({"iso_3166_1", "rating"}, ContentRatings),
]


def shape_of(data: dict) -> type[Payload] | None:
    if isinstance(data.get("cast"), list) and isinstance(data.get("crew"), list):
        people = data["cast"] + data["crew"]
        if people and all(isinstance(one, dict) and "name" in one for one in people):
            has_roles = any("roles" in one or "jobs" in one for one in people)
            if has_roles or not any("media_type" in one or "title" in one for one in people):
                return AggregateCredits if has_roles else Credits
    results = data.get("results")
    if isinstance(results, list) and results and isinstance(results[0], dict):
        return next((model for names, model in LISTS if names <= set(results[0])), None)
    if isinstance(results, dict) and results:
        return WatchProviders
    return next((model for names, model in SHAPES if names <= set(data)), None)


def same(raw: object, known: object) -> bool:
    """Return whether nothing of ``raw`` is lost in ``known``; "" and null are nothing."""
    if isinstance(raw, dict) and isinstance(known, Payload):
        fields = type(known).model_fields
        return all(
            same(raw[field.alias or name], getattr(known, name))
            for name, field in fields.items()
            if raw.get(field.alias or name) not in (None, "", "N/A")
        )
    if isinstance(raw, dict):
        return raw.keys() == known.keys() and all(same(raw[key], known[key]) for key in raw)
    if isinstance(raw, list):
        return len(raw) == len(known) and all(map(same, raw, known))
    if isinstance(known, datetime):
        return raw[:19].replace(" ", "T") == known.isoformat()[:19]
    if isinstance(known, date):
        return raw[:10] == known.isoformat()
    if isinstance(known, (int, float)) and not isinstance(known, bool):
        return float(str(raw).strip("$ min").replace(",", "")) == known
    if isinstance(known, str) and "\n" in known:
        return raw.replace("\r\n", "\n").replace("\r", "\n").strip() == known
    return raw == known or clean(str(raw)) == clean(str(known))


def objects_in(path: Path) -> Iterator[dict]:
    data = json.loads(path.read_bytes())
    yield from (
        one for one in (data if isinstance(data, list) else [data]) if isinstance(one, dict)
    )


@pytest.fixture
def payloads(real_files: Path) -> Path:
    return real_files / "payloads"


@pytest.mark.real_files
def test_every_real_payload_of_tmdb_is_understood_without_loss(payloads):
    files = sorted(payloads.glob("tmdb/*/*.json"))
    assert len(files) >= 264
    seen: dict[str, int] = {}
    for path in files:
        for data in objects_in(path):
            for model in ALL:  # whatever it is about, it is either read or refused
                try:
                    read(model, data)
                except InvalidResponse as error:
                    assert error.outcome == "not_understood"
            if model := shape_of(data):
                reading = read(model, data)
                assert reading.odd == (), path.name
                assert same(data, reading.payload), path.name
                seen[model.__name__] = seen.get(model.__name__, 0) + 1
    assert seen["MovieDetails"] >= 30
    assert seen["FindAnswer"] >= 20
    assert {"TvDetails", "Credits", "AggregateCredits", "Review", "WatchProviders"} <= set(seen)


@pytest.mark.real_files
def test_every_real_payload_of_omdb_is_understood_without_loss(payloads):
    with gzip.open(payloads / "omdb" / "movies-250.json.gz") as stream:
        titles = json.load(stream)["movies"]
    assert len(titles) == 250
    for data in titles:
        reading = read(OmdbTitle, data)
        assert reading.odd == ()
        assert same(data, reading.payload), data["Title"]
        assert all(rating.out_of_ten is not None for rating in reading.payload.ratings)
