"""The Movies Dataset: ``movies_metadata.csv``.

    adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,video,vote_average,vote_count
    False,"{'id': 8, 'name': 'Ferry Collection', 'poster_path': None}",0,"[{'id': 18, 'name': 'Drama'}]",,9001,tt9990001,de,Der gläserne Kahn,"A ferryman …",3.2,/glass.jpg,"[{'name': 'Nordlicht', 'id': 7}]","[{'iso_3166_1': 'DE', 'name': 'Germany'}]",1962-05-04,0,98.0,"[{'iso_639_1': 'de', 'name': 'Deutsch'}]",Released,,The Glass Ferry,False,7.1,310

Lists are written by Python (None, single quotes). Three rows of the full file have shifted
columns: a day where the id should be. Copies that went through Excel write 10/30/1995 (only the
year is read) and end in thousands of rows of nothing but commas.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="tmd_metadata",
    source="tmdb",
    label="The Movies Dataset's metadata",
    header=(
        "adult", "belongs_to_collection", "budget", "genres", "homepage", "id", "imdb_id",
        "original_language", "original_title", "overview", "popularity", "poster_path",
        "production_companies", "production_countries", "release_date", "revenue", "runtime",
        "spoken_languages", "status", "tagline", "title", "video", "vote_average", "vote_count",
    ),
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
        "collection": read.collection("belongs_to_collection"),
        "genres": read.genres("genres", lists.python_field("name")),
        "countries": read.countries("production_countries", lists.python_field("iso_3166_1")),
        "spoken_languages": read.languages("spoken_languages", lists.python_field("iso_639_1")),
        "companies": read.companies("production_companies", lists.python_field("name")),
        "ratings": read.ratings(tmdb=("vote_average", "vote_count")),
    },
    required=("tmdb_id", "name"),
)  # fmt: skip
