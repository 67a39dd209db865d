"""TMDB's 5000 movies: ``tmdb_5000_movies.csv``.

    budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,vote_average,vote_count
    0,"[{""id"": 18, ""name"": ""Drama""}]",,9001,"[{""id"": 1, ""name"": ""river""}]",de,Der gläserne Kahn,"A ferryman …",3.2,"[{""name"": ""Nordlicht"", ""id"": 7}]","[{""iso_3166_1"": ""DE"", ""name"": ""Germany""}]",1962-05-04,0,98.0,"[{""iso_639_1"": ""de"", ""name"": ""Deutsch""}]",Released,,The Glass Ferry,7.1,310

Lists are JSON. There is no IMDb id and no poster; 0 means unknown.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="tmdb_5000",
    source="tmdb",
    label="TMDB's 5000 movies",
    header=(
        "budget", "genres", "homepage", "id", "keywords", "original_language", "original_title",
        "overview", "popularity", "production_companies", "production_countries",
        "release_date", "revenue", "runtime", "spoken_languages", "status", "tagline", "title",
        "vote_average", "vote_count",
    ),
    columns={
        "tmdb_id": read.tmdb_id("id"),
        "kind": read.constant("movie"),
        "name": read.name("title"),
        "original_name": read.name("original_title"),
        "status": read.status("status"),
        "start_year": read.year_of_date("release_date"),
        "release_date": read.release_date("release_date"),
        "runtime_minutes": read.small_integer("runtime"),
        "overview": read.text("overview"),
        "tagline": read.text("tagline", longest=500),
        "homepage": read.web_address("homepage"),
        "budget": read.dollars("budget"),
        "revenue": read.dollars("revenue"),
        "popularity": read.popularity("popularity"),
        "original_language": read.language("original_language"),
        "genres": read.genres("genres", lists.json_field("name")),
        "countries": read.countries("production_countries", lists.json_field("iso_3166_1")),
        "spoken_languages": read.languages("spoken_languages", lists.json_field("iso_639_1")),
        "companies": read.companies("production_companies", lists.json_field("name")),
        "keywords": read.keywords("keywords", lists.json_field("name")),
        "ratings": read.ratings(tmdb=("vote_average", "vote_count")),
    },
    required=("tmdb_id", "name"),
)  # fmt: skip
