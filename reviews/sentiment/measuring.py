"""How right an engine is about labelled texts. [pure]"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reviews.sentiment.base import MIXED_BELOW, Figure, SentimentEngine

Floats = NDArray[np.float64]
Liked = NDArray[np.bool_]
BINS = 10


def accuracy(p: Floats, liked: Liked) -> float:
    """Return how often a probability above 0.5 means liked; 0.5 itself means not."""
    return float(((p > 0.5) == liked).mean())


def calibration_error(p: Floats, liked: Liked, bins: int = BINS) -> float:
    """Return the expected calibration error (Naeini, Cooper and Hauskrecht 2015), in [0, 1].

    In ``bins`` bins of one width: the mean distance, by size, of what was said from what was so.
    """
    number = np.minimum((p * bins).astype(int), bins - 1)
    said, was = (np.bincount(number, values, bins) for values in (p, liked.astype(float)))
    return float(np.abs(said - was).sum() / len(p))


def probabilities(engine: SentimentEngine, texts: Sequence[str]) -> Floats:
    """Return p of each text, from its compound 2p - 1."""
    scores = engine.score_many(texts)
    compounds = np.fromiter((score.compound for score in scores), float, len(scores))
    return (compounds + 1) / 2


def figures(p: Floats, liked: Liked, measured: str) -> tuple[Figure, ...]:
    """Return what a model card says of an engine that gave ``p``."""
    mixed = np.abs(2 * p - 1) < MIXED_BELOW
    facts = {"accuracy": accuracy(p, liked), "calibration error": calibration_error(p, liked)}
    facts["share called mixed"] = float(mixed.mean())
    if not mixed.all():
        facts["accuracy outside of it"] = accuracy(p[~mixed], liked[~mixed])
    return tuple(Figure(name, f"{value:.4f}", measured) for name, value in facts.items())
