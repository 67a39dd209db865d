"""The pages of imports: from the upload to the report, and whose they are."""

import csv
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from catalog import jobs
from catalog.jobs import heartbeat
from catalog.models import Job
from catalog.search import build_search_index
from recommendations.diary import viewer_of
from recommendations.importing import runs
from recommendations.importing.report import report_lines
from recommendations.models import Rating, RatingImport
from recommendations.tests.import_files import LETTERBOXD_RATINGS, letterboxd_zip

pytestmark = pytest.mark.django_db
ADDRESS = "/you/import/"


@pytest.fixture
def ada(catalogue) -> User:
    return User.objects.create_user("ada", password="a-long-passphrase")


@pytest.fixture
def viewer(ada):
    return viewer_of(ada, create=True)


@pytest.fixture
def member(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def searchable(catalogue) -> None:
    """Names can be searched with typos: without an index few are forgiven."""
    build_search_index()


def start(viewer, name: str, text: str) -> RatingImport:
    return runs.start_import(viewer, name, text.encode())


def own_ratings(viewer) -> dict[str, int]:
    return dict(Rating.objects.filter(viewer=viewer).values_list("title__name", "value"))


def upload(client, data: bytes, name: str = "ratings.csv"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def test_the_pages_from_upload_to_report(member, viewer):
    answer = upload(member, letterboxd_zip(), "letterboxd.zip")
    run = RatingImport.objects.get()
    page = f"{ADDRESS}{run.pk}/"
    assert answer.url == page
    preview = member.get(page).text
    assert "<strong>2</strong> <span>new ratings</span>" in preview
    assert "3.5/5 → 3½★" in preview
    assert "Nowhere, Never" in member.get(f"{page}?show=missing").text
    member.post(page, {"do": "confirm"})
    waiting = member.get(page)
    assert f'data-poll="{page}"' in waiting.text
    assert jobs.work_next() == "done"
    done = member.get(page).text
    assert "added" in done
    assert "1 row without a title was left out" in done
    report = member.get(f"{page}report.csv")
    rows = list(csv.reader(b"".join(report.streaming_content).decode("utf-8-sig").splitlines()))
    assert [row[9] for row in rows[1:3]] == ["added", "added"]
    assert rows[1][10:] == ["The Vault (2001)", "/titles/the-vault-2001/"]


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("tab", ["choose", "found"])
def test_a_preview_takes_few_queries_for_many_rows(
    member, viewer, tab, django_assert_max_num_queries
):
    rows = "The Valt,2001,4\nThe Vault,2001,3\n" * 30
    run = start(viewer, "a.csv", f"Title,Year,Rating\n{rows}")
    with django_assert_max_num_queries(9):
        assert member.get(f"{ADDRESS}{run.pk}/?show={tab}").status_code == 200


def test_a_report_takes_as_many_queries_for_many_rows_as_for_one(viewer, django_assert_num_queries):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    with django_assert_num_queries(1):
        assert sum(1 for _ in report_lines(run)) == 4


def test_a_report_is_harmless_in_a_spreadsheet(viewer, member):
    run = start(viewer, "=cmd.csv", "Title,Rating\n=HYPERLINK(1),4\n+1,x\n")
    report = b"".join(member.get(f"{ADDRESS}{run.pk}/report.csv").streaming_content).decode()
    cells = [cell for row in csv.reader(report.splitlines()[1:]) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.usefixtures("searchable")
def test_choices_are_made_on_the_page(member, viewer, vault):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\n<b>Nght Shift,1974,4\n")
    page = f"{ADDRESS}{run.pk}/"
    shown = member.get(page).text
    assert "&lt;b&gt;Nght Shift" in shown
    row = run.rows.first()
    member.post(page, {"do": "choose", f"row-{row.pk}": vault.pk, "row-x": "1", "row-٣": "٣"})
    row.refresh_from_db()
    assert row.title == vault
    assert "checked" in member.get(f"{page}?show=choose").text


@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x03\x04", b"\x00" * 99, b"Title\n\xff"])
def test_a_bad_file_is_told_in_one_sentence_on_the_form(member, data):
    answer = upload(member, data)
    assert answer.status_code == 400
    assert answer.text.count('class="errorlist"') == 1
    assert not RatingImport.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(member):
    answer = member.post(ADDRESS, b"x", content_type="text/csv", CONTENT_LENGTH="99000000")
    assert (answer.status_code, "16 MB" in answer.text) == (413, True)


def test_an_upload_needs_its_token(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert upload(strict, letterboxd_zip(), "a.zip").status_code == 403
    assert not RatingImport.objects.exists()


def test_nobody_sees_or_changes_the_import_of_another(client, viewer):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    client.force_login(User.objects.create_user("eve", password="a-long-passphrase"))
    page = f"{ADDRESS}{run.pk}/"
    assert client.get(page).status_code == 404
    assert client.get(f"{page}report.csv").status_code == 404
    for do in ("confirm", "discard", "choose", "scale", "again"):
        assert client.post(page, {"do": do, "scale": "100"}).status_code == 404
    assert "ratings.csv" not in client.get(ADDRESS).text
    run.refresh_from_db()
    assert run.state == "preview"
    client.logout()
    assert client.get(page).status_code == client.get(ADDRESS).status_code == 302


def test_an_import_whose_job_has_given_up_says_so_and_is_tried_again(member, viewer):
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    Job.objects.update(state="dead", finished_at=timezone.now() - timedelta(minutes=1))
    page = f"{ADDRESS}{run.pk}/"
    assert "Try again" in member.get(page).text
    member.post(page, {"do": "again"})
    assert jobs.work_next() == "done"
    assert own_ratings(viewer)["The Vault"] == 9


def test_an_import_that_waits_for_nobody_says_so(member, viewer):
    heartbeat.forget_in_process()
    run = start(viewer, "ratings.csv", LETTERBOXD_RATINGS)
    runs.confirm(run)
    page = f"{ADDRESS}{run.pk}/"
    assert "nothing works on imports here right now" in member.get(page).text
    jobs.stamp("worker")
    assert "Waiting for its turn" in member.get(page).text


@pytest.mark.usefixtures("searchable")
def test_a_row_whose_title_was_not_chosen_is_not_called_missing(member, viewer):
    run = start(viewer, "a.csv", "Title,Year,Rating\nThe Valt,2001,4\nNight Shift,1974,4\n")
    runs.confirm(run)
    assert jobs.work_next() == "done"
    shown = member.get(f"{ADDRESS}{run.pk}/?show=choose").text
    assert "none was chosen" in shown
    assert "not in the catalogue" not in shown
