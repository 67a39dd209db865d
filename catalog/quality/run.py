"""Check the catalogue against its expectations, and keep what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from catalog.models import CatalogCheck, Title
from catalog.quality import (
    completeness,
    derived,
    orphans,
    ranges,
    references,
    repeats,
    texts,
    waiting,
)
from catalog.quality.expectations import Expectation, Finding
from catalog.quality.passes import passes

THEMES = (completeness, ranges, texts, derived, references, orphans, repeats, waiting)
EXPECTATIONS: tuple[Expectation, ...] = tuple(
    expectation for theme in THEMES for expectation in theme.EXPECTATIONS
)


class UnknownExpectation(LookupError):  # noqa: N818  (reads as what it says, like IndexMissing)
    """There is neither an expectation nor a theme of this name."""


@dataclass(frozen=True)
class Report:
    """What one check found; ``only`` are the names that were asked for, if not all."""

    started_at: datetime
    finished_at: datetime
    found: tuple[tuple[Expectation, Finding], ...]
    is_empty: bool = False
    only: tuple[str, ...] = ()

    @property
    def failed(self) -> list[str]:
        """Return the names of the required expectations that do not hold."""
        return [wanted.name for wanted, found in self.found if wanted.status(found) == "failed"]

    @property
    def passed(self) -> bool:
        """Tell whether all that is required holds. An empty catalogue passes nothing."""
        return not (self.failed or self.is_empty)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return {
            "passed": self.passed,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "is_empty": self.is_empty,
            "only": list(self.only),
            "expectations": [_to_dict(wanted, found) for wanted, found in self.found],
        }

    def save(self) -> CatalogCheck:
        """Store the report for the admin pages."""
        return CatalogCheck.keep(
            started_at=self.started_at,
            finished_at=self.finished_at,
            passed=self.passed,
            results=self.to_dict(),
        )


def check_catalog(
    names: Collection[str] = (), *, on_progress: Callable[[], Any] = lambda: None
) -> Report:
    """Look whether the catalogue is as expected; with ``names`` of expectations or themes, only so.

    Reads in many statements, none of which holds a lock; writes nothing. ``on_progress`` is
    called after each pass. Raises UnknownExpectation.
    """
    started_at = timezone.now()
    wanted = expectations_named(names)
    if not Title.objects.exists():
        return Report(started_at, timezone.now(), (), is_empty=True, only=tuple(names))
    findings: dict[str, Finding] = {}
    for look in passes(wanted):
        findings.update(look())
        on_progress()
    found = tuple((expectation, findings[expectation.name]) for expectation in wanted)
    return Report(started_at, timezone.now(), found, only=tuple(names))


def expectations_named(names: Collection[str]) -> Sequence[Expectation]:
    """Return the expectations that ``names``, theirs or of their themes, mean; none: all."""
    known = {name for expectation in EXPECTATIONS for name in (expectation.name, expectation.theme)}
    for name in names:
        if name not in known:
            raise UnknownExpectation(name)
    return [e for e in EXPECTATIONS if not names or e.name in names or e.theme in names]


def _to_dict(wanted: Expectation, found: Finding) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "theme": wanted.theme,
        "expects": wanted.expects,
        "required": wanted.required,
        "status": wanted.status(found),
        "checked": found.checked,
        "offending": found.offending,
        "share": round(found.share, 6),
        "allowed": wanted.allowed,
        "examples": [shown._asdict() for shown in found.examples],
        "parts": {dataset: part._asdict() for dataset, part in found.parts.items()},
    }
