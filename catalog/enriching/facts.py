"""What TMDB's answers say in the catalogue's own terms: by the rules that files follow. [pure]"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from catalog.canonical import MAX_YEAR, MIN_YEAR, CreditFact, RatingFact
from catalog.clients.tmdb_parts import CountryOffers, Named, Videos, WatchProviders
from catalog.clients.tmdb_payloads import Details, MovieDetails, TvDetails
from catalog.datasets import values
from catalog.datasets.errors import CellError
from catalog.datasets.parsing import STATUSES
from catalog.enriching.people import credits_of_movie, credits_of_show
from catalog.vocabulary import COUNTRIES, countries_of, genres_of, languages_of

LONGEST_NAME, LONGEST_TAGLINE, LONGEST_SHARED, LONGEST_CERTIFICATION = 300, 500, 200, 12
#: Whose age ratings are shown, the first that has any: they are read the same way.
CERTIFYING = ("US", "GB", "CA", "AU")
#: Kinds of releases by whose rating a movie goes: cinemas, limited, premiere, digital, disc, TV.
_RELEASES = (3, 2, 1, 4, 5, 6)
#: A show that has ended or was given up was shown all the same.
_SHOW_STATUSES = {"Returning Series", "Ended", "Canceled", "Pilot"}
_YOUTUBE_KEY = re.compile(r"[A-Za-z0-9_-]{11}")
_TRAILERS = ("Trailer", "Teaser")
MOST_TRAILERS = 6
#: TMDB's names of kinds of offers, and ours.
OFFERS = {"flatrate": "stream", "free": "free", "ads": "ads", "rent": "rent", "buy": "buy"}
LONGEST_PROVIDER, LONGEST_LINK = 100, 200


class TrailerFact(NamedTuple):
    """A trailer or teaser; ``key`` is its id at YouTube, ``language`` an ISO 639-1 code or ""."""

    key: str
    name: str
    kind: str
    language: str = ""


class OfferFact(NamedTuple):
    """A service that has a title in a country (ISO 3166-1); ``link`` is TMDB's page about it."""

    country: str
    kind: str
    provider: str
    link: str = ""


@dataclass(frozen=True)
class TitleFacts:
    """What one answer says. ``facts`` and ``lists`` by canonical columns; unknown ones are absent.

    References (original language, collection) are a code and a name, as in files.
    """

    tmdb_id: int
    imdb_id: str | None
    facts: Mapping[str, Any]
    lists: Mapping[str, list[str]]
    credits: list[CreditFact] = field(default_factory=list)
    ratings: list[RatingFact] = field(default_factory=list)
    trailers: list[TrailerFact] = field(default_factory=list)
    offers: list[OfferFact] = field(default_factory=list)
    remarks: str = ""


def facts_of_movie(movie: MovieDetails, remarks: str = "") -> TitleFacts:
    """Return what TMDB's details of a movie say."""
    collection = movie.belongs_to_collection
    special = {
        "name": movie.title,
        "original_name": movie.original_title,
        "status": STATUSES.get(movie.status),
        **_time(movie.release_date),
        "runtime_minutes": _small(movie.runtime),
        "certification": movie_certification(movie),
        "budget": movie.budget,
        "revenue": movie.revenue,
        "collection": collection.name if collection else "",
    }
    imdb = movie.imdb_id or movie.external_ids.imdb_id
    return _facts(movie, special, credits_of_movie(movie), imdb, remarks)


def facts_of_show(show: TvDetails, remarks: str = "") -> TitleFacts:
    """Return what TMDB's details of a show say; its runtime is that of an episode."""
    first, last = show.first_air_date, show.last_air_date
    is_over = show.status in ("Ended", "Canceled")
    end = last.year if is_over and first and last and first <= last else None
    status = "released" if show.status in _SHOW_STATUSES else STATUSES.get(show.status)
    special = {
        "name": show.name,
        "original_name": show.original_name,
        "status": status,
        **_time(first),
        "end_year": end if end and end <= MAX_YEAR else None,
        "runtime_minutes": _small(next(iter(show.episode_run_time), None)),
        "seasons": _small(show.number_of_seasons),
        "certification": show_certification(show),
    }
    return _facts(show, special, credits_of_show(show), show.external_ids.imdb_id, remarks)


def _facts(
    details: Details,
    special: Mapping[str, Any],
    credited: list[CreditFact],
    imdb_id: str,
    remarks: str,
) -> TitleFacts:
    facts: dict[str, Any] = {
        **special,
        "is_adult": details.adult if "adult" in details.model_fields_set else None,
        "overview": details.overview,
        "tagline": details.tagline if len(details.tagline) <= LONGEST_TAGLINE else "",
        "homepage": _valid(values.web_address, details.homepage),
        "poster_path": _valid(values.image_path, details.poster_path),
        "popularity": details.popularity,
        "original_language": next(iter(languages_of(details.original_language) or ()), None),
    }
    for name, longest in (("name", 300), ("original_name", 300), ("collection", LONGEST_SHARED)):
        if len(facts.get(name) or "") > longest:
            del facts[name]
    known = {name: value for name, value in facts.items() if value or value is False}
    lists = {name: found for name, found in _lists(details).items() if found}
    return TitleFacts(
        tmdb_id=details.id,
        imdb_id=_valid(values.imdb_id, imdb_id),
        facts=known,
        lists=lists,
        credits=credited,
        ratings=_ratings(details),
        trailers=trailers_of(details.videos),
        offers=offers_of(details.watch_providers),
        remarks=remarks,
    )


