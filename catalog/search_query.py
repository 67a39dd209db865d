"""What somebody typed, read as a search: spellings, a year at the end, an id. [pure]"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_IMDB_ID = re.compile(r"(tt|nm)0*(\d{1,10})$")
_YEAR = re.compile(r"(.+) (\d{4})$")


def spellings(name: str) -> tuple[str, ...]:
    """Return the keys under which a name is found: as it is, and with its numbers as digits.

    >>> spellings("The Godfather: Part II")
    ('godfather part ii', 'godfather 2')
    """
    key = name_key(name.replace("\x00", " "))
    digits = " ".join(_NUMBERS.get(word, word) for word in key.split())
    return tuple(dict.fromkeys((key, _DIVISION.sub("", digits))))


@dataclass(frozen=True)
class SearchQuery:
    """One search. ``readings`` are pairs of a key and the year that the text asks for, if any.

    ``blade runner 2049`` has two: that name, and *Blade Runner* of the year 2049.
    """

    imdb_id: str | None
    readings: tuple[tuple[str, int | None], ...]

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Read ``text``; a blank one has no readings.

        >>> SearchQuery.parse("Inception (2010)").readings
        (('inception 2010', None), ('inception', 2010))
        >>> SearchQuery.parse("tt133093").imdb_id
        'tt0133093'
        """
        # What cannot be encoded (half a surrogate pair) cannot be in any name either.
        text = text.encode("utf-8", "ignore").decode()[:MAX_LENGTH]
        readings: list[tuple[str, int | None]] = []
        for key in spellings(text):
            if not key:
                continue
            readings.append((key, None))
            match = _YEAR.match(key)
            if match and MIN_YEAR <= int(match[2]) <= MAX_YEAR:
                readings.append((match[1], int(match[2])))
        return cls(_imdb_id(text), tuple(readings))


def _imdb_id(text: str) -> str | None:
    """Return the IMDb id that ``text`` is, with at least seven digits; None if it is none."""
    match = _IMDB_ID.match(text.strip().lower())
    return f"{match[1]}{match[2]:0>7}" if match else None
