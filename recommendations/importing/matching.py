"""Which title of the catalogue an imported row means: by its ids, else by name and year."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from catalog.loading.bulk import fetch
from catalog.models import AlternativeName, Title, TitleIdentifier
from catalog.names import name_key
from catalog.search import search_titles
from recommendations.importing.rows import Wanted
from recommendations.models import ImportRow

Match = ImportRow.Match
#: Titles to choose from, and those that the search is asked for.
CANDIDATES, SEARCHED = 5, 8
#: A guess of the search is offered if its name has so much in common with the one in the file …
LIKE_ENOUGH = 0.7
#: … and, where the years are further apart than this, so much.
NEAR_YEARS, NEARLY_SAME = 2, 0.95


def match_exactly(rows: Sequence[Wanted]) -> None:
    """Find the titles of rows whose ids or names are in the catalogue; a dozen queries.

    Rows whose name is not there stay as they are, to be searched for.
    """
    by_id, by_name = _by_ids(rows), _ByName(rows)
    for row in rows:
        if row.match:
            continue
        title_id = next((by_id[key] for key in _keys(row) if key in by_id), None)
        if title_id:
            row.match, row.title_id = Match.FOUND, title_id
        elif row.name:
            by_name.match(row)
        else:
            row.match = Match.NOT_FOUND


#: What the search answered: (name, year) -> titles.
Answers = dict[tuple[str, int | None], list[int]]


def search_for(
    rows: Iterable[Wanted],
    seconds: float,
    on_row: Callable[[], None] = lambda: None,
    known: Answers | None = None,
) -> None:
    """Ask the search for the names that nothing is called exactly, for so long at most.

    ``known`` keeps the answers from one call to the next: a diary has its films again and again.
    """
    deadline, known = time.monotonic() + seconds, {} if known is None else known
    for row in rows:
        if row.match:
            continue
        asked = (row.name, row.year)
        if asked not in known:
            if time.monotonic() > deadline:
                return
            known[asked] = _guesses(row.name, row.year)
        row.candidates = known[asked]
        row.match = Match.CHOOSE if row.candidates else Match.NOT_FOUND
        on_row()


def _keys(row: Wanted) -> Iterator[tuple[str, str]]:
    """Yield (source, value) of the ids of a row, the surest first."""
    ids = row.ids
    if ids.get("imdb"):
        yield "imdb", ids["imdb"]
    if ids.get("tmdb"):
        for kind in [ids["kind"]] if ids.get("kind") else ["movie", "show"]:
            yield f"tmdb-{kind}", str(ids["tmdb"])
    if ids.get("movielens"):
        yield "movielens", str(ids["movielens"])


def _by_ids(rows: Sequence[Wanted]) -> dict[tuple[str, str], int]:
    """Return {(source, value): title} of all ids in ``rows`` that visible titles have."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for source, value in _keys(row):
            wanted[source].add(value)
    visible = Title.objects.visible().order_by()
    found: dict[tuple[str, str], int] = {}
    for source, values in wanted.items():
        others = TitleIdentifier.objects.filter(source=source, title__in=visible)
        for value, pk in fetch(others.values_list("value", "title_id"), "value", values):
            found[source, value] = pk
    for imdb_id, pk in fetch(visible.values_list("imdb_id", "pk"), "imdb_id", wanted["imdb"]):
        found["imdb", imdb_id] = pk
    for kind in Title.Kind.values:
        same = visible.filter(kind=kind).values_list("tmdb_id", "pk")
        for tmdb_id, pk in fetch(same, "tmdb_id", map(int, wanted[f"tmdb-{kind}"])):
            found[f"tmdb-{kind}", str(tmdb_id)] = pk
    return found


class _ByName:
    """The titles that are called as rows say, by their first or by another name."""

    def __init__(self, rows: Sequence[Wanted]) -> None:
        keys = {name_key(row.name) for row in rows if row.name and not row.match}
        visible = Title.objects.visible().order_by()
        own = visible.values_list("name_key", "pk", "start_year", "kind", "num_votes")
        others = AlternativeName.objects.of_visible_titles().order_by()
        also = others.values_list(
            "name_key", "title_id", "title__start_year", "title__kind", "title__num_votes"
        )
        self._named: dict[str, dict[int, tuple[int | None, str, int]]] = defaultdict(dict)
        for rows_of in (fetch(own, "name_key", keys), fetch(also, "name_key", keys)):
            for key, pk, year, kind, votes in rows_of:
                self._named[key][pk] = (year, kind, votes)

    def match(self, row: Wanted) -> None:
        """Note the title, or those to choose from; leave the row alone if nothing is called so.

        Sure is who alone has the name and the year; without such a one, who alone is a year away;
        and without a year in the file, who alone has the name.
        """
        kind = row.ids.get("kind")
        named = {
            pk: facts
            for pk, facts in self._named.get(name_key(row.name), {}).items()
            if not kind or facts[1] == kind
        }
        years = [(row.year,), (row.year - 1, row.year + 1)] if row.year else [None]
        for near in years:
            same = [pk for pk, facts in named.items() if near is None or facts[0] in near]
            if len(same) == 1:
                row.match, row.title_id = Match.FOUND, same[0]
                return
            if same:
                break
        if named:
            row.match, row.candidates = Match.CHOOSE, _in_order(named, row.year)[:CANDIDATES]


def _in_order(named: dict[int, tuple[int | None, str, int]], year: int | None) -> list[int]:
    """Return the ids, the nearest year first, then the most votes."""

    def order(pk: int) -> tuple[int, int, int]:
        own, _, votes = named[pk]
        return (abs(own - year) if own and year else 10_000, -votes, pk)

    return sorted(named, key=order)


def _guesses(name: str, year: int | None) -> list[int]:
    """Return titles that are called nearly so, the likeliest first; 4 queries."""
    found = search_titles(f"{name} {year}" if year else name, SEARCHED)
    visible = Title.objects.visible().filter(pk__in=found).order_by()
    facts = visible.values_list("pk", "name_key", "start_year")
    titles = {pk: (other, start_year) for pk, other, start_year in facts}
    key, likely = name_key(name), []
    for pk in found:
        if pk not in titles:
            continue
        other, start_year = titles[pk]
        likeness = OSA.normalized_similarity(key, other)
        is_near = not (year and start_year) or abs(start_year - year) <= NEAR_YEARS
        if likeness >= (LIKE_ENOUGH if is_near else NEARLY_SAME):
            likely.append(pk)
    return likely[:CANDIDATES]
