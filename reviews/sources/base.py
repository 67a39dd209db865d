"""What a source of reviews is asked, what it answers, and what may become of asking it. [pure]"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self

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
    def is_drought(self) -> bool:
        """Return whether a page came and nothing could be read in it: the sign of a new layout."""
        return self in DROUGHTS


SUCCESSES = frozenset(
    {
        FetchOutcome.FETCHED,
        FetchOutcome.NO_REVIEWS,
        FetchOutcome.FIELDS_MISSING,
        FetchOutcome.PARTIAL,
        FetchOutcome.NOT_FOUND,
    }
)
DROUGHTS = frozenset(
    {
        FetchOutcome.LAYOUT_CHANGED,
        FetchOutcome.REVIEWS_MISSING,
        FetchOutcome.EMPTY,
        FetchOutcome.INVALID,
    }
)


def outcome_named(name: str) -> FetchOutcome:
    """Return the outcome of this name; INVALID for a name that is none."""
    return FetchOutcome(name) if name in set(FetchOutcome) else FetchOutcome.INVALID


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


def combined(answers: Sequence[SourceAnswer]) -> SourceAnswer:
    """Return what the pages of one title, in their order, say together.

    Whatever is the matter with a later page leaves the reviews of those before it PARTIAL, and so
    do pages that end, without a cursor, well before the number of reviews they claim.
    """
    records = unique(record for answer in answers for record in answer.records)
    last = answers[-1]
    claims = [answer.claimed for answer in answers if answer.claimed is not None]
    missing = sum((answer.missing for answer in answers), Counter[str]())
    outcome = _worst(answers) if records else answers[0].outcome
    if records and claims and not last.cursor and len(records) < ALL_BUT * max(claims):
        outcome = FetchOutcome.PARTIAL
        missing["next page"] += 1
    return SourceAnswer(
        outcome=outcome,
        records=records,
        claimed=max(claims, default=None),
        missing=missing,
        cursor=last.cursor if last.outcome.is_success else "",
        detail=" · ".join(answer.detail for answer in answers if answer.detail)[:500],
    )


def _worst(answers: Sequence[SourceAnswer]) -> FetchOutcome:
    """Return the outcome of several pages of which some have brought reviews."""
    outcomes = {answer.outcome for answer in answers}
    if outcomes == {FetchOutcome.FETCHED}:
        return FetchOutcome.FETCHED
    with_reviews = {FetchOutcome.FETCHED, FetchOutcome.FIELDS_MISSING}
    return FetchOutcome.FIELDS_MISSING if outcomes <= with_reviews else FetchOutcome.PARTIAL
