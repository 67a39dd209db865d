"""One walk through the site in a real browser, with JavaScript and without."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path: Path) -> str:
    """Serve the sample catalogue; return its address."""
    settings.INDEX_DIR = tmp_path
    call_command("load_catalog", verbosity=0)
    call_command("load_reviews", verbosity=0)
    call_command("build_index", verbosity=0)
    return live_server.url


def test_search_to_suggestion_to_title_to_similar_to_person(site, page):
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("the matirx")
    page.get_by_role("option", name=re.compile("The Matrix")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/titles/the-matrix-1999/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("The Matrix")
    similar = page.get_by_role("region", name=re.compile("Similar", re.I))
    similar.get_by_text("Why?").first.click()
    similar.get_by_role("link", name=re.compile(r"\(\d{4}")).first.click()
    page.wait_for_url(lambda url: "/titles/" in url and "the-matrix-1999" not in url)
    page.locator("a[href^='/people/']").first.click()
    page.wait_for_url("**/people/**")
    assert page.get_by_role("heading", level=1).is_visible()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_search_to_title_to_similar_without_javascript(site, page):
    page.goto(site)
    page.get_by_role("main").locator("input[name=q]").fill("godfater")
    page.get_by_role("main").locator("input[name=q]").press("Enter")
    page.wait_for_url("**/search/?q=godfater*")
    page.get_by_role("main").get_by_role("link", name="The Godfather (1972)").first.click()
    page.wait_for_url("**/titles/the-godfather-1972/")
    similar = page.get_by_role("region", name=re.compile("Similar", re.I))
    assert similar.get_by_text("Why?").first.is_visible()
    similar.get_by_role("link", name=re.compile(r"\(\d{4}")).first.click()
    page.wait_for_url(lambda url: "the-godfather-1972" not in url)


def test_a_title_is_added_to_a_blend_by_suggestion(site, page):
    page.goto(f"{site}/blend/?plus=heat-1995")
    page.get_by_label("Title", exact=True).fill("incep")
    page.get_by_role("option", name=re.compile("Inception")).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_label("Title", exact=True).input_value() == "Inception 2010"
    page.get_by_role("button", name="Less like it").click()
    page.wait_for_url("**/blend/?plus=heat-1995&minus=inception-2010")


def names(page) -> list[str]:
    return page.locator("#results .card__name").all_inner_texts()


def test_similar_titles_are_steered_with_the_keyboard_and_from_a_reason(site, page):
    address = f"{site}/titles/the-matrix-1999/similar/"
    page.goto(address)
    usual = names(page)
    slider = page.get_by_role("slider", name="How widely known")
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext") == "does not count"
    page.wait_for_url(f"{address}?weight_popularity=0")
    assert names(page) != usual
    assert page.evaluate("document.activeElement.id") == "weight_popularity"
    assert page.get_by_role("status").inner_text() == "24 titles, best first"
    why = page.locator(".why").first
    why.get_by_text("Why?").click()
    less = why.get_by_role("link", name=re.compile("^Less of")).first
    what = less.get_attribute("aria-label").removeprefix("Less of ")
    less.press("Enter")
    page.wait_for_url(re.compile(r"weight_popularity=0&less=\w+:"))
    assert page.evaluate("document.activeElement.id") == "results"
    page.get_by_role("link", name=f"less: {what}").press("Enter")
    page.wait_for_url(f"{address}?weight_popularity=0")
    page.go_back()
    page.wait_for_url(re.compile("less="))
    page.get_by_role("link", name="Reset").click()
    page.wait_for_url(address)
    assert names(page) == usual


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_similar_titles_are_steered_without_javascript(site, page):
    page.goto(f"{site}/blend/?plus=heat-1995")
    page.get_by_role("slider", name="Diversity").press("End")
    page.get_by_role("slider", name="Plot").press("ArrowLeft")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"{site}/blend/?plus=heat-1995&weight_plot=75&diversity=100")
    assert page.get_by_role("slider", name="Plot").input_value() == "75"
    page.get_by_label("Title", exact=True).fill("inception")
    page.get_by_role("button", name="Less like it").click()
    page.wait_for_url("**/blend/?plus=heat-1995&minus=inception-2010&weight_plot=75&diversity=100")


def test_an_answer_that_arrives_while_a_slider_is_held_leaves_it_in_the_hand(site, page):
    held = []
    page.route(re.compile("weight_genre=125&"), lambda route: held.append(route))
    page.goto(f"{site}/titles/the-matrix-1999/similar/")
    slider = page.get_by_role("slider", name="Genre")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    left, width, middle = box["x"], box["width"], box["y"] + box["height"] / 2
    with page.expect_request(re.compile("weight_genre=125&")):
        slider.press("ArrowRight")
    page.mouse.move(left + width * 0.42, middle)
    page.mouse.down()
    page.mouse.move(left + width * 0.6, middle, steps=3)
    with page.expect_response(re.compile("weight_genre=125$")):
        held[0].continue_()
    page.mouse.move(left + width, middle, steps=3)
    page.mouse.up()
    page.wait_for_url("**/similar/?weight_genre=300")


def test_a_title_is_added_to_a_blend_that_was_steered_meanwhile(site, page):
    page.goto(f"{site}/blend/?plus=heat-1995")
    page.get_by_role("slider", name="Cast").press("End")
    page.wait_for_url("**/blend/?plus=heat-1995&weight_cast=300")
    page.get_by_label("Title", exact=True).fill("incep")
    page.get_by_role("option", name=re.compile("Inception")).click()
    page.get_by_role("button", name="More like it").click()
    page.wait_for_url("**/blend/?plus=heat-1995&plus=inception-2010&weight_cast=300")


def test_nothing_scrolls_sideways_on_a_phone_with_words_of_twice_the_size(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    title = "/titles/the-matrix-1999/"
    for path in ("/", "/titles/", title, f"{title}similar/", f"{title}reviews/", "/for-you/"):
        page.goto(site + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_theme_switch_is_remembered(site, page):
    page.emulate_media(color_scheme="light")
    page.goto(site)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-toggle]").first.click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after
    assert before != after


def test_an_answer_that_arrives_while_one_types_leaves_text_and_caret_alone(site, page):
    held = []
    page.route("**/titles/?year_min=1990", lambda route: held.append(route))
    page.goto(f"{site}/titles/")
    page.locator("input[name=year_min]").focus()
    page.keyboard.type("1990")
    with page.expect_request("**/titles/?year_min=1990"):
        page.keyboard.press("Tab")
    page.keyboard.type("19")
    held[0].continue_()
    page.get_by_role("link", name="from 1990").wait_for()
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    page.wait_for_url("**/titles/?year_min=1990&year_max=1999")
    assert page.locator("input[name=year_max]").input_value() == "1999"


def test_filters_apply_at_once_and_clear_with_the_keyboard(site, page):
    page.goto(f"{site}/titles/")
    page.locator("input[name=genre][value=drama]").check()
    page.wait_for_url("**genre=drama**")
    page.locator("input[name=not_genre][value=drama]").check(force=True)
    page.wait_for_url("**not_genre=drama**")
    page.locator("input[name=genre][value=drama]:not(:checked)").wait_for()
    page.get_by_role("link", name="Clear all").press("Enter")
    page.wait_for_url("**/titles/")
    assert page.evaluate("document.activeElement.id") == "results"


def test_what_was_found_is_filtered_and_sorted_at_once(site, page):
    page.goto(f"{site}/search/?q=city&only=plots")
    page.locator("input[name=genre][value=drama]").check()
    page.wait_for_url("**/search/?q=city&only=plots&genre=drama")
    page.get_by_label("Sort by").select_option("rating")
    page.wait_for_url("**/search/?q=city&only=plots&genre=drama&sort=rating")
    page.get_by_role("navigation", name="Found in").get_by_role("link", name="All").click()
    page.wait_for_url("**/search/?q=city&genre=drama&sort=rating")
    page.get_by_role("link", name="Clear all").press("Enter")
    page.wait_for_url("**/search/?q=city")
    assert page.locator("input[name=genre][value=drama]:not(:checked)").is_visible()
    page.get_by_role("combobox", name="Search titles and people").fill("godf")
    page.get_by_role("option", name=re.compile("The Godfather")).first.wait_for()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["without JavaScript"])
def test_what_was_found_is_filtered_without_javascript(site, page):
    page.goto(f"{site}/search/?q=city&only=plots")
    page.locator("input[name=genre][value=drama]").check()
    page.get_by_label("Sort by").select_option("newest")
    page.get_by_role("button", name=re.compile("^Show ")).click()
    page.wait_for_url("**genre=drama**")
    assert "sort=newest" in page.url
    assert "only=plots" in page.url
    assert page.locator("mark", has_text="city").first.is_visible()


def test_the_skip_link_leads_to_the_content(site, page):
    page.goto(f"{site}/titles/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_form_with_errors_leads_to_the_first_field_to_mend(site, page):
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password", exact=True).fill("12345678")
    page.get_by_label("Password (again)").fill("12345678")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_text("too common").wait_for()
    assert page.evaluate("document.activeElement.name") == "password1"
    assert page.title().startswith("Error: ")
