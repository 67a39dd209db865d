"""From blocks of a ratings file to columns: fast where lines are plain, with care elsewhere. [pure]

A plain block is parsed as a whole. Where anything about it is odd, its halves are tried, and at
last a few hundred lines are read one by one: so every skipped row has its line and its reason, and
one odd line costs little.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from catalog.canonical import Skipped
from catalog.datasets.errors import DatasetError, RowError
from recommendations.rating_files.blocks import BLOCK_BYTES, Block, read_blocks
from recommendations.rating_files.careful import (
    MAX_MOVIE_CHARACTERS,
    MAX_VIEWER_CHARACTERS,
    UNKNOWN,
    LineReader,
)
from recommendations.rating_files.find import RatingFile
from recommendations.rating_files.layouts import (
    HALF_STARS,
    MOVIE,
    RATING,
    TIMESTAMP,
    VIEWER,
    Layout,
)

#: Lines that are read one by one for the sake of an odd one among them.
CAREFUL_LINES = 500
_DIGITS = b"0123456789"
_DATE_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


@dataclass
class RatingRows:
    """Some rows: ``frame`` has line, viewer, movie, value (half stars) and rated_at (seconds).

    ``viewer`` and ``movie`` are the file's ids, Int64 or String. ``rated_at`` is UNKNOWN where
    the file does not say. ``skipped`` are rows that are no ratings.
    """

    frame: pl.DataFrame
    skipped: list[Skipped] = field(default_factory=list)


def schema_of(layout: Layout) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Return the types of ``RatingRows.frame``."""
    id_type = pl.Int64 if layout.has_numbers else pl.String
    return {
        "line": pl.UInt32, "viewer": id_type, "movie": id_type, "value": pl.UInt8,
        "rated_at": pl.UInt32,
    }  # fmt: skip


def read_ratings(file: RatingFile, block_bytes: int = BLOCK_BYTES) -> Iterator[RatingRows]:
    """Yield the rows after the header, a block at a time; wholly empty lines are no rows.

    Raises DatasetError, be it half way through; also at the end, if no row was a rating.
    """
    reader = _RowReader(file)
    n_ratings, first_skipped = 0, None
    blocks = read_blocks(file.path, block_bytes)
    for block in _without_header(blocks) if file.layout.has_header else blocks:
        rows = reader.read(block)
        n_ratings += rows.frame.height
        first_skipped = first_skipped or next(iter(rows.skipped), None)
        yield rows
        if not block.data.endswith(b"\n"):
            _refuse_cut_off(file.path, block, rows)
    if not n_ratings:
        why = f"line {first_skipped.line}: {first_skipped.reason}" if first_skipped else "no rows"
        raise DatasetError.about(file.path, f"has no row that is a rating ({why})")


def _without_header(blocks: Iterator[Block]) -> Iterator[Block]:
    """Leave out the first line that is not empty; ``find`` has read it."""
    for block in blocks:
        header, rest, line = b"", block.data, block.first_line
        while rest and not header.strip():
            header, _, rest = rest.partition(b"\n")
            line += 1
        if rest:
            yield Block(rest, line)
        if header.strip():
            break
    yield from blocks


def _refuse_cut_off(path: Path, block: Block, rows: RatingRows) -> None:
    last_line = block.first_line + block.n_lines - 1
    for skipped in rows.skipped[-1:]:
        if skipped.line == last_line and skipped.reason == "too few cells":
            problem = f"is incomplete: the last row is cut off (line {last_line})"
            raise DatasetError.about(path, problem)


