"""What TMDB's API version 3 sends, as far as it is used. [pure]

https://developer.themoviedb.org/reference: details of movies and shows with
``append_to_response``, ``/find``, pages of reviews. Older answers send numbers as texts, and most
fields may be absent, null or "".
"""

from __future__ import annotations

from pydantic import Field

from catalog.clients.payload import Day, Line, Moment, Payload, Prose
from catalog.clients.tmdb_parts import (
    AggregateCredits,
    ContentRatings,
    Contributor,
    Count,
    Country,
    Credits,
    ExternalIds,
    Id,
    Keywords,
    Named,
    ReleaseDates,
    SpokenLanguage,
    Videos,
    WatchProviders,
)


class AuthorDetails(Payload):
    """Who wrote a review; ``rating`` from 0 to 10."""

    name: Line = ""
    username: Line = ""
    avatar_path: Line = ""
    rating: float | None = None


class Review(Payload):
    """One review; ``content`` is Markdown, sometimes with HTML in it."""

    id: Line = Field(min_length=1)
    author: Line = ""
    author_details: AuthorDetails = AuthorDetails()
    content: Prose = ""
    created_at: Moment = None
    updated_at: Moment = None
    url: Line = ""


class ReviewPage(Payload):
    """One page of reviews, from page 1."""

    page: Count = 1
    results: list[Review] = []
    total_pages: Count = 1
    total_results: Count = 0


class Details(Payload):
    """What movies and shows have in common."""

    id: Id
    adult: bool = False
    backdrop_path: Line = ""
    genres: list[Named] = []
    homepage: Line = ""
    original_language: Line = ""
    overview: Line = ""
    popularity: float | None = None
    poster_path: Line = ""
    production_companies: list[Named] = []
    production_countries: list[Country] = []
    spoken_languages: list[SpokenLanguage] = []
    status: Line = ""
    tagline: Line = ""
    vote_average: float | None = None
    vote_count: Count = 0
    credits: Credits = Credits()
    videos: Videos = Videos()
    keywords: Keywords = Keywords()
    external_ids: ExternalIds = ExternalIds()
    reviews: ReviewPage = ReviewPage()
    watch_providers: WatchProviders = Field(default=WatchProviders(), alias="watch/providers")


class MovieDetails(Details):
    """``/movie/{id}``."""

    title: Line = ""
    original_title: Line = ""
    belongs_to_collection: Named | None = None
    budget: Count = 0
    imdb_id: Line = ""
    release_date: Day = None
    revenue: Count = 0
    runtime: Count | None = None
    release_dates: ReleaseDates = ReleaseDates()


class TvDetails(Details):
    """``/tv/{id}``."""

    name: Line = ""
    original_name: Line = ""
    created_by: list[Contributor] = []
    episode_run_time: list[Count] = []
    first_air_date: Day = None
    last_air_date: Day = None
    in_production: bool = False
    networks: list[Named] = []
    number_of_episodes: Count | None = None
    number_of_seasons: Count | None = None
    origin_country: list[Line] = []
    type: Line = ""
    aggregate_credits: AggregateCredits = AggregateCredits()
    content_ratings: ContentRatings = ContentRatings()


class Found(Payload):
    """A title that ``/find`` knows by another id."""

    id: Id
    title: Line = ""
    name: Line = ""


class FindAnswer(Payload):
    """``/find/{external id}``: at most one of either, as a rule."""

    movie_results: list[Found] = []
    tv_results: list[Found] = []
