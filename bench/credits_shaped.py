"""Two files of made-up movies in the shape of The Movies Dataset: metadata and credits.

Lists are cells written by Python's ``repr``, with what makes them hard to read otherwise: names
with apostrophes (then repr uses double quotes), both quotes, backslashes and no-break spaces.
The same seed and words give the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bench.tmdb_shaped import (
    blanked,
    chunks,
    dates,
    distinct_numbers,
    image_paths,
    image_pieces,
    lengths_of,
    made_names,
)
from bench.words import Lengths, Words, draw, draw_rarer, join, phrases
from catalog.datasets import tmd_metadata
from catalog.vocabulary import COUNTRIES, LANGUAGES

#: Movies made at a time: what bounds the memory.
CHUNK_MOVIES = 9_000
#: Names that there are, for each movie; about 30 credits a movie name nearly all of them.
PEOPLE_PER_MOVIE = 8.2
MEAN_CAST, MEAN_CREW = 16.8, 12.8
#: Rows that come twice, as 30 of 45,000 do.
REPEATED = 0.0006

JOBS = (
    ("Director", "Directing", 12), ("Producer", "Production", 17), ("Screenplay", "Writing", 11),
    ("Writer", "Writing", 6), ("Editor", "Editing", 9), ("Executive Producer", "Production", 8),
    ("Director of Photography", "Camera", 8), ("Original Music Composer", "Sound", 5),
    ("Casting", "Production", 5), ("Costume Design", "Costume & Make-Up", 4),
    ("Production Design", "Art", 4), ("Set Decoration", "Art", 3), ("Stunts", "Crew", 2),
    ("Animation", "Visual Effects", 3), ("Still Photographer", "Camera", 3),
    ("Novel", "Writing", 2), ("Makeup Artist", "Costume & Make-Up", 2), ("Foley", "Sound", 2),
    ("Gaffer", "Lighting", 1),
)  # fmt: skip
GENRE_IDS = {
    "Action": 28, "Adventure": 12, "Animation": 16, "Comedy": 35, "Crime": 80, "Documentary": 99,
    "Drama": 18, "Family": 10751, "Fantasy": 14, "History": 36, "Horror": 27, "Music": 10402,
    "Mystery": 9648, "Romance": 10749, "Science Fiction": 878, "Thriller": 53, "War": 10752,
    "Western": 37,
}  # fmt: skip


@dataclass(frozen=True)
class Pools:
    """What all chunks of the two files share; cells of lists are ready pieces of Python."""

    ids: np.ndarray
    imdb_numbers: np.ndarray
    people: pl.DataFrame
    characters: pl.Series
    jobs: pl.DataFrame
    companies: pl.Series
    collections: pl.Series
    genres: pl.Series
    countries: pl.Series
    languages: pl.Series
    image_pieces: pl.Series


def make_credits_shaped(folder: Path, n_movies: int, words: Words, seed: int = 0) -> list[Path]:
    """Write movies_metadata.csv and credits.csv of ``n_movies`` rows into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    pools = _pools(np.random.default_rng(seed), n_movies, words)
    metadata, credits_ = folder / "movies_metadata.csv", folder / "credits.csv"
    with metadata.open("wb") as titles, credits_.open("wb") as people:
        for start, n in chunks(n_movies, CHUNK_MOVIES):
            rng = np.random.default_rng([seed, start])
            twice = np.where(rng.random(n) < REPEATED, rng.integers(n, size=n), np.arange(n))
            ids = pools.ids[start : start + n]
            frame = _metadata(rng, words, pools, ids, pools.imdb_numbers[start : start + n])
            frame[twice].write_csv(titles, include_header=start == 0)
            _credits(rng, pools, ids)[twice].write_csv(people, include_header=start == 0)
    return [metadata, credits_]


def awkward(rng: np.random.Generator, names: pl.Series) -> pl.Series:
    """Return ``names``, one in 40 with an apostrophe, one in 400 with what repr escapes."""
    chance = rng.random(len(names))
    return (
        pl.DataFrame({"name": names, "chance": chance})
        .select(
            pl.when(pl.col("chance") < 0.025)
            .then(pl.format("O'{}", "name"))
            .when(pl.col("chance") < 0.0255)
            .then(pl.format("""{} "Don't" O'Hara""", "name"))
            .when(pl.col("chance") < 0.026)
            .then(pl.format("{}\u00a0Jr.", "name"))
            .when(pl.col("chance") < 0.0265)
            .then(pl.format("{} \\ Co", "name"))
            .when(pl.col("chance") < 0.0275)
            .then(pl.format('{} "Ace"', "name"))
            .otherwise("name")
        )
        .to_series()
    )


