"""Signs that ratings or reviews of a title are organised, and its score without them. [pure]

Each sign has a threshold that anybody can check (docs/aspects.md repeats them). A sign is no
proof: all reviews stay, the score stays, and what the score would be without the reviews in
question is shown beside it.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reviews.sentiment.phrases import tokens_of

#: Counts changes of this module that change what is found.
REVISION = 1

# A burst of dates: within BURST_DAYS, not of the first month, at least BURST_LEAST reviews and
# BURST_SHARE of all that have a date.
BURST_DAYS, FIRST_DAYS, BURST_LEAST, BURST_SHARE = 3, 30, 10, 0.25

# Extreme bimodality: of at least BIMODAL_LEAST ratings, BIMODAL_SHARE are 1 or 10, and each of
# the two is at least BIMODAL_EACH.
BIMODAL_LEAST, BIMODAL_SHARE, BIMODAL_EACH = 30, 0.70, 0.20

# Near-duplicate texts: at least ALIKE_LEAST reviews of ALIKE_WORDS words or more, whose runs of
# RUN words are the same in ALIKE_SHARE of the cases (Jaccard, estimated from the SKETCH smallest
# hashes of each: Broder 1997).
ALIKE_LEAST, ALIKE_WORDS, ALIKE_SHARE, RUN, SKETCH = 3, 20, 0.6, 5, 32


@dataclass(frozen=True, slots=True)
class Voice:
    """What is looked at of one review."""

    review_id: int
    rating: int | None = None
    compound: float | None = None
    written_on: date | None = None
    #: Of its text, by ``sketch_of``.
    sketch: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One sign: how many of how many reviews show it, and which they are."""

    kind: str
    n: int
    of: int
    review_ids: frozenset[int] = field(repr=False)
    #: When a burst began and ended.
    first_on: date | None = None
    last_on: date | None = None


def sketch_of(text: str) -> list[int]:
    """Return the SKETCH smallest hashes of the runs of words in ``text``; none of a short text."""
    words = [token.word for token in tokens_of(text)]
    if len(words) < ALIKE_WORDS:
        return []
    runs = {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    return sorted({zlib.crc32(run.encode()) for run in runs})[:SKETCH]


def find_anomalies(voices: Sequence[Voice]) -> list[Anomaly]:
    """Return the signs that a title's reviews show, at most one of each kind."""
    found = (_burst(voices), _bimodality(voices), _near_duplicates(voices))
    return [anomaly for anomaly in found if anomaly]


def without(voices: Sequence[Voice], anomalies: Iterable[Anomaly]) -> list[Voice]:
    """Return the reviews that show none of these signs."""
    questioned = frozenset().union(*(anomaly.review_ids for anomaly in anomalies))
    return [voice for voice in voices if voice.review_id not in questioned]


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of what is known, two digits; None if nothing is."""
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 2) if known else None


def _burst(voices: Sequence[Voice]) -> Anomaly | None:
    dated = sorted((v.written_on, v.review_id) for v in voices if v.written_on is not None)
    if len(dated) < BURST_LEAST:
        return None
    opening_ends = dated[0][0] + timedelta(days=FIRST_DAYS)
    best: tuple[int, int] = (0, 0)
    last = 0
    for first, (day, _) in enumerate(dated):
        if day < opening_ends:
            continue
        last = max(last, first)
        while last < len(dated) and dated[last][0] < day + timedelta(days=BURST_DAYS):
            last += 1
        best = max(best, (first, last), key=lambda each: each[1] - each[0])
    inside = dated[best[0] : best[1]]
    if len(inside) < max(BURST_LEAST, BURST_SHARE * len(dated)):
        return None
    ids = frozenset(review_id for _, review_id in inside)
    return Anomaly("burst", len(ids), len(dated), ids, inside[0][0], inside[-1][0])


def _bimodality(voices: Sequence[Voice]) -> Anomaly | None:
    ratings = Counter(voice.rating for voice in voices if voice.rating is not None)
    n = ratings.total()
    extremes = ratings[1] + ratings[10]
    if n < BIMODAL_LEAST or extremes < BIMODAL_SHARE * n:
        return None
    if min(ratings[1], ratings[10]) < BIMODAL_EACH * n:
        return None
    ids = frozenset(voice.review_id for voice in voices if voice.rating in (1, 10))
    return Anomaly("bimodal", extremes, n, ids)


def _near_duplicates(voices: Sequence[Voice]) -> Anomaly | None:
    """Find reviews that are like an earlier one; that one is not in question itself."""
    seen: dict[int, list[int]] = {}
    sketches = {voice.review_id: voice.sketch for voice in voices if voice.sketch}
    copies: set[int] = set()
    alike: set[int] = set()
    for review_id, sketch in sorted(sketches.items()):
        shared = Counter(other for value in sketch for other in seen.get(value, ()))
        twin = next((o for o, _ in shared.most_common(5) if _is_alike(sketch, sketches[o])), None)
        if twin is not None:
            copies.add(review_id)
            alike |= {review_id, twin}
            continue  # its first like stands for it
        for value in sketch:
            seen.setdefault(value, []).append(review_id)
    if len(alike) < ALIKE_LEAST:
        return None
    return Anomaly("alike", len(alike), len(sketches), frozenset(copies))


def _is_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    smallest = sorted(one | other)[:SKETCH]
    both = sum(value in one and value in other for value in smallest)
    return both >= ALIKE_SHARE * len(smallest)
