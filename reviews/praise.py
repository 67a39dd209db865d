"""The average title, and what titles are praised for beyond it, published to the catalogue."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.db.models import Count, F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from catalog.models import Praise
from catalog.shares import Share, share_of
from reviews.evidence import ENOUGH, HALF_WEIGHT, Difference, difference
from reviews.models import AspectBaseline, AspectScore

#: Titles whose praise is published at once.
BATCH = 1_000


def measure_baselines() -> None:
    """Measure the average title anew: 2 queries.

    A title counts n / (n + HALF_WEIGHT), so that neither the many titles with one review nor the
    few with thousands decide alone.
    """
    n = Cast("n", FloatField())
    weight = n / (n + float(HALF_WEIGHT))
    sums = (
        AspectScore.objects.order_by()
        .values("aspect")
        .annotate(
            weights=Sum(weight),
            total=Sum(weight * F("value")),
            titles=Count("pk"),
            reviews=Sum("n"),
        )
    )
    at = timezone.now()
    AspectBaseline.objects.bulk_create(
        [
            AspectBaseline(
                aspect=row["aspect"],
                value=min(max(row["total"] / row["weights"], 0.0), 1.0),
                titles=row["titles"],
                n=row["reviews"],
                measured_at=at,
            )
            for row in sums
        ],
        update_conflicts=True,
        unique_fields=["aspect"],
        update_fields=["value", "titles", "n", "measured_at"],
    )


def averages() -> dict[str, Share]:
    """Return the average title's share of praise for each aspect; 1 query."""
    rows = AspectBaseline.objects.values_list("aspect", "value", "n")
    return {aspect: share_of(value * n, n) for aspect, value, n in rows}


def beyond_average(score: AspectScore, average: Share) -> Difference:
    """Return how far a title's share of praise is above the average title's."""
    return difference(Share(score.value, score.n, score.low, score.high), average)


def publish_praise(title_ids: Sequence[int]) -> None:
    """Publish what these titles are praised for, and take back what they were: 4 queries."""
    known = averages()
    scores = AspectScore.objects.filter(title__in=title_ids, n__gte=ENOUGH).defer(*QUOTES)
    rows = list(_praise(scores, known))
    with transaction.atomic():
        Praise.objects.filter(title__in=title_ids).delete()
        Praise.objects.bulk_create(rows)


def publish_all_praise() -> None:
    """Publish what all titles are praised for, as after the average title was measured anew."""
    scored = AspectScore.objects.filter(n__gte=ENOUGH).values_list("title", flat=True)
    praised = Praise.objects.values_list("title", flat=True)
    title_ids = sorted({*scored.distinct(), *praised.distinct()})
    for start in range(0, len(title_ids), BATCH):
        publish_praise(title_ids[start : start + BATCH])


QUOTES = ("praise_quotes", "blame_quotes")


def _praise(scores: Collection[AspectScore], known: dict[str, Share]) -> Iterator[Praise]:
    for score in scores:
        if score.aspect not in known:
            continue
        found = beyond_average(score, known[score.aspect])
        if found.is_better:
            yield Praise(
                title_id=score.title_id,
                aspect=score.aspect,
                difference=found.value,
                low=found.low,
                high=found.high,
                n=found.n,
            )
