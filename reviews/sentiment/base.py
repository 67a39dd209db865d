"""What a sentiment engine is, and what its scores mean. [pure]

``compound`` is the same thing from every engine but "vader": ``2p - 1``, where ``p`` is the
probability that the writer liked the film. So 0 is "could be either", and one set of thresholds
fits all engines. "vader" gives VADER's own compound, which is no probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Label = Literal["positive", "mixed", "negative"]

#: Reviews with ``p`` between 0.4 and 0.6 are "mixed". VADER puts 16 % of 25,000 labelled film
#: reviews in this band and is right about 57 of 100 of them; outside, about 82 of 100.
MIXED_BELOW = 0.2

#: The published thresholds of VADER for one short text, used for single sentences.
NEUTRAL_BELOW = 0.05


def label_of(compound: float) -> Label:
    """Return the label of a review's compound in [-1, 1]; ±0.2 itself is no longer mixed."""
    if compound >= MIXED_BELOW:
        return "positive"
    return "negative" if compound <= -MIXED_BELOW else "mixed"


def polarity_of(compound: float) -> Literal["positive", "neutral", "negative"]:
    """Return the polarity of one sentence's compound in [-1, 1]."""
    if compound >= NEUTRAL_BELOW:
        return "positive"
    return "negative" if compound <= -NEUTRAL_BELOW else "neutral"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a model card: "0.925", what it is of, how it was measured."""

    name: str
    value: str
    measured: str


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known about an engine, for those who are to believe it.

    ``trained_on`` and what comes of training is empty for an engine that was not trained.
    """

    what: str
    weaknesses: tuple[str, ...]
    trained_on: str = ""
    trained_on_sha256: str = ""
    weights_sha256: str = ""
    trained_at: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """How one sentence feels: ``text[start:end]`` of the scored text, compound in [-1, 1]."""

    start: int
    end: int
    compound: float


@dataclass(frozen=True, slots=True)
class SentimentScore:
    """How a text feels; ``sentences`` in the order of the text, empty if the engine has none."""

    compound: float
    label: Label
    sentences: tuple[SentenceScore, ...] = ()


class SentimentEngine(Protocol):
    """Something that measures the feeling of a text. Same text and version: same score."""

    #: The languages it can read, ISO 639-1. What is in another is not to be given to it:
    #: ``reviews.sentiment.readable`` sees to that.
    languages: frozenset[str]

    @property
    def version(self) -> str:
        """Return at most 40 characters, others whenever a score could be."""
        ...

    @property
    def card(self) -> ModelCard:
        """Return what is known about the engine."""
        ...

    def score(self, text: str) -> SentimentScore:
        """Return the feeling of ``text``; a text that shows none is 0.0, mixed."""
        ...

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        """Return the feeling of each text, in order, as ``score`` would."""
        ...
