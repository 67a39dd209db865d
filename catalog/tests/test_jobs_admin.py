"""The admin pages of background work."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import jobs
from catalog.models import Heartbeat, Job, Upstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

LIST = "/admin/catalog/job/"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def analyst(client) -> Client:
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def dead() -> Job:
    job = jobs.ask("note", 603)
    Job.objects.update(
        state="dead",
        attempts=5,
        finished_at=NOON,
        last_error="ServerError: TMDB answered <b>502</b>",
        done_units=3,
        all_units=1_200,
    )
    return job


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def act(client: Client, address: str, action: str, *rows) -> str:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address, chosen, follow=True).content.decode()


def test_the_list_shows_state_attempts_progress_and_error(analyst, dead):
    html = html_of(analyst, LIST)
    for fact in ("note:603", "Dead", "3 of 1,200", "TMDB answered &lt;b&gt;502"):
        assert fact in html


def test_the_list_asks_as_much_for_fifty_as_for_one(analyst, dead):
    with CaptureQueriesContext(connection) as one:
        html_of(analyst, LIST)
    jobs.ask_many("note", range(60))
    with CaptureQueriesContext(connection) as many:
        html_of(analyst, LIST)
    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?q=603", True),
        ("?q=note:603", True),
        ("?q=60", False),
        ("?state__exact=dead", True),
        ("?state__exact=done", False),
        ("?kind=note", True),
        ("?kind=long", False),
        ("?kind=long&state__exact=dead", False),
    ],
)
def test_jobs_are_found_by_key_number_state_and_kind(analyst, dead, query, shown):
    assert ("TMDB answered" in html_of(analyst, LIST + query)) is shown


def test_a_dead_job_is_tried_again(analyst, dead):
    assert "1 job will be tried again." in act(analyst, LIST, "try_again", dead)
    assert jobs.work_next() == "done"


def test_what_runs_is_not_tried_again(analyst, dead):
    Job.objects.update(state="running", lease_until=NOON)
    html = act(analyst, LIST, "try_again", dead)
    assert "0 jobs will be tried again." in html and "1 not:" in html


def test_a_job_is_forgotten(analyst, dead):
    assert "1 job forgotten." in act(analyst, LIST, "forget", dead)
    assert not Job.objects.exists()


def test_who_may_only_look_is_offered_no_action(client, dead):
    user = User.objects.create_user("bob", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(user)
    assert 'value="try_again"' not in html_of(client, LIST)
    act(client, LIST, "forget", dead)
    assert Job.objects.filter(state="dead").exists()


def test_the_page_of_a_job_shows_its_whole_error(analyst, dead):
    html = html_of(analyst, f"{LIST}{dead.pk}/change/")
    assert "ServerError: TMDB answered" in html and "3 of 1,200" in html


def test_workers_are_listed_with_whether_they_are_alive(analyst):
    jobs.stamp("celery@here")
    Heartbeat.objects.create(worker="work@old", stamped_at=NOON)
    html = html_of(analyst, "/admin/catalog/heartbeat/")
    assert re.search(r"yes, \d+ s ago", html) and "no, " in html


def test_the_pause_of_a_host_is_lifted(analyst):
    host = Upstream.objects.create(
        host="api.example",
        paused_until=timezone.now(),
        pause_reason="403",
        pauses=2,
        failures=5,
        spent=77,
    )
    address = "/admin/catalog/upstream/"
    assert "api.example" in html_of(analyst, address)
    assert "1 host may be asked again." in act(analyst, address, "lift", host)
    host.refresh_from_db()
    assert (host.paused_until, host.pause_reason, host.pauses, host.failures) == (None, "", 0, 0)
    assert host.spent == 77
