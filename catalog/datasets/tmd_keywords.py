"""The Movies Dataset: ``keywords.csv``.

    id,keywords
    9001,"[{'id': 1, 'name': 'river'}, {'id': 2, 'name': ""ferryman's son""}]"

Lists are written by Python; ids are TMDB's. The full file has 987 repeated rows.
"""

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="tmd_keywords",
    source="tmdb",
    label="The Movies Dataset's keywords",
    header=("id", "keywords"),
    columns={
        "tmdb_id": read.tmdb_id("id"),
        "kind": read.constant("movie"),
        "keywords": read.keywords("keywords", lists.python_field("name")),
    },
    required=("tmdb_id",),
)
