"""The names that searching is measured on: of a made-up file, and of real ones that are given."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from catalog.datasets import Dataset, load_datasets, recognise

#: A title's names as a file has them.
NAMED = {
    "name": pl.String, "original_name": pl.String, "year": pl.Int16, "popularity": pl.Int64,
}  # fmt: skip


def made_names(path: Path) -> pl.DataFrame:
    """Return the names of a file in TMDB's columns."""
    columns = ("title", "original_title", "release_date", "vote_count")
    table = pl.read_csv(path, columns=columns, infer_schema=False)
    return table.select(
        name="title",
        original_name="original_title",
        year=pl.col("release_date").str.head(4).cast(pl.Int16, strict=False),
        popularity=pl.col("vote_count").cast(pl.Int64, strict=False),
    )


def names_of_files(paths: Sequence[Path], dotted_paths: Sequence[str]) -> pl.DataFrame:
    """Return the names in files of any dataset; equal ones of one year are one, with most votes."""
    datasets = load_datasets(dotted_paths)
    found = [names for path in paths for names in _names_of(path, recognise(path, datasets))]
    together = pl.concat(found).group_by("name", "year", maintain_order=True)
    original = pl.col("original_name").drop_nulls().first()
    return together.agg(original, pl.col("popularity").max()).select(*NAMED)


def titles_of(*frames: pl.DataFrame) -> pl.DataFrame:
    """Number names as the titles of a catalogue, and fold them; blank ones are left out."""
    from catalog.loading.naming import with_name_keys  # when Django is set up
    from catalog.search_names import TITLES

    names = pl.concat([frame.select(*NAMED) for frame in frames]).drop_nulls("name")
    titles = with_name_keys(names).rename({"name_key": "key"}).with_row_index("id")
    titles = titles.with_columns(
        pl.col("original_name").fill_null(""), pl.col("popularity").fill_null(0)
    )
    return titles.select(pl.col(name).cast(type_) for name, type_ in TITLES.items())


def _names_of(path: Path, dataset: Dataset) -> Iterator[pl.DataFrame]:
    """Yield the names in a file with the votes of the source that has most."""
    for chunk in dataset.read(path):
        rated = chunk.column("ratings")
        yield pl.DataFrame(
            {
                "name": chunk.column("name"),
                "original_name": chunk.column("original_name"),
                "year": chunk.column("start_year"),
                "popularity": [
                    max((one.votes or 0 for one in ones or ()), default=0) for ones in rated
                ],
            },
            schema=NAMED,
        )
