"""The words, names and labels that made-up files are put together from.

They are drawn in the shares in which a file of titles has them, so that made-up texts repeat and
collide as real ones do.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.vocabulary import COUNTRIES, LANGUAGES

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "titles.csv"
Lengths = NDArray[np.integer]


@dataclass(frozen=True)
class Words:
    """Series to draw from, each with repetitions as in the file; none is empty or has nulls."""

    names: pl.Series
    foreign_names: pl.Series
    overviews: pl.Series
    language_codes: pl.Series
    genres: pl.Series
    countries: pl.Series
    languages: pl.Series
    keywords: pl.Series

    def __post_init__(self) -> None:
        if empty := [field.name for field in fields(self) if getattr(self, field.name).is_empty()]:
            raise ValueError(f"there is nothing to draw {', '.join(empty)} from")


def read_words(path: Path | None = None) -> Words:
    """Return what a file in the columns of TMDB's, or else the sample catalogue, is made of."""
    table = pl.read_csv(path or SAMPLE, infer_schema=False)
    if path is None:
        table = _like_tmdb(table)
    names = pl.concat([_split(table["title"], " "), _split(table["original_title"], " ")])
    return Words(
        names=_flattened(_split(table["title"], " ")),
        foreign_names=names.filter(names.str.len_bytes() > names.str.len_chars()),
        overviews=_split(table["overview"], " "),
        language_codes=table["original_language"].drop_nulls(),
        genres=_split(table["genres"], ", "),
        countries=_split(table["production_countries"], ", "),
        languages=_split(table["spoken_languages"], ", "),
        keywords=_split(table["keywords"], " ").str.strip_chars(",").str.to_lowercase(),
    )


def draw(rng: np.random.Generator, words: pl.Series, n: int) -> pl.Series:
    """Return ``n`` of ``words``."""
    return words.gather(rng.integers(len(words), size=n))


def draw_rarer(rng: np.random.Generator, words: pl.Series, n: int) -> pl.Series:
    """Return ``n`` of ``words``, the first ones most often: half of them from the first eighth."""
    return words.gather((len(words) * rng.random(n) ** 3).astype(np.int64))


def join(pieces: pl.Series, lengths: Lengths, separator: str) -> pl.Series:
    """Join the first ``lengths[0]`` of ``pieces``, the next ``lengths[1]``, …; null for none."""
    rows = pl.Series("row", np.repeat(np.arange(len(lengths)), lengths)).set_sorted()
    groups = pl.DataFrame([rows, pieces.alias("piece")]).group_by("row", maintain_order=True)
    joined = groups.agg("piece").select(pl.col("piece").list.join(separator)).to_series()
    places = np.cumsum(lengths > 0) - 1
    return joined.gather(pl.Series(places).set(pl.Series(lengths == 0), None))


def phrases(rng: np.random.Generator, words: pl.Series, lengths: Lengths) -> pl.Series:
    """Return texts of so many ``words``; null for none."""
    return join(draw(rng, words, int(lengths.sum())), lengths, " ")


def lists(pieces: pl.Series, lengths: Lengths) -> pl.Series:
    """Return ``pieces`` as lists of so many, each piece once, joined by commas; null for none."""
    marked = join(pieces, lengths, "\0").str.split("\0")
    return marked.list.unique(maintain_order=True).list.join(", ")


def _split(texts: pl.Series, separator: str) -> pl.Series:
    pieces = texts.drop_nulls().str.split(separator).explode().str.strip_chars()
    return pieces.filter(pieces != "")


def _flattened(words: pl.Series) -> pl.Series:
    """Return each word as often as the root of its count: else one name in 20 had "the the"."""
    counts = words.rename("word").value_counts(name="n").sort("word")
    often = pl.col("n").sqrt().cast(pl.Int64)
    return counts.select(pl.col("word").repeat_by(often).list.explode()).to_series()


def _like_tmdb(sample: pl.DataFrame) -> pl.DataFrame:
    """Return what is drawn from of the sample catalogue, in columns like TMDB's."""

    def commas(column: str) -> pl.Expr:
        return pl.col(column).str.replace_all("|", ", ", literal=True)

    country = pl.col("countries").str.split("|").list.first().replace_strict(COUNTRIES)
    return sample.select(
        pl.col("name").alias("title"),
        pl.col("original_name").alias("original_title"),
        "overview",
        pl.col("language").alias("original_language"),
        commas("genres"),
        commas("keywords"),
        country.alias("production_countries"),
        pl.col("language").replace_strict(LANGUAGES).alias("spoken_languages"),
    )
