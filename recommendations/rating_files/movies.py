"""The file of movies beside ratings: numbers and names with years. [pure]"""

import re
from collections.abc import Iterator
from pathlib import Path

from catalog.datasets.errors import CellError, DatasetError
from catalog.datasets.files import read_start
from catalog.datasets.movielens_movies import name_of, year_of
from recommendations.rating_files.blocks import read_blocks
from recommendations.rating_files.layouts import MoviesTable

_BRACKETS = re.compile(r"\((?:a\.k\.a\. )?([^()]*[^()\d-][^()]*)\)")

#: What MovieLens 100K puts behind the year of a video.
_VIDEO = re.compile(r"\s*\(V\)\s*$")

#: The names that a movie has, each with its year.
Names = list[tuple[str, int]]


def read_movies(path: Path, table: MoviesTable) -> dict[int, Names]:
    """Return {number of the movie: its name, then its other names, with the year}.

    Movies without a year or a name are left out: nothing finds them. Raises DatasetError if there
    is none at all.
    """
    read_start(path)  # what is no text at all is refused
    movies: dict[int, Names] = {}
    for block in read_blocks(path):
        for _, text in block.lines("latin-1"):
            number, _, rest = text.partition(table.separator)
            names = list(names_of(rest.split(table.separator)[0]))
            if number.strip().isascii() and number.strip().isdigit() and names:
                movies.setdefault(int(number), names)
    if not movies:
        raise DatasetError.about(path, "names no movies")
    return movies


def names_of(cell: str) -> Iterator[tuple[str, int]]:
    """Yield the names in ``Postman, The (Postino, Il) (1994)``, the first one first."""
    cell = _VIDEO.sub("", cell)
    year = year_of(cell)
    try:
        texts = [cell, *_BRACKETS.findall(cell)] if year else []
        for text in texts:
            if year and (name := name_of(text)):
                yield name, year
    except CellError:  # too long for a name
        return


def name_of_word(word: str) -> tuple[str, int] | None:
    """Return name and year of a movie that is a word.

    >>> name_of_word("the+glass+ferry+1997")
    ('the glass ferry', 1997)
    """
    name, _, year = word.replace("+", " ").strip().rpartition(" ")
    if name and len(year) == 4 and year.isascii() and year.isdigit():
        return name.strip(), int(year)
    return None
