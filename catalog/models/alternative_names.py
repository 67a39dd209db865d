"""Other names under which titles are known."""

from __future__ import annotations

from typing import Any

from django.db import models

from catalog.models.describing import DescribingModel
from catalog.models.naming import name_key_for, with_name_key
from catalog.models.titles import Title
from catalog.querysets import AlternativeNameQuerySet, TitleQuerySet


class AlternativeName(DescribingModel):
    """A name of a title beside its name and its original name: translated, transcribed, older."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="alternative_names")
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, editable=False)

    objects = AlternativeNameQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "name"], name="alternative_name_is_unique")
        ]
        indexes = [
            models.Index(
                fields=["name_key"],
                opclasses=["varchar_pattern_ops"],
                name="alternative_name_beginning",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep ``name_key`` in step with the name."""
        self.name_key = name_key_for(self, self.name)
        super().save(**with_name_key(options))

    def described_titles(self) -> TitleQuerySet:
        return Title.objects.filter(pk=self.title_id)
