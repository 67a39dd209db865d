"""What the API says about one title for one person."""

from typing import Annotated, Any

from pydantic import Field

from recommendations.api_reasons import ReasonedOut, ReasonOut

Count = Annotated[int, Field(ge=1, le=50, description="How many titles")]


class PersonalOut(ReasonedOut):
    """A title, how well it fits, and why: ``reasons`` sum to the score.

    ``kinds`` sum to it too, by what speaks for the title instead of by own titles; empty where
    that cannot be told.
    """

    headline: str
    kinds: list[ReasonOut]

    @staticmethod
    def resolve_kinds(found: Any) -> Any:
        return found.kinds.reasons
