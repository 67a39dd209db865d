"""What a catalogue holds, by natural keys: two databases with the same contents say the same.

``python -m catalog.tests.contents`` prints for each table how many rows it has and a digest of
them, whatever their order. Left out are primary keys, slugs (they are numbered in the order of
loading) and times.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")
    django.setup()

from catalog.models import (  # when Django is set up
    AggregateRating,
    AlternativeName,
    Credit,
    FactConflict,
    Person,
    PersonIdentifier,
    SourceFile,
    Title,
    TitleIdentifier,
)

LISTS = ("genres", "countries", "spoken_languages", "companies", "keywords")
LEFT_OUT = {"id", "slug", "provenance", "added_at", "updated_at", "collection"}
#: A table and what stands in one of its rows.
Row = tuple[str, tuple[Any, ...]]


def rows(*, with_credits: bool = True) -> Iterator[Row]:
    """Yield the rows of all tables; a title stands for itself by its strongest id."""
    titles = _title_keys()
    yield from _titles(titles)
    yield from _lists(titles)
    yield from _ratings(titles)
    yield from _conflicts(titles)
    if with_credits:
        yield from _credits(titles)


def contents(*, with_credits: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table, sorted."""
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for table, row in rows(with_credits=with_credits):
        tables.setdefault(table, []).append(row)
    return {table: sorted(found, key=repr) for table, found in sorted(tables.items())}


def digests() -> dict[str, tuple[int, str]]:
    """Return for each table the number of its rows and a digest of them in any order."""
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for table, row in rows():
        text = json.dumps(row, ensure_ascii=True, default=str).encode()
        sums[table] += int.from_bytes(hashlib.sha256(text).digest()[:16])
        counts[table] += 1
    return {table: (counts[table], f"{sums[table] % 2**128:032x}") for table in sorted(sums)}


def _title_keys() -> dict[int, str]:
    others: dict[int, str] = {}
    for pk, source, value in TitleIdentifier.objects.order_by("-source", "-value").values_list(
        "title_id", "source", "value"
    ):
        others[pk] = f"{source} {value}"
    return {
        pk: imdb_id or (f"tmdb-{kind} {tmdb_id}" if tmdb_id else others.get(pk, "no id"))
        for pk, kind, imdb_id, tmdb_id in Title.objects.values_list(
            "pk", "kind", "imdb_id", "tmdb_id"
        ).iterator()
    }


def _files() -> dict[int, str]:
    return {file.pk: f"{file.dataset} {file.sha256}" for file in SourceFile.objects.all()}


def _titles(titles: dict[int, str]) -> Iterator[Row]:
    files = _files()
    fields = [f.attname for f in Title._meta.concrete_fields if f.name not in LEFT_OUT]
    facts = Title.objects.values_list("pk", "provenance", "collection__name", *fields)
    for pk, provenance, *values in facts.iterator():
        said = sorted((fact, files.get(by, str(by))) for fact, by in provenance.items())
        yield "titles", (titles[pk], *values, said)
    for identifier in TitleIdentifier.objects.values_list("title_id", "source", "value").iterator():
        yield "title_ids", (titles[identifier[0]], *identifier[1:])


def _lists(titles: dict[int, str]) -> Iterator[Row]:
    for name in LISTS:
        label = "code" if name in ("countries", "spoken_languages") else "name"
        links = getattr(Title, name).through.objects
        target = next(f.name for f in links.model._meta.fields if f.name not in ("id", "title"))
        for pk, value in links.values_list("title_id", f"{target}__{label}").iterator():
            yield name, (titles[pk], value)
    for pk, *name in AlternativeName.objects.values_list("title_id", "name", "name_key"):
        yield "other_names", (titles[pk], *name)


def _ratings(titles: dict[int, str]) -> Iterator[Row]:
    files = _files()
    columns = ("title_id", "file_id", "source", "average", "votes")
    for pk, file_id, *rating in AggregateRating.objects.values_list(*columns).iterator():
        yield "ratings", (titles[pk], files.get(file_id), *rating)


def _conflicts(titles: dict[int, str]) -> Iterator[Row]:
    files = _files()
    columns = ("title_id", "file_id", "fact", "value", "value_key")
    for pk, file_id, *conflict in FactConflict.objects.values_list(*columns).iterator():
        yield "conflicts", (titles[pk], files[file_id], *conflict)


def _credits(titles: dict[int, str]) -> Iterator[Row]:
    people: dict[int, tuple[Any, ...]] = {}
    columns = ("pk", "name", "name_key", "imdb_id", "tmdb_id")
    for pk, *person in Person.objects.values_list(*columns).iterator():
        people[pk] = tuple(person)
        yield "people", tuple(person)
    for pk, *person_id in PersonIdentifier.objects.values_list("person_id", "source", "value"):
        yield "person_ids", (*people[pk], *person_id)
    columns = ("title_id", "person_id", "category", "job", "character", "ordering")
    for pk, person_id, *credit in Credit.objects.values_list(*columns).iterator():
        yield "credits", (titles[pk], *people[person_id], *credit)


def main() -> None:
    """Print what each table holds."""
    for table, (count, digest) in digests().items():
        print(f"{table:<20} {count:>12,} {digest}")  # noqa: T201


if __name__ == "__main__":
    main()
