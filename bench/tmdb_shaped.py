"""A file of made-up titles in the shape of the million-row TMDB file.

Columns, blank shares, lengths of lists and oddities are TMDB's; words are drawn from a file.
The same seed and words give the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bench.words import Lengths, Words, draw, draw_rarer, lists, phrases

#: Rows made at a time: what bounds the memory.
CHUNK_ROWS = 50_000
LAST_DAY = np.datetime64("2025-06-30")
STATUSES = ("Rumored", "Planned", "In Production", "Post Production", "Canceled")

#: How many pieces a list has (from 0), and how often in a thousand: links come to 5 a title.
N_GENRES = (350, 270, 190, 130, 40, 20)
N_COMPANIES = (580, 190, 110, 60, 30, 15, 10, 5)
N_COUNTRIES = (400, 505, 70, 20, 5)
N_LANGUAGES = (400, 460, 100, 30, 10)
N_KEYWORDS = (700, 40, 40, 40, 40, 30, 30, 20, 15, 10, 10, 10, 5, 5, 5)
N_NAME_WORDS = (0, 190, 320, 220, 140, 80, 50)

#: Oddities, as shares of all rows.
ADULT = UNRELEASED = 0.0009
REPEATED_ID = 0.0005
BLANK_NAME = 0.0001
NON_ASCII_NAME = REPEATED_NAME = 0.03


@dataclass(frozen=True)
class Pools:
    """Ids and names that are common to all chunks of a file."""

    ids: np.ndarray
    imdb_numbers: np.ndarray
    companies: pl.Series
    keywords: pl.Series
    image_pieces: pl.Series


def make_tmdb_shaped(path: Path, n_titles: int, words: Words, seed: int = 0) -> Path:
    """Write ``n_titles`` rows to ``path``, and return it."""
    pools = _pools(np.random.default_rng(seed), n_titles, words)
    with path.open("wb") as out:
        for start, n in chunks(n_titles, CHUNK_ROWS):
            frame = _chunk(np.random.default_rng([seed, start]), words, pools, start, n)
            frame.write_csv(out, include_header=start == 0)
    return path


def chunks(n_rows: int, largest: int) -> Iterator[tuple[int, int]]:
    """Yield where each chunk starts and how many rows it has."""
    for start in range(0, n_rows, largest):
        yield start, min(largest, n_rows - start)


def distinct_numbers(rng: np.random.Generator, n: int, mean_gap: int) -> np.ndarray:
    """Return ``n`` different numbers from 1 up, in no order."""
    return rng.permutation(np.cumsum(rng.integers(1, 2 * mean_gap, size=n)))


def made_names(rng: np.random.Generator, words: pl.Series, n: int) -> pl.Series:
    """Return ``n`` different names of one to three words."""
    names = phrases(rng, words, rng.integers(1, 4, size=2 * n + 50)).str.replace_all(",", "")
    return names.unique(maintain_order=True).head(n)


def lengths_of(rng: np.random.Generator, shares: tuple[int, ...], n: int) -> Lengths:
    """Return ``n`` lengths from 0 up, each as often as its place in ``shares`` says."""
    return rng.choice(len(shares), size=n, p=np.array(shares) / sum(shares))


def image_paths(rng: np.random.Generator, pieces: pl.Series, n: int, blank: float) -> pl.Series:
    """Return ``n`` paths of images as TMDB's server has them, a share of them null."""
    a, b, c = (draw(rng, pieces, n) for _ in range(3))
    paths = pl.DataFrame({"a": a, "b": b, "c": c}).select(pl.format("/{}{}{}.jpg", "a", "b", "c"))
    return blanked(rng, paths.to_series(), blank)


def blanked(rng: np.random.Generator, values: pl.Series, share: float) -> pl.Series:
    """Return ``values`` with a share of them null."""
    return values.set(pl.Series(rng.random(len(values)) < share), None)


def image_pieces(rng: np.random.Generator) -> pl.Series:
    """Return random thirds of image names."""
    alphabet = np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    return pl.Series(["".join(piece) for piece in alphabet[rng.integers(62, size=(4096, 9))]])


def dates(rng: np.random.Generator, n: int) -> pl.Series:
    """Return days of which half lie in the last fifteen years."""
    age = (rng.random(n) ** 3 * 120 * 365.25).astype("timedelta64[D]")
    return pl.Series(LAST_DAY - age).cast(pl.Date)


