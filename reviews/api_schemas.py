"""REST: how reviews, and what they say together, are told."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from catalog.aspects import Aspect
from reviews.models import AspectMention, Review
from reviews.sentiment.base import polarity_of
from reviews.shown_reviews import Revealed, show_review
from reviews.shown_text import Stretch
from reviews.title_pulse import AspectBar, Quotation, ReviewPulse

Polarity = Literal["positive", "neutral", "negative"]
#: What stands in a text where a sentence is left out.
LEFT_OUT = "[likely a spoiler]"


class AspectSaidOut(Schema):
    """What a sentence says of one aspect, from -1 to 1."""

    aspect: Aspect
    compound: float
    polarity: Polarity


class SentenceOut(Schema):
    """One sentence, its sentiment from -1 to 1, and where it is in headline, line end and body."""

    text: str = Field(description="Empty if it is left out as a likely spoiler")
    start: int
    end: int
    compound: float
    polarity: Polarity
    is_spoiler: bool = Field(description="Likely gives the film away")
    aspects: list[AspectSaidOut]


class SentimentOut(Schema):
    """How a review feels: ``compound`` from -1 (negative) to 1 (positive)."""

    compound: float
    label: Review.Label
    scored_by: str
    scored_at: datetime
    sentences: list[SentenceOut]


class ReviewOut(Schema):
    """One opinion about a title; ``sentiment`` is null until it is scored."""

    id: int
    title: str = Field(description="The title's slug", alias="title.slug")
    source: str
    source_name: str
    author: str
    rating: int | None = Field(description="1 to 10")
    headline: str = Field(alias="told_headline")
    body: str = Field(alias="told_body", description="Likely spoilers are left out of it")
    is_spoiler: bool | None = Field(description="What its source says")
    language: str = Field(description='Of its text, as "en"; "" until it is read')
    published_at: datetime | None
    url: str = Field(description="Its place on the site", alias="get_absolute_url")
    sentiment: SentimentOut | None

    @staticmethod
    def resolve_sentiment(review: Any) -> Any:
        if not review.is_scored:
            return None
        names = ("compound", "label", "scored_by", "scored_at")
        return {name: getattr(review, name) for name in names} | {
            "sentences": review.told_sentences
        }


class ShareOut(Schema):
    """One part of a distribution; the percents of all parts sum to 100."""

    value: str
    name: str
    n: int
    percent: int


class QuoteOut(Schema):
    """A sentence of a review, word by word, and where it is in headline, line end and body."""

    text: str
    start: int
    end: int
    compound: float
    review: int = Field(alias="review.pk")
    url: str = Field(alias="review.get_absolute_url")


class AspectOut(Schema):
    """One aspect: the share of praise, beside the average film; differences from -1 to 1."""

    aspect: Aspect
    name: str
    n: int = Field(alias="score.n", description="Reviews that praise or fault it")
    sentences: int = Field(alias="score.sentences")
    is_enough: bool = Field(
        alias="difference.is_enough", description="False below 5 reviews: not enough evidence"
    )
    praise: float = Field(alias="score.value")
    difference: float = Field(alias="difference.value")
    low: float = Field(alias="difference.low", description="Of its 95 % interval")
    high: float = Field(alias="difference.high")
    praise_quotes: list[QuoteOut]
    blame_quotes: list[QuoteOut]

    @staticmethod
    def resolve_praise_quotes(bar: AspectBar) -> list[Quotation]:
        return list(bar.praise)

    @staticmethod
    def resolve_blame_quotes(bar: AspectBar) -> list[Quotation]:
        return list(bar.blame)


class AnomalyOut(Schema):
    """A sign that reviews are organised, with the scores with and without those in question."""

    kind: Literal["burst", "bimodal", "alike"]
    n: int
    of: int
    rating: float | None
    rating_without: float | None
    compound: float | None
    compound_without: float | None
    first_on: date | None
    last_on: date | None


class PulseOut(Schema):
    """What the reviews of a title say together."""

    n: int
    n_scored: int
    compound: float | None = Field(description="Mean over the scored reviews")
    label: Review.Label | None
    labels: list[ShareOut]
    n_rated: int
    mean_rating: float | None
    ratings: list[ShareOut]
    sources: list[ShareOut]
    latest_published_at: datetime | None
    latest_scored_at: datetime | None
    aspects: list[AspectOut]
    loved_for: list[Aspect] = Field(description="Praised more than on the average film")
    disliked_for: list[Aspect]
    quotes: list[QuoteOut] = Field(description="One for the film, one against it")
    anomalies: list[AnomalyOut]


def pulse_out(pulse: ReviewPulse) -> dict[str, Any]:
    """Return a pulse as ``PulseOut`` reads it."""
    summary = {each.name: getattr(pulse.summary, each.name) for each in fields(pulse.summary)}
    return summary | {
        "label": pulse.summary.label or None,
        "aspects": [*pulse.bars, *pulse.unsure],
        "loved_for": [named.bar.aspect for named in pulse.loved],
        "disliked_for": [named.bar.aspect for named in pulse.disliked],
        "quotes": pulse.quotes,
        "anomalies": pulse.anomalies,
    }


def as_told(review: Review, show_spoilers: bool) -> Review:
    """Return ``review`` with what ``ReviewOut`` reads: its texts, without likely spoilers."""
    told: Any = review
    shown = show_review(review, Revealed(frozenset({review.pk})) if show_spoilers else None)
    told.told_headline = _told(shown.headline) if not shown.is_hidden else ""
    told.told_body = _told(shown.body) if not shown.is_hidden else LEFT_OUT
    mentions = list(review.mentions.all())
    told.told_sentences = [_sentence(each, mentions) for each in shown.sentences]
    return review


def _told(stretches: Any) -> str:
    return "".join(LEFT_OUT if each.is_masked else each.text for each in stretches)


def _sentence(stretch: Stretch, mentions: Sequence[AspectMention]) -> dict[str, Any]:
    said = [mention for mention in mentions if mention.start == stretch.start]
    return {
        "text": stretch.text,
        "start": stretch.start,
        "end": stretch.end,
        "compound": stretch.compound,
        "polarity": stretch.polarity,
        "is_spoiler": stretch.is_spoiler,
        "aspects": [
            {
                "aspect": mention.aspect,
                "compound": mention.compound,
                "polarity": polarity_of(mention.compound),
            }
            for mention in said
        ],
    }
