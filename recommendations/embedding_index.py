"""Titles as vectors of a sentence encoder: built, published, and compared exactly.

A vector of unit length is kept as small integers and one factor, so a million titles of 384
numbers take 390 MB, mapped into memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from catalog.database_id import index_parameters
from catalog.index_store import Build, IndexMissing, OpenedOnce, publish
from catalog.inverted_index import open_array
from catalog.models import Title
from recommendations.build import catalogue_fingerprint
from recommendations.encoders import Encoder, encoder
from recommendations.facts import read_values, stream_facts
from recommendations.features import Facts, Floats, Ints, Values
from recommendations.value_names import names_of

#: Raise it when files or their meaning change.
SCHEMA = 1
#: The largest number of an int8, both ways.
LARGEST = 127
#: Rows that are turned into float32 at a time.
ROWS_AT_ONCE = 16_384
#: Of whom a text tells.
CAST = 3


@dataclass(frozen=True, eq=False)
class EmbeddingIndex:
    """Row i is the vector ``rows[i] * factors[i]``, of unit length; ``title_ids`` rise.

    ``digests`` are those of the texts, ``model`` tells which encoder it was.
    """

    title_ids: Ints
    rows: NDArray[np.int8]
    factors: Floats
    digests: NDArray[np.uint64]
    model: str
    fingerprint: str

    @classmethod
    def open(cls, build: Build) -> Self:
        """Map a published build into memory. Raises OSError, ValueError or KeyError."""
        names = ("title_ids", "rows", "factors", "digests")
        arrays: Any = {name: open_array(build.folder / f"{name}.npy") for name in names}
        facts = build.facts
        return cls(**arrays, model=facts["model"], fingerprint=facts["fingerprint"])

    def rows_of(self, title_ids: Ints) -> Ints:
        """Return the row of each title, -1 if it has none."""
        places = np.searchsorted(self.title_ids, title_ids)
        places = np.minimum(places, max(len(self.title_ids) - 1, 0))
        here = self.title_ids[places] == title_ids if len(self.title_ids) else False
        return np.where(here, places, -1)

    def vectors(self, rows: Ints) -> NDArray[np.float32]:
        """Return the vectors of some rows."""
        return np.asarray(self.rows[rows] * self.factors[rows, None], np.float32)

    def cosines(self, query: Floats) -> NDArray[np.float32]:
        """Return the dot product of ``query`` and every vector."""
        cosines = np.empty(len(self.rows), np.float32)
        for first in range(0, len(self.rows), ROWS_AT_ONCE):
            part = slice(first, first + ROWS_AT_ONCE)
            cosines[part] = self.rows[part].astype(np.float32) @ query.astype(np.float32)
        cosines *= self.factors
        return cosines


def small(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return vectors as small integers, and the factors that make each of unit length."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rows = np.rint(vectors / np.where(largest, largest, 1) * LARGEST).astype(np.int8)
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1)
    return rows, (1 / np.where(lengths, lengths, 1)).astype(np.float32)


def texts_of(facts: Facts, values: Values) -> list[str]:
    """Return what is encoded of titles: "Alien (1979), Horror, Ridley Scott, Sigourney Weaver".

    Names, not the plot: with MiniLM, they find what the same people like half again as well.
    """
    names = names_of(facts, values)
    years = [f" ({year})" if year else "" for year in facts.titles["year"]]
    listed = zip(names["genre"], names["director"], names["cast"], strict=True)
    return [
        ", ".join([f"{name}{year}", *genres, *directors, *cast[:CAST]])
        for name, year, (genres, directors, cast) in zip(
            facts.titles["name"], years, listed, strict=True
        )
    ]


def build_embeddings(
    *, force: bool = False, on_progress: Callable[[int], object] = lambda n: None
) -> int | None:
    """Build and publish the index; return how many titles it has, None if it is up to date.

    Vectors of texts that have not changed are taken over. ``on_progress`` is called with the
    number of titles since its last call. Raises EncoderMissing, and what ``publish`` raises.
    """
    encode = encoder()
    fingerprint, before = catalogue_fingerprint(), _before(encode)
    if before and before.fingerprint == fingerprint and not force:
        return None
    facts: dict[str, Any] = {"model": encode.name, "fingerprint": fingerprint}
    write = partial(_write, facts=facts, encode=encode, before=before, on_progress=on_progress)
    publish(home(), write, schema=SCHEMA, facts=facts, parameters=index_parameters())
    return int(facts["titles"])


def home() -> Path:
    """Return the folder in which builds of the index lie."""
    return Path(settings.INDEX_DIR) / "embeddings"


_current = OpenedOnce(EmbeddingIndex.open, schema=SCHEMA, parameters=index_parameters)


def current_embeddings() -> EmbeddingIndex:
    """Return the index that counts now. Raises IndexMissing."""
    return _current.get(home())


def _before(encode: Encoder) -> EmbeddingIndex | None:
    """Return the index that there is, if its vectors are of the same encoder."""
    try:
        before = current_embeddings()
    except IndexMissing:
        return None
    return before if before.model == encode.name else None


def _write(
    folder: Path,
    facts: dict[str, Any],
    encode: Encoder,
    before: EmbeddingIndex | None,
    on_progress: Callable[[int], object],
) -> None:
    """Write the vectors of all visible titles, a stretch at a time."""
    values = read_values()
    ids, rows, factors, digests = [], [], [], []
    for stretch in stream_facts(Title.objects.visible()):
        texts = texts_of(stretch, values)
        ids.append(stretch.titles["title_id"].to_numpy())
        digests.append(np.array([_digest(text) for text in texts], np.uint64))
        some, factor = _encoded(texts, digests[-1], encode, before, on_progress)
        rows.append(some)
        factors.append(factor)
    facts["titles"] = sum(map(len, ids))
    arrays = {"title_ids": ids, "rows": rows, "factors": factors, "digests": digests}
    for name, parts in arrays.items():
        np.save(folder / f"{name}.npy", np.concatenate(parts), allow_pickle=False)


def _encoded(
    texts: Sequence[str],
    digests: NDArray[np.uint64],
    encode: Encoder,
    before: EmbeddingIndex | None,
    on_progress: Callable[[int], object],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the vectors of texts, encoded where ``before`` has not the same text."""
    known: dict[int, int] = {}
    if before is not None:
        known = {digest: row for row, digest in enumerate(before.digests.tolist())}
    places = np.array([known.get(digest, -1) for digest in digests.tolist()], np.int64)
    new = np.flatnonzero(places < 0)
    encoded = []
    for first in range(0, len(new), ROWS_AT_ONCE // 16):
        part = new[first : first + ROWS_AT_ONCE // 16]
        encoded.append(encode.encode([texts[place] for place in part]))
        on_progress(len(part))
    on_progress(len(texts) - len(new))
    size = encoded[0].shape[1] if encoded else before.rows.shape[1] if before else 0
    rows, factors = np.zeros((len(texts), size), np.int8), np.zeros(len(texts), np.float32)
    if before is not None:
        old = places >= 0
        rows[old], factors[old] = before.rows[places[old]], before.factors[places[old]]
    if encoded:
        rows[new], factors[new] = small(np.concatenate(encoded))
    return rows, factors


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
