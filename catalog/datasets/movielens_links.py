"""MovieLens and The Movies Dataset: ``links.csv``.

    movieId,imdbId,tmdbId
    77,9990001,9001

The same movies numbered three ways; IMDb's ids have lost their ``tt``, and some have no TMDB id.
"""

from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="movielens_links",
    source="movielens",
    label="MovieLens links",
    header=("movieId", "imdbId", "tmdbId"),
    columns={
        "source_ids": read.source_id("movielens", "movieId"),
        "imdb_id": read.imdb_id("imdbId"),
        "tmdb_id": read.tmdb_id("tmdbId"),
        "kind": read.constant("movie"),
    },
    required=("source_ids",),
)
