"""The same person does the same thing several times at once: a button is pressed twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from recommendations.models import Membership, StartingTitle, WatchGroup
from recommendations.personal import start
from recommendations.personal.start import Group, start_with
from recommendations.tests.personal_builders import make_titles, make_viewer

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


def at_once(do) -> None:
    """Call ``do`` several times in threads of their own."""

    def once(number: int) -> None:
        try:
            do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(once, range(TIMES)))


def test_a_start_is_chosen_twice_at_once(monkeypatch):
    titles, viewer = make_titles(12), make_viewer()
    groups = [Group(str(n), str(n), titles[4 * n : 4 * n + 4]) for n in range(3)]
    monkeypatch.setattr(start, "starting_groups", lambda: groups)
    at_once(lambda _: start_with(viewer, ["0", "1", "2"]))
    assert StartingTitle.objects.filter(viewer=viewer).count() == 12


def test_nobody_is_in_more_groups_than_there_may_be(monkeypatch):
    monkeypatch.setattr(WatchGroup, "MOST_GROUPS", 2)
    user = make_viewer().user

    def make(number: int) -> None:
        client = Client()
        client.force_login(user)
        client.post("/for-you/groups/", {"name": f"Group {number}"})

    at_once(make)
    assert Membership.objects.count() == WatchGroup.objects.count() == 2
