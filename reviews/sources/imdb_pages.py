"""Reviews out of an IMDb page, and a name for whatever is the matter with it. [pure]

A page is read in three ways, best first: the data embedded in it, the cards of the present layout,
the list that was shown until 2024. The second and third are asked for what the first does not
have. Zero reviews are never an answer by themselves: only a page that says so itself has none.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from bs4 import BeautifulSoup

from reviews.sources.base import FetchOutcome, ReviewRecord, SourceAnswer, unique
from reviews.sources.imdb_embedded import SCRIPT, read_embedded
from reviews.sources.imdb_markup import read_cards, read_old
from reviews.sources.imdb_reading import KNOWN_FACTS, Reading
from reviews.sources.imdb_values import soup_of

#: A page of more characters is a whole one, in which reviews should have been found.
WHOLE_PAGE = 20_000
#: So many reviews in a row without any rating are a lost field, no coincidence.
NEVER_UNRATED = 5
#: What pages hold that are put before the one that was asked for, in the order of looking.
BARRIERS = (
    (
        FetchOutcome.CAPTCHA,
        re.compile(r"captcha|robot check|enter the characters you see", re.IGNORECASE),
    ),
    (
        FetchOutcome.CHALLENGE,
        re.compile(
            r"awswaf|gokuProps|challenge-container|/challenge\.js|cf-challenge|cdn-cgi/challenge"
            r"|verify (?:that )?you are (?:not a robot|human)|just a moment",
            re.IGNORECASE,
        ),
    ),
    (
        FetchOutcome.CONSENT,
        re.compile(r"\bconsent\b|cookie (?:settings|preferences|policy)", re.IGNORECASE),
    ),
)
OTHER_WAYS: tuple[Callable[[BeautifulSoup], Reading], ...] = (read_cards, read_old)


def read_page(html: str) -> SourceAnswer:
    """Return the reviews of one page; whatever is odd about it is told by the outcome."""
    readings = _readings(html)
    records = [r for r in unique(_with_ids(readings)) if r.body]
    present = max((len(reading.items) for reading in readings), default=0)
    claims = [reading.claimed for reading in readings if reading.claimed is not None]
    claimed = max(*claims, len(records)) if claims else None
    missing = _missing(readings, records)
    return SourceAnswer(
        outcome=_outcome(html, len(records), present, claimed, missing),
        records=tuple(records),
        claimed=claimed,
        missing=missing,
        cursor=next((reading.cursor for reading in readings if reading.cursor), ""),
        detail=_detail(readings, len(records), present, missing),
    )


def _readings(html: str) -> list[Reading]:
    """Read the page in as many ways as it takes to have everything, or in all."""
    embedded = read_embedded(html)
    readings = [embedded] if embedded else []
    if embedded and embedded.is_whole():
        return readings
    soup = soup_of(html)
    return readings + [read(soup) for read in OTHER_WAYS]


def _with_ids(readings: Sequence[Reading]) -> list[ReviewRecord]:
    return [item for reading in readings for item in reading.items if item.source_id]


def _missing(readings: Sequence[Reading], records: Sequence[ReviewRecord]) -> Counter[str]:
    """Count what is missing once all readings are put together."""
    missing = Counter(part for reading in readings for part in reading.broken)
    items = max((reading.items for reading in readings), key=len, default=[])
    missing["id"] = sum(not item.source_id for item in items)
    missing["text"] = len({r.source_id for r in _with_ids(readings)}) - len(records)
    for name, fact in KNOWN_FACTS.items():
        missing[name] = sum(getattr(record, fact) in (None, "") for record in records)
    missing["rating"] = _lost_ratings(readings, records)
    return +missing


def _lost_ratings(readings: Sequence[Reading], records: Sequence[ReviewRecord]) -> int:
    """Count ratings that are missing; to give none is allowed, but not for everybody at once."""
    without = [record.source_id for record in records if record.rating is None]
    if len(without) == len(records) >= NEVER_UNRATED:
        return len(without)
    unrated = set[str]().union(*(reading.unrated for reading in readings))
    return sum(source_id not in unrated for source_id in without)


def _outcome(
    html: str, found: int, present: int, claimed: int | None, missing: Counter[str]
) -> FetchOutcome:
    if found:
        if found < present:
            return FetchOutcome.PARTIAL
        return FetchOutcome.FIELDS_MISSING if missing else FetchOutcome.FETCHED
    if present:
        return FetchOutcome.LAYOUT_CHANGED
    if claimed is not None:
        return FetchOutcome.REVIEWS_MISSING if claimed else FetchOutcome.NO_REVIEWS
    return _without_reviews(html)


def _without_reviews(html: str) -> FetchOutcome:
    """Return what a page is that holds no reviews and does not say that there are none."""
    if not html.strip():
        return FetchOutcome.EMPTY
    if not SCRIPT.search(html):
        for outcome, pattern in BARRIERS:
            if pattern.search(html):
                return outcome
    return FetchOutcome.LAYOUT_CHANGED if len(html) > WHOLE_PAGE else FetchOutcome.INVALID


def _detail(readings: Sequence[Reading], found: int, present: int, missing: Counter[str]) -> str:
    shapes = " and ".join(reading.shape for reading in readings if reading.items) or "nothing"
    lost = ", ".join(f"{name} ({n})" for name, n in sorted(missing.items()))
    return f"{found} of {present} reviews read from {shapes}" + (
        f"; missing: {lost}" if lost else ""
    )
