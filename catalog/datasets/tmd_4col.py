"""Four columns of The Movies Dataset, as they circulate by themselves.

    imdb_id,original_title,poster_path,release_date
    tt9990001,Der gläserne Kahn,/glass.jpg,5/4/62

Years have two digits, so there are none: is 1/1/17 a day of 1917 or of 2017? The name is the
original one for want of another. Rows without an IMDb id say nothing about any certain title;
three have shifted columns and a 0 where it should be.
"""

from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset

DATASET = Dataset(
    name="tmd_4col",
    source="tmdb",
    label="four columns of The Movies Dataset",
    header=("imdb_id", "original_title", "poster_path", "release_date"),
    columns={
        "imdb_id": read.imdb_id("imdb_id"),
        "kind": read.constant("movie"),
        "name": read.name("original_title"),
        "original_name": read.name("original_title"),
        "poster_path": read.image_path("poster_path"),
        "release_date": read.release_date("release_date"),
        "start_year": read.year_of_date("release_date"),
    },
    required=("imdb_id", "name"),
)
