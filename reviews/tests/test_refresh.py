"""The job "reviews" against the stand-in: what is stored, what is named, what goes on later."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from catalog import jobs
from catalog.models import Job, Upstream
from catalog.tests.factories import make_title
from catalog.tests.stand_in import Page
from catalog.tests.stand_in.answers import json_page
from reviews.models import Review, ReviewFetch, SourceHealth, SourceStatus
from reviews.tests.factories import BAD, GOOD
from reviews.tests.fetching import fetch_of, refresh
from reviews.tests.imdb_page_builders import (
    PADDING,
    Opinion,
    content,
    embedded_page,
    old_page,
    opinions,
    page,
    script,
    whole_page,
)

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/title/tt0133093/reviews/"


@pytest.fixture
def title():
    return make_title(imdb_id="tt0133093", tmdb_id=603)


def test_reviews_of_imdb_are_stored_whole_and_scored(title, imdb):
    imdb.page(PATH, whole_page([Opinion(text=GOOD, is_spoiler=True)]))
    assert refresh(title) == "done"
    review = Review.objects.get()
    assert (review.title, review.source, review.source_id) == (title, "imdb", "rw1000001")
    assert (review.body, review.rating, review.author) == (GOOD, 8, "ada-l")
    assert (review.is_spoiler, review.helpful_votes, review.votes_total) == (True, 7, 9)
    assert review.is_scored
    assert fetch_of(title).outcome == "fetched"


def test_reviews_of_tmdb_are_stored(title, tmdb):
    refresh(title)
    stored = Review.objects.filter(title=title, source="tmdb")
    assert stored.count() > 0
    assert fetch_of(title, "tmdb").found == stored.count()


def test_tmdb_is_asked_by_the_imdb_id_where_it_has_no_other(tmdb):
    title = make_title(imdb_id="tt0000777")
    refresh(title)
    assert tmdb.count("/3/find/tt0000777") == 1
    assert fetch_of(title, "tmdb").outcome == "fetched"


def test_the_token_of_tmdb_is_nowhere_in_the_database(title, tmdb):
    tmdb.fault("error_500", path="/3/movie", times=1)
    refresh(title)
    for row in (
        *Job.objects.values(),
        *ReviewFetch.objects.values(),
        *SourceStatus.objects.values(),
    ):
        assert "planted-token" not in str(row)


def test_the_second_time_nothing_changes(title, imdb):
    imdb.page(PATH, whole_page(opinions(3)))
    refresh(title)
    before = list(Review.objects.order_by("pk").values())
    refresh(title)
    assert list(Review.objects.order_by("pk").values()) == before
    assert imdb.count(PATH) == 2


def test_a_changed_text_is_scored_anew_and_the_review_stays_one(title, imdb):
    compounds = []
    for text in (GOOD, BAD):
        imdb.page(PATH, whole_page([Opinion(text=text)]))
        refresh(title)
        compounds.append(Review.objects.get().compound)
    assert compounds[0] != compounds[1]


def test_what_a_source_tells_no_more_stays(title, imdb):
    imdb.page(PATH, whole_page(opinions(3)))
    refresh(title)
    imdb.page(PATH, whole_page([Opinion(rating=None, author="", headline="")], total=1))
    refresh(title)
    assert Review.objects.count() == 3
    first = Review.objects.get(source_id="rw1000001")
    assert (first.rating, first.author, first.headline) == (8, "ada-l", "Mind the train")


def test_all_pages_are_read_by_their_cursors(title, imdb):
    pages = opinions(60)
    imdb.page(PATH, embedded_page(pages[:25], total=60, cursor="g4w6=="))
    imdb.page(f"{PATH}?paginationKey=g4w6==", embedded_page(pages[25:50], 60, cursor="g4w7"))
    imdb.page(f"{PATH}?paginationKey=g4w7", old_page(pages[50:], 60))
    refresh(title)
    fetch = fetch_of(title)
    assert (Review.objects.count(), fetch.found, fetch.pages) == (60, 60, 3)
    assert (fetch.outcome, fetch.is_pending) == ("fetched", False)


def test_no_more_than_four_pages_are_read(title, imdb):
    def endless(path: str, query: dict[str, str]) -> Page:
        return Page(embedded_page(opinions(2), 99, cursor=query.get("paginationKey", "") + "x"))

    imdb.answer(PATH, endless)
    refresh(title)
    assert imdb.count(PATH) == 4
    assert not fetch_of(title).is_pending


def test_a_page_that_leads_to_itself_is_read_twice_at_most(title, imdb):
    imdb.page(PATH, embedded_page(opinions(2), 99, cursor="again"))
    refresh(title)
    assert imdb.count(PATH) == 2


def test_pages_that_end_too_early_are_partial(title, imdb):
    imdb.page(PATH, embedded_page(opinions(25), total=200))
    refresh(title)
    fetch = fetch_of(title)
    assert (fetch.outcome, fetch.claimed, fetch.missing) == ("partial", 200, {"next page": 1})


def test_between_two_pages_the_rate_is_kept_and_nobody_sleeps(title, imdb, settings):
    settings.IMDB_PER_SECOND = 1 / 3
    start = datetime(2026, 8, 3, 12, tzinfo=UTC)
    pages = opinions(50)
    imdb.page(PATH, embedded_page(pages[:25], total=50, cursor="g4w6"))
    imdb.page(f"{PATH}?paginationKey=g4w6", embedded_page(pages[25:], total=50))
    with time_machine.travel(start, tick=False) as clock:
        for expected in (0, 25, 50):
            refresh(title) if not expected else jobs.work_next()
            assert Review.objects.count() == expected
            clock.shift(timedelta(seconds=3.5))
    fetch = fetch_of(title)
    assert (fetch.outcome, fetch.found, fetch.pages, fetch.is_pending) == ("fetched", 50, 2, False)
    assert imdb.count(PATH) == 2
    assert Job.objects.get(kind="reviews").state == "done"


NAMED = {
    "no reviews, said by the page": (embedded_page([]), "no_reviews"),
    "none where it counts 200": (embedded_page([], total=200), "reviews_missing"),
    "nothing where it was": (PADDING, "layout_changed"),
    "something else": ("<p>Welcome!</p>", "invalid"),
    "nothing": ("", "empty"),
    "consent": ("<h1>Your consent, please</h1>", "consent"),
}


@pytest.mark.parametrize(("html", "outcome"), NAMED.values(), ids=NAMED)
def test_every_surprise_is_named_and_nothing_is_lost(title, imdb, html, outcome):
    imdb.page(PATH, whole_page(opinions(2)))
    refresh(title)
    imdb.page(PATH, html)
    refresh(title)
    fetch = fetch_of(title)
    assert (fetch.outcome, Review.objects.count()) == (outcome, 2)
    assert fetch.is_failing == (outcome != "no_reviews")
    assert fetch.succeeded_at is not None
    assert SourceHealth.objects.filter(source="imdb", outcome=outcome, fetches=1).count() == 1


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("forbidden", "blocked"),
        ("error_503", "blocked"),
        ("captcha", "captcha"),
        ("challenge", "challenge"),
        ("empty_202", "empty"),
        ("not_found", "not_found"),
        ("not_http", "invalid"),
        ("redirect_inner", "refused"),
        ("large_50", "refused"),
    ],
)
def test_answers_that_block_us_are_named(title, imdb, fault, outcome):
    imdb.fault(fault, path=PATH)
    refresh(title)
    assert fetch_of(title).outcome == outcome
    assert imdb.count(PATH) == 1
    assert imdb.inner_connections == 0


@pytest.mark.parametrize(
    "barrier", ["<h1>Your consent, please</h1>", "<p>captcha</p>", Page("", status=503)]
)
def test_a_page_before_the_page_stops_the_host_for_an_hour(title, imdb, barrier):
    imdb.page(PATH, barrier)
    refresh(title)
    host = Upstream.objects.get()
    assert host.paused_until > timezone.now() + timedelta(minutes=50)
    other = make_title("Heat", imdb_id="tt0113277")
    assert refresh(other) == "put back"
    assert imdb.count("/title/") == 1


@pytest.mark.parametrize("fault", ["error_500", "half"])
def test_a_failure_counts_an_attempt_and_is_noted(title, imdb, fault):
    imdb.fault(fault, path=PATH, times=1)
    assert refresh(title) == "put back"
    assert fetch_of(title).outcome == "unavailable"
    assert Job.objects.get(kind="reviews").attempts == 1


def test_robots_that_forbid_the_page_are_heeded(title, imdb):
    imdb.page("/robots.txt", "User-agent: *\nDisallow: /title/\n")
    refresh(title)
    assert fetch_of(title).outcome == "robots"
    assert imdb.count("/title/") == 0


def test_one_source_that_is_paused_does_not_hold_up_the_other(title, imdb, settings):
    settings.TMDB_API_TOKEN = "planted-token"
    until = timezone.now() + timedelta(hours=1)
    Upstream.objects.create(host=imdb.host, paused_until=None)
    imdb.fault("error_503_wait", path=PATH, times=1)
    refresh(title)
    assert Review.objects.filter(source="tmdb").exists()
    assert fetch_of(title).is_pending
    job = Job.objects.get(kind="reviews")
    assert (job.state, job.attempts) == ("waiting", 0)
    assert timezone.now() < job.not_before < until


def test_the_round_that_goes_on_asks_only_who_is_left(title, imdb, settings):
    settings.TMDB_API_TOKEN = "planted-token"
    imdb.page(PATH, embedded_page(opinions(2)))
    imdb.fault("error_500", path=PATH, times=1)
    refresh(title)
    asked_before = imdb.count("/3/movie/603/reviews")
    Job.objects.update(not_before=timezone.now())
    jobs.work_next()
    assert Review.objects.filter(source="imdb").count() == 2
    assert imdb.count("/3/movie/603/reviews") == asked_before > 0


def test_without_a_source_nothing_is_asked(title, stand_in, settings):
    settings.IMDB_REVIEWS, settings.TMDB_API_TOKEN = False, ""
    assert refresh(title) == "done"
    assert stand_in.count() == 0


def test_a_title_that_was_deleted_meanwhile_is_no_matter(title, imdb):
    job = jobs.ask("reviews", title.pk)
    title.delete()
    assert jobs.work(job.pk) == "done"
    assert imdb.count() == 0


def test_null_reviews_of_the_present_page_are_no_empty_success(title, imdb):
    data = content([], total=200)
    data["props"]["pageProps"]["contentData"]["reviews"] = None
    imdb.page(PATH, page(script(data)))
    refresh(title)
    assert fetch_of(title).outcome == "reviews_missing"


def test_tmdb_without_its_list_is_a_new_layout(title, tmdb):
    tmdb.page("/3/movie/603/reviews", json_page({"id": 603, "page": 1}))
    refresh(title)
    assert fetch_of(title, "tmdb").outcome == "layout_changed"


def test_tmdb_that_counts_none_has_none(title, tmdb):
    empty = {"page": 1, "results": [], "total_pages": 1, "total_results": 0}
    tmdb.page("/3/movie/603/reviews", json_page(empty))
    refresh(title)
    assert fetch_of(title, "tmdb").outcome == "no_reviews"


def test_what_comes_while_reviews_are_read_is_read_too(title, imdb, monkeypatch):
    imdb.page(PATH, whole_page(opinions(1)))
    refresh(title)
    reading = jobs.ask("score", title.pk, again_after=timedelta(0))

    def meanwhile(title_id: int) -> None:
        monkeypatch.undo()
        imdb.page(PATH, whole_page(opinions(3)))
        jobs.work(jobs.ask("reviews", title_id, again_after=timedelta(0)).pk)

    monkeypatch.setattr("reviews.scoring_job.score_title", meanwhile)
    assert jobs.work(reading.pk) == "put back"
    assert jobs.work(reading.pk) == "done"
    assert Review.objects.scored().count() == 3
