"""Titles as plain values: random ones, as facts for an index without a database, and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.core.cache import caches
from django.db import transaction
from hypothesis import strategies as st

from catalog import names
from catalog.database_id import index_parameters
from catalog.index_store import Build, publish
from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.features import TITLE_COLUMNS, Facts, Values
from recommendations.index import SCHEMA, SimilarityIndex, current_index, home
from recommendations.index_writer import IndexWriter

LINKED = ("genre", "keyword", "company", "country", "director", "writer", "cast")
VALUED = (*LINKED, "collection")


@dataclass(frozen=True)
class PlainTitle:
    """What the catalogue may say about a title; most important values first."""

    id: int
    name: str = ""
    kind: str = "movie"
    year: int | None = None
    overview: str = ""
    rating: float | None = None
    language: str | None = None
    collection: str | None = None
    genre: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    director: tuple[str, ...] = ()
    writer: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    votes: dict[str, int] = field(default_factory=dict)
    runtime: int | None = None
    certification: str = ""

    def values(self, family: str) -> tuple[str, ...]:
        if family == "collection":
            return (self.collection,) if self.collection else ()
        return getattr(self, family)


def values_of(titles: Sequence[PlainTitle]) -> Values:
    """Number all values of ``titles``; a slug is ``names.slug`` of the label, or a country."""
    tables = {}
    for family in VALUED:
        labels = sorted({label for title in titles for label in title.values(family)})
        keys = labels if family == "country" else [7 * i for i in range(len(labels), 0, -1)]
        slugs = labels if family == "country" else list(map(names.slug, labels))
        key_type = pl.String if family == "country" else pl.Int64
        table = pl.DataFrame(
            {"value": keys, "slug": slugs, "label": labels},
            schema={"value": key_type, "slug": pl.String, "label": pl.String},
        )
        tables[family] = table.sort("slug")
    return Values(tables)


def facts_of(titles: Sequence[PlainTitle], values: Values) -> Facts:
    """Return what ``recommendations.facts`` would read of ``titles``."""
    ordered = sorted(titles, key=lambda title: title.id)
    codes = {
        family: dict(zip(table["label"], table["value"], strict=True))
        for family, table in values.tables.items()
    }
    rows = [
        {
            "title_id": title.id,
            "votes": max(title.votes.values(), default=0),
            **{
                each.name: getattr(title, each.name)
                for each in fields(title)
                if each.name in TITLE_COLUMNS and each.name != "votes"
            },
            "collection": codes["collection"].get(title.collection),
        }
        for title in ordered
    ]
    links = {
        family: pl.DataFrame(
            [(t.id, codes[family][label]) for t in ordered for label in t.values(family)],
            schema={"title_id": pl.Int64, "value": values.tables[family].schema["value"]},
            orient="row",
        )
        for family in LINKED
    }
    votes = pl.DataFrame(
        [(title.id, *vote) for title in ordered for vote in title.votes.items()],
        schema={"title_id": pl.Int64, "source": pl.String, "votes": pl.Int64},
        orient="row",
    )
    return Facts(pl.DataFrame(rows, schema=dict(TITLE_COLUMNS)), links, votes)


def most_votes(titles: Sequence[PlainTitle]) -> dict[str, int]:
    most: dict[str, int] = {}
    for title in titles:
        for source, votes in title.votes.items():
            most[source] = max(votes, most.get(source, 0))
    return most


def write(folder: Path, titles: Sequence[PlainTitle], stretch: int = 50_000) -> dict[str, Any]:
    """Write an index of ``titles`` into ``folder``, so many at a time; return its facts."""
    ordered = sorted(titles, key=lambda title: title.id)
    values, votes = values_of(ordered), most_votes(ordered)
    writer = IndexWriter(folder, values, votes)
    for start in range(0, max(len(ordered), 1), stretch):
        writer.add(facts_of(ordered[start : start + stretch], values))
    writer.finish()
    return {
        "most_votes": votes,
        "languages": writer.languages,
        "certifications": writer.certifications,
        "built_at": datetime(2900, 1, 1, tzinfo=UTC).isoformat(),  # nothing has changed since
        "fingerprint": "",
    }


def build(folder: Path, titles: Sequence[PlainTitle], stretch: int = 50_000) -> SimilarityIndex:
    """Write an index of ``titles`` into ``folder`` and open it."""
    return SimilarityIndex.open(Build(folder, write(folder, titles, stretch)))


def publish_index(titles: Sequence[PlainTitle]) -> SimilarityIndex:
    """Make an index of ``titles`` the current one; the database knows their ids and no more."""
    Title.objects.all().delete()
    rows = [Title(id=t.id, name="x", name_key="x", slug=f"t-{t.id}", kind=t.kind) for t in titles]
    Title.objects.bulk_create(rows)
    facts: dict[str, Any] = {}
    publish(
        home(),
        lambda folder: facts.update(write(folder, titles)),
        schema=SCHEMA,
        facts=facts,
        parameters=index_parameters(),
    )
    return current_index()


@contextmanager
def scratch_database() -> Iterator[None]:
    """Undo at the end what was written meanwhile: for tests that hypothesis runs many times."""
    caches["memory"].clear()  # it remembers the keys of genres
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def save(title: PlainTitle) -> Title:
    """Make the rows of a title; its key is the database's own."""
    people = {"cast": title.cast, "writers": title.writer}
    people["directors" if title.kind == Title.Kind.MOVIE else "creators"] = title.director
    return make_title(
        title.name,
        kind=title.kind,
        start_year=title.year,
        overview=title.overview,
        weighted_rating=title.rating,
        runtime_minutes=title.runtime,
        certification=title.certification,
        num_votes=max(title.votes.values(), default=0),
        language=title.language or "",
        collection=title.collection or "",
        genres=title.genre,
        keywords=title.keyword,
        companies=title.company,
        countries=title.country,
        ratings={source: (7.0, votes) for source, votes in title.votes.items()},
        **people,
    )


