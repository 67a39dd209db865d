"""Texts to scores: what an engine cannot read is left out, not called neutral. [pure]"""

from collections.abc import Sequence

from reviews.sentiment.base import SentimentEngine, SentimentScore
from reviews.sentiment.language import language_of


def score_readable(
    engine: SentimentEngine, texts: Sequence[str]
) -> list[tuple[str, SentimentScore | None]]:
    """Return (language, score) of each text, in order; None for a language that is not read.

    The language is ISO 639-1, "" where it cannot be told: such a text is read.
    """
    languages = [language_of(text) for text in texts]
    can_read = [not language or language in engine.languages for language in languages]
    scores = iter(
        engine.score_many([text for text, can in zip(texts, can_read, strict=True) if can])
    )
    return [
        (language, next(scores) if can else None)
        for language, can in zip(languages, can_read, strict=True)
    ]
