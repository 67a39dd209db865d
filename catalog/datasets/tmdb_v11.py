"""The million-row TMDB file: ``TMDB_movie_dataset_v11.csv``.

    id,title,vote_average,vote_count,status,release_date,revenue,runtime,adult,backdrop_path,budget,homepage,imdb_id,original_language,original_title,overview,popularity,poster_path,tagline,genres,production_companies,production_countries,spoken_languages,keywords
    9001,The Glass Ferry,7.1,310,Released,1962-05-04,0,98,False,,0,,tt9990001,de,Der gläserne Kahn,"A ferryman …",3.2,/glass.jpg,,"Drama, Mystery","Nordlicht, Inc., Seine Films","Germany, France","German, French","river, ferry"

Lists are joined by commas: a keyword with a comma in it ("los angeles, california") comes apart.
Countries and languages are English names; 0 means unknown. Older editions have no ``keywords``.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="tmdb_v11",
    source="tmdb",
    label="the million-row TMDB file",
    header=(
        "id", "title", "vote_average", "vote_count", "status", "release_date", "revenue",
        "runtime", "adult", "backdrop_path", "budget", "homepage", "imdb_id",
        "original_language", "original_title", "overview", "popularity", "poster_path",
        "tagline", "genres", "production_companies", "production_countries",
        "spoken_languages",
    ),
    optional=("keywords",),
    columns={
        "tmdb_id": read.tmdb_id("id"),
        "imdb_id": read.imdb_id("imdb_id"),
        "kind": read.constant("movie"),
        "name": read.name("title"),
        "original_name": read.name("original_title"),
        "status": read.status("status"),
        "is_adult": read.flag("adult"),
        "start_year": read.year_of_date("release_date"),
        "release_date": read.release_date("release_date"),
        "runtime_minutes": read.small_integer("runtime"),
        "overview": read.text("overview"),
        "tagline": read.text("tagline", longest=500),
        "homepage": read.web_address("homepage"),
        "poster_path": read.image_path("poster_path"),
        "budget": read.dollars("budget"),
        "revenue": read.dollars("revenue"),
        "popularity": read.popularity("popularity"),
        "original_language": read.language("original_language"),
        "genres": read.genres("genres", lists.commas),
        "countries": read.countries("production_countries", lists.commas),
        "spoken_languages": read.languages("spoken_languages", lists.commas),
        "companies": read.companies("production_companies", lists.commas),
        "keywords": read.keywords("keywords", lists.commas),
        "ratings": read.ratings(tmdb=("vote_average", "vote_count")),
    },
    required=("tmdb_id", "name"),
)  # fmt: skip