NAMES = ["The Vault", "Vault 2", "A Night in Oslo", "Dreams", "七人の侍", "…", "Élan vital 🎬", "Q"]
TEXTS = [
    "Thieves empty a bank vault in one night.",
    "A thief dreams of vaults;\u2028he wakes in Oslo.",
    "Dreaming of a dream within dreams, dreamers dream.",
    "Самураи защищают деревню 🎬",
    "the of and",
    "x" * 300,
]
KEYWORDS = ["time travel", "time loop", "bank heist", "heist", "wedding", "七", "time's up"]
PEOPLE = [f"Person {letter}" for letter in "ABCDEFGHIJKL"]


def _few(values: Sequence[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def plain_title(id_: int) -> st.SearchStrategy[PlainTitle]:
    """Random titles that share much; any fact may be missing."""
    return st.builds(
        PlainTitle,
        id=st.just(id_),
        name=st.sampled_from(NAMES),
        kind=st.sampled_from(["movie", "show"]),
        year=st.none() | st.sampled_from([1870, 1954, 1999, 2001, 2003, 2100]),
        overview=st.just("") | st.lists(st.sampled_from(TEXTS), max_size=2).map(" ".join),
        rating=st.none() | st.sampled_from([0.0, 4.9, 6.0, 6.4, 7.25, 8.0, 10.0]),
        language=st.none() | st.sampled_from(["en", "en", "en", "fr", "ja"]),
        collection=st.none() | st.sampled_from(["Vaults", "Samurai"]),
        genre=_few(["Crime", "Drama", "Comedy", "Science Fiction"], 3),
        keyword=_few(KEYWORDS, 4),
        company=_few(["Regency", "Toho", "Gaumont", "A24", "Ufa", "Zoetrope"], 6),
        country=_few(["GB", "FR", "JP"], 2),
        director=_few(PEOPLE[:4], 2),
        writer=_few(PEOPLE[:5], 2),
        cast=_few(PEOPLE, 12),
        votes=st.dictionaries(
            st.sampled_from(["imdb", "tmdb"]), st.sampled_from([1, 30, 9_999, 2_000_000])
        ),
        runtime=st.none() | st.sampled_from([1, 90, 120]),
        certification=st.sampled_from(["", "PG-13", "R", "Ü/16 é", 'a"b,c']),
    )


def catalogues(smallest: int = 0, largest: int = 14) -> st.SearchStrategy[list[PlainTitle]]:
    """Random catalogues, with gaps between the ids."""
    sizes = st.integers(smallest, largest)
    return sizes.flatmap(lambda n: st.tuples(*(plain_title(3 * i + 1) for i in range(n)))).map(list)
