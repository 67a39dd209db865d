"""What an imported row says, the scales of ratings, and what can be wrong with a file. [pure]"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from catalog.datasets.errors import RowError

#: Of all files of an upload together.
MAX_ROWS = 25_000

What = Literal["rating", "seen", "watchlist"]
RATING: Final = "rating"
SEEN: Final = "seen"
WATCHLIST: Final = "watchlist"

_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?")


class ImportRefused(Exception):  # noqa: N818  (an answer to a person, not a mistake)
    """The upload cannot be imported; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a site's ratings go up to, and how they become half stars."""

    name: str
    best: int

    def half_stars(self, text: str) -> int | None:
        """Return a rating as 1-10 half stars, rounded up from the middle; None for no rating.

        Raises RowError for what is not on the scale.

        >>> OF_TEN.half_stars("8"), OF_FIVE.half_stars("4.5"), OF_HUNDRED.half_stars("85")
        (8, 9, 9)
        """
        bare = text.strip()
        if not bare:
            return None
        if not _NUMBER.fullmatch(bare):
            raise RowError("the rating is no number")
        number = Decimal(bare.replace(",", "."))
        if number == 0:
            return None
        if number > self.best:
            raise RowError(f"the rating is above {self.best}")
        halves = (number * 10 / self.best).to_integral_value(ROUND_HALF_UP)
        return max(1, int(halves))


OF_FIVE, OF_TEN, OF_HUNDRED = Scale("5", 5), Scale("10", 10), Scale("100", 100)
SCALES = {scale.name: scale for scale in (OF_FIVE, OF_TEN, OF_HUNDRED)}


def stars(value: int) -> str:
    """Return half stars as people write them.

    >>> stars(8), stars(9), stars(1)
    ('4★', '4½★', '½★')
    """
    whole, half = divmod(value, 2)
    return f"{whole or ''}{'½' if half else ''}★"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it says of which title. ``kind`` is "movie", "show", or "" if unknown.

    ``given`` is the rating as it stands in the file, ``value`` the same in half stars.
    """

    file: str
    line: int
    what: What
    name: str = ""
    year: int | None = None
    kind: str = ""
    imdb_id: str = ""
    tmdb_id: int | None = None
    movielens_id: int | None = None
    given: str = ""
    value: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that cannot be imported, and why."""

    file: str
    line: int
    text: str
    reason: str
