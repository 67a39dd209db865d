"""An import in a real browser, with JavaScript and without."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from catalog import jobs
from catalog.search import build_search_index
from catalog.tests.factories import make_title

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, page) -> str:
    """Serve two titles to somebody who is signed in; return the address."""
    make_title("The Vault", start_year=2001)
    make_title("Night Shift", start_year=1974)
    build_search_index()
    client = Client()
    client.force_login(User.objects.create_user("ada"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return live_server.url


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "films.csv"
    path.write_text("Title,Year,Rating\nThe Valt,2001,8\nNight Shift,1974,10\n")
    return path


def upload(site: str, page, table: Path) -> None:
    page.goto(f"{site}/you/import/")
    page.get_by_label("File", exact=True).set_input_files(table)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("The Vault (2001)").check()
    page.get_by_role("button", name="Note them and import").click()


def test_the_page_shows_by_itself_that_the_job_is_done(site, page, table):
    upload(site, page, table)
    page.get_by_role("progressbar").wait_for()
    assert jobs.work_next() == "done"
    page.get_by_role("heading", name="What became of it").wait_for()
    with page.expect_download() as report:
        page.get_by_role("link", name="Download the report").click()
    assert "8,10,4★" in report.value.path().read_text()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_everything_works_without_javascript(site, page, table):
    upload(site, page, table)
    assert jobs.work_next() == "done"
    page.get_by_role("link", name="Look again").click()
    assert "2 new ratings" in " ".join(page.get_by_role("main").inner_text().split())
