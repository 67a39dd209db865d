"""A likely spoiler is shown in its place in a real browser, with JavaScript and without."""

import pytest

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.scoring import score_reviews
from reviews.scoring_job import sum_up
from reviews.tests.factories import make_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "In the end the gardener Oswald dies."


@pytest.fixture
def address(live_server):
    title = make_title()
    make_review(title, f"A wonderful film. {SECRET} I will see it again.", author="ada")
    make_review(title, "The cook is killed by Ben. A fine film.", author="bob")
    score_reviews(Review.objects.all())
    return f"{live_server.url}/titles/{title.slug}/reviews/?sort=oldest"


def test_it_is_shown_in_place_by_keyboard_and_nothing_else_moves(page, address):
    page.goto(address)
    spoiler = page.locator("article", has_text="ada").get_by_role("link", name="Likely a spoiler")
    spoiler.focus()
    page.keyboard.press("Enter")
    page.get_by_text(SECRET).first.wait_for()
    assert page.url == address
    assert page.evaluate("document.activeElement.textContent") == SECRET
    assert page.get_by_text("The cook is killed by Ben.").count() == 0


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_without_javascript_the_link_loads_the_page_with_it(page, address):
    page.goto(address)
    page.locator("article", has_text="ada").get_by_role("link", name="Likely a spoiler").click()
    assert page.get_by_text(SECRET).first.is_visible()
    assert "sort=oldest" in page.url
    assert page.get_by_text("The cook is killed by Ben.").count() == 0


def test_a_bar_opens_its_sentences_by_keyboard(page, address, live_server):
    title = make_title("Heat")
    for number in range(6):
        make_review(title, f"The acting is superb from the first scene on. Seen {number} times.")
    score_reviews(Review.objects.all())
    sum_up()
    page.goto(f"{live_server.url}{title.get_absolute_url()}")
    page.locator("#aspect-acting summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#aspect-acting blockquote").first.is_visible()
    page.locator("#aspect-acting").get_by_role("link", name="Reviews that praise it").click()
    page.wait_for_url("**/reviews/?aspect=acting&said=praise")
