"""From bytes to whole records of CSV, and whether they can be read in columns. [pure]

Where a record ends is decided by the parity of the quotes before a line end. That holds as long as
quotes stand where RFC 4180 has them, which ``Records.problem`` checks; everything else that is odd
only makes a piece ``is_odd``: it is then left to the csv module, which goes cell by cell.
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
_QUOTE, _LF, _CR, _NUL = b'"\n\r\0'


class BrokenQuotesError(ValueError):
    """A quote stands where none may stand: from this piece on, only the csv module can tell."""

    def __init__(self, line: int) -> None:
        super().__init__(f"broken quotes after line {line}")
        self.line = line


@dataclass(frozen=True)
class Records:
    """Whole records: ``data[starts[i]:ends[i]]`` begins on ``lines[i]`` and has ``n_cells[i]``.

    ``ends`` are the positions of the line ends. ``is_odd``: the csv module reads them otherwise,
    or says what is wrong with them. ``is_cut_off``: the last line end is not in the file.
    """

    data: bytes
    starts: Positions
    ends: Positions
    lines: Positions
    n_cells: Positions
    n_lone_cr: int
    is_cut_off: bool = False

    @property
    def n_lines(self) -> int:
        """Return how many lines the records take."""
        return self.data.count(b"\n") + self.n_lone_cr

    def is_odd(self, width: int, longest_cell: int) -> bool:
        """Tell whether any record is blank, has not ``width`` cells or holds a long one or NUL.

        Or whether the first begins with what polars would take for a byte order mark.
        """
        lengths = self.ends - self.starts
        return bool(
            self.n_lone_cr
            or (self.n_cells != width).any()
            or (lengths <= (1 if width == 1 else 0)).any()
            or (lengths > longest_cell).any()
            or _NUL in self.data
            or self.data.startswith(BOM_UTF8)
        )


def split_records(
    blocks: Iterable[bytes], delimiter: str, longest_record: int
) -> Iterator[Records]:
    """Yield the records of a file that comes in ``blocks``, of each block those that it ends.

    The last one may lack its line end. Raises BrokenQuotesError, also for a record that goes on for
    more than ``longest_record`` bytes: it has lost its closing quote.
    """
    line, carry = 1, b""
    for block, is_last in _with_last(blocks):
        data = carry + block
        is_cut_off = is_last and not data.endswith((b"\n", b"\r"))
        if is_last and not data.endswith(b"\n"):
            data += b"\n"
        records, carry = _split(data, delimiter, line)
        if records:
            line += records.n_lines
            yield replace(records, is_cut_off=is_cut_off and not carry)
        if len(carry) > longest_record or (is_last and carry):
            raise BrokenQuotesError(line)


def _with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each block, and whether it is the last one."""
    waiting: bytes | None = None
    for block in blocks:
        if waiting is not None:
            yield waiting, False
        waiting = block
    if waiting is not None:
        yield waiting, True


def _split(data: bytes, delimiter: str, line: int) -> tuple[Records | None, bytes]:
    """Return the whole records at the beginning of ``data``, and the rest."""
    codes = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    newlines = np.flatnonzero(codes == _LF)
    ends = _outside(quotes, newlines)
    if not len(ends):
        return None, data
    size = int(ends[-1]) + 1
    codes, quotes = codes[:size], quotes[quotes < size]
    if not _are_in_place(codes, quotes, ord(delimiter)):
        raise BrokenQuotesError(line)
    delimiters = _outside(quotes, np.flatnonzero(codes == ord(delimiter)))
    starts = np.concatenate(([0], ends[:-1] + 1))
    records = Records(
        data=data[:size],
        starts=starts,
        ends=ends,
        lines=line + np.searchsorted(newlines, starts),
        n_cells=1 + np.diff(np.searchsorted(delimiters, ends), prepend=0),
        n_lone_cr=_count_lone_cr(codes),
    )
    return records, data[size:]


def _outside(quotes: Positions, positions: Positions) -> Positions:
    """Return those positions that have an even number of quotes before them."""
    if not len(quotes):
        return positions
    outside: Positions = positions[np.searchsorted(quotes, positions) % 2 == 0]
    return outside


def _are_in_place(codes: npt.NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    """Tell whether quoted cells begin and end at the edges of cells.

    A doubled quote inside a cell counts as an end and a beginning side by side.
    """
    opening, closing = quotes[::2], quotes[1::2]
    before = codes[opening[opening > 0] - 1]
    after = codes[closing + 1]  # there is one: the records end with a line end
    return bool(
        np.isin(before, (delimiter, _LF, _QUOTE)).all()
        and np.isin(after, (delimiter, _LF, _CR, _QUOTE)).all()
    )


def _count_lone_cr(codes: npt.NDArray[np.uint8]) -> int:
    returns = np.flatnonzero(codes == _CR)
    return int((codes[returns + 1] != _LF).sum())
