import re

import pytest
from django.contrib.admin.templatetags import admin_list
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from catalog.admin import base
from catalog.tests.factories import make_title
from recommendations.models import IndexBuild, Rating, Viewer

RATINGS = "/admin/recommendations/rating/"
VIEWERS = "/admin/recommendations/viewer/"


@pytest.mark.django_db
def test_builds_can_be_read_and_not_changed(admin_client):
    build = IndexBuild.objects.create(started_at=timezone.now(), titles=4321, folder="000001")
    assert "4,321" in admin_client.get(reverse("admin:recommendations_indexbuild_changelist")).text
    assert admin_client.get(reverse("admin:recommendations_indexbuild_add")).status_code == 403
    change = reverse("admin:recommendations_indexbuild_change", args=[build.pk])
    assert admin_client.post(change, {"titles": 1}).status_code == 403


def test_builds_are_listed_with_what_an_analyst_wants_to_know(admin_client, catalogue):
    call_command("build_index", verbosity=0)
    IndexBuild.objects.create(
        kind="search", started_at=timezone.now(), state="failed", error="OSError: " + "x" * 200
    )
    page = admin_client.get(reverse("admin:recommendations_indexbuild_changelist"))
    failed, texts, search, similar = [
        [strip_tags(cell) for cell in row][1:] for row in admin_list.results(page.context["cl"])
    ]
    assert failed[0] == "Names"
    assert re.fullmatch("Failed: OSError: x+…", failed[1])
    assert set(failed[2:]) == {"–"}
    assert texts[:2] == ["Plots and keywords", "Done"]
    assert search[:3] == ["Names", "Done", "5"]
    assert similar[:3] == ["Similar titles", "Done", "5"]
    assert re.fullmatch(r"[0-9,]+ MB", similar[5])
    assert re.fullmatch(r"[0-9.]+\sKB", similar[6])


def test_a_build_tells_what_it_was_built_of(admin_client, indexed):
    build = IndexBuild.objects.get()
    page = admin_client.get(reverse("admin:recommendations_indexbuild_change", args=[build.pk]))
    assert build.fingerprint in page.text


@pytest.fixture
def ratings(db) -> list[Rating]:
    """Thirty people who rate one title each."""
    titles = [make_title(f"Film {n}") for n in range(30)]
    people = [Viewer.objects.create(source="ml-x", source_id=str(n)) for n in range(30)]
    return [
        Rating.objects.create(viewer=viewer, title=title, value=7)
        for viewer, title in zip(people, titles, strict=True)
    ]


@pytest.mark.parametrize("address", [RATINGS, VIEWERS])
def test_lists_take_as_many_queries_for_thirty_rows_as_for_one(
    admin_client, ratings, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        assert admin_client.get(address).context["cl"].result_count == 30


def test_a_person_leads_to_the_ratings(admin_client, ratings):
    person = ratings[3].viewer
    found = admin_client.get(VIEWERS, {"q": person.source_id}).text
    assert f"{RATINGS}?viewer={person.pk}" in found
    page = admin_client.get(RATINGS, {"viewer": person.pk})
    assert page.context["cl"].result_count == 1
    assert "Film 3 (1999)" in page.text
    assert admin_client.get(RATINGS, {"q": "3"}).context["cl"].result_count == 1


def test_ratings_are_counted_no_further_than_is_of_use(admin_client, ratings, monkeypatch):
    monkeypatch.setattr(base, "MOST_LISTED", 20)
    assert admin_client.get(RATINGS).context["cl"].result_count == 20


def test_ratings_and_people_are_not_changed_by_hand(admin_client, ratings):
    for name, row in (("rating", ratings[0]), ("viewer", ratings[0].viewer)):
        change = reverse(f"admin:recommendations_{name}_change", args=[row.pk])
        assert admin_client.get(change).status_code == 200
        assert admin_client.post(change, {"value": 1}).status_code == 403
        assert admin_client.get(reverse(f"admin:recommendations_{name}_add")).status_code == 403
        delete = reverse(f"admin:recommendations_{name}_delete", args=[row.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403


def test_who_has_not_said_a_gender_is_a_choice_with_a_name(admin_client, ratings):
    page = re.sub(r"\s+<", "<", admin_client.get(VIEWERS).text)
    assert '<a href="?gender=-">not said</a>' in page
    assert ratings[0].viewer.gender == ""
    unsaid = admin_client.get(VIEWERS, {"gender": "-"}).context["cl"]
    said = admin_client.get(VIEWERS, {"gender": "female"}).context["cl"]
    assert unsaid.result_count and not said.result_count
