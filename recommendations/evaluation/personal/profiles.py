"""New titles ranked by what is told about them: a profile of features, as usual. [pure]"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recommendations.evaluation.candidates import Candidates
from recommendations.evaluation.peers import PEERS as SIMILAR_PEERS
from recommendations.evaluation.personal.history import Bools, Floats, History, Ints
from recommendations.evaluation.personal.rankers import CannotRun, Entrant, Ranker, positive

#: Peers of similar titles that can do without votes, and what a profile of them is called.
PROFILES = {
    "name counts": "profile: name counts",
    "overview TF-IDF": "profile: overview TF-IDF",
    "soup + numbers": "profile: soup",
    "columns + numbers": "profile: columns",
    "20 words + one-hot": "profile: 20 words + one-hot",
}


class Profile(Ranker):
    """How near each new title is to a person's liked titles: the mean of the cosines.

    Of vectors of unit length that is the cosine with the mean of the liked ones, but for a factor
    of the person. ``near`` has a row for each item and a column for each of ``new``.
    """

    def __init__(self, near: Floats, new: Ints) -> None:
        self._near, self._new = near, new

    def scores(self, known: History, people: Ints) -> Floats:
        scores = np.full((len(people), known.n_items), -np.inf)
        scores[:, self._new] = positive(known.likes[people] @ self._near)
        return scores


def profiles(candidates: Candidates, title_ids: Ints, is_new: Bools) -> dict[str, Entrant]:
    """Return the profiles by name; ``candidates`` are those of ``title_ids`` that are known."""
    untold = {name: np.full(len(candidates), np.nan) for name in ("votes", "rating")}
    plain = replace(candidates, numbers=dict(candidates.numbers) | untold)
    new = np.flatnonzero(is_new)
    columns = np.searchsorted(title_ids, plain.title_ids)
    rows = plain.rows_of(title_ids[new])

    def learn(train: History, name: str) -> Ranker:
        if not len(rows):
            raise CannotRun("no new title is in the catalogue")
        peer = SIMILAR_PEERS[name](plain)
        near = np.zeros((train.n_items, len(new)))
        for place, row in enumerate(rows.tolist()):
            near[columns, place] = peer.scores(row)
        return Profile(near, new)

    return {shown: Entrant(learn, ({"name": name},)) for name, shown in PROFILES.items()}
