"""Reviews out of the data that an IMDb page carries for its own scripts. [pure]

::

    <script id="__NEXT_DATA__" type="application/json">
    {"props": {"pageProps": {"contentData": {
        "reviews": [{"review": {"reviewId": "rw…", "author": {"username": {"text": …}},
            "reviewSummary": …, "reviewText": …, "authorRating": 8, "submissionDate": "2021-03-14",
            "spoiler": false, "helpfulnessVotes": {"upVotes": 7, "downVotes": 1}}}, …],
        …: {"total": 200}, …: {"endCursor": …, "hasNextPage": true}}}}}

A title's own page holds the same facts under other names, in ``featuredReviews.edges[].node``.
Nothing in it has a contract: in July 2026 one field became null from one day to the next.
"""

import json
import re
from collections.abc import Iterator

from reviews.sources import imdb_values as values
from reviews.sources.base import MAX_AUTHOR, MAX_HEADLINE, ReviewRecord
from reviews.sources.imdb_reading import Reading

#: Bounded, as what a stranger sends may be made to keep a pattern busy.
SCRIPT = re.compile(r"<script\b[^<>]{0,200}\bid=[\"']?__NEXT_DATA__\b[^<>]{0,200}>", re.IGNORECASE)
#: Where reviews have been seen, below ``props.pageProps``; the first that holds any is read.
PLACES = (
    ("contentData", "reviews"),
    ("contentData", "data", "title", "reviews", "edges"),
    ("mainColumnData", "featuredReviews", "edges"),
    ("aboveTheFoldData", "featuredReviews", "edges"),
)
#: Where the page says how many reviews there are.
TOTALS = (
    ("contentData", "data", "title", "reviews", "total"),
    ("contentData", "reviewsTotal"),
    ("contentData", "totalReviews"),
    ("mainColumnData", "reviews", "total"),
    ("aboveTheFoldData", "reviews", "total"),
)
CURSORS = ("endCursor", "paginationKey", "nextCursor", "cursor")
#: A page has 25 or 50.
MOST_ITEMS = 500
#: Data nest about ten deep; deeper is not looked for a cursor.
DEEPEST = 12


def read_embedded(html: str) -> Reading | None:
    """Return what the embedded data say; None if the page carries none."""
    start = SCRIPT.search(html)
    if not start:
        return None
    reading = Reading("embedded data")
    end = html.find("</script", start.end())
    try:
        page = at(json.loads(html[start.end() : end]), "props", "pageProps")
    except (ValueError, RecursionError):
        page = None
    if not isinstance(page, dict):
        reading.broken.append("embedded data")
        return reading
    _read_items(page, reading)
    totals = (values.count(at(page, *place)) for place in TOTALS)
    reading.claimed = max((total for total in totals if total is not None), default=None)
    reading.cursor = next(_cursors(page.get("contentData")), "")
    return reading


def at(data: object, *path: str) -> object:
    """Return what is at ``path``; None if there is no such place."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _read_items(page: dict[str, object], reading: Reading) -> None:
    lists = [found for place in PLACES if isinstance(found := at(page, *place), list)]
    if not lists:
        reading.broken.append("embedded reviews")
    for item in next(filter(None, lists), [])[:MOST_ITEMS]:
        review = _inner(item)
        record = _record(review)
        reading.items.append(record)
        if "authorRating" in review and review["authorRating"] is None:
            reading.unrated.add(record.source_id)


def _inner(item: object) -> dict[str, object]:
    """Return the review inside its wrapping; {} if there is none."""
    for name in ("review", "node"):
        if isinstance(wrapped := at(item, name), dict):
            return wrapped
    return item if isinstance(item, dict) else {}


def _record(review: dict[str, object]) -> ReviewRecord:
    source_id = values.review_id(_first(review, ("reviewId",), ("id",)))
    headline = _first(review, ("reviewSummary",), ("summary", "originalText"))
    helpful, total = _votes(review)
    spoiler = review.get("spoiler")
    return ReviewRecord(
        source_id=source_id,
        body=values.body(_text(review)),
        author=values.one_line(_author(review), MAX_AUTHOR),
        rating=values.rating(review.get("authorRating")),
        headline=values.one_line(values.text_of(headline), MAX_HEADLINE),
        published_at=values.date(review.get("submissionDate")),
        url=values.url(source_id),
        is_spoiler=spoiler if isinstance(spoiler, bool) else None,
        helpful_votes=helpful,
        votes_total=total,
    )


def _first(review: dict[str, object], *places: tuple[str, ...]) -> object:
    """Return the first text at one of the places; None if there is none."""
    found = (at(review, *place) for place in places)
    return next((text for text in found if isinstance(text, str) and text.strip()), None)


def _author(review: dict[str, object]) -> object:
    return _first(review, ("author", "username", "text"), ("author", "nickName"))


def _text(review: dict[str, object]) -> str:
    original = "text", "originalText"
    markup = _first(review, ("reviewText",), (*original, "plaidHtml"))
    return values.text_of(markup) or values.tidy(_first(review, (*original, "plainText")))


def _votes(review: dict[str, object]) -> tuple[int | None, int | None]:
    """Return how many found it helpful, and how many voted; None where the page does not say."""
    for name in ("helpfulnessVotes", "helpfulness"):
        up = values.count(at(review, name, "upVotes"))
        down = values.count(at(review, name, "downVotes"))
        if up is not None:
            return up, None if down is None else min(up + down, values.MOST)
    return None, None


def _cursors(data: object, depth: int = 0) -> Iterator[str]:
    """Yield what says where the next page begins; lists are passed by: each item has its own."""
    if not isinstance(data, dict) or depth > DEEPEST:
        return
    if data.get("hasNextPage") is not False:
        for name in CURSORS:
            if cursor := values.cursor(data.get(name)):
                yield cursor
    for value in data.values():
        yield from _cursors(value, depth + 1)
