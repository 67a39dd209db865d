"""From a file to text: archives, encodings, and files that are no text at all. [pure]"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from catalog.datasets.errors import DatasetError
from catalog.datasets.paths import printable

#: A small gzip file can unpack to any size; the largest known dataset has about 1 GB.
MAX_BYTES = 20_000_000_000
#: Lines are read whole: a longer one is not text.
MAX_LINE_BYTES = 64_000_000
BLOCK_BYTES = 1 << 20
#: What ``open_blocks`` gives out at a time: some ten thousand rows.
PIECE_BYTES = 1 << 24

_LINE_END = re.compile(rb"[\r\n]")
_FOREIGN = {
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"PK\x03\x04": "is a ZIP archive or a workbook; unpack it, or save it as CSV",
    b"version https://git-lfs": "is a Git LFS pointer; fetch the file itself with `git lfs pull`",
}


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Windows-1252: files saved by Excel hold both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


WINDOWS_1252 = "Windows-1252"
codecs.register_error(WINDOWS_1252, _as_windows_1252)


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a file become text; ``label`` names it in reports.

    ``errors`` is what happens to bytes that are not UTF-8: a codec error handler's name.
    ``ends_line``: the last line has its end, as programs that write CSV leave it.
    """

    label: str
    errors: str = "strict"
    has_nul: bool = False
    ends_line: bool = True


def read_start(path: Path) -> bytes:
    """Return the first megabyte. Raises DatasetError if there is none or it is not text."""
    with reporting(path), _open_bytes(path) as binary:
        start = binary.read(BLOCK_BYTES).removeprefix(codecs.BOM_UTF8)
    for mark, problem in _FOREIGN.items():
        if start.startswith(mark):
            raise DatasetError.about(path, problem)
    if not start.strip():
        raise DatasetError.about(path, "is empty")
    if b"\0" in _LINE_END.split(start, maxsplit=1)[0]:
        raise DatasetError.about(path, "is not text: it begins with NUL bytes")
    return start


def examine(path: Path) -> Encoding:
    """Read the whole file once, as bytes, and return its encoding.

    That is UTF-8 (with or without a byte order mark) unless more than half of what lies beyond
    ASCII is not UTF-8: then it is Windows-1252. Fewer unreadable bytes become U+FFFD, so that
    one damaged letter does not spoil all the others. Raises DatasetError for a file that is cut
    off, unpacks to too much or is not text, before anything of it is loaded.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    has_nul = False
    block = b""
    try:
        for block in _blocks(path):
            has_nul = has_nul or b"\0" in block
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _examine_damaged(path)
    return Encoding("UTF-8", has_nul=has_nul, ends_line=block.endswith((b"\r", b"\n")))


def _examine_damaged(path: Path) -> Encoding:
    """Return the encoding of a file that is not all UTF-8: counts what can be read."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    beyond_ascii = unreadable = 0
    has_nul = False
    block = b""
    for block in _blocks(path):
        has_nul = has_nul or b"\0" in block
        text = decoder.decode(block)
        if not block.isascii():
            beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
            unreadable += text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
    ends_line = block.endswith((b"\r", b"\n"))
    if unreadable > beyond_ascii / 2:
        return Encoding(WINDOWS_1252, WINDOWS_1252, has_nul, ends_line)
    damage = f" with {unreadable} unreadable bytes" if unreadable > 0 else ""
    return Encoding(f"UTF-8{damage}", "replace", has_nul, ends_line)


def open_blocks(
    path: Path, encoding: Encoding, on_share: Callable[[float], None] | None = None
) -> Iterator[bytes]:
    """Yield the file, unpacked and in valid UTF-8 without a mark, some megabytes at a time.

    ``on_share`` is told how much of it has been read, 0-1.
    """
    size = path.stat().st_size if path.is_file() else 0
    decoder = codecs.getincrementaldecoder("utf-8")(encoding.errors)
    with reporting(path), _open_bytes(path) as binary:
        block = binary.read(PIECE_BYTES).removeprefix(codecs.BOM_UTF8)
        while block:
            if on_share:
                on_share(_position(binary) / max(size, 1))
            yield block if encoding.errors == "strict" else decoder.decode(block).encode()
            block = binary.read(PIECE_BYTES)
        if rest := decoder.decode(b"", final=True):
            yield rest.encode()


@contextmanager
def open_text(path: Path, encoding: Encoding) -> Iterator[TextIO]:
    """Open the file, unpacked and decoded, with its own line ends (as ``csv`` wants it)."""
    with reporting(path), _open_bytes(path) as binary:
        yield io.TextIOWrapper(binary, "utf-8-sig", errors=encoding.errors, newline="")


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into a DatasetError."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError.about(path, "is a damaged or cut-off gzip archive") from error
    except OSError as error:
        problem = error.strerror or error
        raise DatasetError(f"{printable(path)} cannot be read: {problem}.") from error


def _open_bytes(path: Path) -> BinaryIO:
    if not path.exists():
        raise DatasetError(f"{printable(path)} does not exist.")
    if path.is_dir():
        raise DatasetError(f"{printable(path)} is a folder; name the files in it.")
    if not path.is_file():
        raise DatasetError(f"{printable(path)} is not a regular file.")
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb") if is_gzip else path.open("rb"))


def _position(binary: BinaryIO) -> int:
    """Return how many bytes of the file itself have been read, packed or not."""
    packed = getattr(binary, "fileobj", None)
    return int((packed or binary).tell())


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces, within the limits of this module."""
    size = line_start = 0
    with reporting(path), _open_bytes(path) as binary:
        while block := binary.read(BLOCK_BYTES):
            newline = block.rfind(b"\n")
            line_start = size + newline if newline >= 0 else line_start
            size += len(block)
            if size > MAX_BYTES:
                raise DatasetError.about(path, f"unpacks to more than {MAX_BYTES:,} bytes")
            if size - line_start > MAX_LINE_BYTES:
                raise DatasetError.about(path, f"has a line of over {MAX_LINE_BYTES:,} bytes")
            yield block
