"""Whatever breaks in an IMDb page, the answer has a name and is no empty success."""

import copy
import json
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.sources.base import FetchOutcome
from reviews.sources.imdb_pages import read_page
from reviews.tests.imdb_page_builders import (
    Opinion,
    cards_page,
    content,
    embedded_page,
    old_page,
    opinions,
    page,
    script,
    whole_page,
)

N = 6
DATA = content(opinions(N), total=200, cursor="g4w6")
ODD_VALUES = st.sampled_from(
    [None, [], {}, "", "x", 0, -1, 7.5, float("nan"), True, 10**30, [None], {"text": None}]
)
SHAPES = st.sampled_from([build(opinions(N), 200) for build in (cards_page, old_page, whole_page)])


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every node below ``data``."""
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for name, value in inner:
        found.append((*path, name))
        if isinstance(value, dict | list):
            found += places(value, (*path, name))
    return found


PLACES = places(DATA)


def damaged(data: Any, path: tuple[Any, ...], *values: Any) -> None:
    """Replace what is at ``path``, or delete it if no value is given; a path may be gone."""
    for name in path[:-1]:
        try:
            data = data[name]
        except (KeyError, IndexError, TypeError):
            return
    try:
        if values:
            data[path[-1]] = copy.deepcopy(values[0])  # the next damage may be within it
        else:
            del data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return


def check(html: str) -> None:
    answer = read_page(html)
    if not answer.records:
        assert not answer.outcome.is_success
        assert answer.outcome != FetchOutcome.NO_REVIEWS
    if answer.outcome == FetchOutcome.FETCHED:
        assert not answer.missing
    assert all(r.source_id and r.body and r.url for r in answer.records)
    assert all(r.rating in range(1, 11) for r in answer.records if r.rating is not None)
    assert all(0 <= (r.helpful_votes or 0) <= (r.votes_total or 2**31) for r in answer.records)


damage = st.lists(
    st.tuples(st.sampled_from(PLACES), st.one_of(st.just(()), st.tuples(ODD_VALUES))),
    min_size=1,
    max_size=6,
)


@settings(max_examples=300)
@given(damage)
def test_damaged_data_never_raise_and_are_no_empty_success(changes):
    data = copy.deepcopy(DATA)
    total = data["props"]["pageProps"]["contentData"]["data"]["title"]["reviews"]
    for path, values in changes:
        damaged(data, path, *values)
    if total.get("total") == 0:  # the page says itself that it has none
        total["total"] = None
    check(page(script(data)))


@settings(max_examples=150)
@given(SHAPES, st.lists(st.integers(0, 10_000), min_size=1, max_size=12), st.booleans())
def test_deleted_nodes_never_raise_and_are_no_empty_success(html, numbers, is_emptied):
    soup = BeautifulSoup(html, "html.parser")
    for number in numbers:
        tags = soup.find_all(True)
        if tags:
            tag = tags[number % len(tags)]
            tag.clear() if is_emptied else tag.decompose()
    check(str(soup))


@settings(max_examples=150)
@given(SHAPES, st.integers(0, 200_000))
def test_half_a_page_never_raises_and_is_no_empty_success(html, length):
    check(html[:length])


@settings(max_examples=100)
@given(st.sampled_from(range(N)), st.sampled_from(["reviewId", "reviewText"]), ODD_VALUES)
def test_a_review_that_cannot_be_stored_is_counted(position, fact, value):
    data = copy.deepcopy(DATA)
    damaged(data, ("props", "pageProps", "contentData", "reviews", position, "review", fact), value)
    answer = read_page(page(script(data)))
    is_text = fact == "reviewText" and value == "x"
    assert len(answer.records) == (N if is_text else N - 1)
    assert answer.outcome == (FetchOutcome.FETCHED if is_text else FetchOutcome.PARTIAL)


@settings(max_examples=200)
@given(st.text(max_size=300), st.booleans())
def test_any_text_has_a_name(text, is_long):
    check(text + (" . " * 10_000 if is_long else ""))


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["review", "node", "reviewText", "id"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_list_of_reviews_has_a_name(reviews):
    data = copy.deepcopy(DATA)
    data["props"]["pageProps"]["contentData"]["reviews"] = reviews
    check(page(script(json.loads(json.dumps(data)))))


def test_the_undamaged_pages_are_whole():
    for html in (embedded_page(opinions(N)), cards_page(opinions(N)), old_page(opinions(N))):
        assert read_page(html).outcome == FetchOutcome.FETCHED


HOSTILE = {
    "comments left open": "<!-- ",
    "declarations left open": "<![x ",
    "instructions left open": "<?x ",
    "tags left open": "<a ",
    "ends left open": "</a ",
    "scripts left open": "<script ",
    "data left open": '<script id="__NEXT_DATA__">',
    "line breaks": "<br>",
    "nesting": "<div>",
    "cards inside cards": '<article class="user-review-item">',
    "old items inside each other": '<div class="lister-item-content">',
    "digits": "1234567890",
    "entities": "&lt",
    "brackets": "<",
    "spaces": " \t",
    "quotes": '<a b="',
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_page_that_is_made_to_keep_us_busy_does_not(piece):
    """Seconds; what looks again and again to the end of the page takes minutes."""
    much = piece * (300_000 // len(piece))
    started = time.process_time()
    check(f"{much}>")
    check(embedded_page([Opinion(text="Good.", headline=much, author=much)]))
    check(old_page(opinions(1)).replace("found this", f"{much} found this"))
    assert time.process_time() - started < 30
