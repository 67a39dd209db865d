"""Ratings by people into ``Viewer`` and ``Rating``.

``load`` runs it: ``titles`` says which title a movie of the file is, ``viewers`` which row a
person is, ``spill`` puts the ratings of each person together, ``merge`` writes what is new.
"""

from recommendations.rating_loading.load import load_ratings
from recommendations.rating_loading.report import RatingReport

__all__ = ["RatingReport", "load_ratings"]
