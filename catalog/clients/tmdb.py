"""TMDB, https://www.themoviedb.org: details of titles, by its id or by IMDb's; reviews."""

from __future__ import annotations

import logging
from typing import TypeVar

from django.conf import settings

from catalog.clients.errors import ClientConfigError, InvalidResponse, NotFound
from catalog.clients.outbound import fetcher, gate_of
from catalog.clients.payload import Payload, Reading, read
from catalog.clients.secret import Secret
from catalog.clients.service import Service
from catalog.clients.tmdb_payloads import Details, FindAnswer, MovieDetails, ReviewPage, TvDetails

log = logging.getLogger(__name__)

_BOTH = "credits,videos,keywords,external_ids,reviews,watch/providers"
MOVIE_BLOCKS = f"{_BOTH},release_dates"
TV_BLOCKS = f"{_BOTH},aggregate_credits,content_ratings"
LANGUAGE = "en-US"
P = TypeVar("P", bound=Payload)
D = TypeVar("D", bound=Details)


class TmdbClient:
    """TMDB's API version 3. Each method is one request."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def movie(self, tmdb_id: int) -> Reading[MovieDetails]:
        """Return all about a movie. Raises NotFound, and what ``Service.ask_json`` raises."""
        return self._details(MovieDetails, "movie", tmdb_id, MOVIE_BLOCKS)

    def show(self, tmdb_id: int) -> Reading[TvDetails]:
        """Return all about a show. Raises NotFound, and what ``Service.ask_json`` raises."""
        return self._details(TvDetails, "tv", tmdb_id, TV_BLOCKS)

    def find(self, imdb_id: str) -> FindAnswer:
        """Return the titles that have this IMDb id; it knows none by an empty answer."""
        query = {"external_source": "imdb_id", "language": LANGUAGE}
        return self._read(FindAnswer, f"/find/{imdb_id}", query).payload

    def movie_reviews(self, tmdb_id: int, page: int = 1) -> Reading[ReviewPage]:
        """Return a page of a movie's reviews, from 1; empty behind the last."""
        return self._read(ReviewPage, f"/movie/{tmdb_id}/reviews", {"page": str(page)})

    def show_reviews(self, tmdb_id: int, page: int = 1) -> Reading[ReviewPage]:
        """Return a page of a show's reviews, from 1; empty behind the last."""
        return self._read(ReviewPage, f"/tv/{tmdb_id}/reviews", {"page": str(page)})

    def _details(self, model: type[D], path: str, tmdb_id: int, blocks: str) -> Reading[D]:
        query = {"append_to_response": blocks, "language": LANGUAGE}
        reading = self._read(model, f"/{path}/{tmdb_id}", query)
        if reading.payload.id != tmdb_id:
            raise InvalidResponse(
                f"TMDB answers about {reading.payload.id} when asked about {tmdb_id}", "other_title"
            )
        return reading

    def _read(self, model: type[P], path: str, query: dict[str, str]) -> Reading[P]:
        data = self._service.ask_json(path, query)
        if data.get("success") is False or "status_code" in data:
            code = str(data.get("status_code"))[:10]
            if code == "34":
                raise NotFound(f"TMDB does not know {path}")
            raise InvalidResponse(f"TMDB says status code {code}", "refused")
        reading = read(model, data)
        if reading.odd:
            log.warning("TMDB %s: %s", path, reading.remarks)
        return reading


def client() -> TmdbClient:
    """Return a client as the settings say. Raises ClientConfigError without TMDB_API_TOKEN."""
    token = Secret(settings.TMDB_API_TOKEN, "TMDB_API_TOKEN")
    if not token:
        raise ClientConfigError("TMDB_API_TOKEN is not set")
    base = settings.TMDB_BASE_URL
    gate = gate_of(base, per_second=settings.TMDB_PER_SECOND, daily=settings.TMDB_DAILY_BUDGET)
    bearer = Secret(token.reveal(), "TMDB_API_TOKEN", before="Bearer ")
    return TmdbClient(
        Service(
            base,
            fetcher(),
            gate,
            headers={"Accept": "application/json"},
            secret_headers={"Authorization": bearer},
        )
    )
