"""What became of a file of ratings: more than of other files, as scales and people differ."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from catalog.loading.report import MAX_EXAMPLES, FileReport

UNKNOWN_MOVIE = "no such title in the catalogue"
RATED_TWICE = "rated twice, the newer is kept"
OLDER = "older than the rating that is stored, which stays"


@dataclass
class RatingReport(FileReport):
    """``scale`` is the file's own, ``stored_scale`` what it becomes.

    ``people`` have rated titles of the catalogue, ``new_people`` of them for the first time.
    ``unknown_movies`` counts ratings of movies that the catalogue lacks, by the file's id and name.
    """

    scale: str = ""
    stored_scale: str = ""
    people: int = 0
    new_people: int = 0
    unknown_movies: Counter[str] = field(default_factory=Counter)
    load_first: str = ""

    def skip_many(self, lines: pl.Series, reason: str, values: Sequence[str]) -> None:
        """Count rows that were not loaded; ``values`` are of the first MAX_EXAMPLES."""
        self.skipped += len(lines)
        _add(self.reasons[reason], lines, values)

    def note_all(self, lines: pl.Series, note: str, values: Sequence[str]) -> None:
        """Remember something odd about rows, whatever becomes of them."""
        _add(self.notes[note], lines, values)

    def put_lines_in_order(self) -> None:
        """Sort the lines of each reason: ratings are merged in the order of people."""
        for tally in (*self.reasons.values(), *self.notes.values()):
            lines = np.sort(np.frombuffer(tally.lines, np.uint32))
            tally.lines = array("I", lines.tobytes())

    def to_dict(self, max_lines: int | None = None) -> dict[str, Any]:
        most = self.unknown_movies.most_common(MAX_EXAMPLES)
        return super().to_dict(max_lines) | {
            "scale": self.scale,
            "stored_scale": self.stored_scale,
            "people": self.people,
            "new_people": self.new_people,
            "unknown_movies": len(self.unknown_movies),
            "unknown_examples": [{"movie": movie, "ratings": n} for movie, n in most],
        }

    def closing_lines(self) -> Iterator[str]:
        """Yield what the terminal is told below the table."""
        yield (
            f"{self.name}: ratings {self.scale} become {self.stored_scale};"
            f" people of {self.source}: {self.people:,}, new: {self.new_people:,}"
        )
        if self.unknown_movies:
            most = "; ".join(movie for movie, _ in self.unknown_movies.most_common(3))
            n_ratings = self.unknown_movies.total()
            yield (
                f"{self.name}: {len(self.unknown_movies):,} movies with {n_ratings:,} ratings are"
                f" not found in the catalogue, most rated: {most}."
                f" Load {self.load_first} with load_catalog first, then these ratings again."
            )


def _add(tally: Any, lines: pl.Series, values: Sequence[str]) -> None:
    first = lines.head(MAX_EXAMPLES).to_list()
    room = MAX_EXAMPLES - len(tally.examples)
    tally.examples += [(line, value[:100]) for line, value in zip(first, values, strict=True)][
        :room
    ]
    tally.lines.frombytes(lines.cast(pl.UInt32).to_numpy().tobytes())
