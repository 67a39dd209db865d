"""What somebody typed, read as a search: spellings, a year at the end, an id. [pure]"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.names import name_key

#: Longer texts are cut: no name is longer than its first 200 characters need.
MAX_LENGTH = 200

_ROMAN = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
#: Two is the first: "i" and "one" are more often words than numbers.
_NUMBERS = {word: str(n) for words in (_ROMAN, _WORDS) for n, word in enumerate(words, start=2)}
_DIVISION = re.compile(r"\b(?:part|chapter|episode|vol|volume|season) (?=\d+\b)")
_INITIALS = re.compile(r"(?<![^ ])[^\W\d_](?: [^\W\d_](?![^ ]))+")
#: Letters of the Latin alphabet that no diacritic makes: what is typed where the keyboard has none.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
#: Finds every key of which ``plain_spelling`` is another text, and some more; for polars, too.
HAS_PLAIN_SPELLING = (
    rf"(?:^| )(?:{'|'.join(_NUMBERS)}|part|chapter|episode|vol|volume|season)(?: |$)"
    r"|(?:^| )[^ ] [^ ](?: |$)|[øæœłđðþı]"
)
_IMDB_ID = re.compile(r"(tt|nm)0*(\d{1,10})$")
_YEAR = re.compile(r"(.+) (\d{4})$")


class Reading(NamedTuple):
    """One way to read what was typed: a key, the year it asks for, and typos already forgiven."""

    key: str
    year: int | None = None
    typos: int = 0


def spellings(name: str) -> tuple[str, ...]:
    """Return the keys under which a name is found: as it is, and spelt plainly.

    >>> spellings("The Godfather: Part II")
    ('godfather part ii', 'godfather 2')
    """
    key = name_key(name.replace("\x00", " "))
    return tuple(dict.fromkeys((key, plain_spelling(key))))


def plain_spelling(key: str) -> str:
    """Return a key with numbers as digits, initials as one word and only letters from a to z.

    >>> plain_spelling("m a s h"), plain_spelling("blæksprutten iii")
    ('mash', 'blaeksprutten 3')
    """
    joined = _INITIALS.sub(lambda found: found[0].replace(" ", ""), key)
    words = joined.translate(_PLAIN_LETTERS).split(" ")
    return _DIVISION.sub("", " ".join(_NUMBERS.get(word, word) for word in words))


@dataclass(frozen=True)
class SearchQuery:
    """One search. ``readings`` are what it may mean, the most literal first.

    ``blade runner 2049`` has two: that name, and *Blade Runner* of the year 2049.
    """

    imdb_id: str | None
    readings: tuple[Reading, ...]

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Read ``text``; a blank one has no readings.

        >>> [tuple(reading) for reading in SearchQuery.parse("Inception (2010)").readings]
        [('inception 2010', None, 0), ('inception', 2010, 0)]
        >>> SearchQuery.parse("tt133093").imdb_id
        'tt0133093'
        """
        # What cannot be encoded (half a surrogate pair) cannot be in any name either.
        text = text.encode("utf-8", "ignore").decode()[:MAX_LENGTH]
        literal = [Reading(key) for key in spellings(text) if key]
        dated = [reading for one in literal for reading in (one, *_with_year(one))]
        readings = [*dated, *(other for one in dated for other in _without_article(one))]
        return cls(_imdb_id(text), tuple(dict.fromkeys(readings)))


def _with_year(reading: Reading) -> Iterator[Reading]:
    """Yield the reading of a year at the end as a year."""
    match = _YEAR.match(reading.key)
    if match and MIN_YEAR <= int(match[2]) <= MAX_YEAR:
        yield Reading(match[1], int(match[2]))


def _without_article(reading: Reading) -> Iterator[Reading]:
    """Yield the reading of a first word that is nearly "the" ("teh", "thge") as the article."""
    first, _, rest = reading.key.partition(" ")
    if rest and len(first) > 1 and OSA.distance(first, "the", score_cutoff=1) == 1:
        yield Reading(rest, reading.year, typos=1)


def _imdb_id(text: str) -> str | None:
    """Return the IMDb id that ``text`` is, with at least seven digits; None if it is none."""
    match = _IMDB_ID.match(text.strip().lower())
    return f"{match[1]}{match[2]:0>7}" if match else None
