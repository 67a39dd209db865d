"""From a file to blocks of whole lines, unpacked, each with the number of its first line. [pure]"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from catalog.datasets.errors import DatasetError
from catalog.datasets.files import MAX_BYTES, Encoding, open_text, reporting

#: About 160,000 ratings.
BLOCK_BYTES = 1 << 22
MAX_LINE_BYTES = 1 << 20


@dataclass(frozen=True)
class Block:
    r"""Some whole lines, each ended by \n; the last of a file may lack its end."""

    data: bytes
    first_line: int

    @property
    def n_lines(self) -> int:
        return self.data.count(b"\n") + (not self.data.endswith(b"\n"))

    def halves(self) -> tuple[Block, Block]:
        """Split near the middle; there must be two lines at least."""
        middle = len(self.data) // 2
        cut = self.data.find(b"\n", middle, -1) + 1 or self.data.rfind(b"\n", 0, middle) + 1
        head = Block(self.data[:cut], self.first_line)
        return head, Block(self.data[cut:], self.first_line + head.n_lines)

    def lines(self, encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
        """Yield (number, text) of every line, without its end."""
        text = self.data.decode(encoding, "replace")
        yield from enumerate(text.removesuffix("\n").split("\n"), self.first_line)


def read_blocks(path: Path, size: int = BLOCK_BYTES) -> Iterator[Block]:
    r"""Yield the file, gzipped or not; its lines may end in \n, \r\n or \r.

    Raises DatasetError, be it half way through: cut off, too big, a line that is no text's.
    """
    line, rest, n_bytes = 1, b"", 0
    with reporting(path), open_text(path, Encoding("UTF-8")) as text:
        for piece in _pieces(text.buffer, size):
            n_bytes += len(piece)
            if n_bytes > MAX_BYTES:
                raise DatasetError.about(path, f"unpacks to more than {MAX_BYTES:,} bytes")
            rest += piece
            cut = _end_of_lines(rest)
            if len(rest) - cut > MAX_LINE_BYTES:
                raise DatasetError.about(path, f"has a line of over {MAX_LINE_BYTES:,} bytes")
            if cut:
                block = Block(_with_newlines(rest[:cut]), line)
                yield block
                line, rest = line + block.n_lines, rest[cut:]
    if rest:
        yield Block(_with_newlines(rest), line)


def _pieces(binary: BinaryIO, size: int) -> Iterator[bytes]:
    first = binary.read(size).removeprefix(codecs.BOM_UTF8)
    if first:
        yield first
    while piece := binary.read(size):
        yield piece


def _end_of_lines(data: bytes) -> int:
    r"""Return where the last whole line ends. A \r at the very end may be half of a \r\n."""
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1


def _with_newlines(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data
