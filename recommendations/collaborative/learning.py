"""From ratings, and what is told about titles, to a model. [pure]"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from catalog.inverted_index import InvertedIndex
from recommendations.collaborative.content import (
    NEAREST_OF_NEW,
    NOTHING,
    Described,
    Near,
    bridges,
)
from recommendations.collaborative.ease import ease, most_titles, weighed_titles
from recommendations.collaborative.lift import lifts, most_liked
from recommendations.collaborative.model import Ints, TasteModel
from recommendations.collaborative.ratings import Ratings
from recommendations.collaborative.residuals import learn_ratings
from recommendations.collaborative.weights import Weights, als

#: Ways to learn from likes.
METHODS = ("ease", "als")


@dataclass(frozen=True)
class Parameters:
    """What may be chosen: the method, the penalty of EASE, ratings that a title needs, memory.

    ``method`` is "ease", or "als" for more titles than fit into ``memory_mb``.
    """

    method: str = "ease"
    ridge: float = 200.0
    fewest_ratings: int = 5
    memory_mb: int = 256

    def facts(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Content:
    """What is told about titles, as far as a model needs it.

    ``near`` leads from rated titles to rated ones (columns), ``new_near`` from titles that
    nobody rated (positions in ``new_ids``) to rated ones.
    """

    near: Near
    new_ids: Ints
    new_near: Near

    @classmethod
    def of(
        cls, described: Described, title_ids: Ints, new_ids: Ints, often: Ints | None = None
    ) -> Content:
        """Compare rated titles with each other, and new ones with them; both rise.

        ``often`` are the columns that may be weighed, if others need not be compared with new ones.
        """
        new_ids = np.setdiff1d(new_ids, title_ids)
        often = np.arange(len(title_ids)) if often is None else often
        new_near = described.near(new_ids, title_ids[often], NEAREST_OF_NEW)
        new_near = new_near._replace(others=often[new_near.others])
        return cls(described.near(title_ids, title_ids), new_ids, new_near)


NO_CONTENT = Content(NOTHING, np.zeros(0, np.int64), NOTHING)


def learn(
    ratings: Ratings, content: Content = NO_CONTENT, parameters: Parameters | None = None
) -> TasteModel:
    """Return a model of all ``ratings``; ``content`` is about the same ``title_ids``.

    Raises MethodMissing.
    """
    parameters = parameters or Parameters()
    counts, most = ratings.counts(), most_titles(parameters.memory_mb)
    paired = weighed_titles(counts, parameters.fewest_ratings, most)
    weighed = paired
    if parameters.method == "als":
        weighed = weighed_titles(counts, parameters.fewest_ratings, len(counts))
    liked = ratings.only(ratings.liked())
    likes = liked.matrix(np.ones(len(liked)))[:, weighed]
    n_titles = len(ratings.title_ids)
    counts = liked.counts()
    popular = most_liked(counts[weighed])
    return TasteModel(
        title_ids=ratings.title_ids,
        likes=counts.astype(np.int32),
        weighed=weighed,
        weights=_weights(likes, parameters),
        popular=popular,
        lifts=lifts(likes, popular),
        content=content.near.leads(n_titles, n_titles),
        new_ids=content.new_ids,
        bridges=_bridges(content, weighed, n_titles),
        ratings=learn_ratings(ratings, paired),
    )


def _weights(likes: sp.csr_array, parameters: Parameters) -> Weights:
    return als(likes) if parameters.method == "als" else ease(likes, parameters.ridge)


def _bridges(content: Content, weighed: Ints, n_titles: int) -> InvertedIndex:
    """Return what leads from new titles to those that are weighed (positions among them)."""
    place = np.full(n_titles, -1)
    place[weighed] = np.arange(len(weighed))
    near = content.new_near
    kept = place[near.others] >= 0
    near = Near(near.owners[kept], place[near.others[kept]], near.cosines[kept])
    return bridges(near, len(content.new_ids), len(weighed))
