"""Review files as records. Two shapes are known, by their header; ``.gz`` is read as it is. [pure]

The sample's::

    imdb_id,author,rating,published_on,headline,body
    tt0000001,Ada L.,8,1896-02-01,Mind the train,"It came right at us. Wonderful."

and what research datasets have in common (any further columns are ignored)::

    split,label,idx,rating,imdb_id,text
    train,pos,7,8,tt0000001,"It came right at us.<br /><br />Wonderful."
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from catalog.canonical import Skipped
from catalog.datasets import DELIMITERS, values
from catalog.datasets.errors import CellError, DatasetError, RowError
from catalog.datasets.reader import Block, read_blocks, read_header
from reviews.texts import plain_text

MAX_BODY, MAX_HEADLINE, MAX_AUTHOR = 10_000, 200, 100

RATING = re.compile(r"(?:[1-9]|10)(?:\.0)?")


@dataclass(frozen=True, slots=True)
class ReviewFormat:
    """A shape of review files: canonical column -> the column of the file that holds it."""

    source: str
    columns: dict[str, str]


FORMATS = (
    ReviewFormat(
        "sample",
        {
            name: name
            for name in ("imdb_id", "author", "rating", "published_on", "headline", "body")
        },
    ),
    ReviewFormat("imdb_dataset", {"imdb_id": "imdb_id", "rating": "rating", "body": "text"}),
)


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review as a file tells it; ``rating`` 1-10 or None."""

    line: int
    source_id: str
    imdb_id: str
    author: str
    rating: int | None
    published_at: datetime | None
    headline: str
    body: str


@dataclass
class RecordBlock:
    """Some thousand rows: records, the rows that gave none, and values dropped, by reason.

    ``encoding`` is what the file was read as.
    """

    encoding: str
    records: list[ReviewRecord] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    nulled: Counter[str] = field(default_factory=Counter)


def recognise(path: Path) -> ReviewFormat:
    """Return the shape of a file; raises DatasetError if it is none of FORMATS."""
    if shape := _shape_of(path, ","):
        return shape
    for delimiter, name in DELIMITERS.items():
        if _shape_of(path, delimiter):
            raise DatasetError.about(path, f"is separated by {name}; save it with commas")
    missing = ", ".join(sorted(set(FORMATS[-1].columns.values()) - set(read_header(path))))
    raise DatasetError.about(path, f"is no review file: it lacks the column {missing}")


def _shape_of(path: Path, delimiter: str) -> ReviewFormat | None:
    """Return the shape that the header has if ``delimiter`` splits it."""
    header = set(read_header(path, delimiter))
    fitting = (shape for shape in FORMATS if header >= set(shape.columns.values()))
    return next(fitting, None)


def read_records(path: Path, shape: ReviewFormat) -> Iterator[RecordBlock]:
    """Yield the rows of a file as records; raises DatasetError, also half way through."""
    for raw in read_blocks(path, block_rows=5000):
        yield _record_block(raw, shape)


def _record_block(raw: Block, shape: ReviewFormat) -> RecordBlock:
    block = RecordBlock(raw.encoding, skipped=list(raw.skipped))
    for line, cells in zip(raw.lines.tolist(), _rows(raw, shape), strict=True):
        try:
            block.records.append(_record(line, cells, block.nulled))
        except RowError as broken:
            block.skipped.append(Skipped(line, str(broken), cells["imdb_id"][:80]))
    return block


def _rows(raw: Block, shape: ReviewFormat) -> Iterator[dict[str, str]]:
    for cells in raw.cells.select(shape.columns.values()).iter_rows():
        yield dict(zip(shape.columns, cells, strict=True))


def _record(line: int, cells: dict[str, str], nulled: Counter[str]) -> ReviewRecord:
    try:
        imdb_id = values.imdb_id(cells["imdb_id"])
    except CellError as error:
        raise RowError("no IMDb id") from error
    if imdb_id is None:
        raise RowError("no IMDb id")
    body = plain_text(cells["body"])
    if not body:
        raise RowError("no text")
    if len(body) > MAX_BODY:
        raise RowError(f"text of more than {MAX_BODY:,} characters")
    headline = plain_text(cells.get("headline", "")).replace("\n", " ")[:MAX_HEADLINE]
    return ReviewRecord(
        line=line,
        source_id=digest(imdb_id, headline, body),
        imdb_id=imdb_id,
        author=plain_text(cells.get("author", ""))[:MAX_AUTHOR],
        rating=_rating(cells["rating"], nulled),
        published_at=_published_at(cells.get("published_on", ""), nulled),
        headline=headline,
        body=body,
    )


def digest(imdb_id: str, headline: str, body: str) -> str:
    """Return a review's id in a source that gives none: the same words are the same review."""
    return hashlib.sha256("\n".join((imdb_id, headline, body)).encode()).hexdigest()[:32]


def _rating(cell: str, nulled: Counter[str]) -> int | None:
    cell = cell.strip()
    if RATING.fullmatch(cell):
        return int(float(cell))
    if cell:
        nulled["rating not 1-10"] += 1
    return None


def _published_at(cell: str, nulled: Counter[str]) -> datetime | None:
    """Return midnight UTC of an ISO date."""
    cell = cell.strip()
    try:
        return datetime.strptime(cell, "%Y-%m-%d").replace(tzinfo=UTC) if cell else None
    except ValueError:
        nulled["published_on not a date"] += 1
        return None
