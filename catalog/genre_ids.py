"""Genres, keywords and whatever else has a slug: their keys, so that no query joins them.

A query that names a genre by its primary key lets the database see how common that genre is. Joined
by its slug, a rare genre at a million titles took 8 s: all titles were walked, best first; and the
best of a common keyword took 370 ms, not 2.
"""

import hashlib
from collections.abc import Iterable

from django.core.cache import caches
from django.db.models import Model

from catalog.models import Genre

REMEMBERED_SECONDS = 60


def genre_ids(slugs: Iterable[str]) -> dict[str, int]:
    """Return the keys of these genres by slug; slugs that no genre has are left out.

    At most 1 query, and none for genres that were asked for within the last minute.
    """
    return {slug: pk for slug, (pk, _) in _genres(slugs).items()}


def genre_names(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of these genres by slug; as ``genre_ids``."""
    return {slug: name for slug, (_, name) in _genres(slugs).items()}


def _genres(slugs: Iterable[str]) -> dict[str, tuple[int, str]]:
    slugs = set(slugs)
    known: dict[str, tuple[int, str]] = caches["memory"].get("genres", {})
    if not known.keys() >= slugs:
        rows = Genre.objects.order_by().values_list("slug", "pk", "name")
        known = {slug: (pk, name) for slug, pk, name in rows}
        caches["memory"].set("genres", known, REMEMBERED_SECONDS)
    return {slug: known[slug] for slug in slugs & known.keys()}


def key_of(model: type[Model], slug: str) -> int:
    """Return the key of the row with this slug; 0, which no row has, where there is none.

    1 query, and none if it was found within the last minute.
    """
    memory = caches["memory"]
    name = hashlib.sha256(f"{model._meta.label}:{slug}".encode()).hexdigest()
    key: int | None = memory.get(name)
    if key is None:
        found = model._default_manager.filter(slug=slug).order_by().values_list("pk", flat=True)
        key = found.first() or 0
        if key:  # what is not there may come with the next load
            memory.set(name, key, REMEMBERED_SECONDS)
    return key
