"""Ask the similarity index: how long it takes, and whether it is right.

Django must have been set up for the scratch database before this is imported.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from django.test import Client

from catalog.models import Title
from recommendations import similarity
from recommendations.index import SimilarityIndex
from recommendations.live_index import LiveIndex
from recommendations.ranking import choose, explained, pool_size, profile_of
from recommendations.recommenders.base import Query, recommender
from recommendations.steering import Steering, TermRef

Ids = np.ndarray[Any, Any]

N = 10
#: A question with everything that can be turned.
STEERED = Steering(
    sliders={"genre": 2.0, "plot": 0.5, "popularity": 0.0},
    more=(TermRef("genre", "thriller"),),
    diversity=0.3,
    one_per_collection=True,
)
FILTERS = {"language": "en", "year_min": 1980, "rating_min": 5.0, "not_genre": ["horror"]}


def time_each(ask: Callable[[int], Any], rows: Sequence[int]) -> list[float]:
    """Return the milliseconds that each question took."""
    taken = []
    for row in rows:
        started = perf_counter()
        ask(row)
        taken.append((perf_counter() - started) * 1000)
    return taken


def plain(index: SimilarityIndex) -> Callable[[int], list[int]]:
    """Return a function that finds the N neighbours of a row, and nothing more."""
    titles = index.titles

    def ask(row: int) -> list[int]:
        query = similarity.vector_of(titles.rows, row, index.self_cosines)
        found, _ = similarity.neighbours(query, titles.postings, titles.rows, N + 1)
        return [int(each) for each in found if each != row][:N]

    return ask


def with_everything(live: LiveIndex, ids: Ids) -> Callable[[int], Any]:
    """Return a function that ranks with sliders, filters, diversity and reasons, in the index."""

    def ask(row: int) -> Any:
        query = Query((int(ids[row]),), steering=STEERED, filters=FILTERS)
        profile = profile_of(live, query)
        size = pool_size(query.steering, N)
        pool = live.neighbours(profile.whole, size, query.filters, query.left_out)
        chosen, _ = choose(live, pool, query.steering, N)
        return list(explained(live, profile, chosen))

    return ask


def recommended(ids: Ids, *, steered: bool) -> Callable[[int], Any]:
    """Return a function that recommends as a page does: with reasons and what the database says."""
    content = recommender("content")
    more: dict[str, Any] = {"steering": STEERED, "filters": FILTERS} if steered else {}

    def ask(row: int) -> Any:
        return content.recommend(Query((int(ids[row]),), **more), N)

    return ask


def title_page(ids: Ids) -> Callable[[int], Any]:
    """Return a function that asks for the page of a title."""
    client = Client(headers={"host": "127.0.0.1"})
    titles = Title.objects.in_bulk([int(each) for each in ids], field_name="pk")
    addresses = [titles[int(each)].get_absolute_url() for each in ids]

    def ask(place: int) -> Any:
        response = client.get(addresses[place])
        if response.status_code != 200:
            raise SystemExit(f"{addresses[place]} answered {response.status_code}")
        return response

    return ask


def dense_neighbours(index: SimilarityIndex, row: int) -> list[int]:
    """Return the N neighbours by a dense computation in float64 over all titles."""
    titles = index.titles.rows
    query = similarity.vector_of(titles, row, index.self_cosines)
    worth = np.zeros(titles.vectors.n_rows)
    worth[query.terms] = query.weights
    products = worth[titles.vectors.rows] * titles.vectors.values.astype(np.float64)
    # Each title's products are added up alone: a difference of running sums would not be exact.
    by_terms = np.add.reduceat(products, titles.vectors.offsets[:-1])
    columns = titles.columns
    scores = by_terms * (1 - similarity.PRIOR_SHARE)
    for by_profile in similarity.coded(query, columns).values():
        scores += by_profile[columns.profile] * columns.inverse_length.astype(np.float64)
    for by_standing in similarity.prior(query, columns).values():
        scores += by_standing[columns.standing]
    scores[(by_terms <= 0) | (np.arange(len(scores)) == row)] = 0
    scores = scores.round(12)  # of equal titles the first, however their parts were added up
    best = np.argpartition(-scores, N)[: N + 1]
    best = best[np.lexsort((best, -scores[best]))]
    return [int(each) for each in best if scores[each] > 0][:N]


def recall(found: Sequence[Sequence[int]], true: Sequence[Sequence[int]]) -> float:
    """Return the share of the true neighbours that were found."""
    hits = sum(len(set(a) & set(b)) for a, b in zip(found, true, strict=True))
    return hits / max(1, sum(map(len, true)))


def forget_pages(folder: Path) -> None:
    """Let the system drop what it remembers of the files, so that the next reader is cold."""
    for path in folder.rglob("*.npy"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
