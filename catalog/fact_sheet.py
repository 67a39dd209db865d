"""The facts of one title with where each comes from, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format

from catalog.browse_address import browse_address
from catalog.loading.precedence import holder
from catalog.models import SourceFile, Title


@dataclass(frozen=True)
class Entry:
    """One value: its text, and where it leads if anywhere."""

    text: str
    address: str = ""
    is_external: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of the sheet. ``column`` is the canonical column its provenance is kept under.

    It is "" for what has none: ids, which any file may have given.
    """

    label: str
    entries: list[Entry]
    column: str
    note: int = 0


@dataclass(frozen=True)
class FactSheet:
    """``facts[i].note`` is a position in ``sources``, counted from 1; 0 where it is unknown."""

    facts: list[Fact]
    sources: list[SourceFile]


def fact_sheet(title: Title) -> FactSheet:
    """Return the facts of ``title``, and the files that they and its ratings come from: 1 query."""
    facts = [fact for fact in all_facts(title) if fact.entries]
    files_of_facts = [
        holder(title.provenance, fact.column) if fact.column else None for fact in facts
    ]
    files_of_ratings = [rating.file_id for rating in title.ratings.all()]
    wanted = dict.fromkeys(pk for pk in (*files_of_facts, *files_of_ratings) if pk)
    files = SourceFile.objects.in_bulk(wanted)
    sources = [files[pk] for pk in wanted if pk in files]
    notes: dict[int | None, int] = {
        source.pk: position for position, source in enumerate(sources, start=1)
    }
    noted = zip(facts, files_of_facts, strict=True)
    return FactSheet([replace(fact, note=notes.get(pk, 0)) for fact, pk in noted], sources)


def all_facts(title: Title) -> Iterator[Fact]:
    """Yield every fact the sheet knows; unknown ones have no entries."""
    others = [Entry(other.name) for other in title.alternative_names.all()]
    yield Fact("Also known as", others, "other_names")
    released = [Entry(date_format(title.release_date, "j F Y"))] if title.release_date else []
    yield Fact("First released", released, "release_date")
    yield Fact("Status", [Entry(title.get_status_display())], "status")
    yield Fact("Seasons", [Entry(str(title.seasons))] if title.seasons else [], "seasons")
    yield from origins(title)
    yield from makers(title)
    yield Fact("Budget", money(title.budget), "budget")
    yield Fact("Box office", money(title.revenue), "revenue")
    keywords = [
        Entry(keyword.name, browse_address(keyword=keyword.slug))
        for keyword in title.keywords.all()
    ]
    yield Fact("Keywords", keywords, "keywords")
    yield Fact("Elsewhere", elsewhere(title), "")


def origins(title: Title) -> Iterator[Fact]:
    """Yield where the title comes from and what is spoken in it."""
    countries = [
        Entry(country.name, browse_address(country=country.code))
        for country in title.countries.all()
    ]
    yield Fact("Country" if len(countries) == 1 else "Countries", countries, "countries")
    language = title.original_language
    original = [Entry(language.name, browse_address(language=language.code))] if language else []
    yield Fact("Original language", original, "original_language")
    spoken = [Entry(language.name) for language in title.spoken_languages.all()]
    yield Fact("Spoken", spoken, "spoken_languages")


def makers(title: Title) -> Iterator[Fact]:
    """Yield the companies behind the title and the franchise it belongs to."""
    companies = [
        Entry(company.name, browse_address(company=company.slug))
        for company in title.companies.all()
    ]
    yield Fact("Company" if len(companies) == 1 else "Companies", companies, "companies")
    collection = title.collection
    part_of = (
        [Entry(collection.name, browse_address(collection=collection.slug))] if collection else []
    )
    yield Fact("Part of", part_of, "collection")


def money(amount: int | None) -> list[Entry]:
    """Return an amount of US dollars: "$63,000,000"."""
    return [Entry(f"${intcomma(amount)}")] if amount else []


def elsewhere(title: Title) -> list[Entry]:
    """Return links to the same title on other sites."""
    entries = []
    if title.imdb_id:
        address = f"https://www.imdb.com/title/{title.imdb_id}/"
        entries.append(Entry(f"IMDb {title.imdb_id}", address, is_external=True))
    if title.tmdb_id:
        part = "movie" if title.kind == Title.Kind.MOVIE else "tv"
        address = f"https://www.themoviedb.org/{part}/{title.tmdb_id}"
        entries.append(Entry(f"TMDB {title.tmdb_id}", address, is_external=True))
    if title.homepage.startswith(("https://", "http://")):
        entries.append(Entry("Official site", title.homepage, is_external=True))
    return entries
