"""IMDb's ratings: ``title.ratings.tsv``.

    tconst	averageRating	numVotes
    tt9990001	7.4	1200

Tab-separated, one row for each title that has at least five votes: far more than any catalogue
has, so it only adds to titles that exist.
"""

from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="imdb_ratings",
    source="imdb",
    label="IMDb's ratings",
    header=("tconst", "averageRating", "numVotes"),
    delimiter="\t",
    columns={
        "imdb_id": read.imdb_id("tconst"),
        "ratings": read.ratings(imdb=("averageRating", "numVotes")),
    },
    required=("imdb_id",),
)
