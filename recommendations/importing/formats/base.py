"""What a format is: it recognises a part of an upload, and reads its rows. [pure]

To add one: a module beside this one, and a line in ``settings.IMPORTS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from recommendations.importing.formats.entries import Entry, Refused, Scale
from recommendations.importing.formats.tables import Table


class ImportFormat(Protocol):
    """One site's files."""

    #: As it is stored.
    name: str
    #: As people know it.
    label: str

    def recognises(self, table: Table) -> bool:
        """Tell whether this is a file of the site that says what a person rated or marked.

        ``table`` is the part read as a table, whatever it is.
        """
        ...

    def scale_of(self, table: Table) -> Scale:
        """Return the scale of its ratings; of a file that may have any, the most likely one."""
        ...

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        """Yield its rows, in order. Raises ImportRefused."""
        ...
