"""The rows of the home page: which titles, and why.

Every row asks for the keys of its titles; the titles of all rows are then loaded together, so the
page takes one query a row and two more, however large the catalogue is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError

from catalog.browse_address import browse_address
from catalog.genre_ids import genre_ids
from catalog.models import Title
from catalog.querysets import TitleQuerySet

logger = logging.getLogger(__name__)

TITLES_PER_ROW = 14


@dataclass(frozen=True)
class RowPlan:
    """A row before it is filled. ``query`` is the browse page that shows all of it.

    ``choose`` orders all visible titles, or those of the genre that ``query`` names.
    """

    key: str
    heading: str
    why: str
    query: dict[str, str]
    choose: Callable[[TitleQuerySet], TitleQuerySet]


@dataclass
class Row:
    """A row with its titles, best first."""

    key: str
    heading: str
    why: str
    address: str
    titles: list[Title] = field(default_factory=list)


def genre_row(slug: str, heading: str, why: str) -> RowPlan:
    """Plan a row of the best of one genre."""
    return RowPlan(slug, heading, why, {"genre": slug, "sort": "rating"}, TitleQuerySet.top_rated)


PLANS = (
    RowPlan(
        "popular",
        "Popular",
        "What most people have rated.",
        {"sort": "votes"},
        TitleQuerySet.popular,
    ),
    RowPlan(
        "top-rated",
        "Top rated",
        "Best by weighted rating: a 9.9 from six people does not win.",
        {"sort": "rating"},
        TitleQuerySet.top_rated,
    ),
    RowPlan(
        "recent",
        "Recently added",
        "The latest arrivals in this catalogue.",
        {"sort": "added"},
        TitleQuerySet.recently_added,
    ),
    genre_row("science-fiction", "Other worlds", "The best of science fiction."),
    genre_row("crime", "Trouble", "The best of crime, on both sides of the law."),
    genre_row("comedy", "A good laugh", "The best of comedy."),
    genre_row("animation", "Drawn, not filmed", "The best of animation."),
    genre_row("horror", "With the lights on", "The best of horror."),
)


def home_rows() -> list[Row]:
    """Return the rows that have titles, at most ``len(PLANS) + 3`` queries.

    A row whose query fails is left out and logged. If none answers, the database is away, and
    its last error is raised for the caller who can wait and try again.
    """
    chosen: dict[str, list[int]] = {}
    failure: DatabaseError | None = None
    genres = genre_ids(plan.query["genre"] for plan in PLANS if "genre" in plan.query)
    for plan in PLANS:
        titles = Title.objects.visible()
        if "genre" in plan.query:
            titles = titles.in_genre(genres.get(plan.query["genre"]))
        try:
            chosen[plan.key] = list(
                plan.choose(titles).values_list("pk", flat=True)[:TITLES_PER_ROW]
            )
        except DatabaseError as error:
            logger.warning("home row failed row=%s error=%s", plan.key, error)
            failure = error
    if failure and not chosen:
        raise failure
    shown = Title.objects.for_cards().in_bulk({pk for row in chosen.values() for pk in row})
    # A title may have been deleted since it was chosen.
    rows = [
        fill(plan, [shown[pk] for pk in chosen.get(plan.key, ()) if pk in shown]) for plan in PLANS
    ]
    return [row for row in rows if row.titles]


def fill(plan: RowPlan, titles: list[Title]) -> Row:
    """Return the planned row with its titles."""
    return Row(plan.key, plan.heading, plan.why, browse_address(**plan.query), titles)
