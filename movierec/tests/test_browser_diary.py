"""Rating and listing titles in a real browser, with JavaScript and without."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from catalog.tests.factories import make_title
from recommendations.diary import entry_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def heat(db):
    make_title("Alien", start_year=1979)
    return make_title("Heat", start_year=1995)


@pytest.fixture
def ada(db, page, live_server) -> User:
    """Somebody who is signed in in the browser."""
    ada = User.objects.create_user("ada")
    client = Client()
    client.force_login(ada)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return ada


def test_a_star_is_saved_at_once_and_undone_and_a_card_has_a_menu(live_server, page, ada, heat):
    page.goto(f"{live_server.url}/titles/heat-1995/")
    page.get_by_role("radio", name="No rating").focus()
    page.keyboard.press("ArrowLeft")  # to five stars
    page.keyboard.press("ArrowLeft")
    page.get_by_text("You gave it 4½ stars.").first.wait_for()
    assert page.get_by_role("status").inner_text() == "You gave it 4½ stars."
    assert page.evaluate("document.activeElement.value") == "9"  # the focus stays
    assert entry_of(ada.pk, heat).value == 9
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("radio", name="No rating", checked=True).wait_for()
    assert entry_of(ada.pk, heat).value is None

    page.goto(f"{live_server.url}/titles/")
    menu = page.get_by_role("link", name="Rate or list Heat")
    menu.click()
    dialog = page.get_by_role("dialog", name=re.compile("Heat"))
    dialog.get_by_role("button", name="Not interested").click()
    dialog.get_by_role("button", name="Not interested", pressed=True).wait_for()
    gone = page.locator("[data-card][data-gone]")
    assert "Heat" in gone.inner_text()
    assert set(entry_of(ada.pk, heat).marks) == {"not_interested"}
    dialog.get_by_role("button", name="Undo").click()
    dialog.get_by_role("button", name="Not interested", pressed=False).wait_for()
    assert gone.count() == 0
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert menu.evaluate("link => link === document.activeElement")


def test_what_may_not_be_saved_is_said_and_the_stars_show_what_was(
    live_server, chromium, page, ada, heat
):
    # A page of its own: this one's console may show that the network failed.
    context = chromium.new_context(storage_state=page.context.storage_state())
    offline = context.new_page()
    offline.goto(f"{live_server.url}/titles/heat-1995/")
    offline.get_by_role("radio", name="No rating").focus()
    context.set_offline(True)
    offline.keyboard.press("ArrowLeft")
    offline.locator("[data-refused]", has_text="may not be saved").wait_for()
    assert "may not be saved" in offline.locator("[data-live]").inner_text()
    assert offline.get_by_role("radio", name="No rating").is_checked()
    context.set_offline(False)
    offline.get_by_role("button", name="Watchlist").click()
    offline.get_by_role("button", name="Watchlist", pressed=True).wait_for()
    assert not offline.locator("[data-refused]").count()
    context.close()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_a_title_is_rated_listed_and_undone_without_javascript(live_server, page, ada, heat):
    page.goto(f"{live_server.url}/titles/")
    page.get_by_role("link", name="Rate or list Heat").click()
    page.get_by_role("radio", name="3½ stars").check(force=True)
    page.get_by_role("button", name="Save rating").click()
    page.get_by_text("You gave it 3½ stars.").wait_for()
    page.get_by_role("link", name="← Heat (1995)").click()
    page.get_by_role("button", name="Watchlist").click()
    page.wait_for_url(f"**/titles/heat-1995/#yours-{heat.pk}")
    assert entry_of(ada.pk, heat).value == 7
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Watchlist", pressed=False).wait_for()
    assert entry_of(ada.pk, heat).marks == {}
