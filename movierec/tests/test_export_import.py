"""What a person takes from one movierec can be brought to another, or back."""

import pytest
from django.contrib.auth.models import User

from catalog import jobs
from catalog.tests.factories import make_title
from movierec.accounts.own_data import zip_of
from recommendations.diary import mark, rate, viewer_of
from recommendations.importing import runs
from recommendations.models import Mark, Rating

pytestmark = pytest.mark.django_db


def test_an_export_is_an_import():
    ada, eve = (User.objects.create_user(name, password="a-passphrase") for name in ("ada", "eve"))
    mine, hers = (viewer_of(user, create=True) for user in (ada, eve))
    titles = [
        make_title("+1", start_year=2013, tmdb_id=1),
        make_title("=Twice=", start_year=2010),
        make_title("Trams", kind="show", start_year=2018, imdb_id="tt9990001"),
    ]
    for value, title in enumerate(titles, start=7):
        rate(mine, title, value)
    mark(mine, make_title("Wanted", start_year=1990), "watchlist")
    mark(mine, make_title("Seen", start_year=1991), "seen")
    mark(mine, make_title("Unwanted", start_year=1992), "not_interested")
    run = runs.start_import(hers, "movierec.zip", zip_of(ada))
    runs.confirm(run)
    assert jobs.work_next() == "done"

    def said(viewer) -> tuple[list, list]:
        ratings = Rating.objects.filter(viewer=viewer).order_by("title")
        marks = Mark.objects.filter(viewer=viewer).exclude(kind="not_interested")
        return (
            list(ratings.values_list("title__name", "value", "rated_at")),
            sorted(marks.values_list("title__name", "kind")),
        )

    assert said(hers) == said(mine)
