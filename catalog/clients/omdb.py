"""OMDb, https://www.omdbapi.com: what IMDb, Metacritic and Rotten Tomatoes say of a title."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from catalog.clients.errors import ClientConfigError, InvalidResponse, NotFound, NotNow
from catalog.clients.fetch import Response
from catalog.clients.omdb_payloads import OmdbTitle
from catalog.clients.outbound import fetcher, gate_of
from catalog.clients.payload import Reading, read
from catalog.clients.secret import Secret
from catalog.clients.service import Service, json_object


class OmdbClient:
    """OMDb's API. It takes its key in the query only, so no address of it is ever shown."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def title(self, imdb_id: str) -> Reading[OmdbTitle]:
        """Return what OMDb knows of a title.

        Raises NotFound; NotNow until tomorrow when the requests of our key are used up; and what
        ``Service.ask`` raises.
        """
        reading = self._service.ask("/", {"i": imdb_id}, self._read)
        if reading.payload.imdb_id != imdb_id:
            raise InvalidResponse("OMDb answers about another title", "other_title")
        return reading

    def _read(self, response: Response) -> Reading[OmdbTitle]:
        gate = self._service.gate
        reading = read(OmdbTitle, json_object(response.body, gate.host))
        answer = reading.payload
        if "limit" in answer.error.lower():
            until = gate.pause("the requests of our key are used up", asked=timedelta(hours=6))
            raise NotNow("OMDb: the requests of our key are used up", until)
        if response.status in (401, 403):
            gate.key_refused()
            raise ClientConfigError("OMDb does not accept our key")
        if response.status != 200:
            raise InvalidResponse(f"OMDb answers {response.status}", f"status_{response.status}")
        if answer.response != "True":
            if "not found" in answer.error.lower() or "incorrect imdb id" in answer.error.lower():
                raise NotFound("OMDb does not know it")
            raise InvalidResponse("OMDb refuses without a known reason", "refused")
        return reading


def client() -> OmdbClient:
    """Return a client as the settings say. Raises ClientConfigError without OMDB_API_KEY."""
    key = Secret(settings.OMDB_API_KEY, "OMDB_API_KEY")
    if not key:
        raise ClientConfigError("OMDB_API_KEY is not set")
    base = settings.OMDB_BASE_URL
    gate = gate_of(base, per_second=settings.OMDB_PER_SECOND, daily=settings.OMDB_DAILY_BUDGET)
    return OmdbClient(Service(base, fetcher(), gate, secret_query={"apikey": key}))
