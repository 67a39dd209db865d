"""For you in a real browser, with nothing but the keyboard, and without JavaScript."""

import re

import pytest

from catalog.search import build_search_index
from recommendations.build import build_index
from recommendations.tests.personal_builders import (
    make_titles,
    make_viewer,
    publish_model,
    rated,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/for-you/"


@pytest.fixture
def site(live_server) -> str:
    """Serve titles with a model of taste, and one person who rated three; return the address."""
    titles = make_titles(40)
    build_index()
    build_search_index()
    publish_model(titles)
    rated(make_viewer("ada"), (titles[0], 10), (titles[1], 9), (titles[2], 3))
    return live_server.url


def sign_in(site: str, page) -> None:
    page.goto(f"{site}/accounts/login/?next={PAGE}")
    page.get_by_label("Username or email").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type("a-passphrase")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{PAGE}")


def names(page) -> list[str]:
    return page.locator(".similar .card__name").all_inner_texts()


def test_rating_less_of_and_why_not_with_nothing_but_the_keyboard(site, page):
    sign_in(site, page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    first = names(page)[0]
    menu = page.get_by_role("link", name=f"Rate or list {first}")
    menu.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile(first))
    dialog.get_by_role("radio", name="No rating").focus()
    page.keyboard.press("ArrowLeft")  # to five stars
    dialog.get_by_text("You gave it 5 stars.").wait_for()
    page.keyboard.press("Escape")
    assert menu.evaluate("link => link === document.activeElement")

    page.reload()  # the next view knows of it
    assert first not in names(page)
    assert page.get_by_text(f"you rated {first} ★★★★★").count()
    why = page.locator(".why").first
    why.get_by_text("Why?").focus()
    page.keyboard.press("Enter")
    less = why.get_by_role("button", name=re.compile("^Less of "))
    genre = less.inner_text()
    less.press("Enter")
    page.get_by_role("status").get_by_text(f"From now on, less: {genre}.").wait_for()
    page.get_by_role("button", name=f"less: {genre}").press("Enter")
    page.get_by_role("button", name=f"less: {genre}").wait_for(state="detached")

    page.get_by_label("Why is a title not here?").focus()
    page.keyboard.type(first)
    page.get_by_role("option", name=re.compile(first)).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What keeps it out").wait_for()
    assert "rated" in page.locator(".why-not").inner_text()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_the_same_without_javascript(site, page):
    sign_in(site, page)
    first = names(page)[0]
    page.get_by_role("link", name=f"Rate or list {first}").click()
    page.get_by_role("radio", name="5 stars", exact=True).check(force=True)
    page.get_by_role("button", name="Save rating").click()
    page.get_by_text("You gave it 5 stars.").wait_for()
    page.goto(f"{site}{PAGE}")
    assert first not in names(page)
    why = page.locator(".why").first
    why.get_by_text("Why?").click()
    mine = why.get_by_role("button", name=re.compile("^Not this: ")).first
    title = mine.get_attribute("aria-label").removeprefix("Not this: ").rstrip("★½ ")
    mine.click()
    page.get_by_role("status").get_by_text(f"not because of {title}").wait_for()
    assert not page.locator(".card__reason", has_text=title).count()
    page.get_by_label("Why is a title not here?").fill(first)
    page.get_by_role("button", name="Why not?").click()
    page.get_by_role("heading", name="What keeps it out").wait_for()
