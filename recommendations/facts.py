"""Read from the database what ``recommendations.features`` needs, a stretch of titles at a time.

Columns, not model objects: the index is built from a million titles in bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Q

from catalog.models import AggregateRating, Credit, Title
from catalog.querysets import TitleQuerySet
from recommendations.features import TitleFacts, Value

#: Family -> (links to titles, the column that identifies the value, the column of its name).
LINKS: dict[str, tuple[Any, str, str]] = {
    "genre": (Title.genres.through, "genre__slug", "genre__name"),
    "keyword": (Title.keywords.through, "keyword__slug", "keyword__name"),
    "company": (Title.companies.through, "company__slug", "company__name"),
    "country": (Title.countries.through, "country", "country__name"),
}
#: Category of a credit -> family.
ROLES: dict[str, str] = {
    Credit.Category.DIRECTOR: "director",
    Credit.Category.CREATOR: "director",
    Credit.Category.WRITER: "writer",
    Credit.Category.ACTOR: "cast",
}
COLUMNS = (
    "pk",
    "name",
    "kind",
    "start_year",
    "overview",
    "weighted_rating",
    "original_language_id",
    "original_language__name",
    "collection__slug",
    "collection__name",
)


def stream_facts(titles: TitleQuerySet, chunk: int = 5000) -> Iterator[list[TitleFacts]]:
    """Yield the facts of ``titles`` in lists of at most ``chunk``, by rising id.

    7 queries a list, however many titles there are.
    """
    last = 0
    while rows := list(titles.order_by("pk").filter(pk__gt=last).values_list(*COLUMNS)[:chunk]):
        facts = {row[0]: _facts(*row) for row in rows}
        last = rows[-1][0]
        for title_id, family, value in _values(rows[0][0], last):
            if title_id in facts:
                facts[title_id].values.setdefault(family, []).append(value)
        for title_id, source, votes in _votes(rows[0][0], last):
            if title_id in facts:
                facts[title_id].votes[source] = votes
        yield list(facts.values())


def facts_of(title_id: int) -> TitleFacts | None:
    """Return the facts of one title, or None if it does not exist. 7 queries."""
    chunks = stream_facts(Title.objects.filter(pk=title_id))
    return next(chunks, [None])[0]


def most_votes() -> dict[str, int]:
    """Return, by source of ratings, the votes of the title with most votes. 1 query."""
    sources = AggregateRating.objects.filter(votes__gt=0).order_by().values_list("source")
    return dict(sources.annotate(Max("votes")))


def _facts(*row: Any) -> TitleFacts:
    *own, language_code, language, collection_slug, collection = row
    facts = TitleFacts(*own)
    if language_code:
        facts.values["language"] = [Value(language_code, language)]
    if collection_slug:
        facts.values["collection"] = [Value(collection_slug, collection)]
    return facts


def _values(first: int, last: int) -> Iterator[tuple[int, str, Value]]:
    """Yield (title id, family, value) of titles ``first`` to ``last``, in their order."""
    stretch = _stretch(first, last)
    for family, (links, slug_column, name_column) in LINKS.items():
        in_order = links.objects.filter(stretch).order_by("pk")
        pairs = in_order.values_list("title_id", slug_column, name_column)
        for title_id, slug, name in pairs.iterator():
            yield title_id, family, Value(slug, name)
    people = Credit.objects.filter(stretch, category__in=ROLES).order_by("ordering", "pk")
    named = people.values_list("title_id", "category", "person__slug", "person__name")
    for title_id, category, slug, name in named.iterator():
        yield title_id, ROLES[category], Value(slug, name)


def _votes(first: int, last: int) -> Iterator[tuple[int, str, int]]:
    """Yield (title id, source, votes) of titles ``first`` to ``last``."""
    rated = AggregateRating.objects.filter(_stretch(first, last)).order_by()
    for title_id, source, votes in rated.values_list("title_id", "source", "votes").iterator():
        yield title_id, source, votes or 0


def _stretch(first: int, last: int) -> Q:
    return Q(title__gte=first, title__lte=last)
