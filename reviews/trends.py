"""The reviews of a title over time, and their words beside their stars."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from catalog.models import Title
from catalog.ratings import whole_percents
from reviews.charts import Month, Period, StarRow, periods
from reviews.models import Review

#: Stars from here on say "liked it".
LIKED = 6


@dataclass(frozen=True)
class StarsAndWords:
    """How stars and words go together; ``agree_percent`` is of those that are on one side each."""

    rows: list[StarRow]
    n: int
    agree_percent: int | None


def over_time(title: Title) -> list[Period]:
    """Return how the dated reviews of ``title`` feel, period by period; 1 query."""
    dated: Any = Review.objects.filter(
        title=title, compound__isnull=False, published_at__isnull=False
    )
    months = (
        dated.order_by()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(n=Count("pk"), compound_sum=Sum("compound"))
    )
    return periods([Month(r["month"].date(), r["n"], r["compound_sum"]) for r in months])


def stars_and_words(title: Title) -> StarsAndWords:
    """Return the words of the reviews of ``title`` by their stars; 1 query."""
    rated: Any = Review.objects.filter(title=title, rating__isnull=False).exclude(label="")
    groups = rated.order_by().values("rating", "label")
    by_rating: dict[int, dict[str, tuple[int, float]]] = defaultdict(dict)
    for row in groups.annotate(n=Count("pk"), total=Sum("compound")):
        by_rating[row["rating"]][row["label"]] = (row["n"], row["total"])
    rows = [_row(rating, labels) for rating, labels in sorted(by_rating.items(), reverse=True)]
    sided: dict[bool, int] = defaultdict(int)
    for rating, labels in by_rating.items():
        for label, (count, _) in labels.items():
            if label != Review.Label.MIXED:
                sided[(rating >= LIKED) == (label == Review.Label.POSITIVE)] += count
    total = sum(sided.values())
    return StarsAndWords(
        rows, sum(row.n for row in rows), round(100 * sided[True] / total) if total else None
    )


def _row(rating: int, labels: dict[str, tuple[int, float]]) -> StarRow:
    counts = [labels.get(label, (0, 0.0))[0] for label in Review.Label.values]
    total = sum(compound for _, compound in labels.values())
    return StarRow(rating, sum(counts), round(total / sum(counts), 2), *whole_percents(counts))
