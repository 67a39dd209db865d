"""Finding titles by words of their plots and keywords, on any database alike.

Words come from an index of our own (``catalog.text_index``), and those of titles that changed
since it was built from the database, through a small index of the same kind in memory. Who shows
what was found looks it up in the database, so that what was deleted or hidden since is not shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import getsource
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from catalog import index_store, names, text_index, text_scoring, words
from catalog.database_id import index_parameters
from catalog.index_store import Build, IndexMissing, OpenedOnce
from catalog.models import Title
from catalog.names import fold
from catalog.text_index import Found, TextIndex, TextIndexWriter
from catalog.text_query import TextQuery
from catalog.text_reading import stream_texts, texts_of

#: Version of the files of an index; another version is rebuilt, not read.
SCHEMA = 1
#: The modules that decide what is in an index: another text of one is another recipe.
RECIPE = (names, words, text_scoring, text_index)
#: The best titles that a search returns; it says how many there are in all.
MOST_TITLES = 1_000
#: Of more titles that changed since the build, only the newest are read anew.
MOST_FRESH = 500
#: The best titles in whose texts phrases are looked for.
MOST_READ = 500


@dataclass(frozen=True)
class FoundTexts:
    """What a search in texts found: ids of titles, best first.

    ``words`` are the stems that were looked for; ``has_all``: each title has all of them, else
    most. Where more titles have the words than are looked at, ``n_with_words`` is greater than
    ``n_looked_at``.
    """

    title_ids: list[int]
    words: frozenset[str] = frozenset()
    has_all: bool = True
    n_with_words: int = 0
    n_looked_at: int = 0


@dataclass(frozen=True, eq=False)
class BuiltTexts:
    """The texts of all visible titles at ``built_at``."""

    texts: TextIndex
    built_at: datetime
    fingerprint: str

    @classmethod
    def load(cls, build: Build) -> BuiltTexts:
        built_at = datetime.fromisoformat(build.facts["built_at"])
        return cls(TextIndex.open(build.folder), built_at, build.facts["fingerprint"])


class FreshTexts(NamedTuple):
    """Titles that changed since ``built`` was built, by id and time of change, and their texts."""

    built: BuiltTexts
    changes: list[tuple[int, datetime]]
    texts: TextIndex


_opened = OpenedOnce(BuiltTexts.load, schema=SCHEMA, parameters=index_parameters)
_last_fresh: FreshTexts | None = None


def search_texts(text: str) -> FoundTexts:
    """Return the titles in whose overview, tagline or keywords the words of ``text`` occur.

    1 query, 2 more after titles have changed, 2 more for phrases. Raises IndexMissing.
    """
    query = TextQuery.parse(text)
    if not query.words:
        return FoundTexts([])
    built = _opened.get(_root())
    fresh = _fresh_texts(built)
    found, has_all = _look_up(query, built.texts, fresh), True
    if not found.total and not query.phrases:
        found, has_all = _look_up(query, built.texts, fresh, most=True), False
    looked_at = ids = found.title_ids.tolist()
    if query.phrases or query.without_phrases:
        looked_at = ids[:MOST_READ]
        ids = _with_phrases(query, looked_at)
    return FoundTexts(ids, frozenset(query.words), has_all, found.total, len(looked_at))


def text_index_stands() -> bool:
    """Tell whether there is an index of texts that can be used."""
    try:
        return bool(_opened.get(_root()))
    except IndexMissing:
        return False


def is_text_index_built_of(state: str) -> bool:
    """Tell whether the index stands and was built of this state of the catalogue."""
    return text_index_stands() and _opened.get(_root()).fingerprint == _fingerprint(state)


def build_text_index(state: str = "") -> int:
    """Index the texts of all visible titles; return of how many.

    ``state`` tells one state of the catalogue from others. Reads the database in stretches.
    """
    # The newest title that can be seen, not the time: see ``catalog.search``.
    built_at = Title.objects.aggregate(newest=Max("updated_at"))["newest"] or timezone.now()
    facts: dict[str, Any] = {"built_at": built_at.isoformat(), "fingerprint": _fingerprint(state)}

    def write(folder: Path) -> None:
        writer = TextIndexWriter(folder)
        for stretch in stream_texts(Title.objects.visible()):
            writer.add(stretch)
        facts["titles"], facts["terms"] = writer.finish()

    index_store.publish(_root(), write, schema=SCHEMA, facts=facts, parameters=index_parameters())
    return int(facts["titles"])


def _look_up(
    query: TextQuery, built: TextIndex, fresh: FreshTexts | None, *, most: bool = False
) -> Found:
    """Return the best titles of the index, those that changed left out, and of the fresh ones."""
    search = TextIndex.with_most if most else TextIndex.with_all
    if not fresh:
        return search(built, query.words, MOST_TITLES, query.without)
    changed = np.array([pk for pk, _ in fresh.changes], np.int64)
    old = search(built, query.words, MOST_TITLES, query.without, changed)
    new = search(fresh.texts, query.words, MOST_TITLES, query.without)
    ids = np.concatenate([old.title_ids, new.title_ids])
    scores = np.concatenate([old.scores, new.scores])
    best = np.lexsort((ids, -scores))[:MOST_TITLES]
    return Found(ids[best], scores[best], old.total + new.total)


def _fresh_texts(built: BuiltTexts) -> FreshTexts | None:
    """Return what changed since the build, None if nothing did; read once for each change."""
    global _last_fresh
    newer = Title.objects.visible().filter(updated_at__gt=built.built_at).order_by("-updated_at")
    changes = list(newer.values_list("pk", "updated_at")[:MOST_FRESH])
    if not changes:
        return None
    fresh = _last_fresh
    if fresh is None or fresh.built is not built or fresh.changes != changes:
        texts = texts_of([pk for pk, _ in changes])
        fresh = _last_fresh = FreshTexts(built, changes, built.texts.index_like_this(texts))
    return fresh


def _with_phrases(query: TextQuery, title_ids: Sequence[int]) -> list[int]:
    """Return those titles that have all phrases, and none that is excluded. 2 queries."""
    texts = texts_of(title_ids)
    said: dict[int, list[str]] = {}
    for title_id, *pieces, _ in texts.titles.iter_rows():
        said[title_id] = pieces
    for title_id, keyword in texts.keywords.iter_rows():
        said.setdefault(title_id, []).append(keyword)

    def fits(title_id: int) -> bool:
        # Behind each other with more than a space, so that no phrase goes from one to the next.
        text = " / ".join(f" {fold(piece)} " for piece in said.get(title_id, ()))
        return all(f" {phrase} " in text for phrase in query.phrases) and not any(
            f" {phrase} " in text for phrase in query.without_phrases
        )

    return [title_id for title_id in title_ids if fits(title_id)]


def _fingerprint(state: str) -> str:
    recipe = [state, str(SCHEMA), *map(getsource, RECIPE)]
    return hashlib.sha256("\0".join(recipe).encode()).hexdigest()


def _root() -> Path:
    return Path(settings.INDEX_DIR) / "texts"
