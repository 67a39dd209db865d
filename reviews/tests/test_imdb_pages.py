"""IMDb pages in every shape, with everything that can be the matter with them."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from reviews.sources.base import FetchOutcome, ReviewRecord
from reviews.sources.imdb_pages import read_page
from reviews.tests.imdb_page_builders import (
    PADDING,
    Opinion,
    cards,
    cards_page,
    content,
    embedded_page,
    old_page,
    opinions,
    page,
    script,
    title_page,
    whole_page,
)

SHAPES = {"embedded": embedded_page, "cards": cards_page, "old": old_page, "both": whole_page}
each_shape = pytest.mark.parametrize("build", SHAPES.values(), ids=SHAPES)


@each_shape
def test_everything_a_review_says_is_read(build):
    opinion = Opinion(text="Fog & <b>two</b>\nlines", is_spoiler=True, up=2_647, down=337)
    answer = read_page(build([opinion]))
    assert answer.records == (
        ReviewRecord(
            source_id="rw1000001",
            body="Fog & <b>two</b>\nlines",
            author="ada-l",
            rating=8,
            headline="Mind the train",
            published_at=datetime(2021, 3, 14, tzinfo=UTC),
            url="https://www.imdb.com/review/rw1000001/",
            is_spoiler=True,
            helpful_votes=2_647,
            votes_total=None if build is cards_page else 2_984,
        ),
    )


@each_shape
def test_a_page_of_reviews_is_fetched_with_nothing_missing(build):
    answer = read_page(build(opinions(25)))
    assert (answer.outcome, len(answer.records), answer.claimed) == ("fetched", 25, 25)
    assert not answer.missing


@each_shape
def test_only_a_page_that_counts_none_has_no_reviews(build):
    assert read_page(build([])).outcome == FetchOutcome.NO_REVIEWS


@each_shape
def test_no_reviews_where_the_page_counts_some_is_named(build):
    answer = read_page(build([], total=200))
    assert (answer.outcome, answer.claimed, answer.records) == ("reviews_missing", 200, ())


@each_shape
def test_some_without_rating_are_unrated(build):
    answer = read_page(build([*opinions(6), Opinion("rw2000001", rating=None)]))
    assert answer.outcome == FetchOutcome.FETCHED
    assert [record.rating for record in answer.records] == [8] * 6 + [None]


@each_shape
def test_all_without_rating_have_lost_it(build):
    answer = read_page(build(opinions(6, rating=None)))
    assert (answer.outcome, answer.missing) == ("fields_missing", {"rating": 6})


@each_shape
def test_a_review_without_text_is_lost_and_named(build):
    answer = read_page(build([*opinions(2), Opinion("rw2000001", text="")]))
    assert (answer.outcome, len(answer.records), answer.missing["text"]) == ("partial", 2, 1)


@each_shape
@pytest.mark.parametrize(
    ("fact", "name"), [("author", "author"), ("headline", "headline"), ("date", "date")]
)
def test_a_missing_field_costs_the_field_not_the_review(build, fact, name):
    answer = read_page(build([*opinions(2), Opinion("rw2000001", **{fact: ""})]))
    assert (answer.outcome, len(answer.records), answer.missing) == ("fields_missing", 3, {name: 1})


@each_shape
def test_a_repeated_review_counts_once(build):
    answer = read_page(build([Opinion(), Opinion()]))
    assert [record.source_id for record in answer.records] == ["rw1000001"]


def test_the_cursor_of_the_next_page_is_read_from_the_data():
    assert read_page(embedded_page(opinions(2), total=60, cursor="g4w6")).cursor == "g4w6"
    assert read_page(embedded_page(opinions(2))).cursor == ""


def test_the_cursor_of_the_next_page_is_read_from_the_old_layout():
    assert read_page(old_page(opinions(2), total=60, key="g4w6")).cursor == "g4w6"


@pytest.mark.parametrize("cut", ["author", "reviewSummary", "spoiler", "helpfulnessVotes"])
def test_a_field_that_is_null_in_the_data_is_taken_from_the_cards(cut):
    data = content(opinions(3))
    for item in data["props"]["pageProps"]["contentData"]["reviews"]:
        item["review"][cut] = None
    answer = read_page(page(cards(opinions(3)), script(data)))
    assert (answer.outcome, len(answer.records)) == ("fetched", 3)
    assert all(r.author and r.headline for r in answer.records)


def test_reviews_that_are_null_in_the_data_are_read_from_the_cards_and_named():
    data = content(opinions(3), total=200)
    data["props"]["pageProps"]["contentData"]["reviews"] = None
    answer = read_page(page(cards(opinions(3), total=200), script(data)))
    assert (answer.outcome, len(answer.records)) == ("fields_missing", 3)
    assert answer.missing == {"embedded reviews": 1}


def test_reviews_that_are_null_everywhere_are_missing():
    data = content([], total=200)
    data["props"]["pageProps"]["contentData"]["reviews"] = None
    assert read_page(page(script(data))).outcome == FetchOutcome.REVIEWS_MISSING


@pytest.mark.parametrize("broken", ["{", "[]", "null", '{"props": 1}', "[" * 100_000])
def test_broken_data_leave_the_cards(broken):
    data = f'<script id="__NEXT_DATA__">{broken}</script>'
    answer = read_page(page(cards(opinions(3)), data))
    assert (answer.outcome, len(answer.records)) == ("fields_missing", 3)
    assert answer.missing == {"embedded data": 1}


def test_one_null_among_the_reviews_makes_it_partial():
    data = content(opinions(3))
    data["props"]["pageProps"]["contentData"]["reviews"][1] = None
    answer = read_page(page(script(data)))
    assert (answer.outcome, len(answer.records), answer.missing) == ("partial", 2, {"id": 1})


def test_items_none_of_which_can_be_read_are_a_new_layout():
    data = content(opinions(3))
    for item in data["props"]["pageProps"]["contentData"]["reviews"]:
        item["review"] = {"uid": item["review"]["reviewId"], "prose": item["review"]["reviewText"]}
    assert read_page(page(script(data))).outcome == FetchOutcome.LAYOUT_CHANGED


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        (PADDING, "layout_changed"),
        ("<html><body>Welcome!</body></html>", "invalid"),
        ('<form action="/errors/validateCaptcha"><input name="amzn"></form>', "captcha"),
        ('<script src="https://token.awswaf.example/challenge.js"></script>', "challenge"),
        ("<h1>Before you go on</h1><p>We need your consent to cookies.</p>", "consent"),
    ],
)
def test_what_is_no_page_of_reviews_has_a_name(html, outcome):
    answer = read_page(html)
    assert (answer.outcome, answer.records) == (outcome, ())


def test_a_whole_page_that_speaks_of_consent_is_a_new_layout():
    html = page(script({"props": {"pageProps": {"consent": True}}}))
    assert read_page(html).outcome == FetchOutcome.LAYOUT_CHANGED


def test_a_title_page_tells_some_of_its_reviews():
    answer = read_page(title_page(opinions(2), total=983))
    assert (len(answer.records), answer.claimed) == (2, 983)
    assert answer.missing == {"spoiler flag": 2}


def test_a_title_page_that_counts_none_has_none():
    assert read_page(title_page([], total=0)).outcome == FetchOutcome.NO_REVIEWS


def test_deep_markup_is_read_to_its_end():
    deep = "<div>" * 20_000
    assert len(read_page(page(cards(opinions(2)), deep)).records) == 2


def test_a_long_review_is_cut_between_words():
    (record,) = read_page(embedded_page([Opinion(text="word " * 5_000)])).records
    assert len(record.body) <= 10_000
    assert record.body.endswith("word…")


def test_scripts_in_a_review_stay_text():
    (record,) = read_page(whole_page([Opinion(text="<script>alert(1)</script> Boo.")])).records
    assert record.body == "<script>alert(1)</script> Boo."


@pytest.mark.real_files
@pytest.mark.parametrize(
    ("file", "total", "n"),
    [
        ("tt0436992", 983, 1),
        ("tt10751754", 0, 0),
        ("tt1205438", 31, 1),
        ("tt26581740", 1495, 5),
    ],
)
def test_real_title_pages_lose_nothing(file, total, n, real_files):
    path = real_files / "payloads" / "imdb_pages" / f"{file}.html.gz"
    html = gzip.decompress(path.read_bytes()).decode()
    answer = read_page(html)
    start = html.index("{", html.index('id="__NEXT_DATA__"'))
    data, _ = json.JSONDecoder().raw_decode(html[start:])
    edges = data["props"]["pageProps"]["mainColumnData"]["featuredReviews"]["edges"]
    told = [(e["node"]["id"], e["node"]["authorRating"]) for e in edges]
    assert (answer.claimed, len(told)) == (total, n)
    assert [(r.source_id, r.rating) for r in answer.records] == told
    assert all(r.body and r.author and r.headline for r in answer.records)
