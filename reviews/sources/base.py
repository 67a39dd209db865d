"""What a source of reviews is asked, what it answers, and what may become of asking it. [pure]"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self

from catalog.clients.errors import (
    ClientConfigError,
    ClientError,
    InvalidResponse,
    NotFound,
    Refused,
)

#: What the columns of ``Review`` hold.
MAX_BODY, MAX_HEADLINE, MAX_AUTHOR = 10_000, 200, 100

#: A source counts some reviews that it does not show: fewer than this share of them is a loss.
ALL_BUT = 0.9


class FetchOutcome(StrEnum):
    """What came of asking a source about one title; docs/operations.md says what to do about it."""

    #: Every review of the pages that were read is here, whole.
    FETCHED = "fetched"
    #: The source itself says that it has none.
    NO_REVIEWS = "no_reviews"
    #: Reviews came; something they are known to say did not (``SourceAnswer.missing``).
    FIELDS_MISSING = "fields_missing"
    #: Fewer reviews could be read than were there.
    PARTIAL = "partial"
    #: The source knows no such title.
    NOT_FOUND = "not_found"
    #: No reviews, where the page itself counts some.
    REVIEWS_MISSING = "reviews_missing"
    #: A whole page in which nothing is where it was.
    LAYOUT_CHANGED = "layout_changed"
    #: An answer without content, such as IMDb's 202.
    EMPTY = "empty"
    #: A page that asks the browser to prove itself by a script.
    CHALLENGE = "challenge"
    #: A page that asks for a human.
    CAPTCHA = "captcha"
    #: A page that asks for consent first.
    CONSENT = "consent"
    #: 403: the source does not want us.
    BLOCKED = "blocked"
    #: 5xx, no connection, no whole answer in time.
    UNAVAILABLE = "unavailable"
    #: The source's robots.txt forbids the page, or cannot be read.
    ROBOTS = "robots"
    #: No key, or a key that is not accepted.
    NO_KEY = "no_key"
    #: We did not go on: too much data, another host.
    REFUSED = "refused"
    #: Something else than this source is known to say.
    INVALID = "invalid"

    @property
    def is_success(self) -> bool:
        """Return whether what was asked is known now, if not in every detail."""
        return self in SUCCESSES

    @property
    def has_yield(self) -> bool:
        """Return whether reviews came."""
        return self in YIELDS

    @property
    def is_drought(self) -> bool:
        """Return whether an answer came that brought nothing where there should be something.

        So not where the source has none, nor where nobody answered.
        """
        return self in DROUGHTS


YIELDS = frozenset({FetchOutcome.FETCHED, FetchOutcome.FIELDS_MISSING, FetchOutcome.PARTIAL})
SUCCESSES = YIELDS | {FetchOutcome.NO_REVIEWS, FetchOutcome.NOT_FOUND}
#: What says nothing about a source's pages: nobody was there, or we did not come so far.
SILENCES = frozenset(
    {FetchOutcome.UNAVAILABLE, FetchOutcome.ROBOTS, FetchOutcome.NO_KEY, FetchOutcome.REFUSED}
)
#: Pages that are put before the one that was asked for.
BARRIERS = frozenset({FetchOutcome.CHALLENGE, FetchOutcome.CAPTCHA, FetchOutcome.CONSENT})
DROUGHTS = frozenset(FetchOutcome) - SUCCESSES - SILENCES


def outcome_named(name: str) -> FetchOutcome:
    """Return the outcome of this name, also of a client's; INVALID for a name that is none."""
    if name.startswith("robots"):
        return FetchOutcome.ROBOTS
    return FetchOutcome(name) if name in set(FetchOutcome) else FetchOutcome.INVALID


