"""TMDB and OMDb through their gates, against the stand-in. IMDb: test_imdb_client.py."""

from datetime import timedelta

import pytest

from catalog.clients import omdb, tmdb
from catalog.clients.errors import (
    ClientConfigError,
    InvalidResponse,
    NotFound,
    NotNow,
    Refused,
    ServerError,
    Unreachable,
)
from catalog.models import Upstream
from catalog.tests.stand_in.answers import NOT_FOUND, json_page

KEY = "planted-k3y"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, stand_in) -> None:
    settings.TMDB_API_TOKEN = settings.OMDB_API_KEY = KEY
    settings.TMDB_PER_SECOND = settings.OMDB_PER_SECOND = 10_000


def host() -> Upstream:
    return Upstream.objects.get()


# --- TMDB -----------------------------------------------------------------------------------------
def test_a_movie_comes_with_all_its_blocks_in_one_request(stand_in):
    movie = tmdb.client().movie(603).payload
    assert (movie.title, movie.runtime, movie.release_dates.results[1].iso_3166_1) == (
        "Film 603",
        83,
        "US",
    )
    assert stand_in.seen[0].query["append_to_response"] == tmdb.MOVIE_BLOCKS
    assert stand_in.seen[0].headers["Authorization"] == f"Bearer {KEY}"
    assert stand_in.count() == 1


def test_a_show_comes_with_the_credits_of_all_seasons():
    show = tmdb.client().show(1399).payload
    assert show.number_of_seasons == 3
    assert show.aggregate_credits.cast[0].roles[0].character == "The Keeper"


def test_titles_are_found_by_imdb_id(stand_in):
    assert tmdb.client().find("tt0000603").movie_results[0].id == 603
    assert stand_in.seen[0].query["external_source"] == "imdb_id"
    assert tmdb.client().find("tt0001404").movie_results == []


def test_reviews_come_by_page():
    page = tmdb.client().movie_reviews(603, page=2).payload
    assert (page.page, page.total_pages, len(page.results)) == (2, 2, 3)
    assert page.results[0].content == "A wonderful film.\n\nI loved every wave of it."


def test_an_unknown_title_is_not_found_and_no_failure():
    for _ in range(6):
        with pytest.raises(NotFound):
            tmdb.client().movie(1404)
    assert host().failures == 0


def test_an_answer_about_another_title_is_not_believed(stand_in):
    stand_in.page("/3/movie/603", json_page({"id": 604, "title": "Film 604"}))
    with pytest.raises(InvalidResponse) as caught:
        tmdb.client().movie(603)
    assert caught.value.outcome == "other_title"


def test_an_error_with_status_200_is_an_error(stand_in):
    stand_in.page("/3/movie/603", NOT_FOUND._replace(status=200))
    with pytest.raises(NotFound):
        tmdb.client().movie(603)
    stand_in.page("/3/movie/603", json_page({"success": False, "status_code": 11}))
    with pytest.raises(InvalidResponse):
        tmdb.client().movie(603)


def test_odd_fields_are_left_out_named_and_the_rest_is_kept(stand_in, caplog):
    stand_in.fault("odd_fields")
    reading = tmdb.client().movie(603)
    movie = reading.payload
    assert (movie.runtime, movie.release_date, movie.title) == (None, None, "Film 603")
    assert [genre.name for genre in movie.genres] == ["Horror"]
    assert movie.overview == "Nul and a lone surrogate"
    assert {"runtime", "popularity", "release_date", "genres.0", "genres.1.id"} <= set(reading.odd)
    assert reading.missing == ("tagline",)
    assert "odd: " in caplog.text


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("half", Unreachable),
        ("error_500", ServerError),
        ("error_503", ServerError),
        ("garbage", InvalidResponse),
        ("half_json", InvalidResponse),
        ("wrong_charset", InvalidResponse),
        ("captcha", InvalidResponse),
        ("empty_202", InvalidResponse),
        ("large_50", Refused),
        ("redirect_inner", Refused),
    ],
)
def test_failures_are_named_and_counted(stand_in, fault, error):
    stand_in.fault(fault)
    with pytest.raises(error):
        tmdb.client().movie(603)
    assert host().failures == 1
    assert stand_in.inner_connections == 0


