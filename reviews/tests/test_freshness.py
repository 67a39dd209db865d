"""Which reviews are fetched again, and how many at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from catalog import jobs
from catalog.models import Job
from catalog.tests.factories import make_title
from reviews.freshness import ask_for_stale, hourly_share, stale_titles
from reviews.models import Review, ReviewFetch
from reviews.tests.imdb_page_builders import opinions, whole_page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)
FRESH = {"release_date": date(2026, 7, 20), "start_year": 2026}
OF_LAST_YEAR = {"release_date": date(2025, 7, 20), "start_year": 2025}
CLASSIC = {"start_year": 1968}


def fetched(days_ago: float, *, failing: bool = False, **facts):
    title = make_title(**{"imdb_id": "tt0133093"} | facts)
    at = NOW - timedelta(days=days_ago)
    ReviewFetch.objects.create(
        title=title, source="imdb", tried_at=at, failing_since=at if failing else None
    )
    return title


@pytest.mark.parametrize(
    ("film", "days_ago", "is_stale"),
    [
        (FRESH, 0.9, False),
        (FRESH, 1.1, True),
        (OF_LAST_YEAR, 6.9, False),
        (OF_LAST_YEAR, 7.1, True),
        (CLASSIC, 29, False),
        (CLASSIC, 31, True),
    ],
)
def test_the_younger_a_film_the_sooner_it_is_stale(imdb, film, days_ago, is_stale):
    fetched(days_ago, **film)
    assert stale_titles(NOW).exists() == is_stale


def test_what_failed_is_tried_again_after_a_day(imdb):
    title = fetched(1.1, failing=True, **CLASSIC)
    assert list(stale_titles(NOW)) == [title]


def test_what_nobody_asked_for_is_not_stale(imdb):
    make_title(imdb_id="tt0133093")
    assert not stale_titles(NOW).exists()


def test_what_came_from_a_source_that_is_off_is_not_stale(tmdb):
    fetched(60, **CLASSIC)
    assert not stale_titles(NOW).exists()


def test_the_most_popular_come_first(imdb):
    titles = [fetched(60, imdb_id=f"tt000000{n}", num_votes=n, name=f"Film {n}") for n in (1, 3, 2)]
    with time_machine.travel(NOW):
        assert ask_for_stale(NOW, limit=2) == 2
    assert set(Job.objects.values_list("subject", flat=True)) == {titles[1].pk, titles[2].pk}


def test_the_share_of_an_hour_keeps_within_the_smallest_budget(imdb, settings):
    settings.TMDB_API_TOKEN = "planted-token"
    settings.IMDB_DAILY_BUDGET, settings.TMDB_DAILY_BUDGET = 2_000, 50_000
    assert hourly_share() == 15
    assert hourly_share() * 24 * 4 <= 2_000


def test_without_a_source_nothing_is_asked(stand_in):
    fetched(60, **CLASSIC)
    assert ask_for_stale(NOW) == 0


def test_the_periodic_job_asks_for_what_is_stale(imdb, settings):
    title = fetched(60, **CLASSIC)
    with time_machine.travel(NOW):
        jobs.sweep()
        assert jobs.work(Job.objects.get(kind="stale_reviews").pk) == "done"
    assert Job.objects.get(kind="reviews").subject == title.pk
    assert settings.PERIODIC["stale_reviews"] == 3600


@pytest.mark.django_db(transaction=True)
class TestFetchReviews:
    """``manage.py fetch_reviews``."""

    def test_of_one_title(self, imdb, capsys):
        title = make_title(imdb_id="tt0133093")
        imdb.page("/title/tt0133093/reviews/", whole_page(opinions(3)))
        call_command("fetch_reviews", title=title.slug)
        assert Review.objects.filter(title=title).scored().count() == 3
        out = capsys.readouterr().out
        assert "1 title asked about at IMDb: 3 new reviews." in out
        assert "IMDb: fetched, 1" in out

    def test_of_the_most_popular_that_nobody_asked_for(self, imdb):
        for n in (1, 3, 2):
            make_title(f"Film {n}", imdb_id=f"tt000000{n}", num_votes=n)
        call_command("fetch_reviews", limit=2, verbosity=0)
        assert (imdb.count("/title/tt0000003"), imdb.count("/title/tt0000002")) == (1, 1)
        assert imdb.count("/title/tt0000001") == 0

    def test_of_what_is_stale(self, imdb):
        fetched(60, **CLASSIC)
        make_title("Another", imdb_id="tt0000001")
        with time_machine.travel(NOW):
            call_command("fetch_reviews", stale=True, verbosity=0)
        assert imdb.count("/title/tt0133093/") == 1
        assert imdb.count("/title/tt0000001/") == 0

    def test_a_paused_source_is_left_to_a_worker(self, imdb, capsys):
        title = make_title(imdb_id="tt0133093")
        imdb.fault("captcha", path="/title/")
        call_command("fetch_reviews", title=title.slug, verbosity=0)
        Job.objects.all().delete()
        call_command("fetch_reviews", title=title.slug)
        out = capsys.readouterr().out
        assert "1 title left to a worker" in out
        assert imdb.count("/title/") == 1

    def test_ctrl_c_ends_it_in_one_sentence_and_gives_the_job_back(self, imdb, monkeypatch):
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("reviews.sources.imdb.ImdbSource.fetch", interrupted)
        title = make_title(imdb_id="tt0133093")
        with pytest.raises(CommandError, match="What was fetched is stored") as error:
            call_command("fetch_reviews", title=title.slug)
        assert error.value.returncode == 130
        assert (Job.objects.get().state, Job.objects.get().attempts) == ("waiting", 0)

    def test_without_a_source_it_says_what_to_set(self, stand_in):
        with pytest.raises(CommandError, match="set TMDB_API_TOKEN, or IMDB_REVIEWS"):
            call_command("fetch_reviews")

    def test_of_no_such_title(self, imdb):
        with pytest.raises(CommandError, match="There is no title 'nothing'"):
            call_command("fetch_reviews", title="nothing")
