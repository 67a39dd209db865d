"""Indexes built in the background, asked for in the admin."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from catalog import jobs
from catalog.index_store import BuildRunning
from catalog.models import Job
from catalog.tests.factories import make_title
from recommendations import build_job
from recommendations.models import IndexBuild

pytestmark = pytest.mark.django_db

LIST = "/admin/recommendations/indexbuild/"


@pytest.fixture
def analyst(client, settings):
    settings.REDIS_URL = ""
    client.force_login(User.objects.create_superuser("ada"))
    return client


def test_the_button_asks_for_a_build_and_a_worker_does_it(analyst):
    make_title("Metropolis")
    page = analyst.post(f"{LIST}build/", follow=True).content.decode()
    assert "built in the background" in page and ">waiting</a>" in page
    assert jobs.work_next() == "done"
    assert set(IndexBuild.objects.values_list("kind", "state")) == {
        (kind, "done") for kind in IndexBuild.Kind.values
    }
    job = Job.objects.get()
    assert (job.done_units, job.all_units) == (1, 1)


def test_the_button_can_be_pressed_again_when_the_build_is_done(analyst):
    for _ in range(2):
        analyst.post(f"{LIST}build/")
        assert jobs.work_next() == "done"


def test_a_build_waits_while_another_is_running(analyst, monkeypatch):
    def fail(**_):
        raise BuildRunning("A build is running since 12:00.")

    monkeypatch.setattr(build_job, "build_all", fail)
    jobs.ask("build_index")
    assert jobs.work_next() == "put back"
    job = Job.objects.get()
    assert job.attempts == 0 and job.not_before > timezone.now()


def test_the_address_takes_only_posts_of_who_may(client):
    bob = User.objects.create_user("bob", is_staff=True)
    bob.user_permissions.add(Permission.objects.get(codename="view_indexbuild"))
    client.force_login(bob)
    assert "Build the indexes" not in client.get(LIST).content.decode()
    assert client.post(f"{LIST}build/").status_code == 403
    assert client.get(f"{LIST}build/").status_code == 405
    assert not Job.objects.exists()
