"""Random small sets of files for the loader: few ids, names and years, so that they often meet."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings
from hypothesis import strategies as st

from catalog.loading import LoadReport, load_files
from catalog.tests import loading_files
from catalog.tests.contents import contents

Files = Mapping[str, loading_files.Rows]

_imdb = st.sampled_from(("", "tt0000001", "tt0000002", "tt0000003"))
_tmdb = st.sampled_from(("", "", 1, 2, 3))
_own = st.sampled_from(("", "a", "b", "c", "d"))
_fact = st.sampled_from(("", "", 80, 90))


def _title_rows(name: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {
            f"{name}_id": _own,
            "imdb_id": _imdb,
            "tmdb_id": _tmdb,
            "kind": st.sampled_from(("movie", "movie", "show")),
            "name": st.sampled_from(("Ferry", "The Ferry", "Ferry", "Harbour", "Küste")),
            "year": st.sampled_from(("", 1961, 1961, 1962)),
        },
        optional={
            "runtime": _fact,
            "status": st.sampled_from(("", "Released", "Rumored")),
            "genres": st.sampled_from(("", "Drama", "Drama|War", "Horror")),
            "collection": st.sampled_from(("", "Rivers")),
            "others": st.sampled_from(("", "", "Fähre", "Fähre|La Barca")),
            "rating": st.sampled_from(("", 6, 7)),
            "votes": st.sampled_from(("", 0, 20)),
            "directors": st.sampled_from(("", "Ada", "Ada|Bo")),
        },
    )


_roles = {"imdb_id": _imdb, "person": st.sampled_from(("Ada", "Bo")),
          "category": st.sampled_from(("actor", "director")),
          "character": st.sampled_from(("", "Keeper"))}  # fmt: skip
_ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "low": _title_rows("low"),
    "high": _title_rows("high"),
    "links": st.fixed_dictionaries({"linked_low_id": _own, "imdb_id": _imdb, "tmdb_id": _tmdb}),
    "stars": st.fixed_dictionaries(
        {"tconst": _imdb, "stars": st.sampled_from((5, 8)), "voters": st.sampled_from((3, 30))}
    ),
    "roles": st.fixed_dictionaries({**_roles, "low_person_id": st.sampled_from(("", "1", "2"))}),
    "tmdb_roles": st.fixed_dictionaries(
        {**_roles, "tmdb_person_id": st.sampled_from(("", "1", "2"))}
    ),
}


def _rows(name: str) -> st.SearchStrategy[loading_files.Rows]:
    some = st.lists(_ROWS[name], min_size=1, max_size=6)
    repeated = some.flatmap(lambda rows: st.lists(st.sampled_from(rows), max_size=2))
    return st.builds(lambda one, two: [*one, *two], some, repeated)


def _files(*names: str) -> st.SearchStrategy[Files]:
    """Return sets of files, at least one of them of titles."""
    first = st.sampled_from(("low", "high"))
    others = st.lists(st.sampled_from(names), max_size=2)
    chosen = st.builds(lambda one, more: sorted({one, *more}), first, others)
    return chosen.flatmap(lambda few: st.fixed_dictionaries({name: _rows(name) for name in few}))


loads = st.lists(
    _files("low", "high", "links", "stars", "roles", "tmdb_roles"), min_size=1, max_size=3
)
loads_of_titles = st.lists(_files("low", "high", "links", "stars"), min_size=1, max_size=3)


def outcome(loads: Sequence[Files], *, with_credits: bool = True) -> tuple[Any, list[Any]]:
    """Load the sets one after the other; return contents and counts, and leave nothing behind."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(DATASETS=loading_files.DOTTED_PATHS),
        transaction.atomic(),
    ):
        told = []
        for number, files in enumerate(loads):
            place = Path(folder, str(number))
            place.mkdir()
            paths = [loading_files.write(place, name, rows) for name, rows in files.items()]
            told.append(counts_of(load_files(paths, force=True)))
        found = contents(with_credits=with_credits)
        transaction.set_rollback(True)
    return found, told


def counts_of(report: LoadReport) -> Any:
    """Return what a report counts, and the lines it names."""
    files = [
        {
            "dataset": file.dataset,
            "counts": (file.created, file.changed, file.unchanged, file.skipped),
            "reasons": {reason: sorted(tally.lines) for reason, tally in file.reasons.items()},
            "notes": {note: sorted(tally.lines) for note, tally in file.notes.items()},
        }
        for file in report.files
    ]
    return files, report.joined, report.united
