"""The model that is in use, in files that are mapped into memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock

from django.conf import settings

from catalog.database_id import index_parameters
from catalog.index_store import IndexMissing, OpenedOnce
from recommendations.collaborative.files import SCHEMA, open_model
from recommendations.collaborative.model import TasteModel
from recommendations.index import SimilarityIndex, current_index
from recommendations.training.unrated import Unrated


def home() -> Path:
    """Return the folder in which trained models lie."""
    return Path(settings.INDEX_DIR) / "taste"


_current = OpenedOnce(
    lambda build: open_model(build.folder), schema=SCHEMA, parameters=index_parameters
)


class _Complete:
    """The model in use beside the index of similar titles in use; new with each of either."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: tuple[TasteModel, SimilarityIndex | None] | None = None
        self._model: TasteModel | None = None

    def get(self) -> TasteModel:
        try:
            model = _current.get(home())
        except IndexMissing:
            self._of = self._model = None  # what cannot be used is not kept in memory either
            raise
        try:
            index = current_index()
        except IndexMissing:
            index = None
        with self._lock:
            is_same = self._of and self._of[0] is model and self._of[1] is index
            if self._model is None or not is_same:
                find = Unrated(index, model.title_ids).find if index else None
                self._of, self._model = (model, index), replace(model, find_alike=find)
            return self._model


_complete = _Complete()


def current_model() -> TasteModel:
    """Return the model that counts now. Raises IndexMissing if none was trained."""
    return _complete.get()


def is_model_there() -> bool:
    """Tell whether there is a model that can be used."""
    try:
        current_model()
    except IndexMissing:
        return False
    return True
