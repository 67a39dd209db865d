"""Which titles pass a set of filters, and in which order: for browse, search and the API.

A set of filters is the ``cleaned_data`` of a ``TitleFilterForm``: names of filters and their
values, where an empty value is no filter. One filter is in no form: "among", a tuple of the ids of
some thousand titles at most, such as those that a search found. Nothing here knows of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual

from catalog.forms import DEFAULT_SORT
from catalog.genre_ids import genre_ids, key_of
from catalog.models import Collection, Credit, Praise, Title
from catalog.querysets import BY_RATING, TitleQuerySet

Filters = Mapping[str, Any]
#: A query of one column; as rows point at titles more than once, so it may name them.
IdsOfTitles = QuerySet[Any, dict[str, Any]]


def _is(column: str) -> Callable[[Any], Q]:
    return lambda value: Q(**{column: value})


def _linked(rows: type[Model], column: str) -> Callable[[Any], IdsOfTitles]:
    """Return what tells the titles that rows with a value point at."""
    return lambda value: rows._default_manager.filter(**{column: value}).values("title")


def _named(rows: type[Model], column: str) -> Callable[[Any], IdsOfTitles]:
    """Do the same for what has a slug: the database is told the key (see ``genre_ids``)."""
    model: type[Model] = rows._meta.get_field(column).related_model  # type: ignore[assignment]
    ids = _linked(rows, column)
    return lambda slug: ids(key_of(model, slug))


def _in_genres(slugs: Sequence[str]) -> IdsOfTitles:
    return _linked(Title.genres.through, "genre__in")([*genre_ids(slugs).values()])


#: Filters by columns of titles.
_COLUMNS: dict[str, Callable[[Any], Q]] = {
    "kind": _is("kind"),
    "year_min": _is("start_year__gte"),
    "year_max": _is("start_year__lte"),
    "runtime_min": _is("runtime_minutes__gte"),
    "runtime_max": _is("runtime_minutes__lte"),
    # As the index on it has it.
    "rating_min": lambda least: Q(GreaterThanOrEqual(BY_RATING.expression, least)),
    "votes_min": _is("num_votes__gte"),
    "language": _is("original_language"),
    "certification": _is("certification"),
    "collection": lambda slug: Q(collection=key_of(Collection, slug)),
    "among": _is("pk__in"),
}
#: Filters by rows that point at titles; genres, which combine in more than one way, are not here.
_LINKS: dict[str, Callable[[Any], IdsOfTitles]] = {
    "country": _linked(Title.countries.through, "country"),
    "person": _named(Credit, "person"),
    "keyword": _named(Title.keywords.through, "keyword"),
    "company": _named(Title.companies.through, "company"),
    "praised": _linked(Praise, "aspect"),
}

#: All filters, in the order in which they are told.
NAMES = (
    *("kind", "genre", "not_genre", "year_min", "year_max", "runtime_min", "runtime_max"),
    *("rating_min", "votes_min", "language", "country", "certification", "person", "keyword"),
    *("company", "collection", "praised", "among"),
)

ORDERS: dict[str, Callable[[TitleQuerySet], TitleQuerySet]] = {
    "rating": TitleQuerySet.best_first,
    "votes": TitleQuerySet.popular,
    "newest": TitleQuerySet.newest_first,
    "oldest": lambda titles: titles.order_by(F("start_year").asc(nulls_last=True), "pk"),
    "name": lambda titles: titles.order_by("name_key", "start_year", "pk"),
    "runtime": lambda titles: titles.order_by(F("runtime_minutes").asc(nulls_last=True), "pk"),
    "added": TitleQuerySet.recently_added,
}


def active_filters(cleaned: Filters) -> dict[str, Any]:
    """Return the filters that were set, without those that ``cleaned`` leaves empty."""
    active = {name: cleaned[name] for name in NAMES if cleaned.get(name) not in ("", None, [])}
    if cleaned.get("match") == "any" and len(active.get("genre", ())) > 1:
        active["match"] = "any"
    return active


def filter_titles(cleaned: Filters) -> TitleQuerySet:
    """Return the visible titles that pass all filters, in the order of ``sort``, each once."""
    order = ORDERS[cleaned.get("sort") or DEFAULT_SORT]
    return order(narrow(active_filters(cleaned)))


def narrow(filters: Filters) -> TitleQuerySet:
    """Return the visible titles that pass ``active_filters``."""
    titles = Title.objects.visible()
    for name, value in filters.items():
        if name in _COLUMNS:
            titles = titles.filter(_COLUMNS[name](value))
    for ids in _linked_ids(filters):
        titles = titles.filter(pk__in=ids)
    if excluded := filters.get("not_genre"):
        # Not "pk not in": PostgreSQL makes that a list it searches anew for every title.
        links = Title.genres.through._default_manager.filter(title=OuterRef("pk"))
        titles = titles.filter(~Exists(links.filter(genre__in=genre_ids(excluded).values())))
    return titles


def narrow_links(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    """Return those rows whose ``title`` passes, without a look at titles if it needs none.

    Few titles are hidden: to look for all that are not took three times as long.
    """
    if not filters.keys() <= {*_LINKS, "genre", "match"}:
        return rows.filter(title__in=narrow(filters).values("pk"))
    for ids in _linked_ids(filters):
        rows = rows.filter(title__in=ids)
    return rows.filter(~Exists(Title.objects.hidden().filter(pk=OuterRef("title"))))


def _linked_ids(filters: Filters) -> Iterator[IdsOfTitles]:
    """Yield sets of ids of titles; in all of them are those that pass the filters by links."""
    for name, value in filters.items():
        if name in _LINKS:
            yield _LINKS[name](value)
    if included := filters.get("genre"):
        together = [included] if filters.get("match") == "any" else [[slug] for slug in included]
        yield from map(_in_genres, together)
