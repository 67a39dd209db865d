"""Columns that are worked out from others, and whether they still say what they should."""

from collections.abc import Iterator
from itertools import groupby
from math import isclose
from operator import itemgetter
from typing import Any

from django.db.models import Model, Q

from catalog.models import AlternativeName, Person, Title
from catalog.names import name_key
from catalog.quality.expectations import (
    CHUNK_ROWS,
    MAX_EXAMPLES,
    Expectation,
    Finding,
    Look,
    Rows,
    Texts,
    example,
)
from catalog.ratings import SourceRating, Summary, summary_rating

THEME = "derived"
#: Whoever rounds a half the other way is not out of step: one unit of the last place, and a bit.
AVERAGE_STEP, WEIGHTED_STEP = 0.0101, 0.000101


def _key_of(model: type[Model]) -> Texts:
    """Return the check that ``name_key`` is the folded name, cut to its column."""
    column: Any = model._meta.get_field("name_key")
    longest: int = column.max_length
    return Texts(model, ("name", "name_key"), lambda pair: name_key(pair[0])[:longest] != pair[1])


def _find_summaries() -> dict[str, Finding]:
    """Work out every title's rating from its sources' anew."""
    checked = 0
    offenders: list[int] = []
    offending = 0
    for row, expected in _summaries():
        checked += 1
        stored = row[1:4]
        if stored != expected and not _agree(Summary(*stored), expected):
            offending += 1
            offenders += [row[0]][: MAX_EXAMPLES - len(offenders)]
    titles = Title.objects.in_bulk(offenders).values()
    return {"ratings_in_step": Finding(checked, offending, tuple(map(example, titles)))}


def _summaries() -> Iterator[tuple[tuple[Any, ...], Summary]]:
    """Yield (a row with a title's key and the summary that it has, the one it should have).

    One statement for titles and ratings, so that no load comes between them.
    """
    fields = ("average_rating", "num_votes", "weighted_rating")
    ratings = ("ratings__source", "ratings__average", "ratings__votes")
    rows: Any = Title.objects.order_by("pk").values_list("pk", *fields, *ratings)
    for _, group in groupby(rows.iterator(chunk_size=CHUNK_ROWS), itemgetter(0)):
        found = list(group)
        sources = [SourceRating(*row[4:]) for row in found if row[4] is not None]
        yield found[0], summary_rating(sources)


def _agree(stored: Summary, expected: Summary) -> bool:
    return (
        stored.num_votes == expected.num_votes
        and _is_near(stored.average_rating, expected.average_rating, AVERAGE_STEP)
        and _is_near(stored.weighted_rating, expected.weighted_rating, WEIGHTED_STEP)
    )


def _is_near(one: float | None, other: float | None, step: float) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=0, abs_tol=step)


EXPECTATIONS = (
    Expectation(
        "title_keys_in_step",
        THEME,
        "what titles are found by is their name, folded",
        _key_of(Title),
        required=True,
    ),
    Expectation(
        "person_keys_in_step",
        THEME,
        "what people are found by is their name, folded",
        _key_of(Person),
        required=True,
    ),
    Expectation(
        "other_name_keys_in_step",
        THEME,
        "what titles are found by of their other names is those, folded",
        _key_of(AlternativeName),
        required=True,
    ),
    Expectation(
        "ratings_in_step",
        THEME,
        "a title's own rating is the summary of its sources'",
        Look(_find_summaries),
        required=True,
    ),
    Expectation(
        "titles_have_an_address", THEME, "every title has a slug", Rows(Title, Q(slug="")),
        required=True,
    ),
    Expectation(
        "people_have_an_address", THEME, "every person has a slug", Rows(Person, Q(slug="")),
        required=True,
    ),
)  # fmt: skip
