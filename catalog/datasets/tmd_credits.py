"""The Movies Dataset: ``credits.csv``.

    cast,crew,id
    "[{'cast_id': 1, 'character': 'Ferryman', 'id': 501, 'name': 'Ada Lindqvist', 'order': 0, 'profile_path': None}]","[{'department': 'Directing', 'id': 502, 'job': 'Director', 'name': 'Emil Brandt'}]",9001

Lists are written by Python; the ids of titles and people are TMDB's.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import cast_and_crew

DATASET = Dataset(
    name="tmd_credits",
    source="tmdb",
    label="The Movies Dataset's credits",
    header=("cast", "crew", "id"),
    columns={
        "tmdb_id": read.tmdb_id("id"),
        "kind": read.constant("movie"),
        "credits": cast_and_crew(lists.python_list, cast="cast", crew="crew"),
    },
    required=("tmdb_id",),
)
