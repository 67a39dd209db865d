"""What the stages of loading share: the file being loaded, and which row means which title."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from catalog.canonical import Chunk
from catalog.datasets import Dataset
from catalog.loading.precedence import Precedence
from catalog.loading.report import FileReport
from catalog.models import SourceFile, Title

#: An id of a title or person: (namespace, value), such as ("imdb", "tt0133093").
Key = tuple[str, str]


@dataclass
class FileRun:
    """One file while it is loaded.

    ``first_lines`` grows by one small entry per title of the file: {title pk: line}.
    ``waiting`` are rows whose title may still become known (``matching.put_off``), ``new_keys``
    collects the ids that titles got, unless it is None.
    """

    dataset: Dataset
    file_id: int
    precedence: Precedence
    report: FileReport
    first_lines: dict[int, int] = field(default_factory=dict)
    waiting: list[Chunk] = field(default_factory=list)
    new_keys: set[Key] | None = None

    @classmethod
    def of(
        cls,
        source: SourceFile,
        dataset: Dataset,
        precedence: Precedence,
        new_keys: set[Key] | None,
        path: Path = Path(),
    ) -> Self:
        """Begin to load a file whose ``SourceFile`` is known."""
        report = FileReport(path, dataset.name, dataset.source, source.sha256)
        return cls(dataset, source.pk, precedence, report, new_keys=new_keys)


@dataclass(eq=False, slots=True)
class Draft:
    """A title while a chunk is merged into it; ``is_changed`` is about its own row only."""

    title: Title
    is_new: bool = False
    is_changed: bool = False
    first_line: int | None = None
    keys: set[Key] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Match:
    """A row of the chunk and the title that it is about.

    ``speaks``: it is the file's first row about the title. Later ones only add credits, so that
    a file which contradicts itself settles on its first word.
    """

    row: int
    line: int
    draft: Draft
    speaks: bool = True
    is_changed: bool = False

    @property
    def creates(self) -> bool:
        """Return whether this row started its title."""
        return self.draft.is_new and self.speaks

    def mark_changed(self) -> None:
        """Count the row as changed, unless it counts as created."""
        self.is_changed = not self.creates
