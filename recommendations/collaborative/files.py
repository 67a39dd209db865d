"""A model as a folder of arrays, and back. [pure]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from catalog.inverted_index import InvertedIndex, open_array
from recommendations.collaborative.model import TasteModel
from recommendations.collaborative.residuals import RatingModel
from recommendations.collaborative.weights import Factors, Weights

#: Raise it when files or their meaning change: older models are then refused, not misread.
SCHEMA = 2

#: Arrays of the model, and of its ratings.
ARRAYS = ("title_ids", "likes", "weighed", "popular", "lifts", "new_ids")
RATINGS = ("biases", "paired", "cosines", "errors")


def save_model(folder: Path, model: TasteModel) -> None:
    """Write a model into ``folder``, which is there."""
    ratings = model.ratings
    arrays: dict[str, Any] = {name: getattr(model, name) for name in ARRAYS}
    arrays |= {f"rating_{name}": getattr(ratings, name) for name in RATINGS}
    arrays["rating_mean"] = np.array(ratings.mean)
    arrays |= _weights_by_name(model.weights)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    model.content.save(folder / "content")
    model.bridges.save(folder / "bridges")


def open_model(folder: Path) -> TasteModel:
    """Map a model into memory. Raises OSError or ValueError."""
    arrays: dict[str, Any] = {name: open_array(folder / f"{name}.npy") for name in ARRAYS}
    about: dict[str, Any] = {name: open_array(folder / f"rating_{name}.npy") for name in RATINGS}
    mean = float(open_array(folder / "rating_mean.npy"))
    return TasteModel(
        **arrays,
        weights=_open_weights(folder),
        content=InvertedIndex.open(folder / "content"),
        bridges=InvertedIndex.open(folder / "bridges"),
        ratings=RatingModel(mean, **about),
    )


def _weights_by_name(weights: Weights) -> dict[str, Any]:
    if isinstance(weights, Factors):
        return {"left": weights.left, "right": weights.right}
    return {"weights": weights}


def _open_weights(folder: Path) -> Weights:
    if (folder / "left.npy").exists():
        return Factors(open_array(folder / "left.npy"), open_array(folder / "right.npy"))
    return open_array(folder / "weights.npy")
