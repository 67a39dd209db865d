"""Sum up a title's reviews for its page: what is said of each aspect, and what stands for it.

Everything here follows from the rows of ``Review`` and ``AspectMention``: a title's sums may be
thrown away and made anew at any time. ``mark_stale`` says that they are to be.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.shares import share_of
from reviews.anomalies import Voice, find_anomalies, mean, without
from reviews.models import AspectMention, AspectScore, Review, TitlePulse
from reviews.praise import publish_praise
from reviews.quotes import Candidate, best_quotes, for_and_against

#: Titles per transaction.
BATCH = 25
#: Of each side of an aspect, so many quotes are kept.
QUOTES = 3
#: What is said within it is neither praise nor blame.
NEUTRAL_BELOW = 0.05


def mark_stale(title_ids: Collection[int]) -> None:
    """Say that the sums of these titles are out of date; 1 query."""
    mark = secrets.randbits(31)
    TitlePulse.objects.bulk_create(
        [TitlePulse(title_id=title_id, mark=mark) for title_id in sorted(title_ids)],
        update_conflicts=True,
        unique_fields=["title"],
        update_fields=["is_stale", "mark"],
        batch_size=500,
    )


def refresh_pulses(on_progress: Callable[[int], None] | None = None) -> int:
    """Sum up all titles that are marked as stale, return how many; resumable."""
    refreshed = 0
    while titles := _stale():
        refresh_titles(titles)
        refreshed += len(titles)
        if on_progress:
            on_progress(len(titles))
    return refreshed


def refresh_titles(title_ids: Sequence[int]) -> None:
    """Sum up these titles, and publish what they are praised for; some 15 queries.

    Nothing is locked while it reads and counts. If something changes meanwhile, the title stays
    marked, and is summed up again.
    """
    pulses = list(TitlePulse.objects.filter(title__in=title_ids).order_by("pk"))
    ids = [pulse.title_id for pulse in pulses]
    voices, mentions = _voices(ids), _mentions(ids)
    scores = [
        score
        for title_id in ids
        for score in _scores(title_id, mentions[title_id], voices[title_id])
    ]
    for pulse in pulses:
        _sum_up(pulse, list(voices[pulse.title_id].values()), mentions[pulse.title_id])
    with transaction.atomic():
        _store(pulses, scores)
        publish_praise(ids)


def _store(pulses: Sequence[TitlePulse], scores: Sequence[AspectScore]) -> None:
    """Replace what was summed up before; what was marked meanwhile, or deleted, stays as it is."""
    locked = TitlePulse.objects.select_for_update().filter(pk__in=[p.pk for p in pulses])
    marks = dict(locked.order_by("pk").values_list("title", "mark"))
    unchanged = [pulse for pulse in pulses if marks.get(pulse.title_id) == pulse.mark]
    ids = {pulse.title_id for pulse in unchanged}
    AspectScore.objects.filter(title__in=ids).delete()
    AspectScore.objects.bulk_create(score for score in scores if score.title_id in ids)
    TitlePulse.objects.bulk_update(unchanged, SUMS)


SUMS = ["is_stale", "median_compound", "median_rating", "quotes", "anomalies", "summed_at"]


def _stale() -> list[int]:
    stale = TitlePulse.objects.filter(is_stale=True).order_by("pk")
    return list(stale.values_list("title", flat=True)[:BATCH])


@dataclass(frozen=True, slots=True)
class _Mention:
    """A row of ``AspectMention``, and what its quote would be."""

    aspect: str
    quote: Candidate


def _voices(title_ids: Sequence[int]) -> dict[int, dict[int, Voice]]:
    """Return what each title's reviews are looked at for, by review."""
    columns = ("title", "pk", "rating", "compound", "published_at", "sketch")
    by_title: dict[int, dict[int, Voice]] = defaultdict(dict)
    for title_id, pk, rating, compound, published_at, sketch in (
        Review.objects.filter(title__in=title_ids).order_by("pk").values_list(*columns)
    ):
        day = published_at.date() if published_at else None
        by_title[title_id][pk] = Voice(pk, rating, compound, day, frozenset(sketch))
    return by_title


def _mentions(title_ids: Sequence[int]) -> dict[int, list[_Mention]]:
    columns = ("review", "start", "end", "compound", "sentence_compound", "is_masked")
    by_title: dict[int, list[_Mention]] = defaultdict(list)
    rows: Any = AspectMention.objects.filter(title__in=title_ids).order_by()
    for title_id, aspect, *quote in rows.values_list("title", "aspect", *columns).iterator(2_000):
        by_title[title_id].append(_Mention(aspect, Candidate(*quote)))
    return by_title


def _scores(
    title_id: int, mentions: Sequence[_Mention], voices: dict[int, Voice]
) -> Iterator[AspectScore]:
    """Yield what the reviews of a title come to for each aspect that they praise or blame."""
    by_aspect: dict[str, list[Candidate]] = defaultdict(list)
    for mention in mentions:
        if abs(mention.quote.compound) >= NEUTRAL_BELOW:
            by_aspect[mention.aspect].append(mention.quote)
    for aspect, candidates in by_aspect.items():
        shares = _shares(candidates)
        share = share_of(sum(shares), len(shares))
        yield AspectScore(
            title_id=title_id,
            aspect=aspect,
            n=share.n,
            sentences=len(candidates),
            praised=sum(each > 0.5 for each in shares),
            blamed=sum(each < 0.5 for each in shares),
            value=share.value,
            low=share.low,
            high=share.high,
            praise_quotes=best_quotes(candidates, voices, QUOTES, praise=True),
            blame_quotes=best_quotes(candidates, voices, QUOTES, praise=False),
        )


def _shares(candidates: Sequence[Candidate]) -> list[float]:
    """Return for each review which share of what it says is praise."""
    by_review: dict[int, list[bool]] = defaultdict(list)
    for candidate in candidates:
        by_review[candidate.review_id].append(candidate.compound > 0)
    return [sum(praise) / len(praise) for praise in by_review.values()]


def _sum_up(pulse: TitlePulse, voices: Sequence[Voice], mentions: Sequence[_Mention]) -> None:
    compounds = [voice.compound for voice in voices if voice.compound is not None]
    ratings = [voice.rating for voice in voices if voice.rating is not None]
    pulse.median_compound = median(compounds) if compounds else None
    pulse.median_rating = median(ratings) if ratings else None
    by_id = {voice.review_id: voice for voice in voices}
    pulse.quotes = for_and_against([mention.quote for mention in mentions], by_id)
    pulse.anomalies = anomalies_as_json(voices)
    pulse.is_stale, pulse.summed_at = False, timezone.now()


def anomalies_as_json(voices: Sequence[Voice]) -> list[dict[str, Any]]:
    """Return what looks organised, each with the scores with and without it."""
    return [
        {
            "kind": anomaly.kind,
            "n": anomaly.n,
            "of": anomaly.of,
            "first_on": anomaly.first_on and anomaly.first_on.isoformat(),
            "last_on": anomaly.last_on and anomaly.last_on.isoformat(),
            "reviews": len(anomaly.review_ids),
            "rating": mean(voice.rating for voice in voices),
            "rating_without": mean(voice.rating for voice in without(voices, [anomaly])),
            "compound": mean(voice.compound for voice in voices),
            "compound_without": mean(voice.compound for voice in without(voices, [anomaly])),
        }
        for anomaly in find_anomalies(voices)
    ]
