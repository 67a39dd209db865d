"""What turns texts into vectors that are near each other when the texts mean the like.

Optional: nothing is encoded unless the setting EMBED_MODEL names the folder of a model. The only
place that knows sentence-transformers (requirements-embed.txt).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

BATCH = 64


class EncoderMissing(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """There is no model to encode with; says why in one sentence."""


class Encoder(Protocol):
    """Turns texts into vectors. Another ``name`` means other vectors."""

    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of unit length for each text, as rows."""
        ...


class SentenceEncoder:
    """A sentence-transformers model in a folder of this machine; nothing is downloaded."""

    def __init__(self, folder: str) -> None:
        path = Path(folder)
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderMissing(
                "sentence-transformers is not installed (requirements-embed.txt)"
            ) from error
        try:
            self._model: Any = SentenceTransformer(folder, device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise EncoderMissing(f"{folder} is no model of sentence-transformers") from error
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        self.name = f"{path.name} ({size} bytes)"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def encoder() -> Encoder:
    """Return the encoder that settings ask for, made once. Raises EncoderMissing."""
    if not settings.EMBED_MODEL:
        raise EncoderMissing("EMBED_MODEL names no model")
    return _made(settings.EMBED_ENCODER, settings.EMBED_MODEL)


@cache
def _made(dotted: str, model: str) -> Encoder:
    return cast(Encoder, import_string(dotted)(model))
