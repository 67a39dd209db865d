"""The trained linear engine, the default: numpy only, whole batches at a time. [pure]"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from reviews.sentiment.base import ModelCard, SentenceScore, SentimentScore, label_of
from reviews.sentiment.cards import training_facts
from reviews.sentiment.linear_model import LinearModel, ModelFileError
from reviews.sentiment.ngrams import REVISION, Grams, read

WEIGHTS = Path(__file__).parent / "weights" / "linear.npz"

WHAT = (
    "A linear model: each run of one to three words, and of five characters, has a weight, learned "
    "from labelled reviews (NB-SVM, Wang and Manning 2012). A review's weights and those of its "
    "sentences, above all of the last, give the probability that the writer liked the film; it is "
    "calibrated on reviews that the weights had not seen."
)
WEAKNESSES = (
    "Irony, and praise that is quoted to be refuted.",
    "Reviews that mostly tell the plot, or mostly speak of another film.",
    "One or two words alone: it learned from reviews of a dozen sentences.",
    "Things that the reviews of its training, until 2011, do not name: streaming, later films.",
    "Texts that are no film reviews, and every language but English.",
    "Stars in the text (“8/10”) outweigh the words around them.",
)


class LinearEngine:
    """Score reviews with trained weights. Making one reads 1.3 MB; make one per process."""

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
        self._facts = weights.with_suffix(".json")

    @cached_property
    def version(self) -> str:
        """Return a name that changes with the weights and with how texts are read."""
        return f"linear-{REVISION}-{self.sha256[:12]}"

    @cached_property
    def card(self) -> ModelCard:
        facts = training_facts(self._facts)
        return ModelCard(
            what=WHAT,
            weaknesses=WEAKNESSES,
            trained_on=facts.trained_on,
            trained_on_sha256=facts.trained_on_sha256,
            weights_sha256=self.sha256,
            trained_at=facts.trained_at,
            # Figures of other weights say nothing about these.
            figures=facts.figures.get("linear", ()) if facts.weights_sha256 == self.sha256 else (),
        )

    def score(self, text: str) -> SentimentScore:
        return self.score_many([text])[0]

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        """Return the feelings of ``texts`` in order; what is beside a text changes nothing."""
        return [score for _, grams in read(texts) for score in self._scores(grams)]

    def _scores(self, grams: Grams) -> list[SentimentScore]:
        of_texts, of_sentences = self._model.compounds(grams)
        sentences = np.round(of_sentences, 4).tolist()
        scores, first = [], 0
        for compound, spans in zip(np.round(of_texts, 4).tolist(), grams.spans, strict=True):
            last = first + len(spans)
            parts = tuple(
                [
                    SentenceScore(start, end, felt)
                    for (start, end), felt in zip(spans, sentences[first:last], strict=True)
                ]
            )
            scores.append(SentimentScore(compound, label_of(compound), parts))
            first = last
        return scores
