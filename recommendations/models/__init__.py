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
from recommendations.models.training import ModelRun

__all__ = [
    "Evaluation",
    "IndexBuild",
    "LessOf",
    "Mark",
    "Membership",
    "ModelRun",
    "Prediction",
    "Rating",
    "StartingTitle",
    "Viewer",
    "WatchGroup",
]
