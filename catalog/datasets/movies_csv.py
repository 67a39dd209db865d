"""Movies as an application's own table exports them: ``movies.csv``.

    id,tmdb_id,imdb_id,title,original_title,adult,budget,genres,homepage,original_language,overview,popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,vote_average,vote_count
    the+glass+ferry+1962,9001,tt9990001,The Glass Ferry,Der gläserne Kahn,False,0,Drama|Mystery,,de,"A ferryman …",3.2,/glass.jpg,Nordlicht,Germany,1962-05-04,0,98,Deutsch,Released,7.1,310

Lists are separated by pipes; countries and languages may be codes or names. The id is the
application's own, any word of at most 120 characters.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="movies_csv",
    source="movies_csv",
    label="movies.csv",
    header=(
        "id", "tmdb_id", "imdb_id", "title", "original_title", "adult", "budget", "genres",
        "homepage", "original_language", "overview", "popularity", "poster_path",
        "production_companies", "production_countries", "release_date", "revenue", "runtime",
        "spoken_languages", "status", "vote_average", "vote_count",
    ),
    columns={
        "tmdb_id": read.tmdb_id("tmdb_id"),
        "imdb_id": read.imdb_id("imdb_id"),
        "source_ids": read.source_id("movies_csv", "id"),
        "kind": read.constant("movie"),
        "name": read.name("title"),
        "original_name": read.name("original_title"),
        "status": read.status("status"),
        "is_adult": read.flag("adult"),
        "start_year": read.year_of_date("release_date"),
        "release_date": read.release_date("release_date"),
        "runtime_minutes": read.small_integer("runtime"),
        "overview": read.text("overview"),
        "homepage": read.web_address("homepage"),
        "poster_path": read.image_path("poster_path"),
        "budget": read.dollars("budget"),
        "revenue": read.dollars("revenue"),
        "popularity": read.popularity("popularity"),
        "original_language": read.language("original_language"),
        "genres": read.genres("genres", lists.pipes),
        "countries": read.countries("production_countries", lists.pipes),
        "spoken_languages": read.languages("spoken_languages", lists.pipes),
        "companies": read.companies("production_companies", lists.pipes),
        "ratings": read.ratings(tmdb=("vote_average", "vote_count")),
    },
    required=("name",),
)  # fmt: skip
