"""Files of ratings by people: which layout one has, and its rows as columns. [pure]

``layouts`` draws the four layouts and says what their columns mean, ``find`` recognises them,
``blocks`` and ``rows`` read ratings, ``people`` and ``movies`` the small files beside them.
"""

from recommendations.rating_files.find import RatingFile, find_rating_file
from recommendations.rating_files.layouts import LAYOUTS, Layout, Scale
from recommendations.rating_files.movies import read_movies
from recommendations.rating_files.people import People, read_people
from recommendations.rating_files.rows import RatingRows, read_ratings

__all__ = [
    "LAYOUTS",
    "Layout",
    "People",
    "RatingFile",
    "RatingRows",
    "Scale",
    "find_rating_file",
    "read_movies",
    "read_people",
    "read_ratings",
]
