"""What the recommenders keep: people and what they say of titles; histories of runs."""

from recommendations.models.people import Mark, Rating, Viewer
from recommendations.models.personal import (
    LessOf,
    Membership,
    Prediction,
    StartingTitle,
    WatchGroup,
)
from recommendations.models.runs import Evaluation, IndexBuild

__all__ = [
    "Evaluation",
    "IndexBuild",
    "LessOf",
    "Mark",
    "Membership",
    "Prediction",
    "Rating",
    "StartingTitle",
    "Viewer",
    "WatchGroup",
]
