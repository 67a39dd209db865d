"""What the recommenders keep: people and what they say of titles; histories of runs."""

from recommendations.models.imports import ImportRow, RatingImport
from recommendations.models.people import Mark, Rating, Viewer
from recommendations.models.runs import Evaluation, IndexBuild

__all__ = [
    "Evaluation",
    "ImportRow",
    "IndexBuild",
    "Mark",
    "Rating",
    "RatingImport",
    "Viewer",
]
