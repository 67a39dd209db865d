"""Reviews out of what TMDB answers. [pure]

::

    {"reviews": {"page": 1, "total_pages": 1, "total_results": 2, "results": [{
        "id": "58a2…", "author": "Ada L.", "author_details": {"username": …, "rating": 8.0},
        "content": "…", "created_at": "2021-03-14T17:22:35.385Z", "url": "https://…"}, …]}}

Older answers have no ``author_details`` and no ``created_at``.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from reviews.sources.base import (
    MAX_AUTHOR,
    MAX_BODY,
    FetchOutcome,
    ReviewRecord,
    SourceAnswer,
    unique,
)
from reviews.texts import plain_text

REVIEW_ID = re.compile(r"[0-9A-Za-z]{1,40}")
#: What every review is known to say; a rating need not be given.
KNOWN_FACTS = {"author": "author", "date": "published_at"}


def read_reviews(reviews: object) -> SourceAnswer:
    """Return the reviews of one page of them; ``reviews`` is that part of TMDB's answer, as JSON.

    ``cursor`` is the number of the next page.
    """
    results = reviews.get("results") if isinstance(reviews, Mapping) else None
    if not isinstance(reviews, Mapping) or not isinstance(results, list):
        detail = "TMDB's answer has no list of reviews"
        return SourceAnswer(FetchOutcome.LAYOUT_CHANGED, detail=detail)
    records = unique(record for item in results if (record := _record(item)))
    claimed = reviews.get("total_results")
    claimed = claimed if isinstance(claimed, int) and claimed >= 0 else None
    missing = _missing(records)
    missing["text or id"] = len(results) - len(records)
    return SourceAnswer(
        outcome=_outcome(len(records), len(results), claimed, +missing),
        records=records,
        claimed=claimed,
        missing=+missing,
        cursor=_next_page(reviews),
        detail=f"{len(records)} of {len(results)} reviews read",
    )


def _outcome(found: int, present: int, claimed: int | None, missing: Counter[str]) -> FetchOutcome:
    if found < present:
        return FetchOutcome.PARTIAL if found else FetchOutcome.LAYOUT_CHANGED
    if not found:
        return FetchOutcome.NO_REVIEWS if claimed == 0 else FetchOutcome.REVIEWS_MISSING
    return FetchOutcome.FIELDS_MISSING if missing else FetchOutcome.FETCHED


def _missing(records: tuple[ReviewRecord, ...]) -> Counter[str]:
    missing = Counter[str]()
    for name, fact in KNOWN_FACTS.items():
        missing[name] = sum(getattr(record, fact) in (None, "") for record in records)
    return missing


def _record(item: object) -> ReviewRecord | None:
    """Return one review; None without an id or a text."""
    if not isinstance(item, Mapping):
        return None
    source_id, content = item.get("id"), item.get("content")
    if not (isinstance(source_id, str) and REVIEW_ID.fullmatch(source_id)):
        return None
    body = plain_text(content)[:MAX_BODY].rstrip() if isinstance(content, str) else ""
    if not body:
        return None
    details = item.get("author_details")
    details = details if isinstance(details, Mapping) else {}
    author = item.get("author") or details.get("username")
    return ReviewRecord(
        source_id=source_id,
        body=body,
        author=" ".join(author.split())[:MAX_AUTHOR] if isinstance(author, str) else "",
        rating=_rating(details.get("rating")),
        published_at=_date(item.get("created_at")),
        url=f"https://www.themoviedb.org/review/{source_id}",
    )


def _rating(value: object) -> int | None:
    """Return a rating of 1-10; halves, which TMDB allows, round to the even number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.5 <= value <= 10:
        return None
    return max(1, round(value))


def _date(value: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC) if read else None


def _next_page(reviews: Mapping[str, object]) -> str:
    page, pages = reviews.get("page"), reviews.get("total_pages")
    if isinstance(page, int) and isinstance(pages, int) and 0 < page < pages:
        return str(page + 1)
    return ""
