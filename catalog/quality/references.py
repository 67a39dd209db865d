"""Rows that point at a title or a person that is not there.

Foreign keys forbid it; what was written around them (a restored dump, a copy with triggers off)
they never look at again.
"""

from functools import partial
from typing import Any

from django.db.models import Exists, Model, OuterRef

from catalog.models import (
    AggregateRating,
    AlternativeName,
    Credit,
    Person,
    PersonIdentifier,
    Title,
    TitleIdentifier,
)
from catalog.quality.expectations import (
    MAX_EXAMPLES,
    Example,
    Expectation,
    Finding,
    Look,
    example,
)

THEME = "references"
Reference = tuple[type[Model], str]

_THROUGH: list[Any] = [getattr(Title, field.name).through for field in Title._meta.many_to_many]
LISTS: tuple[Reference, ...] = tuple(
    (model, field.name) for model in _THROUGH for field in model._meta.fields if field.is_relation
)


def _of_other_apps() -> tuple[Reference, ...]:
    """Return what other apps point at titles with, such as reviews."""
    relations: list[Any] = [*Title._meta.related_objects, *Person._meta.related_objects]
    return tuple(
        (relation.related_model, relation.field.name)
        for relation in relations
        if relation.related_model._meta.app_label != Title._meta.app_label
    )


def _find(name: str, references: tuple[Reference, ...]) -> dict[str, Finding]:
    checked = offending = 0
    examples: list[Example] = []
    for model, name_of_field in references or _of_other_apps():
        field: Any = model._meta.get_field(name_of_field)
        rows = model._default_manager.filter(**{f"{field.attname}__isnull": False}).order_by()
        targets = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
        lost = rows.filter(~Exists(targets))
        checked += rows.count()
        offending += (n := lost.count())
        for row in lost[: MAX_EXAMPLES - len(examples)] if n else ():
            target = f"{field.name} {getattr(row, field.attname)}"
            examples.append(example(row, f"{model._meta.verbose_name} {row.pk}: no {target}"))
    return {name: Finding(checked, offending, tuple(examples))}


def _expectation(name: str, expects: str, *references: Reference) -> Expectation:
    return Expectation(name, THEME, expects, Look(partial(_find, name, references)), required=True)


EXPECTATIONS = (
    _expectation(
        "credits_attached",
        "every credit has its title and its person",
        (Credit, "title"),
        (Credit, "person"),
    ),
    _expectation(
        "lists_attached",
        "both ends of every genre, country, … of a title exist",
        *LISTS,
        (AlternativeName, "title"),
    ),
    _expectation(
        "titles_attached",
        "the language and the collection of every title exist",
        (Title, "original_language"),
        (Title, "collection"),
    ),
    _expectation("ratings_attached", "every rating has its title", (AggregateRating, "title")),
    _expectation(
        "identifiers_attached",
        "every id elsewhere has its title or its person",
        (TitleIdentifier, "title"),
        (PersonIdentifier, "person"),
    ),
    _expectation("others_attached", "every review, … has its title"),
)
