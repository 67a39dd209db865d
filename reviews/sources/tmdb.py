"""Reviews from TMDB: on where TMDB_API_TOKEN is set."""

from dataclasses import replace

from django.conf import settings

from catalog.clients import tmdb
from reviews.sources.base import FetchOutcome, SourceAnswer, TitleKeys
from reviews.sources.tmdb_reviews import read_reviews


class TmdbSource:
    """Reviews on themoviedb.org, twenty a page."""

    name = "tmdb"

    def is_on(self) -> bool:
        return bool(settings.TMDB_API_TOKEN)

    def knows(self, keys: TitleKeys) -> bool:
        return bool(keys.tmdb_id or keys.imdb_id)

    def fetch(self, keys: TitleKeys, cursor: str = "") -> SourceAnswer:
        """Ask for a page; the TMDB id is looked up by the IMDb id if it is unknown.

        A cursor names the title at TMDB and the page: "movie/603/2".
        """
        client = tmdb.client()
        if not cursor and not (cursor := _first_page(client, keys)):
            return SourceAnswer(FetchOutcome.NOT_FOUND, detail=f"TMDB knows no {keys.imdb_id}")
        kind, tmdb_id, page = cursor.split("/")
        ask = client.show_reviews if kind == "tv" else client.movie_reviews
        answer = read_reviews(ask(int(tmdb_id), int(page)))
        next_page = f"{kind}/{tmdb_id}/{answer.cursor}" if answer.cursor else ""
        return replace(answer, cursor=next_page)


def _first_page(client: tmdb.TmdbClient, keys: TitleKeys) -> str:
    """Return the cursor of the first page; "" if TMDB does not know the title."""
    if keys.tmdb_id is not None:
        return f"{'tv' if keys.is_show else 'movie'}/{keys.tmdb_id}/1"
    found = client.find(keys.imdb_id or "")
    shows, movies = found.tv_results, found.movie_results
    if not shows and not movies:
        return ""
    is_show = bool(shows) and (keys.is_show or not movies)
    return f"{'tv' if is_show else 'movie'}/{(shows if is_show else movies)[0].id}/1"
