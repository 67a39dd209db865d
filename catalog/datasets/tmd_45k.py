"""The Movies Dataset put together from its pieces: 45,000 movies, lists by pipes.

    tmdb_id,imdb_id,movielens_id,title,original_title,original_language,release_date,budget,revenue,popularity,vote_average,vote_count,genres,production_companies,production_countries,collection,directors,keywords,poster_path,overview
    9001,tt9990001,77,The Glass Ferry,Der gläserne Kahn,de,1962-05-04,0.0,0.0,3.2,7.1,310.0,Drama|Mystery,Nordlicht,DE,,Emil Brandt,river|ferry,/glass.jpg,"A ferryman …"

No runtime, cast or status. Whole numbers are written with ``.0``; 0 means unknown.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import credits_by_name

DATASET = Dataset(
    name="tmd_45k",
    source="tmdb",
    label="The Movies Dataset, reassembled",
    header=(
        "tmdb_id", "imdb_id", "movielens_id", "title", "original_title", "original_language",
        "release_date", "budget", "revenue", "popularity", "vote_average", "vote_count",
        "genres", "production_companies", "production_countries", "collection", "directors",
        "keywords", "poster_path", "overview",
    ),
    columns={
        "tmdb_id": read.tmdb_id("tmdb_id"),
        "imdb_id": read.imdb_id("imdb_id"),
        "source_ids": read.source_id("movielens", "movielens_id"),
        "kind": read.constant("movie"),
        "name": read.name("title"),
        "original_name": read.name("original_title"),
        "start_year": read.year_of_date("release_date"),
        "release_date": read.release_date("release_date"),
        "overview": read.text("overview"),
        "poster_path": read.image_path("poster_path"),
        "budget": read.dollars("budget"),
        "revenue": read.dollars("revenue"),
        "popularity": read.popularity("popularity"),
        "original_language": read.language("original_language"),
        "collection": read.text("collection", longest=200),
        "genres": read.genres("genres", lists.pipes),
        "countries": read.countries("production_countries", lists.pipes),
        "companies": read.companies("production_companies", lists.pipes),
        "keywords": read.keywords("keywords", lists.pipes),
        "credits": credits_by_name(lists.pipes, director="directors"),
        "ratings": read.ratings(tmdb=("vote_average", "vote_count")),
    },
    required=("tmdb_id", "name"),
)  # fmt: skip
