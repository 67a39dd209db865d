"""Ask TMDB, and OMDb if its key is set, about one title. Nothing is stored here."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings

from catalog.canonical import RatingFact
from catalog.clients import omdb, tmdb
from catalog.clients.errors import ClientError, NotFound
from catalog.clients.omdb_payloads import OmdbTitle
from catalog.datasets.values import INTEGER
from catalog.enriching.facts import TitleFacts, facts_of_movie, facts_of_show
from catalog.models import Title

log = logging.getLogger(__name__)

#: Names of OMDb's sources, and ours.
OMDB_SOURCES = {
    "Internet Movie Database": "imdb",
    "Rotten Tomatoes": "rotten_tomatoes",
    "Metacritic": "metacritic",
}


@dataclass(frozen=True)
class Answer:
    """What the services said: ``facts`` None, and the ``reason``, if TMDB knows no such title."""

    facts: TitleFacts | None
    ratings: tuple[RatingFact, ...] = ()
    reason: str = ""


def ask_about(title: Title) -> Answer:
    """Ask about a title by its TMDB id, or by its IMDb id. One to three requests.

    Raises what ``TmdbClient`` raises, but for NotFound; OMDb's errors are logged only: it is a
    source of ratings and no more.
    """
    facts, reason = None, ""
    try:
        facts = _facts_of(title)
        _refuse_contradicting(title, facts)
    except NotFound as error:
        facts, reason = None, str(error)
    imdb_id = title.imdb_id or (facts.imdb_id if facts else None)
    ratings = _omdb_ratings(imdb_id) if imdb_id and settings.OMDB_API_KEY else ()
    return Answer(facts, ratings, reason)


def _refuse_contradicting(title: Title, facts: TitleFacts) -> None:
    """Raise NotFound if the answer's IMDb id tells that it is about another title.

    A wrong number in some file would else fill a title with another's facts.
    """
    if not (title.imdb_id and facts.imdb_id) or title.imdb_id == facts.imdb_id:
        return
    if not title.identifiers.filter(source="imdb", value=facts.imdb_id).exists():
        raise NotFound(f"TMDB's title {facts.tmdb_id} is {facts.imdb_id}, not {title.imdb_id}")


def _facts_of(title: Title) -> TitleFacts:
    client = tmdb.client()
    is_movie = title.kind == Title.Kind.MOVIE
    tmdb_id = title.tmdb_id
    if tmdb_id is None:
        if not title.imdb_id:
            raise NotFound("neither an IMDb nor a TMDB id")
        found = client.find(title.imdb_id)
        results = found.movie_results if is_movie else found.tv_results
        if len(results) != 1:
            raise NotFound(f"TMDB finds {len(results)} titles by {title.imdb_id}")
        tmdb_id = results[0].id
    if is_movie:
        movie = client.movie(tmdb_id)
        return facts_of_movie(movie.payload, movie.remarks)
    show = client.show(tmdb_id)
    return facts_of_show(show.payload, show.remarks)


def _omdb_ratings(imdb_id: str) -> tuple[RatingFact, ...]:
    try:
        return tuple(ratings_of(omdb.client().title(imdb_id).payload))
    except ClientError as error:
        log.info("no ratings of OMDb for %s: %s", imdb_id, error)
        return ()


def ratings_of(answer: OmdbTitle) -> list[RatingFact]:
    """Return the ratings that OMDb tells, from 0 to 10; only IMDb's has a number of votes."""
    found = {}
    for rating in answer.ratings:
        source, average = OMDB_SOURCES.get(rating.source), rating.out_of_ten
        if source and average:
            votes = answer.imdb_votes if source == "imdb" else None
            found[source] = RatingFact(source, average, min(votes, INTEGER) if votes else None)
    return list(found.values())
