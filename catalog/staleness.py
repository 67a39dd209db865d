"""What is out of date since the catalogue changed: marked by loads, cleared by who builds it anew.

A mark is written in the transaction of its load, so it is there when the rows are. Indexes are
built by ``build_index``, which clears their marks; counts are made anew when they are next asked
for, and their mark stays as the mark of the catalogue's last change.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.cache import caches

from catalog.models import StaleMark

#: For so long a process may show counts from before a load: one query each time it asks.
SEEN_SECONDS = 10
INDEXES = (StaleMark.Thing.SEARCH, StaleMark.Thing.SIMILAR)


def mark_stale(since: datetime) -> None:
    """Mark everything that is made of the catalogue; a later mark replaces an earlier one."""
    StaleMark.objects.bulk_create(
        (StaleMark(thing=thing, since=since) for thing in StaleMark.Thing.values),
        update_conflicts=True,
        unique_fields=["thing"],
        update_fields=["since"],
    )


def clear_mark(thing: str, seen: Mapping[str, datetime]) -> None:
    """Clear the mark of what was built, if it is the one that ``stale_things`` had told before.

    A load that committed since then may not be in what was built, whenever it began: its mark
    stays.
    """
    if thing in seen:
        StaleMark.objects.filter(thing=thing, since=seen[thing]).delete()


def stale_things() -> dict[str, datetime]:
    """Return what is out of date, but for counts, and since when. One query."""
    marks = StaleMark.objects.filter(thing__in=INDEXES)
    return dict(marks.values_list("thing", "since"))


def counts_version() -> str:
    """Return what changes when a load has changed the catalogue, at most ten seconds later."""
    memory = caches["memory"]
    version: str | None = memory.get("counts-version")
    if version is None:
        mark = StaleMark.objects.filter(thing=StaleMark.Thing.COUNTS).first()
        version = mark.since.isoformat() if mark else ""
        memory.set("counts-version", version, SEEN_SECONDS)
    return version
