"""How a canonical column is read from raw columns: the words dataset modules are written in. [pure]

Each function takes names of raw columns and returns a ``Parser``. What is done to a single cell
is in ``catalog.datasets.values``.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from catalog import vocabulary
from catalog.canonical import RatingFact
from catalog.datasets import plain, values
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import CellError
from catalog.datasets.lists import (
    COMMA_IN_NAME,
    FieldOf,
    Splitter,
    commas,
    json_list,
    pipes,
    python_field,
)
from catalog.datasets.objects import JSON, PYTHON
from catalog.datasets.parser import Parser, constant, each
from catalog.datasets.plain import Recogniser
from catalog.datasets.plain_objects import field_of_objects

__all__ = ["Parser", "constant", "each"]  # and what is defined here

#: A function of ``catalog.vocabulary``: our words for a label, None if it is unknown.
Lookup = Callable[[str], tuple[str, ...] | None]

_IMDB_ID_IN_ADDRESS = re.compile(r"/(tt[0-9]{7,10})\b")


def text(cell: str, longest: int | None = None) -> Parser:
    """Read a text; one that is too long becomes None."""
    return each(partial(values.text, longest=longest), cell, plain=plain.text(longest))


def name(cell: str) -> Parser:
    """Read the name of a title, of at most 300 characters."""
    return text(cell, longest=300)


def certification(cell: str) -> Parser:
    """Read an age rating such as PG-13, of at most 12 characters."""
    return text(cell, longest=12)


def year(cell: str) -> Parser:
    """Read a year."""
    return each(values.year, cell)


def release_date(cell: str) -> Parser:
    """Read a day in ISO form."""
    return each(values.iso_date, cell, plain=plain.iso_date)


def year_of_date(cell: str) -> Parser:
    """Read the year of a day in any form that has it in four digits."""
    return each(values.year_of_date, cell, plain=plain.year_of_iso_date)


def small_integer(cell: str) -> Parser:
    """Read minutes or seasons: 1-32767, 0 means unknown."""
    parse = partial(values.positive_integer, largest=values.SMALLINT)
    return each(parse, cell, plain=plain.positive_integer(values.SMALLINT))


def dollars(cell: str) -> Parser:
    """Read an amount of US dollars; 0 means unknown."""
    return each(values.positive_integer, cell, plain=plain.positive_integer(values.BIGINT))


def popularity(cell: str) -> Parser:
    """Read a number from 0 up."""
    return each(values.not_negative, cell, plain=plain.not_negative)


def flag(cell: str) -> Parser:
    """Read true or false."""
    return each(values.flag, cell)


def web_address(cell: str) -> Parser:
    """Read an http(s) address."""
    address = plain.matching(r"^https?://[!#-%'-;=?-~]{1,400}$")
    return each(values.web_address, cell, plain=address)


def image_path(cell: str) -> Parser:
    """Read a path at TMDB's image server."""
    path = plain.matching(r"^/[A-Za-z0-9_-]{1,100}\.(?:jpg|jpeg|png|svg|webp)$")
    return each(values.image_path, cell, plain=path)


def choice(cell: str, options: Mapping[str, str]) -> Parser:
    """Read one of ``options`` (in any case) as what it stands for."""
    folded = {option.casefold(): meaning for option, meaning in options.items()}

    def parse(raw: str) -> str | None:
        word = clean(raw).casefold()
        if word and word not in folded:
            raise CellError("unknown")
        return folded.get(word)

    return each(parse, cell)


STATUSES = {
    "Released": "released",
    "Post Production": "post_production",
    "In Production": "in_production",
    "Planned": "planned",
    "Rumored": "rumored",
    "Canceled": "canceled",
}


def status(cell: str) -> Parser:
    """Read TMDB's production status."""
    return choice(cell, STATUSES)


# Ids -------------------------------------------------------------------------------------------


def imdb_id(cell: str) -> Parser:
    """Read an IMDb id, with or without ``tt``."""
    return each(values.imdb_id, cell, plain=plain.imdb_id)


def tmdb_id(cell: str) -> Parser:
    """Read a TMDB id; a row whose id is no number has shifted and is skipped."""
    number = plain.positive_integer(values.INTEGER, zero_is_none=False)
    return each(values.row_number, cell, plain=number)


def source_id(source: str, cell: str) -> Parser:
    """Read an id in another source as ``{source: id}``."""

    def parse(raw: str) -> dict[str, str] | None:
        value = values.identifier(raw)
        return {source: value} if value else None

    return each(parse, cell, plain=plain.identifier(source))


