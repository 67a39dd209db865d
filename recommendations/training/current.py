"""The model that is in use, in files that are mapped into memory."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from catalog.database_id import index_parameters
from catalog.index_store import IndexMissing, OpenedOnce
from recommendations.collaborative.files import SCHEMA, open_model
from recommendations.collaborative.model import TasteModel


def home() -> Path:
    """Return the folder in which trained models lie."""
    return Path(settings.INDEX_DIR) / "taste"


_current = OpenedOnce(
    lambda build: open_model(build.folder), schema=SCHEMA, parameters=index_parameters
)


def current_model() -> TasteModel:
    """Return the model that counts now. Raises IndexMissing if none was trained."""
    return _current.get(home())


def is_model_there() -> bool:
    """Tell whether there is a model that can be used."""
    try:
        current_model()
    except IndexMissing:
        return False
    return True
