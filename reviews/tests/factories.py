"""Builders of reviews for tests: ``make_review(title, "Wonderful.", rating=9)``."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from catalog.models import Title
from reviews.models import Review
from reviews.sentiment.base import ModelCard, SentimentScore, label_of
from reviews.writing import Opinion, write_review

GOOD = "A wonderful film. I loved every brilliant minute of it."
BAD = "A terrible film. I hated every boring minute of it."

numbers = count(1)


def make_review(title: Title, body: str = GOOD, **facts: Any) -> Review:
    """Create an unscored review of source "sample"; any keyword is a field of ``Review``."""
    facts.setdefault("source", "sample")
    facts.setdefault("source_id", str(next(numbers)))
    return Review.objects.create(title=title, body=body, **facts)


def make_scored(title: Title, compound: float, label: str, **facts: Any) -> Review:
    """Create a review whose score is given."""
    scored = {"scored_by": "test-1", "scored_at": datetime(2020, 1, 1, tzinfo=UTC)}
    return make_review(title, compound=compound, label=label, **scored, **facts)


def make_user(name: str = "ada", **facts: Any) -> User:
    return User.objects.create_user(name, password="a-long-passphrase", **facts)


def make_own(user: User, title: Title, body: str = GOOD, **opinion: Any) -> Review:
    """Write a review as ``user``; it is scored where commits happen."""
    return write_review(user, title, Opinion(body, **opinion))


class WordEngine:
    """An engine whose answers the eye can check: "good" is 1, "bad" is -1, else 0."""

    version = "words-1"
    languages = frozenset({"en"})
    card = ModelCard(what="Two words.", weaknesses=())

    def __init__(self) -> None:
        self.texts: list[str] = []

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        return [self.score(text) for text in texts]

    def score(self, text: str) -> SentimentScore:
        self.texts.append(text)
        compound = float("good" in text) - float("bad" in text)
        return SentimentScore(compound, label_of(compound))
