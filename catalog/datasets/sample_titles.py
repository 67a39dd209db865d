"""The sample catalogue's titles: ``data/sample/titles.csv``.

    imdb_id,tmdb_id,kind,name,original_name,start_year,end_year,release_date,runtime_minutes,seasons,certification,genres,countries,language,companies,collection,keywords,overview,rating,votes
    tt9990001,9001,movie,The Glass Ferry,Der gläserne Kahn,1962,,1962-05-04,98,,PG,Drama|Mystery,DE|FR,de,Nordlicht,,river|ferry,"A ferryman …",7.4,1200

Columns are named as the catalogue's own, lists are separated by pipes. The ratings are IMDb's.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="sample_titles",
    source="sample",
    label="the sample's titles",
    header=(
        "imdb_id", "tmdb_id", "kind", "name", "original_name", "start_year", "end_year",
        "release_date", "runtime_minutes", "seasons", "certification", "genres", "countries",
        "language", "companies", "collection", "keywords", "overview", "rating", "votes",
    ),
    columns={
        "imdb_id": read.imdb_id("imdb_id"),
        "tmdb_id": read.tmdb_id("tmdb_id"),
        "kind": read.choice("kind", {"movie": "movie", "show": "show"}),
        "name": read.name("name"),
        "original_name": read.name("original_name"),
        "start_year": read.year("start_year"),
        "end_year": read.year("end_year"),
        "release_date": read.release_date("release_date"),
        "runtime_minutes": read.small_integer("runtime_minutes"),
        "seasons": read.small_integer("seasons"),
        "certification": read.certification("certification"),
        "genres": read.genres("genres", lists.pipes),
        "countries": read.countries("countries", lists.pipes),
        "original_language": read.language("language"),
        "companies": read.companies("companies", lists.pipes),
        "collection": read.text("collection", longest=200),
        "keywords": read.keywords("keywords", lists.pipes),
        "overview": read.text("overview"),
        "ratings": read.ratings(imdb=("rating", "votes")),
    },
    required=("imdb_id", "kind", "name"),
)  # fmt: skip
