"""Reviews out of what TMDB answers. [pure]"""

import re
from collections import Counter
from collections.abc import Sequence

from catalog.clients.payload import Reading, as_utc
from catalog.clients.tmdb_payloads import Review, ReviewPage
from reviews.sources.base import (
    MAX_AUTHOR,
    MAX_BODY,
    FetchOutcome,
    ReviewRecord,
    SourceAnswer,
    unique,
)
from reviews.texts import plain_text

MAX_URL = 300
#: Names of odd fields without which there is no review.
LOST = re.compile(r"results\.([0-9]+)(?:\.id)?")
#: What every review is known to say; a rating need not be given.
KNOWN_FACTS = {"author": "author", "date": "published_at"}
#: Addresses of reviews begin so; any other is left out.
SITE = "https://www.themoviedb.org/review/"


def read_reviews(reading: Reading[ReviewPage]) -> SourceAnswer:
    """Return one page of reviews; ``cursor`` is the number of the next page.

    Only a page that says so itself counts as one of no reviews.
    """
    page = reading.payload
    sent = page.model_fields_set
    lost = len({found[1] for name in reading.odd if (found := LOST.fullmatch(name))})
    records = unique(record for review in page.results if (record := _record(review)))
    claimed = max(page.total_results, len(records)) if "total_results" in sent else None
    missing = _missing(records)
    missing["text or id"] = len(page.results) - len(records) + lost
    missing = +missing
    present = len(page.results) + lost
    return SourceAnswer(
        outcome=_outcome(len(records), present, claimed, "results" in sent, missing),
        records=records,
        claimed=claimed,
        missing=missing,
        cursor=str(page.page + 1) if 0 < page.page < page.total_pages else "",
        detail=f"{len(records)} of {present} reviews read" + _and_odd(reading.odd),
    )


def _outcome(
    found: int, present: int, claimed: int | None, is_list: bool, missing: Counter[str]
) -> FetchOutcome:
    if found:
        if found < present:
            return FetchOutcome.PARTIAL
        return FetchOutcome.FIELDS_MISSING if missing else FetchOutcome.FETCHED
    if present or not is_list or claimed is None:
        return FetchOutcome.LAYOUT_CHANGED
    return FetchOutcome.REVIEWS_MISSING if claimed else FetchOutcome.NO_REVIEWS


def _missing(records: Sequence[ReviewRecord]) -> Counter[str]:
    missing = Counter[str]()
    for name, fact in KNOWN_FACTS.items():
        missing[name] = sum(getattr(record, fact) in (None, "") for record in records)
    return missing


def _record(review: Review) -> ReviewRecord | None:
    """Return one review; None without a text."""
    body = plain_text(review.content)[:MAX_BODY].rstrip()
    if not body:
        return None
    url = review.url if review.url.startswith(SITE) and len(review.url) <= MAX_URL else ""
    return ReviewRecord(
        source_id=review.id[:80],
        body=body,
        author=(review.author or review.author_details.username)[:MAX_AUTHOR],
        rating=_rating(review.author_details.rating),
        published_at=as_utc(review.created_at),
        url=url,
    )


def _rating(value: float | None) -> int | None:
    """Return a rating of 1-10; the halves that TMDB allows are rounded up."""
    if value is None or not 0 < value <= 10:
        return None
    return max(1, int(value + 0.5))


def _and_odd(odd: Sequence[str]) -> str:
    return f"; odd: {', '.join(odd[:5])}" if odd else ""
