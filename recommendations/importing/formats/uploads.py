"""From an uploaded file to the texts in it, within limits. [pure]

Nothing is unpacked to disk, so the names in an archive lead nowhere.
"""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from dataclasses import dataclass

from recommendations.importing.formats.entries import ImportRefused

MAX_UPLOAD_BYTES = 16_000_000
#: Of all texts of an archive together: sixteen megabytes of zeros unpack to sixteen gigabytes.
MAX_UNPACKED_BYTES = 32_000_000
#: The largest archive seen has some hundred files: each list is one.
MAX_MEMBERS = 5_000
SUFFIXES = (".csv", ".json", ".txt", ".tsv")
#: What an archive of our own holds once more beside its tables, in as many bytes.
REPEATED = "everything.json"
PIECE_BYTES = 1 << 16

_ZIP = b"PK\x03\x04"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FOREIGN = {
    b"\x1f\x8b": "is a gzip archive; unpack it, and upload what is in it",
    b"PK\x05\x06": "is an empty ZIP archive",
    b"Rar!": "is a RAR archive; unpack it, and upload the CSV or JSON file in it",
    b"7z\xbc\xaf": "is a 7z archive; unpack it, and upload the CSV or JSON file in it",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save it as CSV",
    b"%PDF": "is a PDF; export CSV or JSON instead",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One text of an upload; ``path`` is its name, with the folders of the archive it was in."""

    path: str
    text: str

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(self.path.lower().split("/")[:-1])

    @property
    def name(self) -> str:
        return self.path.lower().rpartition("/")[2]


def parts_of(name: str, data: bytes) -> list[Part]:
    """Return the texts of an upload: itself, or what is in the archive, in its order.

    Raises ImportRefused.
    """
    label = shown(name)
    if not data.strip():
        raise ImportRefused(f"{label} is empty.")
    if len(data) > MAX_UPLOAD_BYTES:
        raise ImportRefused(f"{label} is larger than {MAX_UPLOAD_BYTES // 1_000_000} MB.")
    if data.startswith(_ZIP):
        return _unpacked(label, data)
    for mark, problem in _FOREIGN.items():
        if data.startswith(mark):
            raise ImportRefused(f"{label} {problem}.")
    return [Part(label, decoded(data, label))]


def shown(name: str) -> str:
    """Return the name of a file as it may be shown: short, printable, without its folders."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c if c.isprintable() else "�" for c in bare).strip()
    return printable[-100:] or "The file"


def decoded(data: bytes, label: str) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252; NUL is replaced."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if text.count("\0") > len(text) / 100:
        raise ImportRefused(f"{label} is no text.")
    return text.replace("\0", "�")


def _unpacked(label: str, data: bytes) -> list[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_texts(label, archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise ImportRefused(f"{label} is a damaged ZIP archive.") from error
    except RuntimeError as error:  # what zipfile says of a password
        raise ImportRefused(f"{label} is encrypted; upload it without a password.") from error


def _texts(label: str, archive: zipfile.ZipFile) -> list[Part]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ImportRefused(f"{label} holds more than {MAX_MEMBERS:,} files.")
    texts, left = [], MAX_UNPACKED_BYTES
    has_tables = any(member.filename.lower().endswith(".csv") for member in members)
    for member in members:
        path = _path(member.filename)
        if not path.lower().endswith(SUFFIXES) or _is_hidden(path):
            continue
        if has_tables and path.rpartition("/")[2] == REPEATED:
            continue
        if member.compress_type not in _PLAIN:
            raise ImportRefused(f"{label} is packed in an unusual way; pack it as a plain ZIP.")
        data = _read(archive, member, left)
        left -= len(data)
        if left < 0:
            most = MAX_UNPACKED_BYTES // 1_000_000
            raise ImportRefused(f"{label} unpacks to more than {most} MB.")
        texts.append(Part(path, decoded(data, label)))
    if not texts:
        raise ImportRefused(f"{label} holds no CSV or JSON file.")
    return texts


def _path(name: str) -> str:
    """Return the name of a member as it may be shown: printable, its last folders only."""
    clean = "".join(c if c.isprintable() else "�" for c in name.replace("\\", "/"))
    return "/".join(step for step in clean.split("/") if step not in ("", ".", ".."))[-120:]


def _is_hidden(path: str) -> bool:
    """Tell whether a system has put it there: macOS adds ``__MACOSX/._ratings.csv``, no text."""
    return any(step.startswith(".") or step == "__MACOSX" for step in path.split("/"))


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return the member, or one byte more than ``most`` of it: its stated size may be a lie."""
    pieces, size = [], 0
    with archive.open(member) as file:
        while size <= most and (piece := file.read(PIECE_BYTES)):
            pieces.append(piece)
            size += len(piece)
    return b"".join(pieces)
