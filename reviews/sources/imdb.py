"""Reviews from IMDb's pages: off unless IMDB_REVIEWS is on; docs/data.md has the terms."""

from django.conf import settings

from catalog.clients import imdb
from reviews.sources.base import BARRIERS, SourceAnswer, TitleKeys
from reviews.sources.imdb_pages import read_page


class ImdbSource:
    """Reviews on imdb.com, twenty-five a page."""

    name = "imdb"

    def is_on(self) -> bool:
        return bool(settings.IMDB_REVIEWS)

    def knows(self, keys: TitleKeys) -> bool:
        return bool(keys.imdb_id)

    def fetch(self, keys: TitleKeys, cursor: str = "") -> SourceAnswer:
        """Ask for a page. One that wants something of us first is the last for an hour or more."""
        client = imdb.client()
        answer = read_page(client.review_page(keys.imdb_id or "", cursor).html)
        if answer.outcome in BARRIERS:
            client.pause(answer.outcome.value)
        return answer