def imdb_id_in(cell: str) -> Parser:
    """Read an IMDb id from a web address that has it as one of its parts."""

    def parse(raw: str) -> str | None:
        return next(map(values.imdb_id, _IMDB_ID_IN_ADDRESS.findall(raw)), None)

    return each(parse, cell)


# Lists -----------------------------------------------------------------------------------------


def genres(cell: str, split: Splitter) -> Parser:
    """Read genres in the catalogue's vocabulary."""
    return _coded(cell, split, vocabulary.genres_of)


def countries(cell: str, split: Splitter) -> Parser:
    """Read countries, given by code or name, as codes."""
    return _coded(cell, split, vocabulary.countries_of)


def languages(cell: str, split: Splitter) -> Parser:
    """Read languages, given by code or name, as codes."""
    return _coded(cell, split, vocabulary.languages_of)


def language(cell: str) -> Parser:
    """Read one language as its code."""

    def parse(raw: str) -> str | None:
        word = clean(raw)
        codes = vocabulary.languages_of(word) if word else ()
        if codes is None:
            raise CellError("unknown")
        return codes[0] if codes else None

    return each(parse, cell)


def companies(cell: str, split: Splitter) -> Parser:
    """Read names of at most 200 characters."""
    return each(lambda raw: _distinct(split(raw)), cell, plain=_separated(split))


def keywords(cell: str, split: Splitter) -> Parser:
    """Read keywords in lower case, of at most 200 characters."""
    return each(
        lambda raw: _distinct([word.lower() for word in split(raw)]),
        cell,
        plain=_separated(split, lower=True),
    )


def collection(cell: str) -> Parser:
    """Read the name of a franchise from one object written by Python."""
    names = python_field("name")
    return each(lambda raw: next(iter(names(f"[{raw}]")), None), cell)


def _separated(split: Splitter, *, lower: bool = False) -> Recogniser | None:
    if isinstance(split, FieldOf):
        notation = JSON if split.parse is json_list else PYTHON
        return field_of_objects(split.key, notation, lower=lower)
    if split is pipes:
        return plain.separated("|", lower=lower)
    return plain.separated(", ", COMMA_IN_NAME, lower=lower) if split is commas else None


def _coded(cell: str, split: Splitter, lookup: Lookup) -> Parser:
    # The same few combinations come again in every block of a file.
    parse = lru_cache(maxsize=1 << 14)(lambda raw: tuple(_in_vocabulary(split(raw), lookup)))
    return each(parse, cell)


def _in_vocabulary(labels: list[str], lookup: Lookup) -> list[str]:
    found: dict[str, None] = {}
    unknown = False
    for label in labels:
        entries = lookup(label)
        unknown = unknown or entries is None
        found |= dict.fromkeys(entries or ())
    if unknown:
        raise CellError("not in the vocabulary", instead=list(found))
    return list(found)


def _distinct(names: list[str]) -> list[str]:
    kept = [name for name in dict.fromkeys(names) if len(name) <= 200]
    if len(kept) < len(set(names)):
        raise CellError("longer than 200 characters", instead=kept)
    return kept


# Ratings ---------------------------------------------------------------------------------------


def ratings(**sources: tuple[str, str | None]) -> Parser:
    """Read for each source a mean (0-10) and the number of votes: ``imdb=("score", "votes")``.

    0 means unknown. A file may give means without votes: ``tmdb=("score", None)``.
    """
    columns = tuple(cell for pair in sources.values() for cell in pair if cell)

    def parse(*cells: str) -> list[RatingFact]:
        row = dict(zip(columns, cells, strict=True))
        facts, problem = [], None
        for source, (average, votes) in sources.items():
            try:
                facts += _rating(source, row[average], row[votes] if votes else "")
            except CellError as error:
                problem = error
        if problem:
            raise CellError(str(problem), instead=facts)
        return facts

    recognise = plain.ratings(list(sources), [bool(votes) for _, votes in sources.values()])
    return each(parse, *columns, plain=recognise)


def _rating(source: str, average_cell: str, votes_cell: str) -> list[RatingFact]:
    average, votes = values.number(average_cell), values.integer(votes_cell)
    if not average or votes == 0:
        return []
    if not 0 < average <= 10:
        raise CellError("outside 0-10")
    if votes is not None and not 0 < votes <= values.INTEGER:
        raise CellError("with an impossible number of votes")
    return [RatingFact(source, average, votes)]