def test_a_request_that_it_does_not_understand_is_no_failure_of_the_host(stand_in):
    stand_in.fault("unprocessable")
    with pytest.raises(InvalidResponse) as caught:
        tmdb.client().movie(603)
    assert (caught.value.outcome, host().failures) == ("status_422", 0)


def test_five_failures_open_the_breaker(stand_in):
    stand_in.fault("error_500")
    for _ in range(5):
        with pytest.raises(ServerError):
            tmdb.client().movie(603)
    with pytest.raises(NotNow, match="failed 5 times"):
        tmdb.client().movie(603)
    assert stand_in.count() == 5


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("too_often", 60),
        ("too_often_wait", 7),
        ("too_often_until_date", 120),
        ("error_503_wait", 30),
    ],
)
def test_being_told_to_wait_pauses_everybody(stand_in, fault, seconds):
    stand_in.fault(fault, times=1)
    with pytest.raises(NotNow) as caught:
        tmdb.client().movie(603)
    row = host()
    waits = row.paused_until - row.next_slot_at
    assert abs(waits - timedelta(seconds=seconds)) < timedelta(seconds=3)
    assert caught.value.until == row.paused_until
    with pytest.raises(NotNow, match="paused"):
        tmdb.client().movie(604)
    assert stand_in.count() == 1


@pytest.mark.parametrize("fault", ["unauthorized", "forbidden"])
def test_a_refused_key_is_one_loud_line_and_a_pause(stand_in, fault, caplog):
    stand_in.fault(fault)
    with pytest.raises(ClientConfigError):
        tmdb.client().movie(603)
    for _ in range(3):
        with pytest.raises(NotNow):
            tmdb.client().movie(603)
    assert stand_in.count() == 1
    assert [record.levelname for record in caplog.records].count("ERROR") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TMDB_BASE_URL", "http://api.example/3"),
        ("TMDB_BASE_URL", "api.example"),
        ("TMDB_PER_SECOND", 0),
        ("TMDB_API_TOKEN", "two words"),
        ("TMDB_API_TOKEN", "clé"),
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(ClientConfigError) as caught:
        tmdb.client()
    assert str(value) not in str(caught.value) or value == 0


def test_without_a_token_there_is_no_client(settings):
    settings.TMDB_API_TOKEN = ""
    with pytest.raises(ClientConfigError, match="TMDB_API_TOKEN is not set"):
        tmdb.client()


# --- OMDb -----------------------------------------------------------------------------------------
def test_omdb_gives_ratings_on_one_scale(stand_in):
    title = omdb.client().title("tt0000603").payload
    ratings = {rating.source: rating.out_of_ten for rating in title.ratings}
    assert ratings == {"Internet Movie Database": 7.3, "Rotten Tomatoes": 9.1, "Metacritic": 6.8}
    assert (title.imdb_votes, title.rated, title.box_office) == (12_345, "", 1_234_567)
    assert stand_in.seen[0].query == {"i": "tt0000603", "apikey": KEY}


def test_omdb_says_with_200_that_it_knows_nothing():
    with pytest.raises(NotFound):
        omdb.client().title("tt0000404")
    assert host().failures == 0


@pytest.mark.parametrize(
    ("error", "status", "raised"),
    [
        ("Request limit reached!", 401, NotNow),
        ("Invalid API key!", 401, ClientConfigError),
        ("Error getting data.", 200, InvalidResponse),
    ],
)
def test_omdb_tells_a_spent_key_from_a_wrong_one(stand_in, error, status, raised):
    stand_in.page("/omdb/", json_page({"Response": "False", "Error": error}, status))
    with pytest.raises(raised):
        omdb.client().title("tt0000603")
