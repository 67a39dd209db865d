"""Every real file is read to its end, and each row of it is a record or counted."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from catalog.datasets import DatasetError, load_datasets, recognise

pytestmark = pytest.mark.real_files

DATASETS = load_datasets(settings.DATASETS)

#: file -> (dataset, rows that are skipped, by reason)
FILES = {
    "imdb_5000/movie_metadata.csv.gz": ("imdb_5000", {}),
    "imdb_ratings/title.ratings.tsv.gz": ("imdb_ratings", {}),
    "movielens/ml-latest-small/links.csv.gz": ("movielens_links", {}),
    "movielens/ml-latest-small/movies.csv.gz": ("movielens_movies", {}),
    "netflix/credits.csv.gz": ("netflix_credits", {}),
    "netflix/titles.csv.gz": ("netflix_titles", {"name is blank": 1}),
    "netflix/titles_cut.csv.gz": ("netflix_titles", {}),
    "streaming/hulu_titles.csv.gz": ("streaming", {}),
    "streaming/netflix_titles.csv.gz": ("streaming", {}),
    "the_movies_dataset/credits_first99.csv.gz": ("tmd_credits", {}),
    "the_movies_dataset/keywords.csv.gz": ("tmd_keywords", {}),
    "the_movies_dataset/links.csv.gz": ("movielens_links", {}),
    "the_movies_dataset/metadata_4col_45466.csv.gz": (
        "tmd_4col",
        {"imdb_id is blank": 17, "imdb_id not an IMDb id": 3},
    ),
    "the_movies_dataset/movies_45k_reassembled.csv.gz": ("tmd_45k", {}),
    "the_movies_dataset/movies_metadata.csv.gz": ("tmd_metadata", {}),
    "the_movies_dataset/movies_metadata_excel_truncated.csv.gz": (
        "tmd_metadata",
        {"blank row": 43814},
    ),
    "tmdb_5000/tmdb_5000_movies.csv.gz": ("tmdb_5000", {}),
    "tmdb_v11/tmdb_v11_top5000.csv.gz": ("tmdb_v11", {}),
    "tmdb_v11/v11_excel_cp1252_91rows.csv": ("tmdb_v11", {}),
}
NOT_TITLES = {
    "movielens/ml-latest-small/ratings.csv.gz": "ratings, not titles",
    "movielens/ml-100k/u.item.gz": "no dataset has",
    "reviews/imdb_reviews_train_25k.csv.gz": "load_reviews",
}


def count_rows(path: Path, delimiter: str) -> int:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines, delimiter=delimiter))


@pytest.mark.parametrize("file", FILES)
def test_real_file_is_read_to_its_end(file, real_files):
    path = real_files / file
    name, expected = FILES[file]

    dataset = recognise(path, DATASETS)
    rows_read, skipped = 0, Counter()
    for chunk in dataset.read(path):
        rows_read += chunk.rows_read
        skipped.update(row.reason for row in chunk.skipped)

    assert dataset.name == name
    assert rows_read == count_rows(path, dataset.delimiter)
    assert dict(skipped) == expected


@pytest.mark.parametrize("file", NOT_TITLES)
def test_real_file_of_another_kind_is_refused(file, real_files):
    with pytest.raises(DatasetError, match=NOT_TITLES[file]):
        recognise(real_files / file, DATASETS)


@pytest.mark.parametrize("file", ["titles.csv", "credits.csv"])
def test_sample_is_read_without_losing_anything(file):
    path = settings.SAMPLE_DIR / file

    chunks = list(recognise(path, DATASETS).read(path))

    assert [chunk.skipped for chunk in chunks] == [[]] * len(chunks)
    assert [chunk.nulled for chunk in chunks] == [{}] * len(chunks)
