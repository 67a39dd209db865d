"""What became of every row of an import, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from catalog.admin.base import as_text
from recommendations.importing.formats.entries import stars
from recommendations.models import ImportRow, RatingImport

HEADER = (
    "file", "row", "says", "name", "year", "rating", "out of", "stars", "on", "outcome", "title",
    "address",
)  # fmt: skip
FIELDS = [field.name for field in ImportRow._meta.concrete_fields]


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def report_lines(run: RatingImport) -> Iterator[str]:
    """Yield the lines, the header first; texts that a spreadsheet would run are made harmless."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADER)
    rows = run.rows.select_related("title").only(
        *(name for name in FIELDS if name not in ("ids", "candidates")),
        "title__name",
        "title__slug",
        "title__start_year",
        "title__end_year",
        "title__kind",
    )
    for row in rows.iterator(1_000):
        yield writer.writerow([as_text(cell) for cell in _cells(run, row)])


def _cells(run: RatingImport, row: ImportRow) -> list[object]:
    reason = f": {row.reason}" if row.reason else ""
    return [
        row.file,
        row.line,
        row.what,
        row.name,
        row.year or "",
        row.given,
        run.scale if row.given else "",
        stars(row.value) if row.value else "",
        f"{row.at:%Y-%m-%d}" if row.at else "",
        (row.get_outcome_display() if row.outcome else row.get_match_display()) + reason,
        str(row.title) if row.title else "",
        row.title.get_absolute_url() if row.title else "",
    ]
