"""What models learn from: ratings of those who let them, and what is told about titles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from catalog.bulk import read_frame
from catalog.index_store import IndexMissing
from catalog.models import Title
from recommendations.collaborative.content import Described
from recommendations.collaborative.learning import NO_CONTENT, Content
from recommendations.collaborative.model import Ints
from recommendations.collaborative.ratings import Ratings
from recommendations.index import SimilarityIndex, current_index
from recommendations.models import Rating, Viewer

#: People whose ratings are read at a time.
PEOPLE_AT_ONCE = 2_000
#: Titles that nobody rated which are made comparable, the newest first.
MOST_NEW = 5_000

_SCHEMA = {"person": pl.Int64, "title_id": pl.Int64, "value": pl.Int8, "at": pl.String}


class ReadRatings(NamedTuple):
    """Ratings, and what tells them from others."""

    ratings: Ratings
    data_hash: str


def read_ratings(on_progress: Callable[[int], object] = lambda n: None) -> ReadRatings:
    """Return the ratings that models may learn from, of titles that may be recommended.

    Read some people at a time, 1 query each; ``on_progress`` is called with how many ratings
    there were.
    """
    allowed = np.sort(_ids(Q()))
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    digest = hashlib.sha256()
    for frame in _frames():
        on_progress(len(frame))
        frame = frame.filter(pl.Series(np.isin(frame["title_id"].to_numpy(), allowed)))
        columns = [frame[name].to_numpy() for name in ("person", "title_id", "value")]
        for column in columns:
            digest.update(np.ascontiguousarray(column).tobytes())
        # Texts of one form: in the order of time. A person is never in two frames.
        times = frame["at"].rank("dense").fill_null(0).to_numpy()
        person, title_id, value = columns
        parts.append((person.astype(np.int32), title_id, value, times.astype(np.int32)))
    if not parts:
        nothing = np.zeros(0, np.int64)
        return ReadRatings(Ratings.of(nothing, nothing, np.zeros(0)), digest.hexdigest())
    people, titles, values, times = (np.concatenate(part) for part in zip(*parts, strict=True))
    return ReadRatings(Ratings.of(people, titles, values, times), digest.hexdigest())


def _frames() -> Iterator[pl.DataFrame]:
    """Yield the ratings of some people after the other, by person and title."""
    people = np.array(
        Viewer.objects.filter(is_training_data=True).order_by("pk").values_list("pk", flat=True)
    )
    for first in range(0, len(people), PEOPLE_AT_ONCE):
        some = people[first : first + PEOPLE_AT_ONCE]
        rated = Rating.objects.filter(
            viewer__gte=int(some[0]), viewer__lte=int(some[-1]), viewer__is_training_data=True
        ).order_by()
        moment = Cast("rated_at", TextField())
        columns = rated.values_list("viewer_id", "title_id", "value", moment)
        sql, parameters = columns.query.sql_with_params()
        yield read_frame(sql, _SCHEMA, parameters).sort("person", "title_id")


def _ids(condition: Q) -> Ints:
    """Return the ids of titles that may be recommended, the newest first. 1 query."""
    titles = Title.objects.recommendable().filter(condition).order_by("-start_year", "-pk")
    sql, parameters = titles.values_list("pk").query.sql_with_params()
    return read_frame(sql, {"title_id": pl.Int64}, parameters)["title_id"].to_numpy()


def described() -> Described:
    """Return what the index of similar titles tells. Raises IndexMissing."""
    return _described(current_index())


def _described(index: SimilarityIndex) -> Described:
    titles = index.titles
    return Described(titles.title_ids, titles.rows, index.self_cosines)


class ReadContent(NamedTuple):
    """What is told about titles, and what tells it from another state; "" if there is none."""

    content: Content
    fingerprint: str


def read_content(ratings: Ratings, fewest: int) -> ReadContent:
    """Compare rated titles with each other, and those of ``fewest`` ratings with new ones.

    Without an index of similar titles nothing is told. 1 query.
    """
    try:
        index = current_index()
    except IndexMissing:
        return ReadContent(NO_CONTENT, "")
    title_ids = ratings.title_ids
    unrated = _ids(Q(start_year__isnull=False))
    told = np.isin(unrated, index.titles.title_ids) & ~np.isin(unrated, title_ids)
    new_ids = np.sort(unrated[told][:MOST_NEW])
    often = np.flatnonzero(ratings.counts() >= fewest)
    content = Content.of(_described(index), title_ids, new_ids, often)
    return ReadContent(content, index.fingerprint)
