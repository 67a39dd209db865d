"""An experiment on the page "For you": who is in it, what is counted, what analysts see."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils import timezone

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate, viewer_of
from recommendations.experiments import exposures
from recommendations.experiments.exposures import record_shown
from recommendations.experiments.results import all_results
from recommendations.experiments.running import Arm, Experiment, arm_at
from recommendations.importing import runs
from recommendations.models import Exposure, Viewer
from recommendations.personal.reading import taste_of_viewer
from recommendations.taste import NOBODY

pytestmark = pytest.mark.django_db
RESULTS = "/admin/recommendations/exposure/"
FOR_YOU = "/for-you/"
ARM = Arm("first", "popular")


@pytest.fixture
def running(settings) -> None:
    """Let an experiment run in which everybody is in one of two arms."""
    arms = {"popular": 1, "demographic": 1}
    settings.EXPERIMENTS = {"first": {"place": "for_you", "arms": arms}}


@pytest.fixture
def titles(db) -> list[Title]:
    return [make_title(f"Film {n}", num_votes=100 * n, weighted_rating=7) for n in range(6)]


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada", password="a-long-passphrase")


@pytest.fixture
def viewer(ada) -> Viewer:
    return viewer_of(ada, create=True)


@pytest.fixture
def member(client, ada):
    client.force_login(ada)
    return client


def came_from(path: str, host: str = "testserver") -> dict[str, str]:
    return {"HTTP_REFERER": f"http://{host}{path}"}


def test_what_the_page_shows_is_noted_once(member, viewer, running, titles):
    member.get(FOR_YOU)
    member.get(FOR_YOU)
    shown = list(Exposure.objects.order_by("place"))
    assert len(shown) == len(titles)
    assert {row.arm for row in shown} == {arm_at("for_you", taste_of_viewer(viewer)).name}
    assert [row.place for row in shown] == list(range(1, 7))


def test_a_page_that_nobody_looks_at_shows_nothing(member, viewer, running, titles):
    member.head(FOR_YOU)
    member.get(FOR_YOU, HTTP_SEC_PURPOSE="prefetch;prerender")
    assert not Exposure.objects.exists()


def test_a_page_that_shows_nothing_new_writes_nothing(viewer, titles, django_assert_num_queries):
    ids = [title.pk for title in titles]
    assert record_shown(ARM, viewer.pk, ids) == 6
    with django_assert_num_queries(1):
        assert record_shown(ARM, viewer.pk, reversed(ids)) == 0


def test_without_an_experiment_nothing_is_noted_nor_asked(
    member, viewer, titles, django_assert_num_queries
):
    member.get(FOR_YOU)
    assert not Exposure.objects.exists()
    with django_assert_num_queries(0):
        assert exposures.note("clicked", viewer=viewer.pk, title=titles[0].pk) == 0


def test_who_asks_for_something_or_wants_no_recommendations_is_in_no_experiment(
    client, member, viewer, running, titles
):
    member.get(f"{FOR_YOU}?by=popular")
    Viewer.objects.update(wants_recommendations=False)
    member.get(FOR_YOU)
    member.logout()
    client.get(FOR_YOU)
    assert not Exposure.objects.exists()
    assert arm_at("for_you", NOBODY) is None


def test_a_click_is_a_title_opened_from_the_page(member, viewer, running, titles):
    member.get(FOR_YOU)
    opened, other, third = titles[:3]
    member.get(opened.get_absolute_url(), **came_from("/for-you/?genre=drama"))
    member.get(other.get_absolute_url(), **came_from("/titles/"))
    member.get(other.get_absolute_url(), **came_from(FOR_YOU, "elsewhere.example"))
    member.get(other.get_absolute_url(), HTTP_SEC_PURPOSE="prefetch", **came_from(FOR_YOU))
    member.get(other.get_absolute_url(), HTTP_REFERER="http://[broken")
    member.get(third.get_absolute_url())
    clicked = Exposure.objects.exclude(clicked_at=None)
    assert [row.title for row in clicked] == [opened]


def test_only_the_first_click_and_only_ones_own_counts(client, viewer, running, titles):
    eve = User.objects.create_user("eve", password="a-long-passphrase")
    record_shown(ARM, viewer.pk, [titles[0].pk])
    client.force_login(eve)
    client.get(titles[0].get_absolute_url(), **came_from(FOR_YOU))
    assert Exposure.objects.get().clicked_at is None
    assert exposures.note("clicked", viewer=viewer.pk, title=titles[0].pk) == 1
    first = Exposure.objects.get().clicked_at
    assert exposures.note("clicked", viewer=viewer.pk, title=titles[0].pk) == 0
    assert Exposure.objects.get().clicked_at == first


def test_ratings_and_wishes_of_what_was_shown_count(viewer, running, titles):
    rated, wished, seen, never_shown = titles[:4]
    record_shown(ARM, viewer.pk, [rated.pk, wished.pk, seen.pk])
    rate(viewer, rated, 8)
    mark(viewer, wished, "watchlist")
    mark(viewer, seen, "seen")
    rate(viewer, never_shown, 8)
    rows = {row.title: row for row in Exposure.objects.select_related("title")}
    assert rows[rated].rated_at
    assert rows[wished].watchlisted_at
    assert not (rows[seen].rated_at or rows[seen].watchlisted_at)


def test_an_import_is_no_outcome(viewer, running, titles):
    record_shown(ARM, viewer.pk, [titles[1].pk])
    run = runs.start_import(viewer, "a.csv", b"Title,Year,Rating\nFilm 1,1999,4\n")
    runs.confirm(run)
    runs.jobs.work_next()
    assert viewer.ratings.count() == 1
    assert Exposure.objects.get().rated_at is None


def test_what_is_done_long_after_does_not_count(viewer, running, titles):
    record_shown(ARM, viewer.pk, [titles[0].pk])
    Exposure.objects.update(first_shown_at=timezone.now() - exposures.COUNTED_FOR)
    rate(viewer, titles[0], 8)
    assert Exposure.objects.get().rated_at is None


def test_a_busy_database_costs_a_count_and_no_page(member, viewer, running, titles, monkeypatch):
    def busy(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Exposure.objects, "bulk_create", busy)
    assert member.get(FOR_YOU).status_code == 200


def test_analysts_see_every_arm_with_its_interval(admin_client, running, titles):
    for n in range(60):
        person = Viewer.objects.create(source="account", source_id=f"x{n}")
        arm = Arm("first", ("popular", "demographic")[n % 2])
        record_shown(arm, person.pk, [titles[0].pk, titles[1].pk])
        if n % 3 == 0 or n % 2:
            exposures.note("clicked", viewer=person.pk, title=titles[0].pk)
    page = admin_client.get(RESULTS).text
    assert "33.3 % (19.2 to 51.2)" in page
    assert "+66.7 points (+45.5 to +80.8): better" in page
    (results,) = all_results()
    assert [arm.people for arm in results.arms] == [30, 30]
    assert results.rows[1][-1].startswith("50.0 %")


def test_who_saw_two_arms_is_left_out(running, viewer, titles):
    record_shown(Arm("first", "popular"), viewer.pk, [titles[0].pk])
    record_shown(Arm("first", "demographic"), viewer.pk, [titles[1].pk])
    (results,) = all_results()
    assert (results.moved, [arm.people for arm in results.arms]) == (1, [0, 0])


def test_without_people_or_experiments_the_page_says_so(admin_client, running, settings):
    assert "Nobody has been shown anything yet" in admin_client.get(RESULTS).text
    settings.EXPERIMENTS = {}
    assert "No experiment runs" in admin_client.get(RESULTS).text


def test_exposures_are_not_changed_by_hand_and_go_with_the_person(admin_client, viewer, titles):
    record_shown(ARM, viewer.pk, [titles[0].pk])
    row = Exposure.objects.get()
    change = f"{RESULTS}{row.pk}/change/"
    assert admin_client.post(change, {"arm": "x"}).status_code == 403
    viewer.delete()
    assert not Exposure.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"place": "nowhere", "arms": {"hybrid": 1, "popular": 1}},
        {"place": "for_you", "arms": {"hybrid": 1}},
        {"place": "for_you", "arms": {"hybrid": 1, "popular": 0}},
        {"place": "for_you", "arms": {"hybrid": 1, "no such": 1}},
        {"place": "for_you"},
    ],
)
def test_an_experiment_that_makes_no_sense_is_refused(settings, facts):
    settings.EXPERIMENTS = {"odd": facts}
    with pytest.raises(ImproperlyConfigured, match="odd"):
        arm_at("for_you", replace(NOBODY, viewer_id=1))


def test_the_control_is_the_first_arm():
    assert Experiment("x", "for_you", {"b": 1, "a": 1}).control == "b"
