"""Small file formats of its own for testing the loader: ``load(low=[row], high=[row])``.

``low`` and ``high`` create titles, and ``high`` is believed where they disagree; ``links``,
``roles`` and ``stars`` only add to titles. A row is a dict; a cell that it lacks is blank.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from catalog.canonical import CreditFact
from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import credits_by_name
from catalog.loading import LoadReport, load_files

Rows = Sequence[Mapping[str, object]]


def _titles(name: str) -> Dataset:
    return Dataset(
        name=name,
        source=name,
        label=f"{name} titles",
        header=(
            f"{name}_id", "imdb_id", "tmdb_id", "kind", "name", "year", "runtime", "status",
            "language", "collection", "genres", "keywords", "rating", "votes", "directors",
            "others",
        ),
        columns={
            "source_ids": read.source_id(name, f"{name}_id"),
            "imdb_id": read.imdb_id("imdb_id"),
            "tmdb_id": read.tmdb_id("tmdb_id"),
            "kind": read.choice("kind", {"movie": "movie", "show": "show"}),
            "name": read.name("name"),
            "start_year": read.year("year"),
            "runtime_minutes": read.small_integer("runtime"),
            "status": read.status("status"),
            "original_language": read.language("language"),
            "collection": read.text("collection"),
            "genres": read.genres("genres", lists.pipes),
            "keywords": read.keywords("keywords", lists.pipes),
            "other_names": read.each(lists.pipes, "others"),
            "ratings": read.ratings(imdb=("rating", "votes")),
            "credits": credits_by_name(lists.pipes, director="directors"),
        },
        required=("name", "kind"),
    )  # fmt: skip


def _role(person_id: str, person: str, category: str, character: str) -> list[CreditFact]:
    return [CreditFact(person, category, person_id or None, "", character)]


LOW, HIGH = _titles("low"), _titles("high")
LINKS = Dataset(
    name="links",
    source="links",
    label="links",
    header=("linked_low_id", "imdb_id", "tmdb_id"),
    columns={
        "source_ids": read.source_id("low", "linked_low_id"),
        "imdb_id": read.imdb_id("imdb_id"),
        "tmdb_id": read.tmdb_id("tmdb_id"),
        "kind": read.constant("movie"),
    },
    required=(),
)
STARS = Dataset(
    name="stars",
    source="imdb",
    label="stars",
    header=("tconst", "stars", "voters"),
    columns={
        "imdb_id": read.imdb_id("tconst"),
        "ratings": read.ratings(imdb=("stars", "voters")),
    },
    required=("imdb_id",),
)


def _roles(source: str) -> Dataset:
    return Dataset(
        name=f"{source}_roles",
        source=source,
        label=f"{source} roles",
        header=("imdb_id", f"{source}_person_id", "person", "category", "character"),
        columns={
            "imdb_id": read.imdb_id("imdb_id"),
            "credits": read.each(_role, f"{source}_person_id", "person", "category", "character"),
        },
        required=("imdb_id",),
    )


ROLES, TMDB_ROLES = _roles("low"), _roles("tmdb")

#: Lowest precedence first, as ``settings.DATASETS``.
DATASETS = {
    "low": LOW, "high": HIGH, "links": LINKS, "roles": ROLES, "tmdb_roles": TMDB_ROLES,
    "stars": STARS,
}  # fmt: skip
DOTTED_PATHS = [f"{__name__}.{name.upper()}" for name in DATASETS]


def film(**cells: object) -> dict[str, object]:
    """Return a row of ``low`` or ``high``: The Lighthouse Keeper, a movie of 1961."""
    return {"kind": "movie", "name": "The Lighthouse Keeper", "year": 1961} | cells


def write(folder: Path, name: str, rows: Rows) -> Path:
    """Write a CSV file of the dataset ``name`` and return its path."""
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, DATASETS[name].header)
        writer.writeheader()
        writer.writerows(rows)
    return path


def load_rows(folder: Path, files: Mapping[str, Rows], **options: bool) -> LoadReport:
    """Load the rows of each dataset as one file, all in one run."""
    return load_files([write(folder, name, rows) for name, rows in files.items()], **options)
