"""Finding titles and people by what somebody typed: the only place that knows how search works.

Names come from the index that ``build_search_index`` wrote, and from the database what is newer;
without an index the database alone answers, with fewer typos forgiven. What is found is looked up
in the database, so that what was deleted or hidden since the build is never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from catalog import index_store
from catalog.database_id import index_parameters
from catalog.index_store import Build, IndexMissing, OpenedOnce
from catalog.models import AlternativeName, Person, Title
from catalog.search_index import Name, NameIndex
from catalog.search_names import person_names, title_names
from catalog.search_query import SearchQuery
from catalog.search_ranking import Closeness, closeness, closest, rank

#: Version of the files of an index; another version is rebuilt, not read.
SCHEMA = 2
#: Names that one query of the database returns, at most, and the columns they are made of.
MOST_ROWS = 120
TITLE = ("pk", "name_key", "start_year", "num_votes")
OTHER = ("title_id", "name_key", "title__start_year", "title__num_votes")
PERSON = ("pk", "name_key")
#: Beginnings of fewer bytes fit too many names to be looked for in the database on every key press:
#: there they must be the whole name. Two bytes are two letters of the alphabet, or half of one Han.
SHORTEST_BYTES = 3
#: People shown among the suggestions, at most.
SUGGESTED_PEOPLE = 3


@dataclass(frozen=True)
class Found:
    """What a text found: ids of titles and of people, best first.

    ``people_first``: what was typed is more like a person's name than like a title's.
    ``is_guess``: nothing found contains what was typed.
    """

    titles: list[int]
    people: list[int]
    people_first: bool
    is_guess: bool


@dataclass(frozen=True)
class SearchIndex:
    """The names of all titles and people at ``built_at``; later people have a higher pk."""

    titles: NameIndex
    people: NameIndex
    built_at: datetime
    last_person: int
    fingerprint: str

    @classmethod
    def load(cls, build: Build) -> SearchIndex:
        return cls(
            titles=NameIndex.open(build.folder / "titles"),
            people=NameIndex.open(build.folder / "people"),
            built_at=datetime.fromisoformat(build.facts["built_at"]),
            last_person=build.facts["last_person"],
            fingerprint=build.facts.get("fingerprint", ""),
        )


_opened = OpenedOnce(SearchIndex.load, schema=SCHEMA, parameters=index_parameters)


def search_titles(text: str, n: int = 60) -> list[int]:
    """Return the ids of at most ``n`` visible titles called like ``text``, best first.

    At most 3 queries, without an index 5. A text that is an IMDb id finds that title alone.
    """
    return _ids(_titles(SearchQuery.parse(text)), n)


def search_people(text: str, n: int = 20) -> list[int]:
    """Return the ids of at most ``n`` people called like ``text``, best first.

    As many queries as ``search_titles``.
    """
    return _ids(_people(SearchQuery.parse(text)), n)


def search_all(text: str, n_titles: int = 60, n_people: int = 20) -> Found:
    """Find titles and people; at most 5 queries, without an index 8.

    Where a title contains what was typed, people whose names only resemble it are left out.
    """
    query = SearchQuery.parse(text)
    titles, people = _titles(query), _people(query)
    best_title = max((closeness(query, name) for name in titles), default=Closeness.LIKE)
    if best_title > Closeness.LIKE:
        people = [name for name in people if closeness(query, name) > Closeness.LIKE]
    best_person = max((closeness(query, name) for name in people), default=Closeness.LIKE)
    return Found(
        titles=_ids(titles, n_titles),
        people=_ids(people, n_people),
        people_first=best_person > best_title,
        is_guess=not query.imdb_id and max(best_title, best_person) == Closeness.LIKE,
    )


def suggest(text: str, n: int = 8) -> Found:
    """Return at most ``n`` titles and people for somebody who is still typing."""
    found = search_all(text, n, min(SUGGESTED_PEOPLE, n))
    return replace(found, titles=found.titles[: n - len(found.people)])


def _titles(query: SearchQuery) -> list[Name]:
    """Return the names of visible titles like ``query``, best first."""
    visible = Title.objects.visible()
    if query.imdb_id:
        return _names(visible.filter(imdb_id=query.imdb_id), TITLE)
    others = AlternativeName.objects.of_visible_titles()
    index = _index()
    if index:
        found = closest(query, index.titles)
        found += _by_beginning(visible.filter(updated_at__gt=index.built_at), TITLE, query)
        others = others.filter(title__updated_at__gt=index.built_at)
        found += _by_beginning(others, OTHER, query)
    else:
        found = _by_database(visible, TITLE, query) + _by_database(others, OTHER, query)
    return _existing(visible, rank(query, found))


def _people(query: SearchQuery) -> list[Name]:
    """Return the names of people like ``query``, best first."""
    people = Person.objects.with_visible_titles()
    if query.imdb_id:
        return _names(people.filter(imdb_id=query.imdb_id), PERSON)
    index = _index()
    if index:
        names = closest(query, index.people)
        names += _by_beginning(Person.objects.filter(pk__gt=index.last_person), PERSON, query)
    else:
        names = _by_database(Person.objects.all(), PERSON, query)
    return _existing(people, rank(query, names))


def people_in_order(person_ids: list[int]) -> list[Person]:
    """Return the people with these ids in this order; 1 query.

    Each has ``known_for``, the name of the title with most votes, which tells namesakes apart.
    """
    titles = Title.objects.visible().filter(credits__person=OuterRef("pk")).popular()
    people = Person.objects.annotate(known_for=Subquery(titles.values("name")[:1]))
    found = people.in_bulk(person_ids)
    return [found[pk] for pk in person_ids if pk in found]


def build_search_index(fingerprint: str = "") -> int:
    """Write the names of all visible titles and their people; return how many spellings.

    ``fingerprint`` tells the state of the catalogue from others, for ``is_search_built_of``.
    """
    # The newest title that can be seen, not the time: a load that is still running stamps its
    # titles before they can be read, and they must count as newer than this index.
    built_at = Title.objects.aggregate(newest=Max("updated_at"))["newest"] or timezone.now()
    last = Person.objects.order_by("-pk").first()
    titles, people = NameIndex.build(title_names()), NameIndex.build(person_names())

    def write(folder: Path) -> None:
        titles.save(folder / "titles")
        people.save(folder / "people")

    facts = {
        "built_at": built_at.isoformat(),
        "last_person": last.pk if last else 0,
        "titles": len(set(titles.ids.tolist())),
        "terms": len(titles.grams) + len(people.grams),
        "fingerprint": fingerprint,
    }
    index_store.publish(_root(), write, schema=SCHEMA, facts=facts, parameters=index_parameters())
    return len(titles) + len(people)


def _root() -> Path:
    return Path(settings.INDEX_DIR) / "search"


def search_index_stands() -> bool:
    """Tell whether there is a search index that can be used."""
    return _index() is not None


def is_search_built_of(fingerprint: str) -> bool:
    """Tell whether the search index stands and was built of this state of the catalogue."""
    index = _index()
    return index is not None and index.fingerprint == fingerprint


def _index() -> SearchIndex | None:
    """Return the current index; None if there is none to be used, of which the store tells."""
    try:
        return _opened.get(_root())
    except IndexMissing:
        return None


def _by_beginning(rows: Any, columns: Sequence[str], query: SearchQuery) -> list[Name]:
    """Return names in the database that begin as ``query`` does, by their index; 1 query.

    ``rows`` are a NamedQuerySet, ``columns`` its columns for a ``Name``.
    """
    keys = {reading.key for reading in query.readings}
    long = {key for key in keys if len(key.encode()) >= SHORTEST_BYTES}
    found = rows.beginning_with(*long) | rows.filter(name_key__in=keys - long)
    return _names(found.order_by("name_key", "pk"), columns)


def _by_database(rows: Any, columns: Sequence[str], query: SearchQuery) -> list[Name]:
    """Return names that begin as ``query`` does, or where there are none, contain it; 2 queries."""
    found = _by_beginning(rows, columns, query)
    if found or not query.readings:
        return found
    contained = (Q(name_key__contains=reading.key) for reading in query.readings)
    return _names(rows.filter(reduce(or_, contained)), columns)


def _names(rows: Any, columns: Sequence[str]) -> list[Name]:
    return [Name(*row) for row in rows.values_list(*columns)[:MOST_ROWS]]


def _existing(rows: QuerySet[Any, Any], names: list[Name]) -> list[Name]:
    """Return those ``names`` whose ids are still among ``rows``; 1 query."""
    wanted = [name.id for name in names]
    there = set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [name for name in names if name.id in there]


def _ids(names: list[Name], n: int) -> list[int]:
    return [name.id for name in names[:n]]