def _lists(details: Details) -> dict[str, list[str]]:
    keywords = [*details.keywords.keywords, *details.keywords.results]
    spoken = (language.iso_639_1 for language in details.spoken_languages)
    countries = (country.iso_3166_1 for country in details.production_countries)
    return {
        "genres": _in_vocabulary((genre.name for genre in details.genres), genres_of),
        "countries": _in_vocabulary(countries, countries_of),
        "spoken_languages": _in_vocabulary(spoken, languages_of),
        "companies": _names(details.production_companies),
        "keywords": list(dict.fromkeys(name.lower() for name in _names(keywords))),
    }


def _in_vocabulary(
    labels: Iterable[str], lookup: Callable[[str], tuple[str, ...] | None]
) -> list[str]:
    return list(dict.fromkeys(ours for label in labels for ours in lookup(label) or ()))


def _names(named: Iterable[Named]) -> list[str]:
    names = dict.fromkeys(one.name for one in named)
    return [name for name in names if len(name) <= LONGEST_SHARED]


def _ratings(details: Details) -> list[RatingFact]:
    average, votes = details.vote_average, details.vote_count
    if not average or not 0 < average <= 10 or not 0 < votes <= values.INTEGER:
        return []
    return [RatingFact("tmdb", average, votes)]


def _time(released: date | None) -> dict[str, Any]:
    """Return day and year of release, if they are within the catalogue's time."""
    if released is None or not MIN_YEAR <= released.year <= MAX_YEAR:
        return {}
    return {"start_year": released.year, "release_date": released}


def _small(number: int | None) -> int | None:
    return number if number and number <= values.SMALLINT else None


def _valid(read: Callable[[str], str | None], cell: str) -> str | None:
    try:
        return read(cell)
    except CellError:
        return None


# Ratings for age ---------------------------------------------------------------------------------


def movie_certification(movie: MovieDetails) -> str:
    """Return the rating for age of the first country in ``CERTIFYING`` that has one."""
    by_country = {
        releases.iso_3166_1: {
            release.type: release.certification
            for release in reversed(releases.release_dates)
            if _is_certification(release.certification)
        }
        for releases in movie.release_dates.results
    }
    rated = (by_country.get(country, {}) for country in CERTIFYING)
    found = (rating[type_] for rating in rated for type_ in _RELEASES if type_ in rating)
    return next(found, "")


def show_certification(show: TvDetails) -> str:
    """Return the rating for age of the first country in ``CERTIFYING`` that has one."""
    by_country = {one.iso_3166_1: one.rating for one in reversed(show.content_ratings.results)}
    rated = (by_country.get(country, "") for country in CERTIFYING)
    return next(filter(_is_certification, rated), "")


def _is_certification(text: str) -> bool:
    return 0 < len(text) <= LONGEST_CERTIFICATION


# Beside the facts --------------------------------------------------------------------------------


def trailers_of(videos: Videos) -> list[TrailerFact]:
    """Return the trailers at YouTube, official ones and trailers proper first; at most six."""
    usable = [
        video
        for video in videos.results
        if video.site == "YouTube" and video.type in _TRAILERS and _YOUTUBE_KEY.fullmatch(video.key)
    ]
    usable.sort(key=lambda video: (_TRAILERS.index(video.type), not video.official))
    found: dict[str, TrailerFact] = {}
    for video in usable:
        name = (video.name or video.type)[:LONGEST_SHARED]
        language = next(iter(languages_of(video.iso_639_1) or ()), "")
        found.setdefault(video.key, TrailerFact(video.key, name, video.type, language))
    return list(found.values())[:MOST_TRAILERS]


def offers_of(providers: WatchProviders) -> list[OfferFact]:
    """Return who has the title, by country, in the order in which JustWatch shows them."""
    found: dict[tuple[str, str, str], OfferFact] = {}
    for country, offers in sorted(providers.results.items()):
        if country in COUNTRIES:
            for offer in _offers_in(country, offers):
                found.setdefault(offer[:3], offer)
    return list(found.values())


def _offers_in(country: str, offers: CountryOffers) -> Iterator[OfferFact]:
    is_tmdb = offers.link.startswith("https://www.themoviedb.org/")
    link = offers.link if is_tmdb and len(offers.link) <= LONGEST_LINK else ""
    for theirs, ours in OFFERS.items():
        ranked = sorted(getattr(offers, theirs), key=lambda one: one.display_priority)
        for provider in ranked:
            yield OfferFact(country, ours, provider.provider_name[:LONGEST_PROVIDER], link)