def _pools(rng: np.random.Generator, n: int, words: Words) -> Pools:
    companies = made_names(rng, words.names, n // 6 + 50)
    endings = rng.choice([" Films", " Pictures", " Productions", ", Inc.", ""], len(companies))
    return Pools(
        ids=distinct_numbers(rng, n, 2),
        imdb_numbers=distinct_numbers(rng, n, 15),
        companies=companies + pl.Series(endings.tolist()),
        keywords=made_names(rng, words.keywords, n // 25 + 200),
        image_pieces=image_pieces(rng),
    )


def _chunk(
    rng: np.random.Generator, words: Words, pools: Pools, start: int, n: int
) -> pl.DataFrame:
    """Return ``n`` rows in the order of the file's columns."""
    facts = _names(rng, words, n)
    votes = np.where(rng.random(n) < 0.66, 0, np.exp(rng.normal(1.2, 1.8, n)).astype(np.int64) + 1)
    means = np.clip(rng.normal(6.1, 1.5, n), 0.5, 10).round(3)
    imdb = pl.Series("n", pools.imdb_numbers[start : start + n]).cast(pl.String).str.zfill(7)
    frame = pl.DataFrame(
        {
            "id": pools.ids[start : start + n],
            "title": facts["title"],
            "vote_average": np.where(votes > 0, means, 0),
            "vote_count": votes,
            "status": _statuses(rng, n),
            "release_date": facts["release_date"],
            "revenue": _sparse(rng, n, 0.98, 10_000_000),
            "runtime": np.where(rng.random(n) < 0.28, 0, rng.gamma(4, 20, n).astype(np.int64)),
            "adult": np.where(rng.random(n) < ADULT, "True", "False"),
            "backdrop_path": image_paths(rng, pools.image_pieces, n, 0.73),
            "budget": _sparse(rng, n, 0.95, 3_000_000),
            "homepage": blanked(rng, "https://films.example/" + imdb, 0.9),
            "imdb_id": blanked(rng, "tt" + imdb, 0.4),
            "original_language": draw(rng, words.language_codes, n),
            "original_title": facts["original_title"],
            "overview": _overviews(rng, words, n),
            "popularity": rng.exponential(1.5, n).round(3),
            "poster_path": image_paths(rng, pools.image_pieces, n, 0.32),
            "tagline": phrases(rng, words.overviews, _some(rng, n, 0.15, 4, 12)),
            **_lists(rng, words, pools, n),
        }
    )
    return _repeat_some(rng, frame)


def _names(rng: np.random.Generator, words: Words, n: int) -> pl.DataFrame:
    """Return title, original_title and release_date; some name and day are another row's too."""
    common = words.names.unique(maintain_order=True)
    lengths = lengths_of(rng, N_NAME_WORDS, n)
    # A name of one word is any word: else thousands of films would be called "The".
    names = phrases(rng, words.names, lengths).zip_with(
        pl.Series(lengths > 1), draw(rng, common, n)
    )
    foreign = phrases(rng, words.foreign_names, rng.integers(2, 6, size=n))
    titles = foreign.zip_with(pl.Series(rng.random(n) < NON_ASCII_NAME), names)
    originals = foreign.zip_with(pl.Series(rng.random(n) < 0.15), titles)
    facts = pl.DataFrame(
        {
            "title": blanked(rng, titles, BLANK_NAME),
            "original_title": originals,
            "release_date": blanked(rng, dates(rng, n), 0.18),
        }
    )
    rows = np.where(rng.random(n) < REPEATED_NAME, rng.integers(n, size=n), np.arange(n))
    return facts[rows]


def _lists(rng: np.random.Generator, words: Words, pools: Pools, n: int) -> dict[str, pl.Series]:
    def of(pool: pl.Series, shares: tuple[int, ...]) -> pl.Series:
        lengths = lengths_of(rng, shares, n)
        return lists(draw(rng, pool, int(lengths.sum())), lengths)

    def of_many(pool: pl.Series, shares: tuple[int, ...]) -> pl.Series:
        lengths = lengths_of(rng, shares, n)
        return lists(draw_rarer(rng, pool, int(lengths.sum())), lengths)

    return {
        "genres": of(words.genres, N_GENRES),
        "production_companies": of_many(pools.companies, N_COMPANIES),
        "production_countries": of(words.countries, N_COUNTRIES),
        "spoken_languages": of(words.languages, N_LANGUAGES),
        "keywords": of_many(pools.keywords, N_KEYWORDS),
    }


def _overviews(rng: np.random.Generator, words: Words, n: int) -> pl.Series:
    """Return texts of about 50 words for half of the rows; a few have two lines."""
    texts = phrases(rng, words.overviews, _some(rng, n, 0.52, 12, 90))
    two_lines = texts.str.replace(" ", "\n", literal=True)
    return two_lines.zip_with(pl.Series(rng.random(n) < 0.005), texts)


def _statuses(rng: np.random.Generator, n: int) -> pl.Series:
    others = np.array(STATUSES)[rng.integers(len(STATUSES), size=n)]
    return pl.Series(np.where(rng.random(n) < UNRELEASED, others, "Released").tolist())


def _sparse(rng: np.random.Generator, n: int, zero: float, mean: int) -> np.ndarray:
    amounts = rng.exponential(mean, n).astype(np.int64)
    return np.where(rng.random(n) < zero, 0, amounts)


def _some(rng: np.random.Generator, n: int, share: float, least: int, most: int) -> Lengths:
    return np.where(rng.random(n) < share, rng.integers(least, most, size=n), 0)


def _repeat_some(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Let some rows be earlier ones again, read anew: only the popularity has moved on."""
    n = len(frame)
    rows = np.where(rng.random(n) < REPEATED_ID, rng.integers(n, size=n), np.arange(n))
    return frame[rows].with_columns(frame["popularity"])
