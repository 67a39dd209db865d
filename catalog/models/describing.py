"""Rows that describe titles: changing one changes what the indexes must know of the titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction

if TYPE_CHECKING:
    from catalog.querysets import TitleQuerySet


class DescribingModel(models.Model):
    """A row that says something about titles; saving or deleting it touches them.

    What is written in bulk, as loads do, touches nothing: loads touch the titles they change.
    """

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        with transaction.atomic(savepoint=False):
            super().save(**options)
            self.described_titles().touch()

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            self.described_titles().touch()
            return super().delete(*args, **options)

    def described_titles(self) -> TitleQuerySet:
        """Return the titles that this row says something about."""
        titles: TitleQuerySet = self.titles.all()  # type: ignore[attr-defined]
        return titles
