"""What makes titles alike: the facts of titles as weighted terms in families. [pure]

A *term* is a value of a family, such as the genre drama or the plot word "island". Its *strength*
says how loudly a title says it; how much it counts in the end (rarity, family, length) is decided
in ``recommendations.similarity``. Facts come and go as frames, thousands of titles at once.

Families of which a title has at most one value, with many titles to each, are no terms but
*codes*: a column of small numbers is compared faster than a posting of half the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.words import WordBook

#: How much each family counts; 0 means that it contributes nothing. Fitted so that neighbours are
#: titles that the same people like (docs/decisions/0006-similarity-weights.md).
WEIGHTS = {
    "genre": 0.4,
    "keyword": 0.5,  # whole keywords: "time travel"
    "theme": 0.75,  # the words of the keywords, stemmed: "time", "travel"
    "plot": 1.25,  # the words of the overview, stemmed
    "name": 0.5,  # the words of the name, stemmed: sequels of unknown franchises
    "director": 0.5,  # of a movie; the creator of a show
    "writer": 0.25,
    "cast": 0.75,
    "collection": 0.5,
    "company": 0.25,
    "country": 0.1,
    "language": 0.5,
    "era": 0.6,
    "kind": 0.4,  # by judgement: MovieLens has no shows to fit it with
}
FAMILIES = tuple(WEIGHTS)
#: Families that are codes, not terms.
CODED = ("language", "era", "kind")
WORDED = ("theme", "plot", "name")
#: Families whose common values tell as much as the rare ones.
REGARDLESS_OF_RARITY = ("genre",)
KINDS = ("movie", "show")

#: Families that describe a title; with fewer than two of them it cannot be compared.
TELLING = ("genre", "keyword", "plot", "director", "cast", "collection")
ENOUGH = 1

CAST = 8
COMPANIES = 4
#: How soon saying a word once more adds nothing: the k1 of BM25 (Robertson and Zaragoza, 2009).
SATURATION = 1.2

#: A source whose best known title has fewer votes makes nobody famous.
FEW_VOTERS = 10_000

#: What is known of a title by itself; ``language`` and ``collection`` are keys, or null.
TITLE_COLUMNS: Mapping[str, Any] = {
    "title_id": pl.Int64,
    "name": pl.String,
    "kind": pl.String,
    "year": pl.Int32,
    "overview": pl.String,
    "rating": pl.Float64,
    "language": pl.String,
    "collection": pl.Int64,
    "runtime": pl.Int32,
    "votes": pl.Int64,
    "certification": pl.String,
}

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Facts:
    """What the catalogue says about some titles.

    ``titles`` has TITLE_COLUMNS, by rising title_id; ``links`` a frame (title_id, value) for each
    family of values, most important first; ``votes`` is (title_id, source, votes).
    """

    titles: pl.DataFrame
    links: Mapping[str, pl.DataFrame]
    votes: pl.DataFrame


@dataclass(frozen=True)
class Values:
    """The values that titles share: by family a frame (value, slug, label), sorted by slug.

    The code of a value is its position there.
    """

    tables: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, eq=False)
class Terms:
    """Pairs of a title and a term, each pair once; four arrays of one length.

    ``rows`` are positions in ``Facts.titles``, ``families`` in FAMILIES; ``codes`` those of
    ``Values`` or, of words, the stem's number in the book of words.
    """

    rows: Ints
    families: Ints
    codes: Ints
    strengths: Floats

    @classmethod
    def of(cls, parts: Iterable[tuple[str, pl.DataFrame]]) -> Terms:
        """Put the frames (row, code, strength) of some families together."""
        frames = [
            frame.select(
                pl.col("row").cast(pl.Int32),
                pl.lit(FAMILIES.index(family), pl.UInt8).alias("family"),
                pl.col("code").cast(pl.Int32),
                pl.col("strength").cast(pl.Float32),
            )
            for family, frame in parts
        ]
        pairs = pl.concat(frames)
        return cls(*(pairs[column].to_numpy() for column in pairs.columns))

    def enough(self, n_rows: int) -> NDArray[np.bool_]:
        """Tell for each of ``n_rows`` titles whether it says enough to be compared with others."""
        telling = np.isin(self.families, [FAMILIES.index(family) for family in TELLING])
        pairs = np.unique(self.rows[telling].astype(np.int64) * 256 + self.families[telling])
        enough: NDArray[np.bool_] = np.bincount(pairs // 256, minlength=n_rows) >= ENOUGH
        return enough

    def keep(self, titles: NDArray[np.bool_]) -> Terms:
        """Return the terms of the ``titles`` that are kept, which are numbered anew."""
        chosen = titles[self.rows]
        row = np.cumsum(titles, dtype=np.int32) - 1
        return Terms(
            row[self.rows[chosen]],
            self.families[chosen],
            self.codes[chosen],
            self.strengths[chosen],
        )


def terms_of(facts: Facts, values: Values, book: WordBook) -> Terms:
    """Return the terms of titles, in no particular order; ``book`` learns their words."""
    return Terms.of([*_linked(facts, values), *_worded(facts, values, book)])


def codes_of(facts: Facts, languages: Sequence[str]) -> Ints:
    """Return the codes of titles, a row for each and a column for each of CODED; 0 if unknown.

    ``languages`` are numbered from 1, as KINDS are, and years from MIN_YEAR.
    """
    year = pl.col("year") - (MIN_YEAR - 1)
    is_year = pl.col("year").is_between(MIN_YEAR, MAX_YEAR)
    codes = facts.titles.select(
        language=numbered("language", languages),
        era=pl.when(is_year).then(year).otherwise(0).cast(pl.Int16),
        kind=numbered("kind", KINDS),
    )
    return codes.select(CODED).to_numpy()


def sizes_of(languages: Sequence[str]) -> dict[str, int]:
    """Return how many codes each family of CODED has, with the unknown."""
    return {
        "language": len(languages) + 1,
        "era": MAX_YEAR - MIN_YEAR + 2,
        "kind": len(KINDS) + 1,
    }


def numbered(column: str, values: Sequence[str]) -> pl.Expr:
    """Return the place of each of a column's texts among ``values``, from 1; 0 if it has none."""
    places = {value: place for place, value in enumerate(values, start=1)}
    text = pl.col(column).fill_null("")
    return text.replace_strict(places, default=0, return_dtype=pl.Int16)


