"""What the API says about reasons."""

from ninja import Schema


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
