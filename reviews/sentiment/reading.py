"""Texts to scores: what an engine cannot read is left out, not called neutral. [pure]"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.sentiment.base import SentimentEngine, SentimentScore
from reviews.sentiment.language import language_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one text; ``score`` is None if it is in a language that is not read.

    ``language`` is ISO 639-1, "" where it cannot be told: such a text is read.
    """

    language: str
    score: SentimentScore | None


def read_many(engine: SentimentEngine, texts: Sequence[str]) -> list[Reading]:
    """Return the language and the score of each text, in order."""
    languages = [language_of(text) for text in texts]
    readable = [not language or language in engine.languages for language in languages]
    scores = iter(
        engine.score_many([text for text, can in zip(texts, readable, strict=True) if can])
    )
    return [
        Reading(language, next(scores) if can else None)
        for language, can in zip(languages, readable, strict=True)
    ]
