"""The pulse of a title: what its reviews say in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from django.db.models import Count, Max, Q, Sum

from catalog.models import Title
from catalog.ratings import whole_percents
from reviews.models import Review, source_name
from reviews.sentiment.base import label_of

RATINGS = range(1, 11)


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a distribution; the percents of all parts sum to 100, if there is anything."""

    value: str
    name: str
    n: int
    percent: int
    #: The parts before it: where its piece of a stacked bar begins.
    start: int


@dataclass(frozen=True, slots=True)
class SentimentSummary:
    """What the reviews of one title say together; None where there is nothing to say."""

    n: int
    n_scored: int
    compound: float | None
    label: str
    labels: list[Share]
    n_rated: int
    mean_rating: float | None
    ratings: list[Share]
    sources: list[Share]
    latest_published_at: datetime | None
    latest_scored_at: datetime | None

    @property
    def most_alike(self) -> int:
        """Return how many gave the commonest rating: the height of the histogram."""
        return max(share.n for share in self.ratings)

    @property
    def label_name(self) -> str:
        return Review.Label(self.label).label if self.label else ""


def sentiment_summary(title: Title) -> SentimentSummary:
    """Sum up the reviews of ``title``: 1 query."""
    by_source = _measures_by_source(title)
    total = {name: sum(row[name] or 0 for row in by_source) for name in _counted()}
    n_scored, n_rated = total["n_scored"], total["n_rated"]
    compound = round(total["compound_sum"] / n_scored, 4) if n_scored else None
    return SentimentSummary(
        n=total["n"],
        n_scored=n_scored,
        compound=compound,
        label=label_of(compound) if compound is not None else "",
        labels=shares([(label.value, label.label, total[f"n_{label}"]) for label in Review.Label]),
        n_rated=n_rated,
        mean_rating=round(total["rating_sum"] / n_rated, 2) if n_rated else None,
        ratings=shares([(str(value), str(value), total[f"n_{value}"]) for value in RATINGS]),
        sources=shares([(r["source"], source_name(r["source"]), r["n"]) for r in by_source]),
        latest_published_at=_latest(by_source, "published_at_max"),
        latest_scored_at=_latest(by_source, "scored_at_max"),
    )


def shares(parts: Sequence[tuple[str, str, int]]) -> list[Share]:
    """Return (value, name, n) as shares whose percents sum to 100 (largest remainders)."""
    percents = whole_percents([n for _, _, n in parts])
    starts = accumulate((n for _, _, n in parts), initial=0)
    return [
        Share(value, name, n, percent, start)
        for (value, name, n), percent, start in zip(parts, percents, starts, strict=False)
    ]


def _measures_by_source(title: Title) -> list[dict[str, Any]]:
    sources: Any = Review.objects.filter(title=title).order_by("source").values("source")
    return list(sources.annotate(**_measures()))


def _measures() -> dict[str, Any]:
    """Return the aggregates of one source's reviews, by name."""
    return {
        "n": Count("pk"),
        "n_scored": Count("compound"),
        "compound_sum": Sum("compound"),
        "n_rated": Count("rating"),
        "rating_sum": Sum("rating"),
        **{f"n_{label}": Count("pk", filter=Q(label=label)) for label in Review.Label},
        **{f"n_{value}": Count("pk", filter=Q(rating=value)) for value in RATINGS},
        "published_at_max": Max("published_at"),
        "scored_at_max": Max("scored_at"),
    }


def _counted() -> list[str]:
    """Return the names of the measures that add up over sources."""
    return [name for name in _measures() if not name.endswith("_max")]


def _latest(by_source: Sequence[dict[str, Any]], measure: str) -> datetime | None:
    return max((row[measure] for row in by_source if row[measure]), default=None)
