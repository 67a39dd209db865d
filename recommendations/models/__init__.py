"""What the recommenders keep: people and what they say of titles; histories of runs."""

from recommendations.models.experiments import Exposure
from recommendations.models.imports import ImportRow, RatingImport
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
    "Exposure",
    "ImportRow",
    "IndexBuild",
    "LessOf",
    "Mark",
    "Membership",
    "ModelRun",
    "Prediction",
    "Rating",
    "RatingImport",
    "StartingTitle",
    "Viewer",
    "WatchGroup",
]
