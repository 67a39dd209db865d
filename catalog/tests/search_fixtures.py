"""Names for tests of search: as tuples, as a frame, and looked for without any index."""

from collections.abc import Iterable

import polars as pl

from catalog.search_index import SCHEMA, Name, NameIndex
from catalog.search_query import SearchQuery, spellings
from catalog.search_ranking import closest, rank


def names(*rows: tuple[str, int, int]) -> list[Name]:
    """Return names numbered from 1, one for each spelling of (name, year, votes)."""
    return [
        Name(number, key, year, votes)
        for number, (name, year, votes) in enumerate(rows, start=1)
        for key in spellings(name)
    ]


def index_of(known: Iterable[Name]) -> NameIndex:
    return NameIndex.build(pl.DataFrame(list(known), schema=SCHEMA, orient="row"))


def ranked(text: str, known: list[Name]) -> list[int]:
    """Return the ids that ``text`` finds among ``known`` names, all of which are judged."""
    return [name.id for name in rank(SearchQuery.parse(text), known)]


def found(text: str, index: NameIndex) -> list[int]:
    """Return the ids that ``text`` finds in an index."""
    query = SearchQuery.parse(text)
    return [name.id for name in rank(query, closest(query, index))]
