"""MovieLens: ``movies.csv``, with the ids of the ``links.csv`` beside it if there is one.

    movieId,title,genres
    77,"Glass Ferry, The (Gläserne Kahn, Der) (1962)",Drama|Mystery
    78,Night Trams (2018),(no genres listed)

Names have their article behind a comma, other names in brackets, the year last. Everything
counts as a movie: MovieLens does not tell shows apart.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from catalog.datasets import lists, values
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import CellError, DatasetError, NoRowsError
from catalog.datasets.movielens_links import DATASET as LINKS
from catalog.datasets.parser import Parser
from catalog.datasets.reader import read_blocks, read_header

_LINKS = ("links.csv", "links.csv.gz")
_YEAR = re.compile(r"\s*\((\d{4})(?:[-–]\d{0,4})?\)$")
_OTHER_NAME = re.compile(r"(?<=\S)\s+\(([^()]*)\)$")
_ALSO_KNOWN_AS = re.compile(r"a\.k\.a\.?\s+", re.IGNORECASE)
_ARTICLE_LAST = re.compile(
    r"(.+), (The|A|An|Le|La|Les|L'|Un|Une|Il|Lo|Gli|I|El|Los|Las|Una|Der|Die|Das|Ein|Eine|De|Den|"
    r"Det|En|O|Os|As)"
)


def name_of(cell: str) -> str | None:
    """Return the name without year and other names, its article in front.

    >>> name_of("City of Glass, The (Ville de verre, La) (1995)")
    'The City of Glass'
    """
    name = _article_in_front(_apart(cell)[0])
    if len(name) > 300:
        raise CellError("longer than 300 characters")
    return name or None


def other_names_of(cell: str) -> list[str]:
    """Return the names in brackets, each once; a number alone is none.

    >>> other_names_of("City of Glass, The (a.k.a. Glass City) (Ville de verre, La) (1995)")
    ['Glass City', 'La Ville de verre']
    """
    name, others = _apart(cell)
    found = [_article_in_front(_ALSO_KNOWN_AS.sub("", other, count=1)) for other in others]
    known = {_article_in_front(name)}
    return [
        other
        for other in dict.fromkeys(found)
        if other not in known and len(other) <= 300 and not other.isdecimal() and other
    ]


def _apart(cell: str) -> tuple[str, list[str]]:
    """Return the name as it stands and what is in brackets between it and the year."""
    name = _YEAR.sub("", clean(cell))
    others: list[str] = []
    while found := _OTHER_NAME.search(name):
        others.insert(0, found[1].strip())
        name = name[: found.start()]
    return name, others


def _article_in_front(name: str) -> str:
    found = _ARTICLE_LAST.fullmatch(name)
    if not found:
        return name
    rest, article = found.groups()
    return f"{article} {rest}".replace("L' ", "L'", 1)


def year_of(cell: str) -> int | None:
    """Return the year in the last brackets; of 2006-2007 the first."""
    found = _YEAR.search(clean(cell))
    return values.year(found[1]) if found else None


def linked(column: str, parse: Callable[[str], str | int | None]) -> Parser:
    """Read ``column`` of the row for the same movie in the ``links.csv`` beside the file."""

    def begin(path: Path) -> Callable[[str], str | int | None]:
        cells = _links(path.parent, column)
        return lambda movie_id: parse(cells.get(movie_id.strip(), ""))

    return Parser(("movieId",), begin)


def _links(folder: Path, column: str) -> dict[str, str]:
    """Return {movieId: cell of ``column``}, empty if there are no links beside the file.

    Raises DatasetError for links that are damaged: without their ids, titles would not meet.
    """
    cells: dict[str, str] = {}
    path = next((folder / name for name in _LINKS if _has_links(folder / name)), None)
    if path:
        with suppress(NoRowsError):
            for block in read_blocks(path):
                cells |= block.cells.select("movieId", column).rows()
    return cells


def _has_links(path: Path) -> bool:
    """Tell whether there is such a file, and not another one of that name."""
    try:
        return path.is_file() and LINKS.fits(read_header(path))
    except DatasetError:
        return False


DATASET = Dataset(
    name="movielens_movies",
    source="movielens",
    label="MovieLens movies",
    header=("movieId", "title", "genres"),
    columns={
        "source_ids": read.source_id("movielens", "movieId"),
        "imdb_id": linked("imdbId", values.imdb_id),
        "tmdb_id": linked("tmdbId", partial(values.positive_integer, largest=values.INTEGER)),
        "kind": read.constant("movie"),
        "name": read.each(name_of, "title"),
        "start_year": read.each(year_of, "title"),
        "genres": read.genres("genres", lists.pipes),
        "other_names": read.each(other_names_of, "title"),
    },
    required=("source_ids", "name"),
)
