"""What the API says about reasons."""

from typing import Any

from ninja import Schema

from catalog.api.schemas import TitleCard


class ItemOut(Schema):
    """A value that a reason names; ``term`` is how to ask for more or less of it, or ""."""

    label: str
    weight: float
    term: str


class ReasonOut(Schema):
    """One part of a score."""

    kind: str
    text: str
    weight: float
    items: list[ItemOut]


class ReasonedOut(Schema):
    """A title, how well it fits, and why: the reasons sum to the score."""

    title: TitleCard
    score: float
    reasons: list[ReasonOut]

    @staticmethod
    def resolve_reasons(found: Any) -> Any:
        return found.explanation.reasons
