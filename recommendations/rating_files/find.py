"""From a path to a ratings file, its layout and the files beside it. [pure]"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from catalog.datasets.errors import DatasetError, NoRowsError
from catalog.datasets.files import read_start
from catalog.datasets.paths import printable
from recommendations.rating_files.layouts import LAYOUTS, Layout

#: One of the first lines of a file without header must look like a rating.
LINES_LOOKED_AT = 20

_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class RatingFile:
    """A ratings file that is recognised; ``columns`` are those of its rows, in their order."""

    path: Path
    layout: Layout
    columns: tuple[str, ...]
    people: Path | None
    movies: Path | None

    @property
    def name(self) -> str:
        return printable(self.path.name)

    @property
    def folder_name(self) -> str:
        return printable(self.path.resolve().parent.name)


def find_rating_file(path: Path) -> RatingFile:
    """Recognise a ratings file, or the one in a folder; raises DatasetError if there is none."""
    path = _in_folder(path) if path.is_dir() else path
    lines = [line for line in _LINE_ENDS.split(read_start(path)) if line.strip()]
    for layout in LAYOUTS:
        columns = _columns(path, layout, lines)
        if columns:
            people = beside(path, layout.people.file) if layout.people else None
            movies = beside(path, layout.movies.file) if layout.movies else None
            if layout.needs_movies and layout.movies and not movies:
                problem = f"numbers its movies by itself: {layout.movies.file} must lie beside it"
                raise DatasetError.about(path, problem)
            return RatingFile(path, layout, columns, people, movies)
    first = printable(lines[0][:60].decode("utf-8", "replace"))
    known = "; ".join(
        layout.separator.join(layout.columns.values()) if layout.has_header else layout.file
        for layout in LAYOUTS
    )
    raise DatasetError.about(
        path, f"is no file of ratings: it begins with {first}, and known are {known}"
    )


def beside(path: Path, name: str) -> Path | None:
    """Return the file ``name`` or ``name.gz`` in the folder of ``path``, if there is one."""
    candidates = (path.with_name(name), path.with_name(f"{name}.gz"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _in_folder(folder: Path) -> Path:
    names = sorted({layout.file for layout in LAYOUTS})
    found = [path for name in names if (path := beside(folder / name, name))]
    if not found:
        raise DatasetError(
            f"{printable(folder)} is a folder without ratings: none of {', '.join(names)} is in it."
        )
    if len(found) > 1:
        which = ", ".join(printable(path.name) for path in found)
        raise DatasetError(f"{printable(folder)} holds ratings of several layouts: name {which}.")
    return found[0]


def _columns(path: Path, layout: Layout, lines: list[bytes]) -> tuple[str, ...]:
    """Return the columns of the rows if the file has this layout, else none."""
    if not layout.has_header:
        looked_at = lines[:LINES_LOOKED_AT]
        is_one = any(_is_rating(line, layout.separator) for line in looked_at)
        return tuple(layout.columns.values()) if is_one else ()
    header = lines[0].decode("utf-8", "replace")
    cells = next(csv.reader([header], delimiter=layout.separator), [])
    names = [cell.strip() for cell in cells]
    if not set(layout.columns.values()) <= set(names):
        return ()
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise DatasetError.about(path, f"repeats the column {repeated} in its header")
    if len(lines) == 1:
        raise NoRowsError.about(path, "has a header but no rows")
    return tuple(names)


def _is_rating(line: bytes, separator: str) -> bool:
    cells = [cell.strip() for cell in line.split(separator.encode())]
    return len(cells) == 4 and all(cell.replace(b".", b"", 1).isdigit() for cell in cells)
