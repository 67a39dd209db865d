"""Which file is believed where two disagree.

Files are ranked by their dataset's place in ``settings.DATASETS``, files of one dataset by age:
the newer wins, but one that is not in UTF-8 ranks below those that are, because what saved it
that way lost every letter that Windows-1252 does not have. A fact belongs to the highest-ranked
file that knows it, whatever the order of loading, so loading any set of files again changes
nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum

from catalog.models import SourceFile, Title

#: Facts that always have a value, so that only their provenance tells whether a file said so.
DEFAULTED = frozenset({"status", "is_adult"})
#: What services say beside files: it is newer than any file of theirs, so it ranks above them all.
SERVICES = ("tmdb_api",)
_CREATOR = "*"
_NOBODY = (-1, False, 0)
#: {fact: pk of the file that holds it}, as ``Title.provenance`` has it.
Provenance = dict[str, int]


class Standing(IntEnum):
    """What a file may do to a fact that a title has."""

    LOCKED = 0  # a person set it
    OUTRANKED = 1  # a higher file holds it
    OPEN = 2  # nobody holds it, or a lower file
    MINE = 3  # this file holds it


class Precedence:
    """The ranks of all files that facts may come from, by ``SourceFile.pk``."""

    def __init__(
        self, datasets: Sequence[str], files: Iterable[SourceFile], recoded: Collection[str] = ()
    ) -> None:
        """``datasets`` are names, lowest precedence first; others rank below them all.

        ``recoded`` are the SHA-256 of files that were not in UTF-8 when they were loaded.
        """
        positions = {name: position for position, name in enumerate(datasets)}
        self._ranks = {
            file.pk: (positions.get(file.dataset, -1), file.sha256 not in recoded, file.pk)
            for file in files
        }

    def demote(self, file_id: int) -> None:
        """Rank a file that turns out not to be in UTF-8 below those of its dataset that are."""
        position, _, age = self._ranks[file_id]
        self._ranks[file_id] = (position, False, age)

    def allows(self, file_id: int, holder_id: int | None) -> bool:
        """Return whether ``file_id`` may replace what ``holder_id`` (None: nobody) said."""
        return self._ranks[file_id] >= self._ranks.get(holder_id or 0, _NOBODY)

    def are_editions(self, file_id: int, other_id: int) -> bool:
        """Return whether both are files of one dataset: the newer replaces the older."""
        return self.dataset_of(file_id) == self.dataset_of(other_id)

    def dataset_of(self, file_id: int) -> int:
        """Return the place of a file's dataset, -1 if it is none of the settings'."""
        return self._ranks.get(file_id, _NOBODY)[0]

    def standing(self, file_id: int, holder_id: int | None) -> Standing:
        """Return what ``file_id`` may do to a fact of ``holder_id``."""
        if holder_id == Title.EDITED:
            return Standing.LOCKED
        if holder_id == file_id:
            return Standing.MINE
        return Standing.OPEN if self.allows(file_id, holder_id) else Standing.OUTRANKED


def holder(provenance: Mapping[str, int], fact: str) -> int | None:
    """Return the ``SourceFile.pk`` that ``fact`` came from, if any file."""
    return provenance.get(fact) or (None if fact in DEFAULTED else provenance.get(_CREATOR))


def set_holder(provenance: Provenance, fact: str, file_id: int) -> None:
    """Record that ``fact`` came from ``file_id``; the file that created the title goes unsaid."""
    if fact not in DEFAULTED and provenance.get(_CREATOR) == file_id:
        provenance.pop(fact, None)
    else:
        provenance[fact] = file_id


def created_by(file_id: int) -> Provenance:
    """Return the provenance of a title whose facts all come from one file."""
    return {_CREATOR: file_id}
