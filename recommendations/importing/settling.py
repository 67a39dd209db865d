"""What imported rows change of what a person says of one title. [pure]

What was said later wins, and what was said at an unknown time counts as said first; so a rating
given here stays when an older file is imported, and importing a file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from recommendations.importing.formats.entries import RATING, SEEN, WATCHLIST

ADDED, CHANGED, SAME, KEPT, OLDER, RATED = "added", "changed", "same", "kept", "older", "rated"
NOT_INTERESTED = "not_interested"
FIRST = datetime.min.replace(tzinfo=UTC)


class Row(NamedTuple):
    """One imported row about the title; ``key`` tells it from the others."""

    key: int
    what: str
    value: int | None = None
    at: datetime | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        return self.at or FIRST, self.key


@dataclass
class Said:
    """What a person says of one title: a rating, and marks with their times."""

    value: int | None = None
    rated_at: datetime | None = None
    marks: dict[str, datetime] = field(default_factory=dict)


def settle(said: Said, rows: Sequence[Row], now: datetime) -> dict[int, str]:
    """Change ``said`` as the rows say; return the outcome of each by its key.

    A mark whose time is unknown gets ``now``.
    """
    outcomes: dict[int, str] = {}
    for what, apply in ((RATING, _rate), (SEEN, _mark_seen), (WATCHLIST, _mark_wanted)):
        same = [row for row in rows if row.what == what]
        if len(same) > 1:
            same.sort(key=lambda row: row.order)
            outcomes |= dict.fromkeys((row.key for row in same[:-1]), OLDER)
        if same:
            outcomes[same[-1].key] = apply(said, same[-1], now)
    return outcomes


def _rate(said: Said, row: Row, now: datetime) -> str:
    if said.value == row.value:
        return SAME
    if said.value is not None and not _is_later(row.at, said.rated_at):
        return KEPT
    outcome = ADDED if said.value is None else CHANGED
    said.value, said.rated_at = row.value, row.at
    _end_wish(said, row.at)
    return outcome


def _mark_seen(said: Said, row: Row, now: datetime) -> str:
    if said.value is not None:
        return RATED
    if SEEN in said.marks:
        return SAME
    said.marks[SEEN] = row.at or now
    _end_wish(said, row.at)
    return ADDED


def _mark_wanted(said: Said, row: Row, now: datetime) -> str:
    if WATCHLIST in said.marks:
        return SAME
    is_past = said.value is not None and not _is_later(row.at, said.rated_at)
    others = [said.marks[kind] for kind in (SEEN, NOT_INTERESTED) if kind in said.marks]
    if is_past or not all(_is_later(row.at, other) for other in others):
        return KEPT
    said.marks.pop(NOT_INTERESTED, None)
    said.marks[WATCHLIST] = row.at or now
    return ADDED


def _end_wish(said: Said, at: datetime | None) -> None:
    """Take off the watchlist what was put there before it was seen."""
    if WATCHLIST in said.marks and _is_later(at, said.marks[WATCHLIST]):
        del said.marks[WATCHLIST]


def _is_later(at: datetime | None, than: datetime | None) -> bool:
    return at is not None and (than is None or at > than)
