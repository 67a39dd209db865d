"""Cast and crew of TMDB's 5000 movies: ``tmdb_5000_credits.csv``.

    movie_id,title,cast,crew
    9001,The Glass Ferry,"[{""cast_id"": 1, ""character"": ""Ferryman"", ""id"": 501, ""name"": ""Ada Lindqvist"", ""order"": 0}]","[{""department"": ""Directing"", ""id"": 502, ""job"": ""Director"", ""name"": ""Emil Brandt""}]"

Lists are JSON. The title is not read: titles come from ``tmdb_5000_movies.csv``.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import cast_and_crew

DATASET = Dataset(
    name="tmdb_5000_credits",
    source="tmdb",
    label="credits of TMDB's 5000 movies",
    header=("movie_id", "title", "cast", "crew"),
    columns={
        "tmdb_id": read.tmdb_id("movie_id"),
        "kind": read.constant("movie"),
        "credits": cast_and_crew(lists.json_list, cast="cast", crew="crew"),
    },
    required=("tmdb_id",),
)
