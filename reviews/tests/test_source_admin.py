"""The admin's pages about sources of reviews."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from catalog.models import Job
from catalog.tests.factories import make_title
from reviews.models import ReviewFetch, SourceHealth, SourceStatus
from reviews.yield_chart import yield_by_day

pytestmark = pytest.mark.django_db

TODAY = date(2026, 8, 3)


def health(days_ago: int, outcome: str = "fetched", *, fetches: int = 1, reviews: int = 0, **facts):
    facts = {"source": "imdb"} | facts
    day = TODAY - timedelta(days=days_ago)
    return SourceHealth.objects.create(
        day=day, outcome=outcome, fetches=fetches, reviews=reviews, **facts
    )


def test_the_days_of_a_source_are_all_there_the_oldest_first():
    health(0, reviews=5)
    health(29, reviews=10)
    health(30, reviews=99)
    (imdb,) = yield_by_day(TODAY)
    assert (imdb.name, len(imdb.days), imdb.reviews, imdb.best) == ("IMDb", 30, 15, 10)
    assert [day.height for day in (imdb.days[0], imdb.days[1], imdb.days[-1])] == [60, 0, 30]


def test_a_day_on_which_all_failed_is_marked():
    health(1, "layout_changed", fetches=3)
    health(2, "layout_changed")
    health(2, "fetched", reviews=25)
    health(3, "no_reviews")
    (imdb,) = yield_by_day(TODAY)
    assert [day.has_failed for day in imdb.days[-4:]] == [False, False, True, False]
    assert imdb.failed_days == 1


def test_each_source_has_its_own_scale():
    health(0, reviews=5)
    health(0, reviews=500, source="tmdb")
    assert [source.days[-1].height for source in yield_by_day(TODAY)] == [60, 60]


def test_the_yield_is_drawn_above_its_rows(admin_client):
    health(0, reviews=25)
    health(1, "layout_changed")
    with time_machine.travel(datetime(2026, 8, 3, 12, tzinfo=UTC)):
        text = admin_client.get("/admin/reviews/sourcehealth/").content.decode()
    assert "IMDb: 25 reviews in 2 fetches of 30 days" in text
    assert text.count('class="yield__reviews"') == text.count('class="yield__failed"') == 1
    assert "layout changed" in text


def test_the_state_of_each_source_is_listed(admin_client, imdb):
    now = timezone.now()
    SourceStatus.objects.create(
        source="imdb", last_outcome="layout_changed", last_asked_at=now, failing_since=now
    )
    text = admin_client.get("/admin/reviews/sourcestatus/").content.decode()
    assert "layout_changed" in text
    assert "icon-yes" in text


def test_titles_are_fetched_again_from_the_list(admin_client, imdb):
    fetch = ReviewFetch.objects.create(title=make_title(), source="imdb", outcome="invalid")
    response = admin_client.post(
        "/admin/reviews/reviewfetch/",
        {"action": "fetch_again", "_selected_action": [fetch.pk]},
        follow=True,
    )
    assert "Asked for 1 of 1 titles." in response.content.decode()
    assert Job.objects.get().subject == fetch.title_id


@pytest.mark.parametrize("query", ["", "?state=failing", "?state=pending", "?q=the+mat"])
def test_what_became_of_each_title_is_listed(admin_client, query):
    now = timezone.now()
    ReviewFetch.objects.create(
        title=make_title(), source="imdb", outcome="invalid", failing_since=now, is_pending=True
    )
    text = admin_client.get(f"/admin/reviews/reviewfetch/{query}").content.decode()
    assert "The Matrix" in text
