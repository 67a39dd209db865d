"""An import from its upload to its report: titles, choices, the job, who may see it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalog import jobs
from catalog.jobs.claiming import claim_next
from catalog.jobs.sweeping import reclaim
from catalog.models import Job, TitleIdentifier
from catalog.search import build_search_index
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate, viewer_of
from recommendations.importing import runs
from recommendations.importing.formats.entries import ImportRefused
from recommendations.models import ImportRow, Mark, Rating, RatingImport
from recommendations.tests.import_files import (
    IMDB_RATINGS,
    LETTERBOXD_RATINGS,
    letterboxd_zip,
    trakt_json,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(catalogue) -> User:
    return User.objects.create_user("ada", password="a-long-passphrase")


@pytest.fixture
def viewer(ada):
    return viewer_of(ada, create=True)


@pytest.fixture
def searchable(catalogue) -> None:
    """Names can be searched with typos: without an index few are forgiven."""
    build_search_index()


def start(viewer, name="a.csv", text="", scale="") -> RatingImport:
    return runs.start_import(viewer, name, text.encode() if isinstance(text, str) else text, scale)


def confirmed(run: RatingImport) -> RatingImport:
    assert runs.confirm(run)
    assert jobs.work_next() == "done"
    run.refresh_from_db()
    return run


def outcomes(run: RatingImport) -> list[tuple[str, str]]:
    return list(run.rows.values_list("name", "outcome"))


def own_ratings(viewer) -> dict[str, int]:
    return dict(Rating.objects.filter(viewer=viewer).values_list("title__name", "value"))


def test_an_export_of_letterboxd_is_previewed_written_and_reported(viewer):
    run = start(viewer, "letterboxd.zip", letterboxd_zip())
    assert run.state == "preview"
    assert run.plan == {
        "rating:added": 2, "rating:older": 1, "seen:added": 1, "watchlist:added": 1,
    }  # fmt: skip
    assert not Rating.objects.exists()
    run = confirmed(run)
    assert run.state == "done"
    assert own_ratings(viewer) == {"The Vault": 9, "Night Shift": 1}
    assert set(Mark.objects.values_list("title__name", "kind")) == {
        ("May Wedding", "seen"),
        ("June Wedding", "watchlist"),
    }
    assert outcomes(run) == [
        ("The Vault", "added"),
        ("Night Shift", "added"),
        ("Nowhere, Never", "not_found"),
        ("The Vault", "older"),
        ("May Wedding", "added"),
        ("June Wedding", "added"),
    ]


def test_the_same_file_again_changes_nothing(viewer):
    confirmed(start(viewer, "letterboxd.zip", letterboxd_zip()))

    def state() -> list:
        return [
            *Rating.objects.order_by("pk").values_list("pk", "title", "value", "rated_at"),
            *Mark.objects.order_by("pk").values_list("pk", "title", "kind", "marked_at"),
        ]

    before = state()
    again = start(viewer, "letterboxd.zip", letterboxd_zip())
    assert not any(key.endswith((":added", ":changed")) for key in again.plan)
    confirmed(again)
    assert state() == before


def test_a_later_rating_of_ones_own_stays_and_an_older_one_is_replaced(viewer, vault, catalogue):
    rate(viewer, vault, 2, at=timezone.now())
    rate(viewer, catalogue["night-shift-1974"], 10, at=datetime(2001, 1, 1, tzinfo=UTC))
    run = confirmed(start(viewer, "ratings.csv", LETTERBOXD_RATINGS))
    assert own_ratings(viewer) == {"The Vault": 2, "Night Shift": 1}
    assert outcomes(run)[:2] == [("The Vault", "kept"), ("Night Shift", "changed")]


def test_titles_are_found_by_their_ids_whatever_the_file_calls_them(viewer):
    by_imdb = make_title("Der Tresor", start_year=1971, imdb_id="tt9990001")
    show = make_title("Trams", kind="show", start_year=2018, tmdb_id=9001)
    old_id = make_title("Merged", start_year=1950)
    TitleIdentifier.objects.create(title=old_id, source="movielens", value="77")
    movielens = "movie_id,imdb_id,tmdb_id,rating,title\n77,,,4,No Such Name (1900)\n"
    rows = [
        *start(viewer, "a.csv", IMDB_RATINGS).rows.filter(match="found"),
        *start(viewer, "b.csv", movielens).rows.all(),
    ]
    assert [row.title for row in rows] == [by_imdb, old_id]
    # A movie's id at TMDB is not a show's.
    by_imdb.delete()
    assert show not in [row.title for row in start(viewer, "c.json", trakt_json()).rows.all()]


def test_an_adult_title_is_not_found(viewer):
    make_title("Hidden", start_year=2000, is_adult=True, imdb_id="tt9990009")
    run = start(viewer, "a.csv", "Title,Year,imdb_id,Rating\nHidden,2000,tt9990009,4\n")
    assert run.rows.get().match == "not_found"


def test_a_year_beside_is_forgiven_and_a_name_that_several_have_is_chosen(viewer):
    film, show = (
        make_title("Twice", start_year=2010),
        make_title("Twice", kind="show", start_year=2010),
    )
    make_title("Once", start_year=1991)
    text = "Title,Year,Type,Rating\nOnce,1990,,4\nTwice,2010,,4\nTwice,2010,show,3\nOnce,1950,,4\n"
    once, twice, as_show, far = start(viewer, "a.csv", text).rows.all()
    assert (once.match, once.title.name) == ("found", "Once")
    assert (twice.match, set(twice.candidates)) == ("choose", {film.pk, show.pk})
    assert as_show.title == show
    assert far.match == "choose"


def test_of_a_name_that_several_have_the_nearest_year_is_offered_first_then_the_best_known(viewer):
    facts = ((1931, 9), (1960, 50), (1975, 3), (None, 70))
    films = {year: make_title("Mask", start_year=year, num_votes=n) for year, n in facts}
    offered = ((1950, [1960, 1931, 1975, None]), ("", [None, 1960, 1931, 1975]))
    for year, order in offered:
        row = start(viewer, text=f"Title,Year,Rating\nMask,{year},4\n").rows.get()
        assert (row.match, row.candidates) == ("choose", [films[each].pk for each in order])


@pytest.mark.usefixtures("searchable")
def test_a_name_with_a_typo_is_offered_and_not_taken(viewer, vault):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\n")
    row = run.rows.get()
    assert (row.match, row.candidates[0]) == ("choose", vault.pk)
    assert run.plan == {}
    assert runs.choose(run, {row.pk: vault.pk}) == 1
    assert run.plan == {"rating:added": 1}
    assert own_ratings(viewer) == {}
    confirmed(run)
    assert own_ratings(viewer) == {"The Vault": 8}


@pytest.mark.usefixtures("searchable")
def test_only_a_candidate_can_be_chosen_and_only_in_ones_own_import(viewer, vault, catalogue):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\n")
    row = run.rows.get()
    stranger = catalogue["may-wedding-2005"]
    assert runs.choose(run, {row.pk: stranger.pk, row.pk + 999: vault.pk}) == 0
    assert confirmed(run).rows.get().outcome == "left_out"


@pytest.mark.usefixtures("searchable")
def test_a_candidate_that_is_gone_or_hidden_meanwhile_cannot_be_chosen(viewer, vault):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\n")
    row = run.rows.get()
    type(vault).objects.filter(pk=vault.pk).update(is_adult=True)
    assert runs.choose(run, {row.pk: vault.pk}) == 0
    gone = vault.pk
    vault.delete()
    assert runs.choose(run, {row.pk: gone}) == 0
    assert confirmed(run).rows.get().outcome == "left_out"


@pytest.mark.usefixtures("searchable")
def test_what_is_chosen_after_somebody_confirmed_is_ignored(viewer, vault):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\n")
    row, stale = run.rows.get(), RatingImport.objects.get(pk=run.pk)
    confirmed(run)
    assert runs.choose(stale, {row.pk: vault.pk}) == 0
    assert run.rows.get().title is None


def test_the_scale_of_a_table_is_changed_on_the_preview(viewer):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Vault,2001,4\nNight Shift,1974,5\n")
    assert list(run.rows.values_list("value", flat=True)) == [8, 10]
    assert runs.rescale(run, "10")
    assert list(run.rows.values_list("value", flat=True)) == [4, 5]
    assert own_ratings(viewer) == {}
    confirmed(run)
    assert own_ratings(viewer) == {"The Vault": 4, "Night Shift": 5}


def test_a_rating_above_the_chosen_scale_is_not_written(viewer):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Vault,2001,8\nNight Shift,1974,5\n")
    assert (run.scale, runs.rescale(run, "5")) == ("10", True)
    run = confirmed(run)
    assert own_ratings(viewer) == {"Night Shift": 10}
    assert outcomes(run)[0] == ("The Vault", "unreadable")


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(("limit", "value"), [("PAGE_SECONDS", -1), ("PAGE_ROWS", 1)])
def test_what_a_page_has_no_time_for_is_left_to_a_job(viewer, vault, monkeypatch, limit, value):
    monkeypatch.setattr(runs, limit, value)
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\nNight Shift,1974,3\n")
    assert run.state == "matching"
    with pytest.raises(ImportRefused, match="not finished"):
        start(viewer, "b.csv", "Title,Rating\nA,4\n")
    assert jobs.work_next() == "done"
    run.refresh_from_db()
    assert (run.state, run.plan) == ("preview", {"rating:added": 1})
    assert list(run.rows.values_list("match", flat=True)) == ["choose", "found"]


def test_a_job_that_was_killed_half_way_goes_on_there(viewer, monkeypatch):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    run.rows.filter(name="The Vault").update(outcome="added")  # and then the power failed
    assert jobs.work_next() == "done"
    assert own_ratings(viewer) == {"Night Shift": 1}


def test_an_import_whose_worker_was_killed_is_due_again_in_two_minutes(viewer):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    job = claim_next([runs.KIND])
    assert job.lease_until - job.started_at == timedelta(minutes=2)
    Job.objects.update(lease_until=timezone.now())
    assert reclaim() == 1
    assert jobs.work_next() == "done"
    assert own_ratings(viewer)["The Vault"] == 9


def test_an_import_that_is_forgotten_meanwhile_writes_nothing(viewer):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    runs.discard(run)
    assert jobs.work_next() == "done"
    assert own_ratings(viewer) == {}


def test_a_button_pressed_twice_imports_once(viewer):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    assert runs.confirm(RatingImport.objects.get(pk=run.pk))
    assert not runs.confirm(RatingImport.objects.get(pk=run.pk))


def test_a_title_that_is_gone_meanwhile_is_not_found(viewer, vault):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    vault.delete()
    assert outcomes(confirmed(run))[0] == ("The Vault", "not_found")


def test_only_the_last_five_imports_are_kept(viewer):
    for n in range(7):
        start(viewer, f"{n}.csv", "Title,Rating\nA,4\n")
    names = list(RatingImport.objects.values_list("file_name", flat=True))
    assert names == [f"{n}.csv" for n in (6, 5, 4, 3, 2)]
    assert ImportRow.objects.count() == 5


def test_a_thousand_rows_take_a_bounded_number_of_queries(viewer, django_assert_max_num_queries):
    lines = "".join(f"Film {n},{n}\n" for n in range(1, 1_000))
    with django_assert_max_num_queries(60):
        start(viewer, "a.csv", f"tmdb_id,Rating\n{lines.replace('Film ', '')}")


def test_the_rating_of_another_person_is_untouched(viewer, vault):
    eve = viewer_of(User.objects.create_user("eve", password="a-long-passphrase"), create=True)
    rate(eve, vault, 1)
    mark(eve, vault, "watchlist")
    confirmed(start(viewer, "ratings.csv", LETTERBOXD_RATINGS))
    assert own_ratings(eve) == {"The Vault": 1}
    assert Mark.objects.filter(viewer=eve).count() == 1
