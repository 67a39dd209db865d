"""Cells that are plain to see: recognised and read a whole column at a time. [pure]

What a cell means is said once, cell by cell, in ``catalog.datasets.values`` and ``lists``. A
recogniser here picks out those cells of a column that need none of that care, which are nearly
all, and gives their values; the others are settled there. So it may miss plain cells, and must
never take another for one: ``test_plain`` compares the two on whatever cells it can think of.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import polars as pl

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.datasets.values import INTEGER

YEARS = (MIN_YEAR, MAX_YEAR)

#: A text that ``cleaning.clean`` leaves as it is: no entity, nothing invisible, single spaces.
_CLEAN = r"^[^\s&\p{C}\p{Z}]+(?: [^\s&\p{C}\p{Z}]+)*$"
CLEAN_OR_BLANK = rf"^$|{_CLEAN}"
_WHOLE = r"^[0-9]{1,18}$"
_NUMBER = r"^[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_VOTES = r"^[0-9]{1,9}(?:\.0)?$"
_IMDB_ID = r"^tt(?:[0-9]{7}|[1-9][0-9]{7,9})$"
_ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NO_IMDB_ID = "tt0000000"


class Plain(NamedTuple):
    """What a recogniser finds: which rows are ``settled``, and what they hold.

    ``found`` is a value for each row, or a long frame with the entries of settled rows.
    """

    settled: pl.Series
    found: pl.Series | pl.DataFrame


#: Takes the raw cells of a column's rows, one series for each raw column that it is read from.
Recogniser = Callable[[Sequence[pl.Series]], Plain]


def _settle(cell: pl.Series, accepted: pl.Expr, value: pl.Expr) -> Plain:
    """Settle the rows that are blank or ``accepted``, both about the column ``cell``."""
    blank = pl.col("cell") == ""
    frame = cell.alias("cell").to_frame()
    read = frame.select(settled=blank | accepted, value=pl.when(~blank & accepted).then(value))
    return Plain(read["settled"], read["value"])


def text(longest: int | None = None) -> Recogniser:
    """Recognise texts of at most ``longest`` characters that need no cleaning."""
    cell = pl.col("cell")
    accepted = cell.str.contains(_CLEAN)
    if longest:
        accepted &= cell.str.len_chars() <= longest
    return lambda cells: _settle(cells[0], accepted, cell)


def matching(pattern: str) -> Recogniser:
    """Recognise cells that match and mean what they say."""
    cell = pl.col("cell")
    return lambda cells: _settle(cells[0], cell.str.contains(pattern), cell)


def imdb_id(cells: Sequence[pl.Series]) -> Plain:
    """Recognise IMDb ids in their usual form."""
    cell = pl.col("cell")
    accepted = cell.str.contains(_IMDB_ID) & (cell != _NO_IMDB_ID)
    return _settle(cells[0], accepted, cell)


def positive_integer(largest: int, *, zero_is_none: bool = True) -> Recogniser:
    """Recognise integers up to ``largest``; of 0, that it means unknown, if it does."""
    cell = pl.col("cell")
    number = cell.cast(pl.Int64, strict=False)
    accepted = cell.str.contains(_WHOLE) & (number <= largest)
    if not zero_is_none:
        accepted &= number > 0
    return lambda cells: _settle(cells[0], accepted, pl.when(number > 0).then(number))


def not_negative(cells: Sequence[pl.Series]) -> Plain:
    """Recognise numbers of few digits."""
    cell = pl.col("cell")
    return _settle(cells[0], cell.str.contains(_NUMBER), cell.cast(pl.Float64, strict=False))


def iso_date(cells: Sequence[pl.Series]) -> Plain:
    """Recognise days of the calendar, within the catalogue's years."""
    day = pl.col("cell").str.to_date("%Y-%m-%d", strict=False)
    accepted = pl.col("cell").str.contains(_ISO_DATE) & day.is_not_null()
    accepted &= pl.col("cell").str.slice(0, 4).cast(pl.Int64, strict=False).is_between(*YEARS)
    return _settle(cells[0], accepted, day)


