"""What OMDb sends for one title. [pure]

https://www.omdbapi.com: every value is a text, "N/A" where unknown, numbers with commas. What it
does not know is a status 200 with ``Response`` "False".
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from catalog.clients.payload import Line, Payload


def _number(value: object) -> object:
    """Read "2,559,562", "142 min" and "$28,767,189" as numbers."""
    if not isinstance(value, str):
        return value
    return re.sub(r"[$,]|\s*min$", "", value.strip())


Count = Annotated[int | None, BeforeValidator(_number)]


class OmdbRating(Payload):
    """What one source says: "9.3/10", "91%", "81/100"."""

    source: Line = Field(alias="Source")
    value: Line = Field(alias="Value")

    @property
    def out_of_ten(self) -> float | None:
        """Return the value on a scale from 0 to 10; None if it is on no known scale."""
        match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(%|/10|/100)", self.value)
        if not match:
            return None
        value = float(match[1]) if match[2] == "/10" else float(match[1]) / 10
        return round(value, 2) if value <= 10 else None


class OmdbTitle(Payload):
    """One title of OMDb."""

    response: Line = Field("", alias="Response")
    error: Line = Field("", alias="Error")
    title: Line = Field("", alias="Title")
    year: Line = Field("", alias="Year")
    rated: Line = Field("", alias="Rated")
    released: Line = Field("", alias="Released")
    runtime_minutes: Count = Field(None, alias="Runtime")
    genre: Line = Field("", alias="Genre")
    director: Line = Field("", alias="Director")
    writer: Line = Field("", alias="Writer")
    actors: Line = Field("", alias="Actors")
    plot: Line = Field("", alias="Plot")
    language: Line = Field("", alias="Language")
    country: Line = Field("", alias="Country")
    awards: Line = Field("", alias="Awards")
    poster: Line = Field("", alias="Poster")
    ratings: list[OmdbRating] = Field([], alias="Ratings")
    metascore: Count = Field(None, alias="Metascore")
    imdb_rating: float | None = Field(None, alias="imdbRating")
    imdb_votes: Count = Field(None, alias="imdbVotes")
    imdb_id: Line = Field("", alias="imdbID")
    type: Line = Field("", alias="Type")
    dvd: Line = Field("", alias="DVD")
    box_office: Count = Field(None, alias="BoxOffice")
    production: Line = Field("", alias="Production")
    website: Line = Field("", alias="Website")

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value not in ("N/A", "")}
        return data