def _reprs(values: pl.Series) -> pl.Series:
    return pl.Series([repr(value) for value in values], dtype=pl.String)


def _pools(rng: np.random.Generator, n: int, words: Words) -> Pools:
    companies = awkward(rng, made_names(rng, words.names, n // 2 + 50))
    collections = made_names(rng, words.names, n // 30 + 10)
    genres = [name for name in words.genres if name in GENRE_IDS]
    codes_of = {name: code for code, name in (COUNTRIES | LANGUAGES).items()}
    return Pools(
        ids=distinct_numbers(rng, n, 5),
        imdb_numbers=distinct_numbers(rng, n, 80),
        people=_people(rng, words, int(PEOPLE_PER_MOVIE * n) + 50),
        characters=_reprs(awkward(rng, made_names(rng, words.overviews, 2 * n + 50))),
        jobs=pl.DataFrame(
            [(job, place) for job, place, often in JOBS for _ in range(often)],
            schema=["job", "department"],
            orient="row",
        ),
        companies=_with_ids("{{'name': {}, 'id': {}}}", companies, name_first=True),
        collections=_with_ids(
            "{{'id': {}, 'name': {}, 'poster_path': None, 'backdrop_path': None}}",
            collections + " Collection",
        ),
        genres=pl.Series([f"{{'id': {GENRE_IDS[name]}, 'name': {name!r}}}" for name in genres]),
        countries=_coded("iso_3166_1", words.countries, codes_of),
        languages=_coded("iso_639_1", words.languages, codes_of),
        image_pieces=image_pieces(rng),
    )


def _with_ids(form: str, names: pl.Series, name_first: bool = False) -> pl.Series:
    pairs = ((repr(name), number) for number, name in enumerate(names, start=3))
    return pl.Series([form.format(*(p if name_first else p[::-1])) for p in pairs])


def _coded(key: str, names: pl.Series, codes: dict[str, str]) -> pl.Series:
    known = [name for name in names if name in codes]
    return pl.Series([f"{{{key!r}: {codes[name]!r}, 'name': {name!r}}}" for name in known])


def _people(rng: np.random.Generator, words: Words, n: int) -> pl.DataFrame:
    """Return id, name (written by repr), gender and portrait of ``n`` people."""
    common = words.names.unique(maintain_order=True)
    names = phrases(rng, common, rng.choice([1, 2, 3], size=n, p=[0.02, 0.85, 0.13]))
    portraits = image_paths(rng, image_pieces(rng), n, 0.6)
    return pl.DataFrame(
        {
            "id": distinct_numbers(rng, n, 3),
            "name": _reprs(awkward(rng, names)),
            "gender": rng.choice([0, 1, 2], size=n, p=[0.45, 0.2, 0.35]),
            "portrait": _reprs(portraits),
        }
    )


def _credits(rng: np.random.Generator, pools: Pools, ids: np.ndarray) -> pl.DataFrame:
    """Return cast, crew and id of the movies."""
    n_cast = _long_tailed(rng, MEAN_CAST, len(ids))
    n_crew = _long_tailed(rng, MEAN_CREW, len(ids))
    return pl.DataFrame(
        {
            "cast": _list(_cast(rng, pools, n_cast), n_cast),
            "crew": _list(_crew(rng, pools, n_crew), n_crew),
            "id": ids,
        }
    )


def _long_tailed(rng: np.random.Generator, mean: float, n: int) -> Lengths:
    """Return ``n`` lengths of which one in 20 is 0 and a few are ten times the mean."""
    lengths = rng.lognormal(np.log(mean / 1.3), 0.85, n).astype(np.int64)
    return np.where(rng.random(n) < 0.05, 0, np.minimum(lengths, 300))


def _list(pieces: pl.Series, lengths: Lengths) -> pl.Series:
    """Return ``pieces`` as cells that Python wrote."""
    return "[" + join(pieces, lengths, ", ").fill_null("") + "]"


def _some_people(rng: np.random.Generator, pools: Pools, n: int) -> pl.DataFrame:
    """Return ``n`` rows of people, a quarter of them busy ones, with an id for the credit."""
    often = np.where(rng.random(n) < 0.25, rng.random(n) ** 4, rng.random(n))
    people = pools.people[(often * len(pools.people)).astype(np.int64)]
    numbers = [f"{number:x}" for number in rng.integers(1 << 60, 1 << 62, size=n).tolist()]
    return people.with_columns(credit_id=pl.Series(numbers, dtype=pl.String).str.zfill(24))


def _cast(rng: np.random.Generator, pools: Pools, lengths: Lengths) -> pl.Series:
    n = int(lengths.sum())
    order = np.arange(n) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    frame = _some_people(rng, pools, n).with_columns(
        order=order,
        cast_id=order + rng.integers(1, 30, size=n),
        character=draw(rng, pools.characters, n).set(pl.Series(rng.random(n) < 0.1), "''"),
    )
    form = (
        "{'cast_id': <>, 'character': <>, 'credit_id': '<>', 'gender': <>, 'id': <>,"
        " 'name': <>, 'order': <>, 'profile_path': <>}"
    )
    columns = "cast_id character credit_id gender id name order portrait"
    return _filled(form, frame, columns)


def _crew(rng: np.random.Generator, pools: Pools, lengths: Lengths) -> pl.Series:
    n = int(lengths.sum())
    jobs = pools.jobs[rng.integers(len(pools.jobs), size=n)]
    form = (
        "{'credit_id': '<>', 'department': '<>', 'gender': <>, 'id': <>, 'job': '<>',"
        " 'name': <>, 'profile_path': <>}"
    )
    frame = _some_people(rng, pools, n).hstack(jobs)
    return _filled(form, frame, "credit_id department gender id job name portrait")


def _filled(form: str, frame: pl.DataFrame, columns: str) -> pl.Series:
    """Return ``form`` for each row, its ``<>`` filled with the columns."""
    parts, names = form.split("<>"), columns.split()
    pieces = [pl.lit(parts[0])]
    for name, part in zip(names, parts[1:], strict=True):
        pieces += [pl.col(name).cast(pl.String), pl.lit(part)]
    return frame.select(pl.concat_str(pieces).alias("piece")).to_series()


def _metadata(
    rng: np.random.Generator,
    words: Words,
    pools: Pools,
    ids: np.ndarray,
    imdb_numbers: np.ndarray,
) -> pl.DataFrame:
    """Return the 24 columns of the movies' metadata, in their order."""
    n = len(ids)
    names = phrases(rng, words.names, rng.integers(1, 6, size=n))
    taglines = phrases(rng, words.overviews, rng.integers(4, 12, size=n))
    money = rng.exponential(2e7, (2, n)).astype(np.int64) * (rng.random((2, n)) < 0.18)
    votes = rng.lognormal(2.5, 1.9, n).astype(np.int64)
    means = rng.normal(5.9, 1.2, n).clip(0.5, 10).round(1)
    columns = {
        "adult": np.where(rng.random(n) < 0.0002, "True", "False"),
        "budget": money[0],
        "homepage": blanked(rng, pl.Series([f"http://films.example/{i}" for i in ids]), 0.83),
        "id": ids,
        "imdb_id": "tt" + pl.Series(imdb_numbers).cast(pl.String).str.zfill(7),
        "original_language": draw(rng, words.language_codes, n),
        "original_title": names,
        "overview": phrases(rng, words.overviews, rng.integers(12, 95, size=n)),
        "popularity": rng.exponential(3.0, n).round(6),
        "poster_path": image_paths(rng, pools.image_pieces, n, 0.01),
        "release_date": dates(rng, n),
        "revenue": money[1],
        "runtime": np.where(rng.random(n) < 0.03, 0, rng.normal(94, 25, n).clip(1)).round(),
        "status": np.where(rng.random(n) < 0.01, "Post Production", "Released"),
        "tagline": blanked(rng, taglines, 0.55),
        "title": names,
        "video": np.full(n, "False"),
        "vote_average": np.where(votes > 0, means, 0),
        "vote_count": votes,
        **_lists(rng, pools, n),
    }
    return pl.DataFrame(columns).select(tmd_metadata.DATASET.header)


def _lists(rng: np.random.Generator, pools: Pools, n: int) -> dict[str, pl.Series]:
    """Return the columns that are written by repr."""

    def listed(pool: pl.Series, shares: tuple[int, ...]) -> pl.Series:
        lengths = lengths_of(rng, shares, n)
        return _list(draw_rarer(rng, pool, int(lengths.sum())), lengths)

    return {
        "belongs_to_collection": blanked(rng, draw(rng, pools.collections, n), 0.9),
        "genres": listed(pools.genres, (5, 32, 33, 20, 8, 2)),
        "production_companies": listed(pools.companies, (26, 34, 20, 11, 5, 4)),
        "production_countries": listed(pools.countries, (14, 71, 11, 3, 1)),
        "spoken_languages": listed(pools.languages, (8, 73, 13, 4, 2)),
    }
