"""IMDb's pages through its gate, against the stand-in: robots.txt, blocked answers."""

from datetime import timedelta

import pytest

from catalog.clients import imdb
from catalog.clients.errors import ClientConfigError, InvalidResponse, NotNow
from catalog.models import Upstream
from catalog.tests.stand_in import Page

pytestmark = pytest.mark.django_db
REVIEWS = "/title/tt0000603/reviews/"


@pytest.fixture(autouse=True)
def is_on(settings, stand_in) -> None:
    settings.IMDB_REVIEWS, settings.IMDB_PER_SECOND = True, 10_000


def host() -> Upstream:
    return Upstream.objects.get()


def test_a_page_of_reviews_is_fetched_once_robots_txt_allows_it(stand_in):
    stand_in.page(REVIEWS, "<article class='user-review-item'>Très bien — vu</article>")
    answer = imdb.client().review_page("tt0000603")
    assert "Très bien — vu" in answer.html
    assert [seen.path for seen in stand_in.seen] == ["/robots.txt", REVIEWS]
    imdb.client().review_page("tt0000603", cursor="abc==")
    assert stand_in.seen[-1].query == {"paginationKey": "abc=="}
    assert stand_in.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (Page("User-agent: *\nDisallow: /title/*/reviews", "text/plain"), "robots_disallowed"),
        (Page("User-agent: movierec\nDisallow: /", "text/plain"), "robots_disallowed"),
        (Page("down", status=500), "robots_unreachable"),
        (Page("no", status=403), "robots_unreachable"),
    ],
)
def test_what_robots_txt_forbids_is_not_fetched(stand_in, robots, outcome):
    stand_in.page("/robots.txt", robots)
    with pytest.raises(InvalidResponse) as caught:
        imdb.client().review_page("tt0000603")
    assert caught.value.outcome == outcome
    assert stand_in.count("/title/") == 0


@pytest.mark.parametrize("status", [404, 410])
def test_without_robots_txt_nothing_is_forbidden(stand_in, status):
    stand_in.page("/robots.txt", Page("", status=status))
    stand_in.page(REVIEWS, "__NEXT_DATA__")
    imdb.client().review_page("tt0000603")


def test_a_crawl_delay_slows_us_down(stand_in):
    stand_in.page("/robots.txt", Page("User-agent: *\nCrawl-delay: 20\n", "text/plain"))
    stand_in.page(REVIEWS, "__NEXT_DATA__")
    imdb.client().review_page("tt0000603")
    with pytest.raises(NotNow):
        imdb.client().review_page("tt0000604")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("forbidden", "blocked"),
        ("empty_202", "empty"),
        ("challenge", "challenge"),
        ("captcha", "captcha"),
    ],
)
def test_a_blocked_answer_leaves_the_host_alone_for_an_hour(stand_in, fault, outcome):
    stand_in.fault(fault, path="/title/")
    with pytest.raises(InvalidResponse) as caught:
        imdb.client().review_page("tt0000603")
    assert caught.value.outcome == outcome
    row = host()
    assert row.paused_until - row.next_slot_at > timedelta(minutes=59)
    with pytest.raises(NotNow, match=outcome):
        imdb.client().review_page("tt0000604")


def test_reviews_that_speak_of_captchas_are_reviews(stand_in):
    stand_in.page(REVIEWS, "<div class='lister-item-content'>A robot solves a captcha.</div>")
    assert "captcha" in imdb.client().review_page("tt0000603").html


def test_imdb_is_off_unless_it_is_switched_on(settings):
    settings.IMDB_REVIEWS = False
    with pytest.raises(ClientConfigError, match="IMDB_REVIEWS"):
        imdb.client()


@pytest.mark.parametrize("cursor", ["a&b", "a b", "x" * 501])
def test_a_cursor_that_is_none_is_refused(cursor):
    with pytest.raises(ValueError, match="not a cursor"):
        imdb.client().review_page("tt0000603", cursor=cursor)
