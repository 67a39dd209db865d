"""What a build is: its names on disk, its manifest, what can be wrong with it. [pure]"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POINTER, MANIFEST, LOCK = "current", "manifest.json", "lock"
#: What made the index; of another maker's folder nothing is read but the manifest.
MADE_BY = "movierec"


class IndexMissing(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """There is no index that can be used; says why in one sentence."""


class IndexNotBuilt(IndexMissing):
    """There is no index at all, which nobody need be warned of before the first build."""


@dataclass(frozen=True)
class Build:
    """One build that was verified: where its files are, and the facts its builder wrote down."""

    folder: Path
    facts: dict[str, Any]


def plain(values: Mapping[str, Any]) -> Any:
    """Return ``values`` as they come back from JSON: tuples as lists, keys as texts."""
    return json.loads(json.dumps(values))


def finished_builds(root: Path) -> list[Path]:
    """Return the folders of builds that were written to the end, oldest first."""
    return [folder for folder in numbered_folders(root) if (folder / MANIFEST).is_file()]


def numbered_folders(root: Path) -> list[Path]:
    """Return the folders of builds, whole or not, by number; a link is none of ours."""
    folders = [path for path in root.iterdir() if is_number(path.name)]
    folders = [path for path in folders if path.is_dir() and not path.is_symlink()]
    return sorted(folders, key=lambda path: int(path.name))


def is_number(name: str) -> bool:
    """Tell whether a folder of a build may be called so."""
    return name.isascii() and name.isdecimal() and len(name) >= 6
