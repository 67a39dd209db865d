"""Labelled reviews to train and to measure with: what was written, and whether it was liked. [pure]

The files are those of ``reviews.review_files``. Stars are the label: 7 and more liked the film, 4
and fewer did not; what lies between says neither and is left out. Texts may be of any length.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.datasets.errors import DatasetError
from catalog.datasets.reader import read_blocks
from reviews.review_files import RATING, recognise
from reviews.texts import plain_text

LIKED_FROM, DISLIKED_TO = 7, 4


@dataclass(frozen=True, slots=True)
class LabelledReviews:
    """Reviews in the order of the file; all of one length. ``liked``: shape (n,)."""

    texts: list[str]
    liked: NDArray[np.bool_]
    films: list[str]
    sha256: str

    @property
    def film_numbers(self) -> NDArray[np.int64]:
        """Return a number from 0 for the film of each review, shape (n,)."""
        _, numbers = np.unique(np.array(self.films), return_inverse=True)
        return numbers.astype(np.int64)


def read_labelled(path: Path) -> LabelledReviews:
    """Read a file of reviews; raises DatasetError, also if too few of them have stars."""
    columns = recognise(path).columns
    texts: list[str] = []
    stars: list[int] = []
    films: list[str] = []
    for block in read_blocks(path, block_rows=5000):
        for row in block.cells.select(columns.values()).iter_rows():
            cells: dict[str, Any] = dict(zip(columns, row, strict=True))
            rating = cells["rating"].strip()
            if RATING.fullmatch(rating):
                texts.append(plain_text(cells["body"]))
                stars.append(int(float(rating)))
                films.append(cells["imdb_id"])
    says = [i for i, n in enumerate(stars) if n >= LIKED_FROM or n <= DISLIKED_TO]
    liked = np.array([stars[i] >= LIKED_FROM for i in says], bool)
    if min(int(liked.sum()), int((~liked).sum())) < 10:
        raise DatasetError.about(path, "has fewer than ten reviews with 7-10 or with 1-4 stars")
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return LabelledReviews([texts[i] for i in says], liked, [films[i] for i in says], sha256)
