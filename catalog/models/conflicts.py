"""Where files disagree about a title: what the file said whose value the title does not have."""

from __future__ import annotations

from django.db import models, transaction

from catalog import names
from catalog.models.loads import SourceFile
from catalog.models.titles import Title
from catalog.querysets import FactConflictQuerySet


class FactConflict(models.Model):
    """What another file says of a fact than the title holds.

    Only this side is stored; the other is the title's own value now, so a conflict is settled
    by itself when the title comes to say the same. ``FactConflict.of`` makes rows,
    ``FactConflict.objects.record`` writes them.
    """

    class Fact(models.TextChoices):
        NAME = "name", "Name"
        START_YEAR = "start_year", "Year"
        RUNTIME = "runtime_minutes", "Runtime"

    title = models.ForeignKey(Title, models.CASCADE, related_name="conflicts")
    fact = models.CharField(max_length=15, choices=Fact)
    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="+")
    value = models.CharField("other value", max_length=300)
    #: A name folded as ``Title.name_key`` is; a number as it stands in ``value``.
    value_key = models.CharField(max_length=300, editable=False)

    objects = FactConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "fact", "file"], name="conflict_per_title_fact_and_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_fact_display().lower()} {self.value}"

    @classmethod
    def of(cls, title_id: int, fact: str, file_id: int, value: str | int) -> FactConflict:
        """Return an unsaved conflict: ``file_id`` says ``value``, the title does not hold it.

        Raises ValueError for a year or runtime that is no number.
        """
        is_name = fact == cls.Fact.NAME
        text = str(value)[:300] if is_name else str(int(value))
        key = names.name_key(text)[:300] if is_name else text
        return cls(title_id=title_id, fact=fact, file_id=file_id, value=text, value_key=key)

    @property
    def held(self) -> str:
        """Return what the title says now."""
        value = getattr(self.title, self.fact)
        return "" if value is None else str(value)

    def decide(self, *, take: bool) -> Title:
        """Lock the title's value, or with ``take`` this one instead, and return the title.

        Raises ValidationError if this value contradicts another fact of the title.
        """
        with transaction.atomic():
            title = Title.objects.select_for_update().get(pk=self.title_id)
            if take:
                is_text = self.fact == self.Fact.NAME
                setattr(title, self.fact, self.value if is_text else int(self.value))
                title.clean()
            title.mark_edited([self.fact])
            title.save(update_fields=[self.fact, "provenance", "updated_at"])
        return title
