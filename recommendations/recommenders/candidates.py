"""Which of many titles may be answers: those that pass the filters and are not known already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from catalog.index_store import IndexMissing
from catalog.title_filters import active_filters, filter_titles
from recommendations.features import Ints
from recommendations.filters import Mask
from recommendations.live_index import LiveIndex, live_index

#: Titles that a database is asked about by their ids.
FEW = 2000


def may_answer(title_ids: Ints, filters: Mapping[str, Any], without: Collection[int]) -> Mask:
    """Tell which titles pass ``filters`` and are none of those ``without``; see ``passing``."""
    allowed = ~np.isin(title_ids, np.fromiter(without, np.int64))
    if filters := active_filters(filters):
        allowed &= passing([filters], title_ids)[0]
    return allowed


def passing(choices: Sequence[Mapping[str, Any]], title_ids: Ints) -> list[Mask]:
    """Tell for each of ``choices``, which are sets of filters, which titles pass.

    By the index of similar titles, in a millisecond, and by the database for titles of which that
    knows too little, or all of them while there is none. 1 query, and at most 2 for each choice.
    """
    try:
        live = live_index()
    except IndexMissing:
        return [_in_database(filters, title_ids) for filters in choices]
    return [_passing(live, filters, title_ids) for filters in choices]


def _passing(live: LiveIndex, filters: Mapping[str, Any], title_ids: Ints) -> Mask:
    passes, known = live.passing(filters, title_ids)
    unknown = title_ids[~known]
    if 0 < len(unknown) <= FEW:
        filters = {**filters, "among": tuple(unknown.tolist())}
    if len(unknown):
        passes[~known] = _in_database(filters, unknown)
    return passes


def _in_database(filters: Mapping[str, Any], title_ids: Ints) -> Mask:
    found = filter_titles(filters).order_by().values_list("pk", flat=True)
    return np.isin(title_ids, np.fromiter(found, np.int64))
