"""Recommenders and peers asked the same question: how well does each candidate go with a title?"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from django.conf import settings

from recommendations.encoders import EncoderMissing, encoder
from recommendations.evaluation.candidates import Candidates, Floats, Ints
from recommendations.evaluation.peers import ENCODED, PEERS, EncodedNames, Peer
from recommendations.recommenders.base import Query, Recommender, TooFewFacts, recommender

#: Titles that a recommender is asked for at first, and how many times more each time after that
#: if too few candidates are among them.
FIRST, MORE = 200, 5


class Ranker(Protocol):
    """What is evaluated."""

    def scores(self, title_id: int, title_ids: Ints) -> Floats:
        """Return the scores of ``title_ids``; 0 or less is not recommended."""
        ...


class PeerRanker:
    """A peer, which knows candidates by their positions."""

    def __init__(self, candidates: Candidates, peer: Peer) -> None:
        self._candidates, self._peer = candidates, peer

    def scores(self, title_id: int, title_ids: Ints) -> Floats:
        rows = self._candidates.rows_of(np.append(title_ids, title_id))
        scores: Floats = self._peer.scores(int(rows[-1]))[rows[:-1]]
        return scores


class RecommenderRanker:
    """A recommender of this project.

    One that has ``scores_of(query, title_ids)`` is asked for scores. Any other is asked for more
    and more titles, until the ``n`` best candidates are among them; the rest score 0.
    """

    def __init__(self, asked: Recommender, n: int) -> None:
        self._asked, self._n = asked, n

    def scores(self, title_id: int, title_ids: Ints) -> Floats:
        query = Query((title_id,))
        try:
            if scores_of := getattr(self._asked, "scores_of", None):
                return np.asarray(scores_of(query, title_ids), np.float64)
            return self._best(query, title_ids)
        except TooFewFacts:
            return np.zeros(len(title_ids))

    def _best(self, query: Query, title_ids: Ints) -> Floats:
        wanted, n = FIRST, len(title_ids)
        while True:
            found = self._asked.recommend(query, wanted)
            scores = np.zeros(n)
            ids = np.array([each.title_id for each in found], np.int64)
            rows = np.minimum(np.searchsorted(title_ids, ids), n - 1)
            among = title_ids[rows] == ids
            scores[rows[among]] = np.array([each.score for each in found])[among]
            if among.sum() >= min(self._n, n - 1) or len(found) < wanted:
                return scores
            wanted *= MORE


def recommenders(n: int) -> dict[str, Ranker]:
    """Return the recommenders that settings name, asked for their ``n`` best."""
    return {name: RecommenderRanker(recommender(name), n) for name in settings.RECOMMENDERS}


def peers(candidates: Candidates) -> tuple[dict[str, Ranker], dict[str, str]]:
    """Return the peers, made of these candidates, and why others could not be made."""
    made: dict[str, Peer] = {name: peer(candidates) for name, peer in PEERS.items()}
    missing = {}
    try:
        made[ENCODED] = EncodedNames(candidates, encoder().encode)
    except EncoderMissing as error:
        missing[ENCODED] = str(error)
    return {name: PeerRanker(candidates, peer) for name, peer in made.items()}, missing