class _RowReader:
    """Reads blocks of one file."""

    def __init__(self, file: RatingFile) -> None:
        self.layout = file.layout
        self.width = len(file.columns)
        self.types = _types(file)
        self.half_stars = (self.layout.scale or HALF_STARS).half_stars
        # Clocks differ a little, and no rating comes from the future.
        self.latest = min(int(time.time()) + 86_400, 2**32 - 1)
        self.lines = LineReader(self.layout, file.columns, self.latest)

    def read(self, block: Block) -> RatingRows:
        frames: list[pl.DataFrame] = []
        skipped: list[Skipped] = []
        for part in self._parts(block):
            frames.append(part.frame)
            skipped += part.skipped
        return RatingRows(pl.concat(frames), skipped)

    def _parts(self, block: Block) -> Iterator[RatingRows]:
        frame = self._columns(block)
        if frame is not None:
            yield RatingRows(frame)
        elif block.n_lines <= CAREFUL_LINES:
            yield self._line_by_line(block)
        else:
            for half in block.halves():
                yield from self._parts(half)

    # All lines at once -------------------------------------------------------------------------

    def _columns(self, block: Block) -> pl.DataFrame | None:
        """Return the rows of a block in which every line is plain, else None."""
        data, separator = self._plain(block.data), self.layout.separator[-1]
        n_lines = block.n_lines
        if data is None or data.count(separator.encode()) != n_lines * (self.width - 1):
            return None
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                schema=self.types,
                separator=separator,
                quote_char=None,
            )
        except pl.exceptions.PolarsError:
            return None
        if frame.height != n_lines:
            return None
        if not self.layout.has_numbers:
            frame = _with_numbers(frame)
        return self._checked(frame, block.first_line)

    def _plain(self, data: bytes) -> bytes | None:
        """Return what polars may read; None where a quote, a NUL or a letter may mislead it."""
        if self.layout.has_numbers and self.width == len(self.layout.columns):
            separator = self.layout.separator.encode()
            if data.translate(None, _DIGITS + b".\n" + separator[:1]):
                return None
            return data.replace(separator, b":") if len(separator) > 1 else data
        return None if b'"' in data or b"\0" in data else data

    def _checked(self, frame: pl.DataFrame, first_line: int) -> pl.DataFrame | None:
        """Return the frame as ``RatingRows`` has it; None if any value is odd."""
        value = pl.col(RATING) * 2
        ids = (self._is_id(VIEWER, MAX_VIEWER_CHARACTERS), self._is_id(MOVIE, MAX_MOVIE_CHARACTERS))
        time_ = pl.col(TIMESTAMP)
        # A comparison with null is null, and ``all`` must see it as false.
        is_good = pl.all_horizontal(
            *ids,
            value.is_in(list(map(float, self.half_stars))),
            time_.is_null() | time_.is_between(1, self.latest),
        ).fill_null(False)
        if not frame.select(is_good.all()).item():
            return None
        return frame.select(
            pl.int_range(first_line, first_line + frame.height, dtype=pl.UInt32).alias("line"),
            pl.col(VIEWER),
            pl.col(MOVIE),
            value.cast(pl.UInt8).alias("value"),
            time_.fill_null(UNKNOWN).cast(pl.UInt32).alias("rated_at"),
        )

    def _is_id(self, name: str, longest: int) -> pl.Expr:
        if self.layout.has_numbers:
            return pl.col(name) > 0
        bare = pl.col(name).str.strip_chars()
        return (bare == pl.col(name)) & pl.col(name).str.len_chars().is_between(1, longest)

    # One line at a time ------------------------------------------------------------------------

    def _line_by_line(self, block: Block) -> RatingRows:
        records, skipped = [], []
        for line, text in block.lines():
            if not text:
                continue
            try:
                records.append((line, *self.lines.record(text)))
            except RowError as error:
                skipped.append(Skipped(line, str(error), text[:80].replace("\0", "␀")))
        return RatingRows(
            pl.DataFrame(records, schema=schema_of(self.layout), orient="row"), skipped
        )


def _types(file: RatingFile) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Return the columns of the file as polars is to read them, by our names."""
    id_type = pl.Int64 if file.layout.has_numbers else pl.String
    types = {VIEWER: id_type, MOVIE: id_type, RATING: pl.Float64, TIMESTAMP: pl.Int64}
    if not file.layout.has_numbers:
        types = dict.fromkeys(types, pl.String)
    ours = {its: name for name, its in file.layout.columns.items()}
    return {
        ours.get(name, f"other {name}"): types.get(ours.get(name, ""), pl.String)
        for name in file.columns
    }


def _with_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Return texts as numbers: ratings, and times that are seconds or ISO dates."""
    stamp = pl.col(TIMESTAMP)
    dates = (stamp.str.to_datetime(form, strict=False).dt.epoch("s") for form in _DATE_FORMATS)
    neither = pl.when(stamp.is_not_null()).then(-1)
    seconds = pl.coalesce(stamp.cast(pl.Int64, strict=False), *dates, neither)
    return frame.with_columns(pl.col(RATING).cast(pl.Float64, strict=False), seconds)
