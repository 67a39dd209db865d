"""Trailers, where to watch, and when TMDB was asked, on a title's page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from catalog import jobs
from catalog.enriching.asking import Answer
from catalog.enriching.storing import store
from catalog.models import Enrichment, Job, Title, Trailer, WatchOffer
from catalog.templatetags.catalog import TMDB_NOTICE
from catalog.tests.factories import make_title
from catalog.tests.test_enriching import told
from catalog.title_extras import watch_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(settings) -> None:
    settings.TMDB_API_TOKEN = "t0ken"


def page_of(client, title: Title, **query: str) -> str:
    response = client.get(title.get_absolute_url(), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def fetched(**facts: object) -> Title:
    title = make_title("Film 603", tmdb_id=603, **facts)
    store(title.pk, Answer(told()), datetime(2026, 8, 3, 12, tzinfo=UTC))
    return title


def test_trailers_are_links_and_nothing_of_youtube_is_loaded(client):
    page = page_of(client, fetched())
    assert 'href="https://www.youtube.com/watch?v=Trai0000603"' in page
    assert "<iframe" not in page
    assert 'src="https://' not in page


def test_offers_are_shown_for_one_country_with_their_source(client):
    page = page_of(client, fetched())
    assert "<dt>Stream</dt><dd>Streamly</dd>" in page
    assert "Apfelkino" not in page
    assert "Offers by JustWatch." in page
    assert 'href="https://www.themoviedb.org/movie/603/watch?locale=US"' in page


def test_another_country_is_chosen_by_a_plain_form(client):
    page = page_of(client, fetched(), country="DE")
    assert "<dt>Rent</dt><dd>Apfelkino, Rent-a-Reel</dd>" in page
    assert '<option value="DE" selected>Germany</option>' in page


@pytest.mark.parametrize("country", ["", "XX", "<script>", "\U0001f600" * 500])
def test_a_country_without_offers_is_the_first_one(client, country):
    assert "Streamly" in page_of(client, fetched(), country=country)


def test_without_the_first_country_it_is_the_first_by_name():
    offers = [WatchOffer(country=code, kind="rent", provider=code) for code in ("JP", "FR", "DE")]
    assert watch_in(offers).country == "FR"
    assert watch_in([]) is None


def test_facts_name_the_day_on_which_tmdb_was_asked(client):
    page = page_of(client, fetched())
    day = timezone.now()
    asked = f'asked on <time datetime="{day:%Y-%m-%d}">'
    assert f"TMDB, {asked}" in page
    assert "TMDB was last asked on 3 August 2026." in page


def test_its_terms_are_kept_where_its_data_is_shown(client, settings):
    title = fetched()
    assert TMDB_NOTICE in page_of(client, title)
    assert TMDB_NOTICE not in client.get("/titles/").content.decode()
    settings.TMDB_API_TOKEN = "t0ken"
    assert TMDB_NOTICE in client.get("/titles/").content.decode()


def test_without_a_token_it_says_so_and_asks_nobody(client):
    assert "TMDB has not been asked: no token is set." in page_of(client, make_title(tmdb_id=603))
    assert not Job.objects.filter(kind="enrich").exists()


def test_a_first_visit_asks_once(client, token):
    title = make_title(tmdb_id=603)
    for _ in range(3):
        assert "TMDB is being asked about this title" in page_of(client, title)
    assert [job.key for job in Job.objects.filter(kind="enrich")] == [f"enrich:{title.pk}"]


def test_a_title_without_ids_cannot_be_asked_about(client, token):
    assert "neither an IMDb nor a TMDB id is known" in page_of(client, make_title())


def test_an_unknown_title_is_told_to_be_one(client, token):
    title = make_title(tmdb_id=603)
    store(title.pk, Answer(None), timezone.now())
    assert "TMDB does not know this title" in page_of(client, title)
    assert not Job.objects.filter(kind="enrich").exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"last_error": "Unreachable: …"}, "TMDB cannot be reached at the moment"),
        ({"state": "dead", "last_error": "…"}, "TMDB was asked in vain"),
    ],
)
def test_trouble_is_told(client, token, facts, sentence):
    title = make_title(tmdb_id=603)
    job = jobs.ask("enrich", title.pk)
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now(), **facts)
    assert sentence in page_of(client, title)


def test_old_facts_stay_while_tmdb_cannot_be_reached(client, token):
    title = fetched()
    job = jobs.ask("enrich", title.pk)
    Job.objects.filter(pk=job.pk).update(last_error="Unreachable: …")
    with_trouble = page_of(client, title)
    assert "Streamly" in with_trouble
    assert "last asked on 3 August 2026, and cannot be reached since" in with_trouble


def test_a_page_takes_two_queries_more_for_what_was_fetched(client, django_assert_max_num_queries):
    title = fetched()
    Title.objects.filter(pk=title.pk).update(updated_at=timezone.now() - timedelta(days=1))
    with django_assert_max_num_queries(25):
        client.get(title.get_absolute_url())


@pytest.mark.parametrize("fault", ["timeout", "error_500", "unauthorized", "large_300"])
def test_a_page_asks_nobody_itself_whatever_is_the_matter_with_tmdb(client, token, stand_in, fault):
    stand_in.fault(fault)
    title = fetched()
    Enrichment.objects.update(asked_at=timezone.now() - timedelta(days=400))
    for _ in range(3):
        assert "Streamly" in page_of(client, title)
    assert Job.objects.filter(kind="enrich").count() == 1
    assert stand_in.count() == 0


def test_the_api_tells_trailers_and_where_to_watch(client):
    title = make_title("Alien", start_year=1979)
    Trailer.objects.create(title=title, key="LjLamj-b0I8", name="Trailer", kind="Trailer")
    WatchOffer.objects.create(title=title, country="GB", kind="rent", provider="Sky Store")
    shown = client.get("/api/v1/titles/alien-1979").json()
    address = "https://www.youtube.com/watch?v=LjLamj-b0I8"
    assert shown["trailers"] == [
        {"name": "Trailer", "kind": "Trailer", "language": "", "url": address}
    ]
    assert shown["watch_offers"] == [
        {"country": "GB", "kind": "rent", "provider": "Sky Store", "link": ""}
    ]
