"""Lists of people and of what they say, for analysts: to read, and fast with any number of rows."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.db.models.fields.related import ForeignKey

from catalog.admin.base import ShortPaginator
from catalog.tests.factories import make_title
from recommendations import models, people_admin
from recommendations.models import (
    Exposure,
    ImportRow,
    LessOf,
    Mark,
    Membership,
    Prediction,
    Rating,
    RatingImport,
    StartingTitle,
    Viewer,
    WatchGroup,
)
from recommendations.tests.personal_builders import make_viewer

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
#: Those that are shown within another.
WITHIN = {Membership}
EVERY = [getattr(models, name) for name in models.__all__ if getattr(models, name) not in WITHIN]
#: Those of which there is a row for each thing that somebody says.
LONG = [
    Exposure, ImportRow, LessOf, Mark, Prediction, Rating, RatingImport, StartingTitle, Viewer,
    WatchGroup,
]  # fmt: skip


def address(model: type[Model]) -> str:
    return f"/admin/recommendations/{model._meta.model_name}/"


def rows_of(number: int) -> Iterator[Model]:
    """Create a person who says one thing of each kind, and yield the rows."""
    title, viewer = make_title(f"Film {number}"), make_viewer(f"user{number}")
    about = {"viewer": viewer, "title": title}
    yield viewer
    yield Rating.objects.create(value=7, **about)
    yield Mark.objects.create(kind="watchlist", **about)
    yield Prediction.objects.create(value=7, error=1, usual=6, **about)
    yield StartingTitle.objects.create(group="crime", **about)
    yield Exposure.objects.create(experiment="x", arm="a", place=1, **about)
    yield LessOf.objects.create(viewer=viewer, parameter="genre", value="drama")
    run = RatingImport.objects.create(viewer=viewer, file_name="a.csv", format="own", scale="10")
    yield run
    yield ImportRow.objects.create(run=run, file="a.csv", line=2, title=title)
    group = WatchGroup.objects.create(name="Friends", owner=viewer)
    Membership.objects.create(group=group, viewer=viewer)
    yield group


@pytest.fixture
def rows() -> dict[type[Model], Model]:
    for number in range(12):
        made = list(rows_of(number))
    return {type(row): row for row in made}


def test_every_model_is_in_the_admin_and_for_reading_only(admin_client, rows):
    for model in EVERY:
        assert admin.site.is_registered(model), model
        assert admin_client.get(f"{address(model)}add/").status_code == 403, model
    for model, row in rows.items():
        change = f"{address(model)}{row.pk}/change/"
        assert admin_client.get(change).status_code == 200, model
        assert admin_client.post(change, {"value": 1}).status_code == 403, model
        delete = f"{address(model)}{row.pk}/delete/"
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403, model


@pytest.mark.parametrize("model", LONG)
def test_a_long_list_counts_sorts_and_looks_up_nothing_that_grows(model):
    page = admin.site.get_model_admin(model)
    assert page.paginator is ShortPaginator
    assert page.show_full_result_count is False
    assert tuple(page.sortable_by) == ()
    assert tuple(page.ordering) == ("-pk",)
    shown = {f.name for f in model._meta.fields if isinstance(f, ForeignKey)} & {*page.list_display}
    assert shown <= {*page.list_select_related}
    without_choices = [
        name
        for name in page.list_filter
        if isinstance(name, str)
        and not (model._meta.get_field(name).choices or "is_" in name or "wants_" in name)
    ]
    assert without_choices == []


@pytest.mark.parametrize("model", LONG)
def test_a_list_takes_as_many_queries_for_twelve_rows_as_for_one(
    admin_client, rows, model, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        assert admin_client.get(address(model)).context["cl"].result_count == 12


@pytest.mark.parametrize("model", [model for model in LONG if model not in (ImportRow, WatchGroup)])
def test_what_one_person_says_is_found_by_its_name_or_id(admin_client, rows, model):
    viewer = rows[Viewer]
    for text in ("user11", viewer.source_id):
        found = admin_client.get(address(model), {"q": text}).context["cl"].result_list
        assert [row.pk for row in found] == [rows[model].pk]
    assert admin_client.get(address(model), {"q": "nobody"}).context["cl"].result_count == 0


def test_a_person_leads_to_all_it_says(admin_client, rows):
    viewer = rows[Viewer]
    page = admin_client.get(address(Viewer), {"q": "user11"}).text
    for model in (Rating, Mark, Prediction, LessOf, RatingImport, Exposure):
        link = f"{address(model)}?viewer={viewer.pk}"
        assert link in page
        assert admin_client.get(link).context["cl"].result_count == 1
    rows_link = f"{address(ImportRow)}?run={rows[RatingImport].pk}"
    assert rows_link in admin_client.get(address(RatingImport)).text
    assert admin_client.get(rows_link).context["cl"].result_count == 1


def test_marks_of_a_kind_and_of_a_title(admin_client, rows):
    Mark.objects.create(viewer=rows[Viewer], title=rows[Rating].title, kind="seen")
    seen = admin_client.get(address(Mark), {"kind__exact": "seen"})
    assert seen.context["cl"].result_count == 1
    of_title = admin_client.get(address(Mark), {"title": rows[Rating].title_id})
    assert of_title.context["cl"].result_count == 2


def test_sources_are_read_off_an_index(admin_client, rows, django_assert_num_queries):
    for n in range(40):
        Viewer.objects.create(source="ml-100k", source_id=str(n))
    viewers = admin.site.get_model_admin(Viewer)
    source = people_admin.SourceFilter(None, {}, Viewer, viewers)
    with django_assert_num_queries(3):
        assert source.lookups(None, viewers) == [("account", "account"), ("ml-100k", "ml-100k")]
    page = admin_client.get(address(Viewer), {"source": "ml-100k"})
    assert page.context["cl"].result_count == 40


def test_people_by_what_they_say_of_themselves(admin_client, rows):
    Viewer.objects.filter(pk=rows[Viewer].pk).update(gender="female", occupation="writer")
    for query, n in (
        ({"gender": "female"}, 1),
        ({"gender": "-"}, 11),
        ({"occupation": "writer"}, 1),
        ({"occupation": "doctor"}, 0),
    ):
        assert admin_client.get(address(Viewer), query).context["cl"].result_count == n


def test_the_code_of_a_group_is_nowhere(admin_client, rows):
    group = rows[WatchGroup]
    for path in (address(WatchGroup), f"{address(WatchGroup)}{group.pk}/change/"):
        page = admin_client.get(path).text
        assert "Friends" in page
        assert group.code not in page
