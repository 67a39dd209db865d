"""What every source of REVIEW_SOURCES keeps to, and how several pages make one round."""

from collections import Counter

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from catalog.clients.errors import (
    ClientConfigError,
    InvalidResponse,
    NotFound,
    Refused,
    ServerError,
    Unreachable,
)
from reviews.models import SOURCE_NAMES
from reviews.sources.base import (
    FetchOutcome,
    ReviewRecord,
    Round,
    SourceAnswer,
    TitleKeys,
    outcome_of,
    unique,
)

RECORDS = tuple(ReviewRecord(f"rw{n}", "Good.") for n in range(10))
EVERYTHING = TitleKeys("tt0133093", 603)


def answer(outcome: str, n: int = 10, **facts) -> SourceAnswer:
    return SourceAnswer(FetchOutcome(outcome), RECORDS[:n], **facts)


@pytest.fixture(params=settings.REVIEW_SOURCES)
def source(request):
    return import_string(request.param)()


class TestContract:
    def test_it_has_a_name_that_visitors_read(self, source):
        assert source.name in SOURCE_NAMES
        assert len(source.name) <= 30

    def test_it_is_off_unless_the_operator_says_so(self, source, settings):
        settings.TMDB_API_TOKEN, settings.IMDB_REVIEWS = "", False
        assert source.is_on() is False

    def test_it_cannot_be_asked_about_a_title_without_ids(self, source):
        assert source.knows(TitleKeys()) is False
        assert source.knows(EVERYTHING) is True

    def test_while_it_is_off_nobody_is_asked(self, source, stand_in, settings):
        settings.TMDB_API_TOKEN, settings.IMDB_REVIEWS = "", False
        with pytest.raises(ClientConfigError):
            source.fetch(EVERYTHING)
        assert stand_in.count() == 0


def test_imdb_is_off_by_default():
    assert settings.IMDB_REVIEWS is False


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotFound(""), "not_found"),
        (ClientConfigError(""), "no_key"),
        (Refused(""), "refused"),
        (ServerError(""), "unavailable"),
        (Unreachable(""), "unavailable"),
        (InvalidResponse("", "captcha"), "captcha"),
        (InvalidResponse("", "robots_unreachable"), "robots"),
        (InvalidResponse("", "status_418"), "invalid"),
    ],
)
def test_every_error_of_a_client_is_an_outcome(error, outcome):
    assert outcome_of(error) == outcome


def test_whole_pages_make_a_whole_round():
    both = Round().plus(answer("fetched", claimed=20)).plus(answer("fetched", claimed=20)).ended()
    assert (both.outcome, both.found, both.pages, both.claimed) == ("fetched", 20, 2, 20)


@pytest.mark.parametrize(
    ("second", "outcome"),
    [("fields_missing", "fields_missing"), ("blocked", "partial"), ("no_reviews", "partial")],
)
def test_what_is_the_matter_with_a_later_page_is_told(second, outcome):
    n = 10 if second == "fields_missing" else 0
    assert Round().plus(answer("fetched")).plus(answer(second, n)).outcome == outcome


def test_a_first_page_without_reviews_is_the_outcome():
    assert Round().plus(answer("blocked", 0)).ended().outcome == "blocked"


@pytest.mark.parametrize(("claimed", "outcome"), [(11, "fetched"), (12, "partial")])
def test_a_tenth_of_what_is_claimed_may_be_hidden(claimed, outcome):
    assert Round().plus(answer("fetched", claimed=claimed)).ended().outcome == outcome


def test_missing_fields_add_up():
    page = answer("fields_missing", missing=Counter({"author": 2}))
    assert Round().plus(page).plus(page).missing == {"author": 4}


def test_of_two_records_the_first_is_filled_from_the_second():
    first = ReviewRecord("rw1", "Good.", rating=8)
    second = ReviewRecord("rw1", "Bad.", author="ada-l", rating=1, is_spoiler=False)
    (record,) = unique([first, second])
    expected = ReviewRecord("rw1", "Good.", author="ada-l", rating=8, is_spoiler=False)
    assert record == expected