def outcome_of(error: ClientError) -> FetchOutcome:
    """Return what a client's error is as the outcome of a fetch."""
    match error:
        case InvalidResponse():
            return outcome_named(error.outcome)
        case NotFound():
            return FetchOutcome.NOT_FOUND
        case ClientConfigError():
            return FetchOutcome.NO_KEY
        case Refused():
            return FetchOutcome.REFUSED
    return FetchOutcome.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class TitleKeys:
    """How others know a title; what is unknown is None. ``is_show``: a series."""

    imdb_id: str | None = None
    tmdb_id: int | None = None
    is_show: bool = False


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review as a source tells it: plain text, not safe HTML.

    ``rating`` 1-10. None, or "", is what the source did not say.
    """

    source_id: str
    body: str
    author: str = ""
    rating: int | None = None
    headline: str = ""
    published_at: datetime | None = None
    url: str = ""
    is_spoiler: bool | None = None
    helpful_votes: int | None = None
    votes_total: int | None = None

    def filled_from(self, other: Self) -> Self:
        """Return this review with what it does not say taken from ``other``."""
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        unsaid = [name for name, value in facts.items() if value in (None, "")]
        return replace(self, **{name: getattr(other, name) for name in unsaid})


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What a source has answered about one title."""

    outcome: FetchOutcome
    records: tuple[ReviewRecord, ...] = ()
    #: How many reviews the source says there are; None if it does not say.
    claimed: int | None = None
    #: What is missing: {name of the fact: in how many reviews}.
    missing: Counter[str] = field(default_factory=Counter)
    #: Where to go on; "" if that was all.
    cursor: str = ""
    #: One sentence for the administrator: what was read, or what was the matter.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """What the pages of one title that were read one after the other say together."""

    #: None as long as no page was read.
    outcome: FetchOutcome | None = None
    pages: int = 0
    found: int = 0
    claimed: int | None = None
    missing: Counter[str] = field(default_factory=Counter)
    detail: str = ""

    def plus(self, answer: SourceAnswer) -> Self:
        """Return the round with one page more.

        Whatever is the matter with a later page leaves the reviews of those before it PARTIAL.
        """
        claims = {self.claimed, answer.claimed} - {None}
        return replace(
            self,
            outcome=_together(self.outcome, answer.outcome) if self.found else answer.outcome,
            pages=self.pages + 1,
            found=self.found + len(answer.records),
            claimed=max((n for n in claims if n is not None), default=None),
            missing=self.missing + answer.missing,
            detail=answer.detail,
        )

    def ended(self) -> Self:
        """Return the round when its last page leads to no other: fewer than claimed are PARTIAL."""
        if not self.found or self.found >= ALL_BUT * (self.claimed or 0):
            return self
        missing = self.missing + Counter({"next page": 1})
        return replace(self, outcome=FetchOutcome.PARTIAL, missing=missing)


def _together(before: FetchOutcome | None, outcome: FetchOutcome) -> FetchOutcome:
    """Return the outcome of several pages, the first of which has brought reviews."""
    if before == outcome == FetchOutcome.FETCHED:
        return outcome
    is_whole = {before, outcome} <= {FetchOutcome.FETCHED, FetchOutcome.FIELDS_MISSING}
    return FetchOutcome.FIELDS_MISSING if is_whole else FetchOutcome.PARTIAL


class ReviewSource(Protocol):
    """Something that has reviews of titles; named in settings.REVIEW_SOURCES."""

    #: What ``Review.source`` holds.
    name: str

    def is_on(self) -> bool:
        """Return whether the operator lets it be asked."""

    def knows(self, keys: TitleKeys) -> bool:
        """Return whether it can be asked about a title that has these keys."""

    def fetch(self, keys: TitleKeys, cursor: str = "") -> SourceAnswer:
        """Ask for one page of reviews, the first or the one at ``cursor``.

        Raises ClientError if the service cannot be asked or does not answer; what it answered is
        told by the outcome. Takes seconds: never inside a request or a transaction.
        """


def unique(records: Iterable[ReviewRecord]) -> tuple[ReviewRecord, ...]:
    """Return the records without repeated ids; of two the first, filled from the later ones."""
    by_id: dict[str, ReviewRecord] = {}
    for record in records:
        first = by_id.get(record.source_id)
        by_id[record.source_id] = first.filled_from(record) if first else record
    return tuple(by_id.values())
