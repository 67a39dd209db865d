"""Build every index that is out of date, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from catalog.models import StaleMark
from catalog.search import build_search_index, is_search_built_of
from catalog.staleness import clear_mark, stale_things
from catalog.text_search import build_text_index, is_text_index_built_of
from recommendations.build import build_index, built_fingerprint
from recommendations.build_history import only_build, recorded_build
from recommendations.models import IndexBuild


@dataclass
class Built:
    """What was built: the record of similar titles, how many names; None and 0 if up to date."""

    similar: IndexBuild | None
    names: int


def build_all(
    *,
    force: bool = False,
    on_wait: Callable[[str], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Built:
    """Build similar titles, names and plots where they are out of date, and clear their marks.

    ``on_progress`` is called with the number of titles read since its last call.
    Raises BuildRunning if another process is at it, unless there is ``on_wait``.
    """
    with ExitStack() as locks:
        for kind in IndexBuild.Kind.values:
            locks.enter_context(only_build(kind, on_wait))
        seen = stale_things()
        similar = build_index(force=force, on_progress=on_progress)
        clear_mark(StaleMark.Thing.SIMILAR, seen)
        # A build of search that failed is stale until it is made of the same state.
        state, names = built_fingerprint() or "", 0
        if force or not is_search_built_of(state):
            with recorded_build(IndexBuild.Kind.SEARCH):
                names = build_search_index(state)
        if force or not is_text_index_built_of(state):
            with recorded_build(IndexBuild.Kind.TEXTS):
                build_text_index(state)
        clear_mark(StaleMark.Thing.SEARCH, seen)
    return Built(similar, names)
