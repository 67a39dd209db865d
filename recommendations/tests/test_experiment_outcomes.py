"""Experiments: the home page is part of them, what is taken back does not count, old rows go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import jobs
from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.diary import entry_of, mark, put_back, rate, unmark
from recommendations.experiments import exposures
from recommendations.experiments.exposures import prune, record_shown
from recommendations.experiments.results import sums_by_arm
from recommendations.experiments.running import Arm
from recommendations.experiments.statistics import Done
from recommendations.models import Exposure
from recommendations.tests.personal_builders import make_titles, make_viewer, rated

pytestmark = pytest.mark.django_db
ARM = Arm("first", "popular")


@pytest.fixture
def running(settings) -> None:
    arms = {"popular": 1, "profile": 1}
    settings.EXPERIMENTS = {"first": {"place": "for_you", "arms": arms}}


@pytest.fixture
def viewer(running):
    return make_viewer()


@pytest.fixture
def title(viewer) -> Title:
    """Return a title that the person has been shown."""
    title = make_title("Shown")
    record_shown(ARM, viewer.pk, [title.pk])
    return title


class TestTakenBack:
    def test_a_rating_that_is_taken_back_is_no_outcome(self, viewer, title):
        rate(viewer, title, 8)
        assert Exposure.objects.get().rated_at
        rate(viewer, title, None)
        assert Exposure.objects.get().rated_at is None

    def test_undoing_a_rating_and_redoing_it(self, viewer, title):
        before = entry_of(viewer.user_id, title)
        rate(viewer, title, 8)
        after = entry_of(viewer.user_id, title)
        put_back(viewer, title, before)
        assert Exposure.objects.get().rated_at is None
        put_back(viewer, title, after)
        assert Exposure.objects.get().rated_at == after.rated_at

    def test_a_rating_from_before_that_is_put_back_is_no_outcome(self, viewer, title):
        yesterday = timezone.now() - timedelta(days=1)
        rate(viewer, title, 6, yesterday)
        assert Exposure.objects.get().rated_at is None
        before = entry_of(viewer.user_id, title)
        rate(viewer, title, 8)
        assert Exposure.objects.get().rated_at
        put_back(viewer, title, before)
        assert Exposure.objects.get().rated_at is None

    def test_the_first_rating_counts_whatever_replaces_it(self, viewer, title):
        rate(viewer, title, 8)
        first = Exposure.objects.get().rated_at
        rate(viewer, title, 9)
        assert Exposure.objects.get().rated_at == first

    def test_a_wish_that_is_taken_back_is_no_outcome(self, viewer, title):
        for take_back in (
            lambda: unmark(viewer, title, "watchlist"),
            lambda: mark(viewer, title, "not_interested"),
            lambda: put_back(viewer, title, entry_of(0, title)),
        ):
            mark(viewer, title, "watchlist")
            assert Exposure.objects.get().watchlisted_at
            take_back()
            assert Exposure.objects.get().watchlisted_at is None

    def test_a_wish_that_came_true_stays_one(self, viewer, title):
        mark(viewer, title, "watchlist")
        mark(viewer, title, "seen")
        assert Exposure.objects.get().watchlisted_at
        assert not viewer.marks.filter(kind="watchlist").exists()

    def test_what_is_taken_back_long_after_has_counted(self, viewer, title):
        rate(viewer, title, 8)
        long_ago = timezone.now() - exposures.COUNTED_FOR - timedelta(days=1)
        Exposure.objects.update(first_shown_at=long_ago)
        rate(viewer, title, None)
        assert Exposure.objects.get().rated_at

    def test_nothing_of_others_is_taken_back(self, viewer, title):
        eve, other = make_viewer("eve"), make_title("Other")
        for person, shown in ((eve, title), (viewer, other)):
            record_shown(ARM, person.pk, [shown.pk])
            rate(person, shown, 8)
        rate(viewer, title, 8)
        rate(viewer, title, None)
        assert Exposure.objects.filter(rated_at=None).count() == 1


class TestHome:
    @pytest.fixture
    def member(self, client, viewer):
        titles = make_titles(24)
        build_index()
        client.force_login(rated(viewer, (titles[0], 10), (titles[1], 6)).user)
        return client

    @pytest.mark.parametrize(
        ("arm", "why"),
        [
            ("profile", "By what you said of 2 titles."),
            ("popular", "What many like, without what you know."),
        ],
    )
    def test_the_row_shows_the_arm_and_notes_it(self, member, viewer, settings, arm, why):
        arms = {arm: 1_000_000_000, "hybrid": 1}
        settings.EXPERIMENTS = {"first": {"place": "for_you", "arms": arms}}
        page = member.get("/").text
        assert why in page
        shown = Exposure.objects.order_by("place")
        assert {row.arm for row in shown} == {arm}
        assert 0 < len(shown) <= 14
        assert all(f"/titles/{row.title.slug}/" in page for row in shown)

    def test_a_page_that_is_read_ahead_shows_nothing(self, member):
        member.get("/", HTTP_SEC_PURPOSE="prefetch;prerender")
        member.head("/")
        assert not Exposure.objects.exists()

    def test_what_is_opened_from_the_home_page_is_a_click(self, member, viewer):
        member.get("/")
        title = Exposure.objects.select_related("title").first().title
        member.get(title.get_absolute_url(), HTTP_REFERER="http://testserver/")
        assert [row.title for row in Exposure.objects.exclude(clicked_at=None)] == [title]

    def test_programs_are_answered_by_whom_they_name_and_are_in_none(
        self, member, viewer, settings
    ):
        arms = {"popular": 1_000_000_000, "hybrid": 1}
        settings.EXPERIMENTS = {"first": {"place": "for_you", "arms": arms}}
        asked = {"by": "profile", "n": 5}
        assert member.get("/api/v1/me/recommendations", asked).json()["by"] == "profile"
        assert not Exposure.objects.exists()

    def test_without_an_experiment_nothing_is_noted(self, member, settings):
        settings.EXPERIMENTS = {}
        assert "By what you said of 2 titles." in member.get("/").text
        assert not Exposure.objects.exists()


class TestPruning:
    def aged(self, viewer, *days: int) -> None:
        for n, age in enumerate(days):
            shown_at = timezone.now() - timedelta(days=age)
            Exposure.objects.create(
                experiment="gone", arm="a", viewer=viewer, title=make_title(f"T{n}"), place=1,
                first_shown_at=shown_at,
            )  # fmt: skip

    def left(self) -> list[int]:
        rows = Exposure.objects.order_by("pk").values_list("first_shown_at", flat=True)
        return [(timezone.now() - at).days for at in rows]

    def test_what_is_older_is_deleted_by_the_job_that_is_done_daily(
        self, viewer, settings, monkeypatch
    ):
        monkeypatch.setattr(exposures, "BATCH", 2)
        self.aged(viewer, 200, 190, 185, 181, 181, 179, 0)
        assert "prune" in settings.PERIODIC
        jobs.ask("prune")
        assert jobs.work_next() == "done"
        assert self.left() == [179, 0]

    def test_it_is_kept_at_least_as_long_as_outcomes_count(self, viewer, settings):
        settings.EXPOSURE_DAYS = 0
        self.aged(viewer, 31, 29)
        assert prune() == 1
        assert self.left() == [29]

    def test_it_looks_at_no_more_than_what_it_deletes(self, viewer, django_assert_num_queries):
        self.aged(viewer, *[1] * 20)
        with django_assert_num_queries(1):
            assert prune() == 0

    def test_the_results_say_since_when_they_count(self, viewer, title, admin_client, settings):
        settings.EXPOSURE_DAYS = 100
        begin = timezone.now() - timedelta(days=100)
        page = admin_client.get("/admin/recommendations/exposure/").text
        words = f"counted is what was first shown since {begin:%d %b %Y}".replace(
            "since 0", "since "
        )
        assert words in page


def test_the_database_sums_up_as_one_would_by_hand(running, settings):
    """Two arms, and somebody who saw both; squares and products by person."""
    titles = [make_title(f"T{n}") for n in range(4)]
    shown_and_opened = {"popular": [(4, 2), (2, 0), (3, 3)], "profile": [(1, 1)]}
    for arm, people in shown_and_opened.items():
        for n, (shown, opened) in enumerate(people):
            person = make_viewer(f"{arm}{n}")
            record_shown(Arm("first", arm), person.pk, [t.pk for t in titles[:shown]])
            for title in titles[:opened]:
                exposures.note("clicked", viewer=person.pk, title=title.pk)
    moved = make_viewer("moved")
    for arm, title in zip(shown_and_opened, titles, strict=False):
        record_shown(Arm("first", arm), moved.pk, [title.pk])
    sums, n_moved = sums_by_arm(Exposure.objects.order_by(), ["popular", "profile", "empty"])
    popular, profile, empty = sums.values()
    assert (popular.people, popular.shown, popular.squared) == (3, 9, 16 + 4 + 9)
    assert popular.done["clicked"] == Done(people=2, titles=5, squared=4 + 9, crossed=8 + 9)
    assert popular.done["rated"] == Done()
    assert (profile.people, profile.done["clicked"]) == (1, Done(1, 1, 1, 1))
    assert (empty.people, empty.shown, n_moved) == (0, 0, 1)
