"""What a check of the catalogue found, kept so that one can see how its quality changes."""

from __future__ import annotations

from typing import Any

from django.db import models

#: Checks that are kept; older ones go.
KEPT = 50


class CatalogCheck(models.Model):
    """One run of ``check_catalog``: whether it passed, and all it found as JSON."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    passed = models.BooleanField()
    results = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"Check of {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, **fields: Any) -> CatalogCheck:
        """Store a check and let go of all but the newest ``KEPT``."""
        check = cls._default_manager.create(**fields)
        newest = cls._default_manager.values_list("pk", flat=True)[:KEPT]
        cls._default_manager.exclude(pk__in=list(newest)).delete()
        return check

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Return the required expectations that do not hold."""
        return self._with_status("failed")

    @property
    def noted(self) -> list[dict[str, Any]]:
        """Return the watched expectations that do not hold."""
        return self._with_status("noted")

    @property
    def verdict(self) -> str:
        """Return in words what came of it."""
        if self.results.get("is_empty"):
            return "Failed: the catalogue is empty."
        if self.passed:
            watched = f" {len(self.noted)} that are only watched do not." if self.noted else ""
            return f"Passed: every required expectation holds.{watched}"
        required = sum(found["required"] for found in self.results.get("expectations", []))
        return f"Failed: {len(self.failed)} of {required} required expectations do not hold."

    def _with_status(self, status: str) -> list[dict[str, Any]]:
        expectations = self.results.get("expectations", [])
        return [found for found in expectations if found["status"] == status]
