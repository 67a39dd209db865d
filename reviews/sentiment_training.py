"""Training of the linear engine: from a file of labelled reviews to weights and their facts."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from reviews.engines import engine_named
from reviews.sentiment.base import Figure
from reviews.sentiment.cards import TrainingFacts
from reviews.sentiment.linear import LinearEngine
from reviews.sentiment.measuring import figures, probabilities
from reviews.sentiment.training import film_folds, plain_folds, train
from reviews.training_files import LabelledReviews, read_labelled

COMMAND = "manage.py train_sentiment"


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What training brought: where the weights are, how large, and every figure."""

    weights: Path
    size_bytes: int
    n: int
    facts: TrainingFacts


def train_engine(
    path: Path,
    weights: Path,
    *,
    on: date,
    seed: int = 0,
    by_film: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> TrainingReport:
    """Train on a file and replace ``weights`` and the facts beside it, the weights last.

    ``by_film`` measures once more with no film in two folds. Raises DatasetError, OSError.
    """
    reviews = read_labelled(path)
    say(f"{len(reviews.texts):,} reviews")
    n, films = len(reviews.texts), reviews.film_numbers
    trained = train(reviews.texts, reviews.liked, films, plain_folds(n, seed), seed, say)
    found = {"linear": figures(trained.p, reviews.liked, f"{COMMAND}, 5 folds by chance")}
    if by_film:
        folds = film_folds(films, seed)
        p = train(reviews.texts, reviews.liked, films, folds, seed, say).p
        found["linear"] += figures(p, reviews.liked, f"{COMMAND} --by-film, no film in two folds")
    found |= _others(reviews, say)
    packed = weights.with_name(f".{weights.name}.{os.getpid()}")
    try:
        trained.model.save(packed)
        facts = TrainingFacts(
            trained_on=f"{path.name}: {n:,} reviews with 1-4 or 7-10 stars",
            trained_on_sha256=reviews.sha256,
            weights_sha256=hashlib.sha256(packed.read_bytes()).hexdigest(),
            trained_at=on.isoformat(),
            figures=found,
        )
        weights.with_suffix(".json").write_text(facts.as_json(), encoding="utf-8")
        packed.replace(weights)
    finally:
        packed.unlink(missing_ok=True)
    return TrainingReport(weights, weights.stat().st_size, n, facts)


def _others(reviews: LabelledReviews, say: Callable[[str], None]) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of the engines that are not trained here."""
    found = {}
    for name in settings.SENTIMENT_ENGINES:
        engine = engine_named(name)
        if not isinstance(engine, LinearEngine):
            say(name)
            p = probabilities(engine, reviews.texts)
            found[name] = figures(p, reviews.liked, f"{COMMAND}, all of the reviews")
    return found
