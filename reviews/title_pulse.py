"""What the page of a title says of its reviews: the average film, quotes, signs of organising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from catalog.aspects import ASPECTS
from catalog.models import Title
from catalog.shares import share_of
from reviews.evidence import ENOUGH, Difference
from reviews.models import AspectBaseline, AspectScore, Review, TitlePulse
from reviews.praise import beyond_average
from reviews.pulse import SentimentSummary, sentiment_summary
from reviews.quotes import SAID

#: Aspects that a title is said to be loved or disliked for.
MOST_NAMED = 3


@dataclass(frozen=True)
class Quotation:
    """A sentence of a review, word by word: ``review.text[start:end]``."""

    text: str
    start: int
    end: int
    compound: float
    review: Review
    aspect: str = ""


@dataclass(frozen=True)
class AspectBar:
    """What reviewers say of one aspect, beside the average film; percents are of praise."""

    aspect: str
    name: str
    score: AspectScore
    difference: Difference
    average_percent: int
    praise: Sequence[Quotation] = field(repr=False, default=())
    blame: Sequence[Quotation] = field(repr=False, default=())

    @property
    def percent(self) -> int:
        return round(100 * self.score.value)

    @property
    def points(self) -> int:
        """Return the difference in points of percent."""
        return round(100 * self.difference.value)

    @property
    def width(self) -> int:
        """Return how long the bar is."""
        return abs(self.points)

    @property
    def low_points(self) -> int:
        return round(100 * self.difference.low)

    @property
    def high_points(self) -> int:
        return round(100 * self.difference.high)

    @property
    def verdict(self) -> str:
        """Return "positive" or "negative" if that is beyond chance, else "mixed"."""
        if self.difference.is_better:
            return "positive"
        return "negative" if self.difference.is_worse else "mixed"


@dataclass(frozen=True)
class Named:
    """An aspect that a title is loved or disliked for, and a sentence that says so, if any does."""

    bar: AspectBar
    quote: Quotation | None


def _named(bars: Iterable[tuple[AspectBar, Sequence[Quotation]]]) -> list[Named]:
    """Give each aspect its most telling sentence that no other has: no guess, none told twice."""
    told: set[str] = set()
    named = []
    for bar, quotes in bars:
        fresh = (each for each in quotes if each.text not in told and abs(each.compound) >= SAID)
        quote = next(fresh, None)
        if quote:
            told.add(quote.text)
        named.append(Named(bar, quote))
    return named


@dataclass(frozen=True)
class AnomalyNotice:
    """A sign that reviews are organised, with the scores with and without those in question."""

    kind: str
    n: int
    of: int
    reviews: int
    rating: float | None
    rating_without: float | None
    compound: float | None
    compound_without: float | None
    first_on: date | None = None
    last_on: date | None = None

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> AnomalyNotice:
        days = {day: stored[day] and date.fromisoformat(stored[day]) for day in DAYS}
        return cls(**{**stored, **days})


DAYS = ("first_on", "last_on")


@dataclass(frozen=True)
class ReviewPulse:
    """All of it, as templates show it."""

    summary: SentimentSummary
    row: TitlePulse | None
    #: Those with enough evidence, in the order of ASPECTS.
    bars: Sequence[AspectBar]
    #: Those without.
    unsure: Sequence[AspectBar]
    quotes: Sequence[Quotation]
    anomalies: Sequence[AnomalyNotice]

    @property
    def loved(self) -> list[Named]:
        """Return what is praised more than on the average film, the surest first."""
        better = [bar for bar in self.bars if bar.difference.is_better]
        better.sort(key=lambda bar: -bar.difference.low)
        return _named((bar, bar.praise) for bar in better[:MOST_NAMED])

    @property
    def disliked(self) -> list[Named]:
        """Return what is praised less than on the average film, the surest first."""
        worse = [bar for bar in self.bars if bar.difference.is_worse]
        worse.sort(key=lambda bar: bar.difference.high)
        return _named((bar, bar.blame) for bar in worse[:MOST_NAMED])

    @property
    def quote_for(self) -> Quotation | None:
        return next((quote for quote in self.quotes if quote.compound > 0), None)

    @property
    def quote_against(self) -> Quotation | None:
        return next((quote for quote in self.quotes if quote.compound < 0), None)


def review_pulse(title: Title, *, with_quotes: bool = True) -> ReviewPulse:
    """Return what is said of ``title``: 4 queries, 3 without quotes, 1 without reviews."""
    summary = sentiment_summary(title)
    if not summary.n:
        return ReviewPulse(summary, None, [], [], [], [])
    row = TitlePulse.objects.filter(title=title).first()
    scores = _scores(title)
    texts = _Texts(_wanted(row, scores) if with_quotes else [])
    bars = sorted((_bar(score, texts) for score in scores), key=lambda bar: ORDER[bar.aspect])
    return ReviewPulse(
        summary,
        row,
        [bar for bar in bars if bar.difference.is_enough],
        [bar for bar in bars if not bar.difference.is_enough],
        list(texts.quotations(row.quotes if row else [])),
        [AnomalyNotice.of_json(stored) for stored in (row.anomalies if row else [])],
    )


ORDER = {aspect: place for place, aspect in enumerate(ASPECTS)}


def _scores(title: Title) -> list[AspectScore]:
    """Return the title's scores, each with the average title's as ``average``, ``average_n``."""
    baseline = AspectBaseline.objects.filter(aspect=OuterRef("aspect"))
    scores = AspectScore.objects.filter(title=title, aspect__in=ASPECTS).annotate(
        average=Subquery(baseline.values("value")), average_n=Subquery(baseline.values("n"))
    )
    return [score for score in scores if score.average is not None]


def _bar(score: Any, texts: _Texts) -> AspectBar:
    average = share_of(score.average * score.average_n, score.average_n)
    return AspectBar(
        score.aspect,
        ASPECTS[score.aspect],
        score,
        beyond_average(score, average),
        round(100 * score.average),
        list(texts.quotations(score.praise_quotes, score.aspect)),
        list(texts.quotations(score.blame_quotes, score.aspect)),
    )


def _wanted(row: TitlePulse | None, scores: Iterable[AspectScore]) -> list[list[float]]:
    """Return all quotes whose texts are needed; of aspects without evidence, none."""
    quotes = list(row.quotes) if row else []
    for score in scores:
        if score.n >= ENOUGH:
            quotes += score.praise_quotes + score.blame_quotes
    return quotes


class _Texts:
    """The reviews that are quoted; 1 query, none for no quotes."""

    def __init__(self, quotes: Sequence[Sequence[float]]) -> None:
        ids = {int(quote[0]) for quote in quotes}
        columns = ("headline", "body", "author", "source", "rating", "sentence_scores", "title")
        reviews = Review.objects.filter(pk__in=ids).select_related("title")
        self._reviews = {r.pk: r for r in (reviews.only(*columns, "title__slug") if ids else ())}

    def quotations(self, quotes: Iterable[Sequence[Any]], aspect: str = "") -> Iterator[Quotation]:
        """Yield those that are still sentences of their reviews: a text may have been edited."""
        for review_id, start, end, compound in quotes:
            review = self._reviews.get(review_id)
            if review and any(row[0] == start and row[1] == end for row in review.sentence_scores):
                yield Quotation(review.text[start:end], start, end, compound, review, aspect)
