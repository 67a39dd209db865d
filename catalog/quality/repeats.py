"""What seems to be in the catalogue twice: titles of one name, people of one name on one title."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from catalog.loading.identity import contradict
from catalog.models import Credit, Person, Title, TitleIdentifier
from catalog.quality.expectations import (
    MAX_EXAMPLES,
    Example,
    Expectation,
    Finding,
    Look,
    printable,
)

THEME = "repeats"
#: Names whose titles are read at a time.
BATCH = 5_000
Key = tuple[str, str]
#: (name key, year, kind, pk, name, votes, IMDb id, TMDB id)
Row = tuple[str, int, str, int, str, int, str | None, int | None]


class _Tally:
    """Titles that offend, and the groups of them that most people know."""

    def __init__(self) -> None:
        self.offending = 0
        self._best: list[tuple[int, Example]] = []

    def add(self, rows: list[Row]) -> None:
        self.offending += len(rows)
        _, year, kind, _, name, *_ = rows[0]
        address = reverse("admin:catalog_title_changelist", query={"q": name})
        shown = Example(printable(f"{name} ({year}): {len(rows)} {kind}s"), address)
        heapq.heappush(self._best, (max(row[5] for row in rows), shown))
        if len(self._best) > MAX_EXAMPLES:
            heapq.heappop(self._best)

    def finding(self, checked: int) -> Finding:
        best = sorted(self._best, reverse=True)
        return Finding(checked, self.offending, tuple(shown for _, shown in best))


def _find_namesakes() -> dict[str, Finding]:
    """Compare the ids of titles of one name, kind and year.

    Pairs that no id tells apart are probably one title; pairs that ids do tell apart are two
    films, or one of them has a wrong id.
    """
    same, suspicious = _Tally(), _Tally()
    for groups in _namesakes():
        keys = _keys(row for group in groups for row in group)
        for group in groups:
            alike, apart = _sort_out(group, keys)
            for tally, found in ((same, alike), (suspicious, apart)):
                if found:
                    tally.add(found)
    checked = Title.objects.filter(start_year__isnull=False).count()
    return {"titles_once": same.finding(checked), "namesakes_few": suspicious.finding(checked)}


def _namesakes() -> Iterator[list[list[Row]]]:
    """Yield the groups of titles with one name, year and kind, many groups at a time."""
    together = ("name_key", "start_year", "kind")
    fields = (*together, "pk", "name", "num_votes", "imdb_id", "tmdb_id")
    titles: Any = Title.objects.filter(start_year__isnull=False).order_by()
    counted = titles.values_list(*together).annotate(n=Count("pk")).filter(n__gt=1)
    wanted = {row[:3] for row in counted.iterator()}
    keys = iter({key for key, _, _ in wanted})
    while batch := list(islice(keys, BATCH)):
        groups = defaultdict(list)
        for row in titles.filter(name_key__in=batch).values_list(*fields):
            if row[:3] in wanted:
                groups[row[:3]].append(row)
        yield list(groups.values())


def _keys(rows: Iterable[Row]) -> dict[int, set[Key]]:
    """Return all ids of the titles, by their primary keys: 1 query."""
    keys: dict[int, set[Key]] = {}
    for _, _, kind, pk, _, _, imdb_id, tmdb_id in rows:
        own = (("imdb", imdb_id), (f"tmdb-{kind}", tmdb_id))
        keys[pk] = {(source, str(value)) for source, value in own if value}
    identifiers = TitleIdentifier.objects.filter(title__in=list(keys))
    for pk, source, value in identifiers.values_list("title_id", "source", "value"):
        keys[pk].add((source, value))
    return keys


def _sort_out(group: list[Row], keys: dict[int, set[Key]]) -> tuple[list[Row], list[Row]]:
    """Return those with a namesake that no id tells apart, and those that one does tell apart."""
    alike: set[int] = set()
    apart: set[int] = set()
    for one, other in combinations((row[3] for row in group), 2):
        (apart if contradict(keys[one], keys[other]) else alike).update((one, other))
    return [row for row in group if row[3] in alike], [row for row in group if row[3] in apart]


def _find_doubles() -> dict[str, Finding]:
    """Look for two people of one name on one title, among the people who have namesakes."""
    shared = Person.objects.order_by().values("name_key").annotate(n=Count("pk")).filter(n__gt=1)
    theirs: Any = Credit.objects.filter(person__name_key__in=shared.values("name_key")).order_by()
    people = theirs.values_list("title_id", "person__name_key")
    doubles = people.annotate(n=Count("person", distinct=True)).filter(n__gt=1)
    offending = 0
    first: list[tuple[int, str]] = []
    for pk, key, _ in doubles.iterator():
        offending += 1
        first += [(pk, key)][: MAX_EXAMPLES - len(first)]
    titles = Title.objects.in_bulk([pk for pk, _ in first])
    examples = tuple(
        Example(
            printable(f"{titles[pk]}: {key}"),
            reverse("admin:catalog_credit_changelist", query={"title__id__exact": pk}),
        )
        for pk, key in first
        if pk in titles
    )
    checked = Title.objects.filter(Exists(Credit.objects.filter(title=OuterRef("pk")))).count()
    return {"people_once": Finding(checked, offending, examples)}


NAMESAKES = Look(_find_namesakes)

EXPECTATIONS = (
    Expectation(
        "titles_once",
        THEME,
        "no two titles have one name, kind and year, and no id that tells them apart",
        NAMESAKES,
    ),
    Expectation(
        "namesakes_few",
        THEME,
        "no two titles have one name, kind and year, and ids that contradict",
        NAMESAKES,
    ),
    Expectation(
        "people_once",
        THEME,
        "no two people of one name work on one title",
        Look(_find_doubles),
    ),
)
