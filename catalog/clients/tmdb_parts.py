"""Parts of what TMDB sends about a title: people, videos, ratings for age, offers. [pure]"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from catalog.clients.payload import Day, Line, Moment, Payload

#: An id of TMDB; what the tables can hold.
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
#: Votes, dollars, minutes, places in a list.
Count = Annotated[int, Field(ge=0, le=10**15)]


class Named(Payload):
    """A genre, company, keyword, network or collection."""

    id: Id
    name: Line = Field(min_length=1)
    origin_country: Line = ""
    logo_path: Line = ""
    poster_path: Line = ""
    backdrop_path: Line = ""


class Country(Payload):
    """A country of production."""

    iso_3166_1: Line
    name: Line = ""


class SpokenLanguage(Payload):
    """A language that is spoken; ``name`` in itself."""

    iso_639_1: Line
    name: Line = ""
    english_name: Line = ""


class Contributor(Payload):
    """A person in a list of cast or crew."""

    id: Id
    name: Line = Field(min_length=1)
    original_name: Line = ""
    gender: Count | None = None
    known_for_department: Line = ""
    popularity: float | None = None
    profile_path: Line = ""
    credit_id: Line = ""
    adult: bool = False


class CastMember(Contributor):
    """Who plays ``character``; ``order`` 0 comes first."""

    character: Line = ""
    order: Count | None = None
    cast_id: Count | None = None


class CrewMember(Contributor):
    """Who did ``job`` in ``department``."""

    department: Line = ""
    job: Line = ""


class Credits(Payload):
    """Cast and crew of a movie, or of a show's last season."""

    cast: list[CastMember] = []
    crew: list[CrewMember] = []


class Role(Payload):
    """A character of a show, in ``episode_count`` episodes."""

    credit_id: Line = ""
    character: Line = ""
    episode_count: Count = 0


class Task(Payload):
    """A job in the crew of a show, in ``episode_count`` episodes."""

    credit_id: Line = ""
    job: Line = ""
    episode_count: Count = 0


class AggregateCastMember(Contributor):
    """Who plays in a show, over all seasons."""

    roles: list[Role] = []
    order: Count | None = None
    total_episode_count: Count = 0


class AggregateCrewMember(Contributor):
    """Who works on a show, over all seasons."""

    jobs: list[Task] = []
    department: Line = ""
    total_episode_count: Count = 0


class AggregateCredits(Payload):
    """Cast and crew of a show, over all seasons."""

    cast: list[AggregateCastMember] = []
    crew: list[AggregateCrewMember] = []


class Video(Payload):
    """A trailer, teaser, clip …; ``key`` is its id at ``site``."""

    id: Line = ""
    key: Line = Field(min_length=1)
    name: Line = ""
    site: Line = ""
    type: Line = ""
    size: Count | None = None
    official: bool = False
    iso_639_1: Line = ""
    iso_3166_1: Line = ""
    published_at: Moment = None


class Videos(Payload):
    """A title's videos."""

    results: list[Video] = []


class Keywords(Payload):
    """A movie's keywords are ``keywords``, a show's are ``results``."""

    keywords: list[Named] = []
    results: list[Named] = []


class ReleaseDate(Payload):
    """One release: ``type`` 1 premiere … 3 in cinemas … 6 on television."""

    certification: Line = ""
    iso_639_1: Line = ""
    note: Line = ""
    release_date: Day = None
    type: Count = 0


class CountryReleases(Payload):
    """The releases of a movie in one country."""

    iso_3166_1: Line
    release_dates: list[ReleaseDate] = []


class ReleaseDates(Payload):
    """The releases of a movie, by country."""

    results: list[CountryReleases] = []


class ContentRating(Payload):
    """What a show is rated in one country."""

    iso_3166_1: Line
    rating: Line = ""
    descriptors: list[Line] = []


class ContentRatings(Payload):
    """What a show is rated, by country."""

    results: list[ContentRating] = []


class ExternalIds(Payload):
    """Ids elsewhere."""

    imdb_id: Line = ""
    wikidata_id: Line = ""
    tvdb_id: Count | None = None
    facebook_id: Line = ""
    instagram_id: Line = ""
    twitter_id: Line = ""


class Provider(Payload):
    """A service that shows, rents or sells; the lower ``display_priority``, the earlier."""

    provider_id: Id
    provider_name: Line = Field(min_length=1)
    logo_path: Line = ""
    display_priority: Count = 0


class CountryOffers(Payload):
    """Where a title is to be had in one country; ``link`` is TMDB's page about it."""

    link: Line = ""
    flatrate: list[Provider] = []
    free: list[Provider] = []
    ads: list[Provider] = []
    rent: list[Provider] = []
    buy: list[Provider] = []


class WatchProviders(Payload):
    """Where a title is to be had, by ISO 3166-1 code; JustWatch's data."""

    results: Mapping[str, CountryOffers] = {}
