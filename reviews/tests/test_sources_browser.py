"""Waiting for reviews in a real browser: the page looks again by itself, or by a link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import jobs
from catalog.models import Job
from catalog.tests.factories import make_title
from reviews.tests.imdb_page_builders import PADDING, opinions, whole_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATH = "/title/tt0133093/reviews/"


@pytest.fixture
def title(imdb):
    imdb.page(PATH, whole_page(opinions(3)))
    return make_title(imdb_id="tt0133093")


def work() -> None:
    while jobs.work_next():
        pass


def test_what_is_being_fetched_is_shown_when_it_is_there(live_server, title, page):
    page.goto(f"{live_server.url}{title.get_absolute_url()}")
    assert page.locator(".review-sources").inner_text().startswith("IMDb: being fetched…")
    work()
    page.get_by_role("link", name="Show what has come").click()
    page.wait_for_url(f"**/titles/{title.slug}/reviews/")
    assert page.get_by_text("3 of 3 reviews").is_visible()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_without_javascript_a_link_looks_again_and_a_button_asks(live_server, title, page, imdb):
    imdb.page(PATH, PADDING)
    page.goto(f"{live_server.url}{title.get_absolute_url()}")
    work()
    page.get_by_role("link", name="Look again").click()
    assert "unavailable since" in page.locator(".review-sources").inner_text()
    imdb.page(PATH, whole_page(opinions(3)))
    Job.objects.update(finished_at=timezone.now() - timedelta(hours=1))
    page.get_by_role("button", name="Fetch now").click()
    work()
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_text("3 of 3 reviews").is_visible()
