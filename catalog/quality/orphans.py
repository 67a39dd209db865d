"""Rows that nothing leads to, and titles of which it is not known where they came from."""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from catalog.models import Collection, Company, Credit, Keyword, Person, SourceFile, Title
from catalog.quality.expectations import (
    MAX_EXAMPLES,
    Example,
    Expectation,
    Finding,
    Look,
    Rows,
    example,
)

THEME = "orphans"


def _find_origins() -> dict[str, Finding]:
    """Read every provenance there is once: titles share them, so they are few."""
    files = {*SourceFile.objects.values_list("pk", flat=True), Title.EDITED}
    groups: Any = Title.objects.order_by().values_list("provenance")
    checked = 0
    counts = {"titles_have_a_source": 0, "sources_exist": 0}
    first: dict[str, list[tuple[int, str]]] = {name: [] for name in counts}
    for provenance, n, pk in groups.annotate(n=Count("pk"), first=Min("pk")).iterator():
        checked += n
        gone = sorted(set(provenance.values()) - files)
        offends = {"titles_have_a_source": not provenance, "sources_exist": bool(gone)}
        remark = f" names file {gone[0]}" if gone else ""
        for name in (name for name in counts if offends[name]):
            counts[name] += n
            first[name].append((pk, remark))
            del first[name][MAX_EXAMPLES:]
    return {name: Finding(checked, counts[name], _examples(first[name])) for name in counts}


def _examples(rows: list[tuple[int, str]]) -> tuple[Example, ...]:
    titles = Title.objects.in_bulk([pk for pk, _ in rows])
    return tuple(
        example(titles[pk], f"{titles[pk]}{remark}") for pk, remark in rows if pk in titles
    )


ORIGINS = Look(_find_origins)

EXPECTATIONS = (
    Expectation(
        "titles_have_a_source",
        THEME,
        "a file or an analyst is known for every title",
        ORIGINS,
    ),
    Expectation(
        "sources_exist",
        THEME,
        "every file that a title's facts came from is known",
        ORIGINS,
        required=True,
    ),
    Expectation(
        "people_credited",
        THEME,
        "every person has a credit",
        Rows(Person, ~Q(Exists(Credit.objects.filter(person=OuterRef("pk"))))),
    ),
    Expectation(
        "keywords_used",
        THEME,
        "every keyword has a title",
        Rows(Keyword, ~Q(Exists(Title.keywords.through.objects.filter(keyword=OuterRef("pk"))))),
    ),
    Expectation(
        "companies_used",
        THEME,
        "every company has a title",
        Rows(Company, ~Q(Exists(Title.companies.through.objects.filter(company=OuterRef("pk"))))),
    ),
    Expectation(
        "collections_used",
        THEME,
        "every collection has a title",
        Rows(Collection, ~Q(Exists(Title.objects.filter(collection=OuterRef("pk"))))),
    ),
)
