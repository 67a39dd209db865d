"""Whether the build that is current is what was written, for this reader. [pure]"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from catalog.index_store.builds import (
    MADE_BY,
    MANIFEST,
    POINTER,
    Build,
    IndexMissing,
    IndexNotBuilt,
    is_number,
    plain,
)
from catalog.index_store.files import (
    Stamp,
    array_header,
    digest_of,
    read_small,
    stamp_of,
    stamps_below,
)

#: More than a pointer or a manifest ever has.
MOST_BYTES = 1_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Expected:
    """What a reader can use: an index of this schema, built with these parameters.

    ``parameters`` is called when a build is opened, and may raise what its source raises.
    """

    schema: int
    parameters: Callable[[], Mapping[str, Any]] = dict


@dataclass(frozen=True)
class Opened(Generic[T]):
    """What was made of a verified build, and the stamps that its files had all the while."""

    root: Path
    pointer: Stamp
    folder: Path
    value: T
    stamps: dict[str, Stamp]

    def is_overwritten(self) -> bool:
        """Tell whether a file was written to since, so that what is mapped is not what was."""
        return any(stamp.is_overwritten(path) for path, stamp in self.stamps.items())


@dataclass(frozen=True)
class Pointer:
    """What the pointer of a root says, and the stamp of the file that said so."""

    name: str
    digest: str
    stamp: Stamp

    @classmethod
    def read(cls, root: Path) -> Pointer:
        """Raise OSError, or ValueError if it is not as ``publish`` writes it."""
        content, stamp = read_small(root / POINTER, MOST_BYTES)
        name, _, digest = content.decode("ascii").partition(" ")
        if not is_number(name) or len(digest) != 64:
            raise ValueError("the pointer is not what was written")
        return cls(name, digest, stamp)


def open_current(
    root: Path, *, schema: int, parameters: Callable[[], Mapping[str, Any]] = dict
) -> Build:
    """Return the current build after comparing all of it with its manifest.

    Raises IndexMissing if there is none, it is none of ours or of another schema or other
    parameters, or a file is missing, added, or not what was written.
    """
    return open_verified(root, lambda build: build, Expected(schema, parameters)).value


def open_verified(root: Path, load: Callable[[Build], T], expected: Expected) -> Opened[T]:
    """Return what ``load`` makes of the current build, which it gets verified.

    Whenever the pointer has changed meanwhile, the build that has become current is opened
    instead: the first may be gone. Raises IndexMissing, or what ``expected.parameters`` raises.
    """
    while True:
        pointer = _pointer(root)
        parameters = plain(expected.parameters())
        try:
            return _open(root, pointer, load, expected.schema, parameters)
        # Whatever it is that a file of an index makes fail: nothing else depends on it.
        except Exception as error:
            if stamp_of(root / POINTER) == pointer.stamp:
                raise _missing(root / pointer.name, error) from error


def _pointer(root: Path) -> Pointer:
    try:
        return Pointer.read(root)
    except FileNotFoundError as error:
        raise IndexNotBuilt(f"No index has been built in {root}.") from error
    except (OSError, ValueError) as error:
        raise _missing(root, error) from error


def _missing(place: Path, error: Exception) -> IndexMissing:
    if isinstance(error, IndexMissing):
        return IndexMissing(str(error))
    is_plain = isinstance(error, (OSError, ValueError))
    problem = error if is_plain else f"{type(error).__name__}: {error}"
    return IndexMissing(f"The index in {place} cannot be used: {problem}.")


def _open(
    root: Path, pointer: Pointer, load: Callable[[Build], T], schema: int, parameters: Any
) -> Opened[T]:
    """Open the build in between two looks at its files: what is mapped is what was digested."""
    folder = root / pointer.name
    if folder.is_symlink():
        raise ValueError("it is a link")
    before = stamps_below(folder)
    manifest = _manifest(folder, pointer.digest)
    _check_origin(manifest, root.name, schema, parameters)
    _check_files(folder, manifest["files"], before)
    value = load(Build(folder, manifest["facts"]))
    if stamps_below(folder) != before:
        raise ValueError("files were changed while it was opened")
    stamps = {str(folder / name): stamp for name, stamp in before.items()}
    return Opened(root, pointer.stamp, folder, value, stamps)


def _manifest(folder: Path, digest: str) -> Any:
    content, _ = read_small(folder / MANIFEST, MOST_BYTES)
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{MANIFEST} is not what was written")
    return json.loads(content)


def verify(folder: Path, *, schema: int, parameters: Mapping[str, Any]) -> None:
    """Compare a build, which need not be current, with its manifest. Raises IndexMissing."""
    try:
        content, _ = read_small(folder / MANIFEST, MOST_BYTES)
        manifest = json.loads(content)
        _check_origin(manifest, folder.parent.name, schema, plain(parameters))
        _check_files(folder, manifest["files"], stamps_below(folder))
    # Whatever it is that a file of an index makes fail, as above.
    except Exception as error:
        raise _missing(folder, error) from error


def _check_origin(manifest: Any, index: str, schema: int, parameters: Any) -> None:
    """Raise ValueError for a build that is not of this index, schema or parameters."""
    if manifest.get("made_by") != MADE_BY or manifest.get("index") != index:
        raise ValueError("it is another index")
    if manifest["schema"] != schema:
        raise ValueError(f"it has schema {manifest['schema']}, not {schema}")
    written = manifest["parameters"]
    if written != parameters:
        others = [name for name in {**written, **parameters} if _differ(name, written, parameters)]
        raise ValueError(f"it was built with another {' and '.join(sorted(others))}")


def _differ(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return name not in one or name not in other or one[name] != other[name]


def _check_files(folder: Path, files: dict[str, Any], stamps: dict[str, Stamp]) -> None:
    """Raise ValueError unless the files are those of the manifest, byte by byte.

    Sizes come first: a file that is cut off costs no digest of all that lie before it.
    """
    there = set(stamps) - {MANIFEST}
    if lost := set(files) - there:
        raise ValueError(f"{min(lost)} is missing")
    if added := there - set(files):
        raise ValueError(f"{min(added)} was added")
    for name, facts in files.items():
        if stamps[name].size != facts["bytes"]:
            raise ValueError(f"{name} has not the size that it had")
    for name, facts in files.items():
        digest = digest_of(folder / name)
        if not digest.items() <= facts.items():
            raise ValueError(f"{name} is not what was written")
        if array_header(folder / name) | digest != facts:
            raise ValueError(f"{name} is no such array as was written")


def current_folder(root: Path) -> Path | None:
    """Return the folder that is current, whether or not it can be used; None if unknown."""
    try:
        folder = root / Pointer.read(root).name
    except (OSError, ValueError):
        return None
    return folder if (folder / MANIFEST).is_file() else None


def current_manifest(root: Path) -> dict[str, Any]:
    """Return what the current build says of itself; its other files are not looked at.

    Raises IndexMissing.
    """
    pointer = _pointer(root)
    try:
        manifest: dict[str, Any] = _manifest(root / pointer.name, pointer.digest)
    except (OSError, ValueError) as error:
        raise _missing(root / pointer.name, error) from error
    return manifest | {"folder": pointer.name}