def year_of_iso_date(cells: Sequence[pl.Series]) -> Plain:
    """Recognise what is written like a day, and give its year."""
    year = pl.col("cell").str.slice(0, 4).cast(pl.Int64, strict=False)
    accepted = pl.col("cell").str.contains(_ISO_DATE) & year.is_between(*YEARS)
    return _settle(cells[0], accepted, year)


def identifier(source: str) -> Recogniser:
    """Recognise ids of printable ASCII as entries of ``source_ids``."""

    def recognise(cells: Sequence[pl.Series]) -> Plain:
        settled, found = matching("^[!-~]{1,120}$")(cells)
        entries = _numbered(found).select("row", source=pl.lit(source), value="value")
        return Plain(settled, entries)

    return recognise


def separated(separator: str, unless: str | None = None, *, lower: bool = False) -> Recogniser:
    """Recognise lists of clean texts, none above 200 characters, that do not match ``unless``.

    With ``lower`` they are put in lower case, and only ASCII is plain.
    """
    cell = pl.col("cell")
    accepted = cell.str.contains(_CLEAN)
    if unless:
        accepted &= ~cell.str.contains(unless)
    if lower:
        accepted &= cell.str.len_bytes() == cell.str.len_chars()
    items = (cell.str.to_lowercase() if lower else cell).str.split(separator)

    def recognise(cells: Sequence[pl.Series]) -> Plain:
        settled, lists = _settle(cells[0], accepted, items)
        entries = _numbered(lists).explode("value").filter(pl.col("value") != "")
        odd = entries.filter(
            (pl.col("value").str.len_chars() > 200) | ~pl.col("value").str.contains(_CLEAN)
        )["row"].unique()
        settled = settled & ~pl.int_range(len(settled), dtype=pl.UInt32, eager=True).is_in(
            odd.implode()
        )
        entries = entries.filter(~pl.col("row").is_in(odd.implode()))
        return Plain(settled, entries.unique(maintain_order=True))

    return recognise


def ratings(sources: Sequence[str], has_votes: Sequence[bool]) -> Recogniser:
    """Recognise means of 0-10 and whole numbers of votes, a pair of columns for each source.

    A source that ``has_votes`` not has one column only.
    """

    def recognise(cells: Sequence[pl.Series]) -> Plain:
        remaining = iter(cells)
        found = []
        settled = pl.repeat(True, len(cells[0]), eager=True)
        for source, voted in zip(sources, has_votes, strict=True):
            average = next(remaining)
            votes = next(remaining) if voted else pl.repeat("", len(average), eager=True)
            rows, entries = _rating(source, average, votes)
            settled &= rows
            found.append(entries)
        rows = pl.Series("row", settled.arg_true(), pl.UInt32)
        entries = pl.concat(found).join(rows.to_frame(), on="row", maintain_order="left")
        return Plain(settled, entries.sort("row", maintain_order=True))

    return recognise


def _rating(source: str, average: pl.Series, votes: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """Return the rows that are plain, and those of them that say anything, as long frame."""
    mean = not_negative([average])
    count = _settle(
        votes,
        pl.col("cell").str.contains(_VOTES),
        pl.col("cell").str.strip_suffix(".0").cast(pl.Int64, strict=False),
    )
    frame = pl.DataFrame({"average": mean.found, "votes": count.found}).with_row_index("row")
    in_range = (frame["average"] <= 10).fill_null(True) & (frame["votes"] <= INTEGER).fill_null(
        True
    )
    settled = mean.settled & count.settled & in_range
    says = (pl.col("average") > 0) & (pl.col("votes").is_null() | (pl.col("votes") > 0))
    entries = frame.filter(settled & frame.select(says.fill_null(False)).to_series())
    return settled, entries.select("row", source=pl.lit(source), average="average", votes="votes")


def _numbered(values: Any) -> pl.DataFrame:
    """Return (row, value) of the rows that have a value."""
    frame: pl.DataFrame = values.alias("value").to_frame().with_row_index("row")
    return frame.filter(pl.col("value").is_not_null())
