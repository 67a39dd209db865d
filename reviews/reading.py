"""Read reviews: how they feel, what they say of which aspect, what they give away. [pure]"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviews import anomalies
from reviews.sentiment import aspects, spoilers
from reviews.sentiment.aspects import read_aspects
from reviews.sentiment.base import SentimentEngine, SentimentScore
from reviews.sentiment.readable import score_readable
from reviews.sentiment.spoilers import MASK_FROM, QUOTE_UP_TO, spoiler_likelihoods

#: Changes whenever something but the engine's score could; stored with what was read.
READING = f"{aspects.REVISION}.{spoilers.REVISION}.{anomalies.REVISION}"

#: (aspect, compound of what is said of it), …
Aspects = tuple[tuple[str, float], ...]
#: Returns how each of some texts feels, in [-1, 1].
Feelings = Callable[[Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """``text[start:end]``, how it feels, how likely it gives the film away, and its aspects."""

    start: int
    end: int
    compound: float
    spoiler: float
    aspects: Aspects = ()

    @property
    def is_masked(self) -> bool:
        return self.spoiler >= MASK_FROM

    @property
    def is_quotable(self) -> bool:
        return self.spoiler <= QUOTE_UP_TO


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one review; ``score`` is None if the engine cannot read its language."""

    language: str
    score: SentimentScore | None
    sentences: tuple[ReadSentence, ...]
    sketch: list[int]


def read_reviews(texts: Sequence[str], engine: SentimentEngine) -> list[Reading]:
    """Read ``texts`` with ``engine``, all of them and then all clauses that need it."""
    scored = score_readable(engine, texts)
    by_text = [
        [text[sentence.start : sentence.end] for sentence in score.sentences] if score else []
        for text, (_, score) in zip(texts, scored, strict=True)
    ]
    said = iter(aspects_of([s for sentences in by_text for s in sentences], feelings_of(engine)))
    return [
        Reading(language, score, _sentences(score, sentences, said), anomalies.sketch_of(text))
        for text, (language, score), sentences in zip(texts, scored, by_text, strict=True)
    ]


def aspects_of(sentences: Sequence[str], feelings: Feelings) -> list[Aspects]:
    """Return what each sentence says of which aspect; ``feelings`` is asked once, about clauses."""
    mentions = [read_aspects(sentence) for sentence in sentences]
    clauses = [
        sentence[mention.start : mention.end]
        for sentence, own in zip(sentences, mentions, strict=True)
        for mention in own
        if mention.compound is None
    ]
    answers = iter(feelings(clauses))
    return [
        tuple((m.aspect, _guess(next(answers)) if m.compound is None else m.compound) for m in own)
        for own in mentions
    ]


def _guess(compound: float) -> float:
    """Return what an engine says of a clause, at half its size: it names no word for it."""
    return round(compound / 2, 4)


def feelings_of(engine: SentimentEngine) -> Feelings:
    """Return what ``engine`` says of clauses: the mean of their sentences, where it has any."""

    def feelings(texts: Sequence[str]) -> list[float]:
        return [_felt(score) for score in engine.score_many(texts)]

    return feelings


def _felt(score: SentimentScore) -> float:
    compounds = [sentence.compound for sentence in score.sentences]
    return round(sum(compounds) / len(compounds), 4) if compounds else score.compound


def _sentences(
    score: SentimentScore | None, texts: Sequence[str], said: Iterator[Aspects]
) -> tuple[ReadSentence, ...]:
    if score is None:
        return ()
    likelihoods = spoiler_likelihoods(texts)
    return tuple(
        ReadSentence(each.start, each.end, each.compound, likelihood, next(said))
        for each, likelihood in zip(score.sentences, likelihoods, strict=True)
    )
