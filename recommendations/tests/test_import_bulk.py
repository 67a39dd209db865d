"""Imports in bulk: whole batches or nothing, and as many statements for thousands as for a few."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import jobs
from catalog.models import Title
from recommendations.diary import viewer_of
from recommendations.importing import applying, rows, runs
from recommendations.models import Mark, Rating, RatingImport
from recommendations.tests.import_files import LETTERBOXD_RATINGS, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(catalogue):
    return viewer_of(User.objects.create_user("ada", password="a-long-passphrase"), create=True)


def start(viewer, name: str, data: str | bytes) -> RatingImport:
    return runs.start_import(viewer, name, data.encode() if isinstance(data, str) else data)


def confirmed(run: RatingImport) -> RatingImport:
    assert runs.confirm(run)
    assert jobs.work_next() == "done"
    run.refresh_from_db()
    return run


def own_ratings(viewer) -> dict[str, int]:
    return dict(Rating.objects.filter(viewer=viewer).values_list("title__name", "value"))


def test_a_batch_that_fails_leaves_nothing_and_is_done_again(viewer, monkeypatch):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    monkeypatch.setattr(applying, "BATCH", 1)
    saved = []

    def fail_once(outcomes) -> None:
        saved.append(list(outcomes))
        if len(saved) == 2:
            raise OSError("the power failed")
        rows.save_outcomes(saved[-1])

    monkeypatch.setattr(applying, "save_outcomes", fail_once)
    with pytest.raises(OSError, match="power"):
        applying.apply(run, lambda _: None)
    assert len(own_ratings(viewer)) == run.rows.filter(outcome="added").count() == 1
    applying.apply(run, lambda _: None)
    assert own_ratings(viewer) == {"The Vault": 9, "Night Shift": 1}
    assert run.rows.filter(outcome="added").count() == 2


def test_a_wish_that_was_made_again_is_as_old_as_the_last_one(viewer, vault):
    past = datetime(2019, 1, 1, tzinfo=UTC)
    Mark.objects.create(viewer=viewer, title=vault, kind="watchlist", marked_at=past)
    files = {
        "ratings_csv": LETTERBOXD_RATINGS,
        "watchlist_csv": "Date,Name,Year,Letterboxd URI\n2022-05-06,The Vault,2001,https://a.b\n",
    }
    confirmed(start(viewer, "letterboxd.zip", zipped(**files)))
    wish = Mark.objects.get(viewer=viewer, title=vault)
    assert (wish.kind, wish.marked_at) == ("watchlist", datetime(2022, 5, 6, tzinfo=UTC))


def test_more_wishes_than_a_condition_can_name_end_with_their_ratings(viewer):
    titles = [
        Title(name=f"Film {n}", slug=f"film-{n}", kind="movie", tmdb_id=n) for n in range(1, 1_201)
    ]
    Title.objects.bulk_create(titles)
    past = datetime(2019, 1, 1, tzinfo=UTC)
    Mark.objects.bulk_create(
        Mark(viewer=viewer, title=title, kind="watchlist", marked_at=past) for title in titles
    )
    lines = "".join(f"{title.tmdb_id},8,2021-01-01\n" for title in titles)
    run = start(viewer, "a.csv", f"tmdb_id,rating10,date\n{lines}")
    with CaptureQueriesContext(connection) as asked:
        confirmed(run)
    assert Rating.objects.filter(viewer=viewer, value=8).count() == 1_200
    assert not Mark.objects.exists()
    assert len(asked) < 40


def test_a_rating_of_another_scale_replaces_thousands_in_few_queries(viewer):
    lines = "".join(f"{n},{1 + n % 5}\n" for n in range(1, 3_001))
    run = start(viewer, "a.csv", f"tmdb_id,Rating\n{lines}")
    with CaptureQueriesContext(connection) as asked:
        assert runs.rescale(run, "10")
    assert len(asked) < 20
    assert sorted(set(run.rows.values_list("value", flat=True))) == [1, 2, 3, 4, 5]
