"""What can be wrong with a file, a row and a value. [pure]"""

from pathlib import Path
from typing import Any, Self

from catalog.datasets.paths import printable


class DatasetError(Exception):
    """The file cannot be loaded; the message is one clear sentence that names the file."""

    @classmethod
    def about(cls, path: Path, problem: str) -> Self:
        """Return the error whose sentence begins with the file's name.

        What does not print in ``problem``, which may quote the file, is escaped.
        """
        return cls(f"{printable(path.name)} {printable(problem)}.")


class NoRowsError(DatasetError):
    """The file has a header and nothing else."""


class RowError(ValueError):
    """The row makes no sense as a whole: it is skipped with this reason."""


class CellError(ValueError):
    """A value makes no sense: the rest of the row is kept, the value becomes ``instead``.

    The reason is a phrase that completes the column's name: "not positive".
    """

    def __init__(self, reason: str, instead: Any = None) -> None:
        super().__init__(reason)
        self.instead = instead
