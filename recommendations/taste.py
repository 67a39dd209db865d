"""What one person said of titles, as plain values. [pure]

A rating counts as liking where it is good, or good for this person: four stars or better, or no
worse than its own mean. So whoever has rated anything likes something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalog.ratings import star_signs
from recommendations.collaborative.formula import DISLIKED, likes_from

#: With so many ratings, what was chosen at the start does not count any more.
ENOUGH_RATINGS = 5


@dataclass(frozen=True)
class Taste:
    """What is known of a person at one moment; ``viewer_id`` is None of somebody unknown.

    ``ratings`` are values of 1-10 by title id, newest first. ``marked`` are titles it has seen or
    does not want, ``muted`` are rated titles that shall be no reason, ``less_of`` are values of
    filters that there should be less of, ``starting`` titles that it chose before it rated any.
    """

    viewer_id: int | None = None
    ratings: Mapping[int, int] = field(default_factory=dict)
    marked: frozenset[int] = frozenset()
    less_of: tuple[tuple[str, str], ...] = ()
    muted: frozenset[int] = frozenset()
    starting: tuple[int, ...] = ()
    wants_recommendations: bool = True
    hides_predictions: bool = False
    age: int | None = None
    gender: str = ""
    occupation: str = ""

    @cached_property
    def mean(self) -> float:
        """Return the mean of all ratings; 0 without any."""
        return sum(self.ratings.values()) / len(self.ratings) if self.ratings else 0.0

    @cached_property
    def chosen(self) -> tuple[int, ...]:
        """Return what was chosen at the start, as long as that counts."""
        is_started = len(self.ratings) >= ENOUGH_RATINGS
        return () if is_started else tuple(pk for pk in self.starting if pk not in self.ratings)

    @cached_property
    def liked(self) -> tuple[int, ...]:
        """Return what recommendations start from: best rated first, of equals the newest."""
        least = likes_from(self.mean)
        rated = [pk for pk, value in self.ratings.items() if value >= least]
        rated.sort(key=lambda pk: -self.ratings[pk])
        return tuple(pk for pk in (*rated, *self.chosen) if pk not in self.muted)

    @cached_property
    def lately(self) -> tuple[int, ...]:
        """Return what is liked in the order in which it was said, the newest first."""
        liked = frozenset(self.liked)
        return tuple(pk for pk in (*self.ratings, *self.chosen) if pk in liked)

    @cached_property
    def disliked_lately(self) -> tuple[int, ...]:
        """Return what is disliked in the order in which it was rated, the newest first."""
        disliked = frozenset(self.disliked)
        return tuple(pk for pk in self.ratings if pk in disliked)

    @property
    def last_liked(self) -> int | None:
        """Return the newest rated title that is liked; None if there is none."""
        return next((pk for pk in self.lately if pk in self.ratings), None)

    @cached_property
    def disliked(self) -> tuple[int, ...]:
        """Return what was rated badly, and worse than usual: worst first, of equals the newest."""
        rated = [pk for pk, v in self.ratings.items() if v <= DISLIKED and v < self.mean]
        rated.sort(key=lambda pk: self.ratings[pk])
        return tuple(pk for pk in rated if pk not in self.muted)

    @cached_property
    def left_out(self) -> frozenset[int]:
        """Return what is not recommended: rated, chosen, seen or not wanted."""
        return self.marked.union(self.ratings, self.starting)

    def why_left_out(self, title_id: int) -> str:
        """Return why a title is not recommended, "" if it may be."""
        if title_id in self.ratings:
            return f"You have rated it {star_signs(self.ratings[title_id])}."
        if title_id in self.marked:
            return "You have seen it, or said that you are not interested."
        return "You chose it at the start." if title_id in self.starting else ""


#: Somebody of whom nothing is known.
NOBODY = Taste()
