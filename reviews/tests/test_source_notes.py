"""What pages say about the sources of reviews, and that a visit asks for them once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from catalog import jobs
from catalog.models import Job
from catalog.tests.factories import make_title
from reviews.models import ReviewFetch
from reviews.source_notes import NoteState, source_notes
from reviews.tests.factories import make_review
from reviews.tests.imdb_page_builders import opinions, whole_page

pytestmark = pytest.mark.django_db

AUGUST_3 = datetime(2026, 8, 3, 9, tzinfo=UTC)
AUGUST_5 = datetime(2026, 8, 5, 9, tzinfo=UTC)


@pytest.fixture
def title():
    return make_title(imdb_id="tt0133093")


def fetched(title, source="imdb", **facts) -> ReviewFetch:
    facts = {
        "outcome": "fetched",
        "tried_at": AUGUST_3,
        "succeeded_at": AUGUST_3,
        "pages": 1,
        "found": 25,
        "claimed": 200,
    } | facts
    return ReviewFetch.objects.create(title=title, source=source, **facts)


def done(title) -> None:
    jobs.ask("reviews", title.pk)
    Job.objects.update(state="done", finished_at=timezone.now() - timedelta(days=1))


def said(client, title, page="") -> str:
    """Return what the page says about sources, as one line."""
    text = client.get(f"{title.get_absolute_url()}{page}").content.decode()
    found = re.search(r'<div class="review-sources".*?</div>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_without_a_source_and_without_reviews_from_one_nothing_is_said(client, title):
    assert said(client, title) == ""
    assert not Job.objects.exists()


@pytest.mark.parametrize("page", ["", "reviews/"])
def test_the_first_visit_asks_once_and_says_that_reviews_are_fetched(client, title, imdb, page):
    assert said(client, title, page) == "IMDb : being fetched… Look again"
    said(client, title, page)
    job = Job.objects.get()
    assert (job.kind, job.subject, job.state) == ("reviews", title.pk, "waiting")
    assert imdb.count() == 0


def test_a_title_that_no_source_can_know_is_not_asked_for(client, imdb):
    said(client, make_title(tmdb_id=603))
    assert not Job.objects.exists()


def test_a_head_request_asks_for_nothing(client, title, imdb):
    client.head(title.get_absolute_url())
    assert not Job.objects.exists()


def test_what_was_fetched_says_when_and_how_many(client, title, imdb):
    done(title)
    fetched(title)
    with time_machine.travel(AUGUST_5):
        assert said(client, title) == "IMDb : last fetched 3 Aug 2026 , 25 of 200 reviews."


def test_what_fails_says_since_when(client, title, imdb):
    done(title)
    fetched(title, outcome="layout_changed", tried_at=AUGUST_5, failing_since=AUGUST_5)
    expected = "IMDb : last fetched 3 Aug 2026 , unavailable since 5 Aug 2026 . Fetch now"
    assert said(client, title) == expected


def test_a_source_that_has_none_is_told_to_have_said_so(client, title, imdb):
    done(title)
    fetched(title, outcome="no_reviews", found=0, claimed=0)
    with time_machine.travel(AUGUST_5):
        assert said(client, title) == "IMDb : no reviews there on 3 Aug 2026 , it says."


def test_a_source_that_is_off_keeps_its_date(client, title):
    fetched(title)
    assert said(client, title) == "IMDb : last fetched 3 Aug 2026 ; it is switched off here."


def test_a_job_that_is_put_off_says_until_when(client, title, imdb):
    with time_machine.travel(AUGUST_3, tick=False):
        jobs.ask("reviews", title.pk)
        Job.objects.update(not_before=AUGUST_3 + timedelta(hours=1))
        text = said(client, title)
    assert text == "IMDb : to be fetched The next try is after 3 Aug, 10:00 UTC ."


def test_a_job_that_was_given_up_is_offered_again(client, title, imdb):
    done(title)
    Job.objects.update(state="dead")
    text = said(client, title)
    assert text.startswith("IMDb : the reviews there have not been fetched yet.")
    assert text.endswith("The last tries have failed. Fetch now")


def test_a_round_that_goes_on_is_being_fetched(title, imdb):
    jobs.ask("reviews", title.pk)
    fetched(title, is_pending=True, cursor="g4w6", tried_at=timezone.now())
    (note,) = source_notes(title).notes
    assert (note.state, note.found) == (NoteState.FETCHING, 25)


def test_the_button_asks_before_all_others_and_leads_back(client, title, imdb):
    done(title)
    response = client.post(f"/titles/{title.slug}/reviews/fetch/")
    assert response.url == f"/titles/{title.slug}/reviews/"
    job = Job.objects.get()
    assert (job.state, job.priority) == ("waiting", 20)


def test_the_button_does_nothing_within_ten_minutes(client, title, imdb):
    done(title)
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=9))
    response = client.post(f"/titles/{title.slug}/reviews/fetch/", follow=True)
    assert "fetched less than ten minutes ago" in response.content.decode()
    assert Job.objects.get().state == "done"


def test_the_button_of_a_foreign_page_is_refused(title, imdb):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/titles/{title.slug}/reviews/fetch/").status_code == 403


def test_the_button_without_a_source_says_so(client, title):
    response = client.post(f"/titles/{title.slug}/reviews/fetch/", follow=True)
    assert "No source of reviews can be asked" in response.content.decode()


def test_the_polled_part_ends_when_it_is_done(client, title, imdb):
    said(client, title)
    part = f"/titles/{title.slug}/reviews/fetch/"
    assert f'data-poll="{part}"' in client.get(part).content.decode()
    imdb.page("/title/tt0133093/reviews/", whole_page(opinions(3)))
    while jobs.work_next():
        pass
    text = client.get(part).content.decode()
    assert "data-poll" not in text
    assert "Show what has come" in text


def test_polling_asks_for_nothing(client, title, imdb):
    client.get(f"/titles/{title.slug}/reviews/fetch/")
    assert not Job.objects.exists()


def test_an_adult_title_is_not_fetched_for(client, imdb):
    title = make_title(imdb_id="tt0000001", is_adult=True)
    assert client.post(f"/titles/{title.slug}/reviews/fetch/").status_code == 404


def test_pages_with_fetched_reviews_take_two_queries_more(title, imdb, django_assert_num_queries):
    done(title)
    fetched(title)
    make_review(title)
    with django_assert_num_queries(2):
        source_notes(title)


def test_a_review_leads_back_to_its_source(client, title):
    url = "https://www.imdb.com/review/rw1/"
    make_review(title, source="imdb", url=url)
    text = client.get(f"/titles/{title.slug}/reviews/").content.decode()
    assert f'href="{url}" rel="nofollow noopener">IMDb</a>' in text
