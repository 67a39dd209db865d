"""Build the similarity index from the database, and publish it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from inspect import getsource
from pathlib import Path
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from catalog import names, words
from catalog.database_id import index_parameters
from catalog.index_store import IndexMissing, publish
from catalog.models import AggregateRating, Country, Credit, Genre, Language, Person, Title
from recommendations import facts as reading
from recommendations import features, index_writer, similarity
from recommendations.build_history import recorded_build
from recommendations.facts import LINKS, most_votes, read_values, stream_facts
from recommendations.index import SCHEMA, current_index, home
from recommendations.index_writer import IndexWriter
from recommendations.models import IndexBuild

#: The modules that decide what is in the index: another text of one is another recipe.
RECIPE = (names, words, features, reading, index_writer, similarity)


def build_index(
    *, force: bool = False, on_progress: Callable[[int], None] | None = None
) -> IndexBuild | None:
    """Build and publish the index; return the record, or None if it is up to date already.

    ``on_progress`` is called with the number of titles read since its last call. A failure is
    recorded, then raised; BuildRunning is raised if another process is at it.
    """
    fingerprint = catalogue_fingerprint()
    if not force and fingerprint == built_fingerprint():
        return None
    with recorded_build(IndexBuild.Kind.SIMILAR) as build:
        facts: dict[str, Any] = {"fingerprint": fingerprint}
        write = partial(write_index, facts=facts, on_progress=on_progress)
        publish(home(), write, schema=SCHEMA, facts=facts, parameters=index_parameters())
    return build


def write_index(
    folder: Path, facts: dict[str, Any], on_progress: Callable[[int], None] | None = None
) -> None:
    """Write an index of all visible titles that say enough about themselves.

    Those that are not released yet have neighbours too, though they are nobody's. ``facts`` is
    given what belongs to the arrays.
    """
    newest = Title.objects.aggregate(newest=Max("updated_at"))["newest"] or timezone.now()
    votes = most_votes()
    writer = IndexWriter(folder, read_values(), votes)
    for stretch in stream_facts(Title.objects.visible()):
        writer.add(stretch)
        if on_progress:
            on_progress(len(stretch.titles))
    facts["titles"], facts["terms"] = writer.finish()
    facts |= {
        # The newest title that could be seen, not the time: see catalog.search.
        "built_at": newest.isoformat(),
        "most_votes": votes,
        "languages": writer.languages,
        "certifications": writer.certifications,
    }


def catalogue_fingerprint() -> str:
    """Return what tells one state of the catalogue, and of the recipe, from another. 11 queries.

    Counts, highest ids and the last change of a title, which is also that of what describes it
    (``DescribingModel``); of genres, countries and languages, which are few, everything.
    """
    titles = Title.objects.visible().aggregate(Count("pk"), Max("pk"), updated=Max("updated_at"))
    tables = [links for links, _ in LINKS.values()] + [Credit, Person, AggregateRating]
    links = [list(table.objects.aggregate(Count("pk"), Max("pk")).values()) for table in tables]
    few = [list(m.objects.order_by("pk").values_list()) for m in (Genre, Country, Language)]
    recipe = [SCHEMA, *map(getsource, RECIPE)]
    state = json.dumps([list(titles.values()), links, few, recipe], default=str)
    return hashlib.sha256(state.encode()).hexdigest()


def built_fingerprint() -> str | None:
    """Return the fingerprint of the published build, None if there is none that can be used."""
    try:
        return current_index().fingerprint
    except IndexMissing:
        return None
