"""Titles in Netflix's catalogue as collected by JustWatch: ``titles.csv``.

    id,title,type,description,release_year,age_certification,runtime,genres,production_countries,seasons,imdb_id,imdb_score,imdb_votes,tmdb_popularity,tmdb_score
    tm1000001,The Glass Ferry,MOVIE,"A ferryman …",1962,PG,98,"['drama', 'scifi']",['DE'],,tt9990001,7.4,1200.0,3.2,7.1
    ts1000002,Night Trams,SHOW,…,2018,TV-MA,45,['crime'],['AT'],2.0,,,,0.6,

Lists are written by Python. Ids are JustWatch's: ``tm`` for movies, ``ts`` for shows. There is
no TMDB id, and TMDB's mean comes without votes. Countries are codes, XX where unknown.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="netflix_titles",
    source="justwatch",
    label="Netflix titles",
    header=(
        "id", "title", "type", "description", "release_year", "age_certification", "runtime",
        "genres", "production_countries", "seasons", "imdb_id", "imdb_score", "imdb_votes",
        "tmdb_popularity", "tmdb_score",
    ),
    columns={
        "source_ids": read.source_id("justwatch", "id"),
        "imdb_id": read.imdb_id("imdb_id"),
        "kind": read.choice("type", {"MOVIE": "movie", "SHOW": "show"}),
        "name": read.name("title"),
        "overview": read.text("description"),
        "start_year": read.year("release_year"),
        "certification": read.certification("age_certification"),
        "runtime_minutes": read.small_integer("runtime"),
        "seasons": read.small_integer("seasons"),
        "genres": read.genres("genres", lists.python_strings),
        "countries": read.countries("production_countries", lists.python_strings),
        "popularity": read.popularity("tmdb_popularity"),
        "ratings": read.ratings(imdb=("imdb_score", "imdb_votes"), tmdb=("tmdb_score", None)),
    },
    required=("source_ids", "kind", "name"),
)  # fmt: skip