def standings_of(facts: Facts, most_votes: Mapping[str, int]) -> Ints:
    """Return popularity in percent and rating in tenths (-1: unknown) of each title."""
    tenths = (pl.col("rating") * 10).round().fill_null(-1).cast(pl.Int16)
    percent = np.round(popularity(facts, most_votes) * 100).astype(np.int16)
    return np.stack([percent, facts.titles.select(tenths)["rating"].to_numpy()], axis=1)


def popularity(facts: Facts, most_votes: Mapping[str, int]) -> NDArray[np.float32]:
    """Return how widely each title is known, from 0 (not at all) to 1 (as the best known of all).

    ln(1 + votes) is compared with the most votes that any title has from the same source, so a
    title is not famous for being counted where more people vote. The best source counts.
    """
    most = {source: max(votes, FEW_VOTERS) for source, votes in most_votes.items()}
    of_source = pl.col("source").replace_strict(most, default=None, return_dtype=pl.Int64)
    most_of_all = pl.max_horizontal(of_source, pl.lit(FEW_VOTERS), "votes")
    known = facts.votes.select(
        "title_id", fame=pl.col("votes").log1p() / most_of_all.cast(pl.Float64).log1p()
    )
    best = known.group_by("title_id").agg(pl.col("fame").max())
    rows = facts.titles.select("title_id").join(
        best, on="title_id", how="left", maintain_order="left"
    )
    return rows["fame"].fill_null(0).cast(pl.Float32).to_numpy()


def _linked(facts: Facts, values: Values) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the terms of families whose values are linked to titles."""
    for family, table in values.tables.items():
        listed = _coded(facts, family, table)
        place = pl.int_range(pl.len()).over("row")
        if family == "cast":
            # The n-th counts 1/√(1 + n/2), so long casts do not drown the stars.
            cast = listed.with_columns(place=place).filter(pl.col("place") < CAST)
            yield family, cast.with_columns(strength=(1 + pl.col("place") / 2) ** -0.5)
            continue
        if family == "company":
            listed = listed.filter(place < COMPANIES)
        yield family, listed.with_columns(strength=pl.lit(1.0))


def _coded(facts: Facts, family: str, table: pl.DataFrame) -> pl.DataFrame:
    """Return (row, code) of the values of a family, each once, in their order."""
    links = facts.links.get(family)
    if links is None:  # at most one value a title
        links = facts.titles.select("title_id", value=family).drop_nulls()
    codes = table.select("value").with_row_index("code")
    rows = facts.titles.select("title_id").with_row_index("row")
    return (
        links.join(rows, on="title_id", maintain_order="left")
        .join(codes, on="value", maintain_order="left")
        .select("row", "code")
        .unique(maintain_order=True)
    )


def _worded(facts: Facts, values: Values, book: WordBook) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the terms of the families of words; a theme word stands in a keyword."""
    yield "plot", _stems(*book.read(facts.titles["overview"]), book)
    yield "name", _stems(*book.read(facts.titles["name"]), book)
    keywords = values.tables["keyword"]
    codes, words = book.read(keywords["label"])
    said = _coded(facts, "keyword", keywords).join(
        pl.DataFrame({"code": codes, "word": words}).cast({"code": pl.UInt32}), on="code"
    )
    yield "theme", _stems(said["row"].to_numpy(), said["word"].to_numpy(), book)


def _stems(rows: Ints, words: Ints, book: WordBook) -> pl.DataFrame:
    """Return the terms of words; a stem said c times counts c (k + 1) / (c + k)."""
    book.count(words)
    stems = book.stem_of_words()[words]
    counted = pl.DataFrame({"row": rows, "code": stems}).group_by("row", "code").len()
    said = pl.col("len").cast(pl.Float32)
    strength = said * (SATURATION + 1) / (said + SATURATION)
    return counted.select("row", "code", strength=strength)
