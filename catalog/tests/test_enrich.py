"""Enrichment as jobs, against the stand-in: what becomes of each fault, and of a visit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog import jobs
from catalog.enrich import ask_by_visit, ask_for, refresh_size
from catalog.enriching.stale import is_due, stale_titles
from catalog.models import Enrichment, Job, Title
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def token(settings, stand_in) -> None:
    settings.TMDB_API_TOKEN = "t0ken"
    settings.TMDB_PER_SECOND = settings.OMDB_PER_SECOND = 10_000


def enrich(title: Title) -> Job:
    job = jobs.ask("enrich", title.pk, again_after=timedelta(0))
    jobs.work(job.pk)
    return Job.objects.get()


def test_a_job_fills_a_title(stand_in):
    title = make_title("Something", tmdb_id=603)
    assert enrich(title).state == Job.State.DONE
    title = Title.objects.get()
    assert (title.name, title.runtime_minutes, title.enrichment.outcome) == (
        "Film 603",
        83,
        "fetched",
    )
    assert stand_in.count() == 1


def test_a_title_without_tmdb_id_is_found_by_its_imdb_id(stand_in):
    title = make_title("Something", imdb_id="tt0000603")
    enrich(title)
    assert Title.objects.get().tmdb_id == 603
    assert [seen.path for seen in stand_in.seen] == ["/3/find/tt0000603", "/3/movie/603"]


def test_a_show_is_asked_for_as_a_show(stand_in):
    enrich(make_title("Something", kind="show", tmdb_id=603))
    assert Title.objects.get().seasons == 3


@pytest.mark.parametrize("ids", [{"tmdb_id": 1404}, {"imdb_id": "tt0001404"}, {}])
def test_an_unknown_title_is_remembered(ids):
    job = enrich(make_title(**ids))
    assert (job.state, Enrichment.objects.get().outcome) == (Job.State.DONE, "unknown")


def test_an_answer_about_another_title_by_its_imdb_id_is_not_taken():
    title = make_title("Mine", tmdb_id=603, imdb_id="tt7777777")
    enrich(title)
    title = Title.objects.get()
    assert (title.name, title.enrichment.outcome) == ("Mine", "unknown")
    assert title.enrichment.remarks == "TMDB's title 603 is tt0000603, not tt7777777"


def test_a_second_imdb_id_of_a_title_is_its_own():
    title = make_title("Mine", tmdb_id=603, imdb_id="tt7777777")
    title.identifiers.create(source="imdb", value="tt0000603")
    enrich(title)
    assert Title.objects.get().enrichment.outcome == "fetched"


def test_ratings_of_omdb_are_taken_if_there_is_a_key(stand_in, settings):
    settings.OMDB_API_KEY = "k3y"
    enrich(make_title(tmdb_id=603))
    assert set(Title.objects.get().ratings.values_list("source", flat=True)) == {
        "imdb",
        "metacritic",
        "rotten_tomatoes",
        "tmdb",
    }


@pytest.mark.parametrize("fault", ["error_500", "too_often", "garbage", "unauthorized"])
def test_omdb_may_fail_and_the_rest_is_stored(stand_in, settings, fault):
    settings.OMDB_API_KEY = "k3y"
    stand_in.fault(fault, path="/omdb")
    assert enrich(make_title(tmdb_id=603)).state == Job.State.DONE
    assert Title.objects.get().runtime_minutes == 83


@pytest.mark.parametrize("fault", ["too_often", "too_often_wait", "unauthorized", "forbidden"])
def test_being_told_to_wait_costs_no_attempt(stand_in, fault):
    stand_in.fault(fault)
    job = enrich(make_title(tmdb_id=603))
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)
    assert job.not_before > datetime.now(UTC) + timedelta(seconds=5)


@pytest.mark.parametrize(
    "fault",
    ["error_500", "half", "garbage", "wrong_charset", "large_50", "redirect_inner", "captcha"],
)
def test_a_failure_counts_and_is_tried_again(stand_in, fault):
    stand_in.fault(fault, times=1)
    title = make_title(tmdb_id=603)
    job = enrich(title)
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert not Enrichment.objects.exists()
    Job.objects.update(not_before=datetime.now(UTC))
    jobs.work(job.pk)
    assert Enrichment.objects.get().outcome == "fetched"
    assert stand_in.inner_connections == 0


def test_odd_fields_leave_the_rest_and_are_noted(stand_in):
    stand_in.fault("odd_fields")
    enrich(make_title("Something", tmdb_id=603, runtime_minutes=99))
    title = Title.objects.get()
    assert (title.name, title.runtime_minutes) == ("Film 603", 99)
    assert "runtime" in title.enrichment.remarks


def test_without_a_token_a_job_is_dead_and_says_so(settings):
    settings.TMDB_API_TOKEN = ""
    job = enrich(make_title(tmdb_id=603))
    assert (job.state, job.last_error) == (
        Job.State.DEAD,
        "ClientConfigError: TMDB_API_TOKEN is not set",
    )


def test_a_job_about_a_title_that_is_gone_is_done():
    title = make_title(tmdb_id=603)
    job = jobs.ask("enrich", title.pk)
    title.delete()
    jobs.work(job.pk)
    assert Job.objects.get().state == Job.State.DONE


# Visits -------------------------------------------------------------------------------------------
def test_visits_ask_once_and_speak_to_nobody(stand_in):
    title = make_title(tmdb_id=603)
    for _ in range(100):
        ask_by_visit(Title.objects.get(pk=title.pk))
    assert Job.objects.get().priority > 0
    assert stand_in.count() == 0


def test_a_visit_of_a_fetched_title_asks_nothing():
    enrich(make_title(tmdb_id=603, release_date=date(1999, 1, 1)))
    assert ask_by_visit(Title.objects.get()) is None


@pytest.mark.parametrize("facts", [{}, {"tmdb_id": 603}])
def test_nothing_is_asked_without_ids_or_without_a_token(settings, facts):
    if facts:
        settings.TMDB_API_TOKEN = ""
    ask_by_visit(make_title(**facts))
    assert not Job.objects.exists()


# What is stale ------------------------------------------------------------------------------------
def asked(name: str, days_ago: float, outcome: str = "fetched", **facts: object) -> Title:
    title = make_title(name, imdb_id=f"tt{Title.objects.count():07d}", **facts)
    Enrichment.objects.create(title=title, asked_at=NOW - timedelta(days=days_ago), outcome=outcome)
    return title


@pytest.mark.parametrize(
    ("days_ago", "facts", "expected"),
    [
        (0.9, {"release_date": date(2026, 7, 1)}, False),
        (1.1, {"release_date": date(2026, 7, 1)}, True),
        (1.1, {"status": "planned"}, True),
        (6.9, {"release_date": date(2025, 1, 1)}, False),
        (7.1, {"release_date": date(2025, 1, 1)}, True),
        (29, {"release_date": date(1999, 1, 1)}, False),
        (31, {"release_date": date(1999, 1, 1)}, True),
        (29, {}, False),
        (31, {}, True),
        (6.9, {"outcome": "unknown", "status": "planned"}, False),
        (7.1, {"outcome": "unknown"}, True),
    ],
)
def test_new_titles_are_stale_after_a_day_and_classics_after_a_month(days_ago, facts, expected):
    title = asked("Film", days_ago, **facts)
    assert is_due(title, NOW) == expected
    assert stale_titles(NOW).exists() == expected


def test_the_most_popular_come_first_and_what_cannot_be_asked_about_never():
    asked("Known", 100, num_votes=10)
    make_title("Never asked", tmdb_id=7, num_votes=1000)
    make_title("Adult", tmdb_id=8, is_adult=True)
    make_title("Nobody knows its number", num_votes=10_000)
    assert [title.name for title in stale_titles(NOW)] == ["Never asked", "Known"]


def test_a_refresh_asks_for_what_is_stale_behind_all_visitors(settings):
    settings.TMDB_DAILY_BUDGET = 48
    for number in range(3):
        make_title(tmdb_id=number + 1, num_votes=number)
    assert refresh_size() == 1
    jobs.work(jobs.ask("stale_titles").pk)
    job = Job.objects.get(kind="enrich")
    assert (job.subject, job.priority) == (Title.objects.get(tmdb_id=3).pk, -10)


def test_titles_that_were_just_asked_about_are_not_asked_about_again():
    title = make_title(tmdb_id=603)
    enrich(title)
    assert ask_for([title.pk]) == 0
