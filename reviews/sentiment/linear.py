"""The trained linear engine, the default: numpy only, whole batches at a time. [pure]"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from reviews.sentiment.base import SentenceScore, SentimentScore, label_of
from reviews.sentiment.linear_model import LinearModel, ModelFileError
from reviews.sentiment.ngrams import REVISION, Grams, read

WEIGHTS = Path(__file__).parent / "weights" / "linear.npz"


class LinearEngine:
    """Score reviews with trained weights. Making one reads 2 MB; make one per process."""

    #: What it can read, ISO 639-1.
    languages = frozenset({"en"})

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Read ``weights``; raises ModelFileError if the file is missing or no such file."""
        try:
            content = weights.read_bytes()
        except OSError as error:
            raise ModelFileError(f"{weights.name} cannot be read: {error.strerror}") from error
        self._model = LinearModel.of_bytes(content)
        self.sha256 = hashlib.sha256(content).hexdigest()

    @cached_property
    def version(self) -> str:
        """Return a name that changes with the weights and with how texts are read."""
        return f"linear-{REVISION}-{self.sha256[:12]}"

    def score(self, text: str) -> SentimentScore:
        return self.score_many([text])[0]

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        """Return the feelings of ``texts`` in order; what is beside a text changes nothing."""
        return [score for _, grams in read(texts) for score in self._scores(grams)]

    def _scores(self, grams: Grams) -> list[SentimentScore]:
        of_texts, of_sentences = self._model.compounds(grams)
        sentences = iter(np.round(of_sentences, 4).tolist())
        scores = []
        for compound, spans in zip(np.round(of_texts, 4).tolist(), grams.spans, strict=True):
            parts = tuple(
                SentenceScore(start, end, next(sentences)) for start, end in spans
            )
            scores.append(SentimentScore(compound, label_of(compound), parts))
        return scores
