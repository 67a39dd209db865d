"""What became of every row: counts, reasons with line numbers, and how to say it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from catalog.canonical import MAX_EXAMPLES as RULE_EXAMPLES
from catalog.canonical import Remark
from catalog.datasets.files import WINDOWS_1252
from catalog.datasets.paths import printable
from catalog.models import Load

#: Rows quoted per reason; every line number is kept.
MAX_EXAMPLES = 20


@dataclass
class Tally:
    """The rows to which one thing happened: all line numbers, and the first few values."""

    lines: array[int] = field(default_factory=lambda: array("I"))
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, value: str) -> None:
        self.lines.append(line)
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append((line, value[:100]))

    def add_all(self, lines: pl.Series, values: pl.Series) -> None:
        """Add many rows at once."""
        self.lines.frombytes(lines.cast(pl.UInt32).to_numpy().tobytes())
        room = MAX_EXAMPLES - len(self.examples)
        self.examples += zip(lines.head(room), values.head(room).str.head(100), strict=True)

    def to_dict(self, max_lines: int | None = None) -> dict[str, Any]:
        return {
            "count": len(self.lines),
            "lines": self.lines[:max_lines].tolist(),
            "examples": [{"line": line, "value": value} for line, value in self.examples],
        }


@dataclass
class Examples:
    """How often a rule did something to a value, and first where: (line, value)."""

    count: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, remark: Remark) -> None:
        self.count += remark.count
        room = RULE_EXAMPLES - len(self.examples)
        self.examples += remark.examples[: max(room, 0)]

    def to_dict(self) -> dict[str, Any]:
        examples = [{"line": line, "value": value} for line, value in self.examples]
        return {"count": self.count, "examples": examples}


@dataclass
class FileReport:
    """What one file did: ``rows_read = created + changed + unchanged + skipped``.

    ``reasons`` say why rows were skipped, ``notes`` what was odd about rows that were loaded,
    ``nulled`` which values made no sense and count as unknown, ``repaired`` which were put right.
    """

    path: Path
    dataset: str
    source: str
    sha256: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    reasons: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    nulled: dict[str, Examples] = field(default_factory=lambda: defaultdict(Examples))
    repaired: dict[str, Examples] = field(default_factory=lambda: defaultdict(Examples))
    encoding: str = ""
    seconds: float = 0.0

    @property
    def name(self) -> str:
        return printable(self.path.name)

    @property
    def rows_read(self) -> int:
        return self.created + self.changed + self.unchanged + self.skipped

    def skip(self, line: int, reason: str, value: str = "") -> None:
        """Count a row that was not loaded."""
        self.skipped += 1
        self.reasons[reason].add(line, value)

    def skip_all(self, lines: pl.Series, reason: str, values: pl.Series) -> None:
        """Count many rows that were not loaded, for one reason."""
        if len(lines):
            self.skipped += len(lines)
            self.reasons[reason].add_all(lines, values)

    def remark(self, remarks: Iterable[Remark]) -> None:
        """Add up what was done to values, by rule."""
        for remark in remarks:
            rules = self.repaired if remark.is_repair else self.nulled
            rules[remark.rule].add(remark)

    def null(self, reasons: Mapping[str, int]) -> None:
        """Count values that were taken for unknown, by reason."""
        self.remark(Remark(reason, False, count, ()) for reason, count in reasons.items())

    def note(self, line: int, note: str, value: str = "") -> None:
        """Remember something odd about a row, whatever becomes of it."""
        self.notes[note].add(line, value)

    def to_dict(self, max_lines: int | None = None) -> dict[str, Any]:
        return {
            "path": printable(self.path.resolve()),
            "dataset": self.dataset,
            "source": self.source,
            "sha256": self.sha256,
            "encoding": self.encoding,
            "rows_read": self.rows_read,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "reasons": _tallies(self.reasons, max_lines),
            "notes": _tallies(self.notes, max_lines),
            "nulled": {rule: found.to_dict() for rule, found in self.nulled.items()},
            "repaired": {rule: found.to_dict() for rule, found in self.repaired.items()},
            "seconds": round(self.seconds, 2),
        }


@dataclass
class LoadReport:
    """What one run of the loader did, file by file.

    ``joined`` counts, by file, the rows of earlier loads whose titles came with this one;
    ``united`` how many titles turned out to be another one. ``marks_stale``: what is made of the
    catalogue is out of date.
    """

    started_at: datetime
    finished_at: datetime
    is_dry_run: bool = False
    files: list[FileReport] = field(default_factory=list)
    joined: dict[str, int] = field(default_factory=dict)
    united: int = 0
    marks_stale: bool = False

    @property
    def has_changed(self) -> bool:
        """Return whether the catalogue is another one than before."""
        return bool(self.totals["created"] or self.totals["changed"] or self.joined or self.united)

    @property
    def totals(self) -> dict[str, int]:
        """Return rows_read, created, changed, unchanged and skipped over all files."""
        names = ("rows_read", "created", "changed", "unchanged", "skipped")
        return {name: sum(getattr(file, name) for file in self.files) for name in names}

    def to_dict(self, max_lines: int | None = None) -> dict[str, Any]:
        """Return the report as plain values for JSON, with at most ``max_lines`` per reason."""
        return {
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "dry_run": self.is_dry_run,
            **self.totals,
            "joined": self.joined,
            "united": self.united,
            "files": [file.to_dict(max_lines) for file in self.files],
        }

    def save(self) -> Load:
        """Store the report, with the first line numbers of each reason, for the admin pages."""
        return Load.objects.create(
            started_at=self.started_at,
            finished_at=self.finished_at,
            report=self.to_dict(max_lines=MAX_EXAMPLES),
            **self.totals,
        )


def is_recoded(encoding: str) -> bool:
    """Return whether the file was not in UTF-8; a few unreadable bytes do not count."""
    return encoding == WINDOWS_1252


def recoded_files() -> set[str]:
    """Return the SHA-256 of the files that stored reports say were not in UTF-8: 1 query."""
    reports = Load.objects.values_list("report__files", flat=True)
    files = (file for files in reports.iterator() for file in files or ())
    return {file["sha256"] for file in files if is_recoded(file.get("encoding", ""))}


def _tallies(tallies: Mapping[str, Tally], max_lines: int | None) -> dict[str, dict[str, Any]]:
    return {name: tally.to_dict(max_lines) for name, tally in tallies.items()}
