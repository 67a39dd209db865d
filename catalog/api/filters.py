"""The filters of the browse page as parameters of the API, for the same functions."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from catalog.api.types import LINE, Slug
from catalog.aspects import Aspect
from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.forms import MAX_GENRES, MAX_MINUTES, MAX_VOTES
from catalog.models import Title

Year = Annotated[int, Field(ge=MIN_YEAR, le=MAX_YEAR)]
Minutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")]
Genres = Annotated[list[Slug], Field(max_length=MAX_GENRES)]
LanguageCode = Annotated[Code, AfterValidator(str.lower)]
CountryCode = Annotated[Code, AfterValidator(str.upper)]


class Filters(Schema):
    """Which titles; all conditions must hold.

    The fields are those of ``TitleFilterForm``, so that ``catalog.title_filters`` understands both.
    """

    kind: Title.Kind | None = None
    genre: Genres = Field([], description="Slugs; all of them unless match=any")
    not_genre: Genres = Field([], description="Slugs; none of them")
    match: Literal["all", "any"] | None = Field(None, description="How many of the genres")
    year_min: Year | None = None
    year_max: Year | None = None
    runtime_min: Minutes | None = None
    runtime_max: Minutes | None = None
    rating_min: float | None = Field(None, ge=0, le=10, description="Of the weighted rating")
    votes_min: int | None = Field(None, ge=0, le=MAX_VOTES)
    language: LanguageCode | None = Field(None, description="Original language, ISO 639-1")
    country: CountryCode | None = Field(None, description="ISO 3166-1")
    certification: str | None = Field(None, max_length=12, pattern=LINE)
    person: Slug | None = None
    keyword: Slug | None = None
    company: Slug | None = None
    collection: Slug | None = None
    praised: Aspect | None = Field(
        None, description="What reviewers praise more than on the average title"
    )


class TitleFilters(Filters):
    """Which titles, and in which order."""

    sort: Literal["rating", "votes", "newest", "oldest", "name", "runtime", "added"] | None = None
