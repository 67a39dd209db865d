"""What projects like this one do to find similar titles, to compare with. [pure]

Each is made of the candidates alone, as those projects are made of their few thousand titles.
To add one: a class like these, and a line in ``PEERS``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recommendations.evaluation import peer_vectors as made
from recommendations.evaluation.candidates import Candidates
from recommendations.evaluation.peer_vectors import Row, Vectors, joined

Floats = NDArray[np.floating[Any]]

#: Heavier than any number of votes: genres first, then popularity.
GENRES_FIRST = 1e12


class Peer(Protocol):
    """A way to rank candidates by how similar they are to one of them."""

    def scores(self, position: int) -> Floats:
        """Return a score for every candidate; what scores 0 or less is not recommended."""
        ...


class VectorPeer(ABC):
    """A peer that compares vectors by their cosine."""

    def __init__(self, candidates: Candidates) -> None:
        self._vectors = Vectors.of(self.rows(candidates))

    @abstractmethod
    def rows(self, candidates: Candidates) -> Sequence[Row]:
        """Return the vectors."""

    def scores(self, position: int) -> Floats:
        return self._vectors.cosines(position)


class NameCounts(VectorPeer):
    """The words of one director, three actors and the genres, counted."""

    def rows(self, candidates: Candidates) -> Sequence[Row]:
        return made.counts(" ".join(_credits(candidates, row)) for row in range(len(candidates)))


class Overviews(VectorPeer):
    """TF-IDF of the overview."""

    def rows(self, candidates: Candidates) -> Sequence[Row]:
        return made.tfidf(candidates.overviews, stop=True)


class SoupAndNumbers(VectorPeer):
    """TF-IDF of everything in one text, beside min-max scaled year, rating, votes and runtime."""

    def rows(self, candidates: Candidates) -> Sequence[Row]:
        texts = []
        for row, overview in enumerate(candidates.overviews):
            listed = [*_credits(candidates, row), *candidates.values["keyword"][row]]
            texts.append(" ".join([*map(joined, listed), overview]))
        return made.beside(
            text=made.tfidf(texts, stop=True), numbers=made.scaled(candidates.numbers)
        )


class ColumnsAndNumbers(VectorPeer):
    """TF-IDF of name, language, genres and companies, each, beside min-max scaled numbers."""

    def rows(self, candidates: Candidates) -> Sequence[Row]:
        values = candidates.values
        return made.beside(
            name=made.tfidf(candidates.names),
            language=made.tfidf(map(" ".join, values["language"])),
            genre=made.tfidf(" ".join(map(joined, names)) for names in values["genre"]),
            company=made.tfidf(map(" ".join, values["company"])),
            numbers=made.scaled(candidates.numbers),
        )


class TwentyWords(VectorPeer):
    """TF-IDF of the overviews' 20 most frequent words, beside genres and more as 0 and 1."""

    def rows(self, candidates: Candidates) -> Sequence[Row]:
        hot = {
            family: made.one_hot(candidates.values[family])
            for family in ("genre", "country", "company", "language")
        }
        return made.beside(words=made.tfidf(candidates.overviews, most=20), **hot)


class EncodedNames:
    """A sentence encoder's vectors of name, genres, actors and directors, as one text."""

    def __init__(self, candidates: Candidates, encode: Callable[[Sequence[str]], Floats]) -> None:
        columns = (candidates.values[family] for family in ("genre", "cast", "director"))
        listed = zip(candidates.names, *columns, strict=True)
        self._vectors = encode(
            [
                " ".join([name, *genres, *cast[:3], *directors])
                for name, genres, cast, directors in listed
            ]
        )

    def scores(self, position: int) -> Floats:
        scores: Floats = self._vectors @ self._vectors[position]
        return scores


class Popularity:
    """The titles with most votes, whatever is asked for."""

    def __init__(self, candidates: Candidates) -> None:
        self._votes = np.nan_to_num(candidates.numbers["votes"])

    def scores(self, position: int) -> Floats:
        return self._votes


class GenrePopularity(Popularity):
    """Of the titles with the same first genre, those with most votes; then others."""

    def __init__(self, candidates: Candidates) -> None:
        super().__init__(candidates)
        self._first = np.array([(names or [""])[0] for names in candidates.values["genre"]])

    def scores(self, position: int) -> Floats:
        same = self._first == self._first[position]
        scores: Floats = self._votes + GENRES_FIRST * same
        return scores


class Random:
    """Chance."""

    def __init__(self, candidates: Candidates) -> None:
        self._n = len(candidates)

    def scores(self, position: int) -> Floats:
        return np.random.default_rng(position).random(self._n)


#: The peer that needs an encoder of sentences.
ENCODED = "encoded names"
#: Name in tables -> peer.
PEERS: dict[str, type[Any]] = {
    "name counts": NameCounts,
    "columns + numbers": ColumnsAndNumbers,
    "soup + numbers": SoupAndNumbers,
    "20 words + one-hot": TwentyWords,
    "overview TF-IDF": Overviews,
    "genre, popular": GenrePopularity,
    "popularity": Popularity,
    "random": Random,
}


def _credits(candidates: Candidates, row: int) -> list[str]:
    values = candidates.values
    return [*values["director"][row][:1], *values["cast"][row][:3], *values["genre"][row]]
