"""Saving what the API was given: checked as the admin checks it, all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from catalog.api.errors import ApiError, ConflictError, InvalidError
from catalog.models import (
    AlternativeName,
    Collection,
    Company,
    Country,
    Genre,
    Keyword,
    Language,
    Title,
)

#: Codes of Django's errors that mean: another row has it.
TAKEN = {"unique", "unique_together"}
#: Lists of a title whose members must exist: (model, the field by which they are named).
CLOSED_LISTS: dict[str, tuple[type[models.Model], str]] = {
    "genres": (Genre, "slug"),
    "countries": (Country, "code"),
    "spoken_languages": (Language, "code"),
}
#: Lists of a title whose members are created when they are new.
OPEN_LISTS: dict[str, type[models.Model]] = {"companies": Company, "keywords": Keyword}


@transaction.atomic
def save_title(title: Title, facts: dict[str, Any]) -> None:
    """Set ``facts`` of a new or locked title, or raise InvalidError or ConflictError."""
    title.mark_edited(name for name, value in facts.items() if title.pk or value)
    lists = {name: existing(name, facts.pop(name)) for name in CLOSED_LISTS if name in facts}
    lists |= {
        name: [named(model, text) for text in dict.fromkeys(facts.pop(name))]
        for name, model in OPEN_LISTS.items()
        if name in facts
    }
    other_names = facts.pop("other_names", None)
    if code := facts.get("original_language"):
        facts["original_language"] = language(code)
    if text := facts.get("collection"):
        facts["collection"] = named(Collection, text)
    save(title, facts)
    for name, rows in lists.items():
        getattr(title, name).set(rows)
    if other_names is not None:
        set_other_names(title, other_names)


def set_other_names(title: Title, names: Iterable[str]) -> None:
    """Let the title have these other names, and no others."""
    title.alternative_names.exclude(name__in=names).delete()
    held = set(title.alternative_names.values_list("name", flat=True))
    for name in dict.fromkeys(names):
        if name not in held:
            AlternativeName(title=title, name=name).save()


@transaction.atomic
def save(row: models.Model, facts: dict[str, Any]) -> None:
    """Set ``facts`` and save; raise ConflictError for what another row has, else InvalidError."""
    for name, value in facts.items():
        setattr(row, name, value)
    made_by_save = {"slug", "name_key"} - facts.keys()
    try:
        row.full_clean(exclude=made_by_save)
    except ValidationError as error:
        raise api_error(error) from error
    row.save()


def api_error(error: ValidationError) -> ApiError:
    """Return a model's validation error as the API's: a conflict if a value is taken."""
    fields: dict[str, str] = {}
    is_taken = False
    for name, errors in error.error_dict.items():
        for one in errors:
            columns = (one.params or {}).get("unique_check") if name == NON_FIELD_ERRORS else None
            fields |= dict.fromkeys(columns or (name,), " ".join(one.messages))
            is_taken = is_taken or one.code in TAKEN
    if is_taken:
        return ConflictError("Another row has the same value.", fields)
    return InvalidError("Some values are not valid.", fields)


def existing(name: str, keys: Iterable[str]) -> list[models.Model]:
    """Return the members of a closed list; raise ConflictError naming those that do not exist."""
    model, key = CLOSED_LISTS[name]
    rows = {getattr(row, key): row for row in model._default_manager.filter(**{f"{key}__in": keys})}
    if missing := sorted(set(keys) - set(rows)):
        raise unknown(name, ", ".join(missing))
    return list(rows.values())


def language(code: str) -> Language:
    """Return the language; raise ConflictError if there is none of that code."""
    found = Language.objects.filter(code=code).first()
    if found is None:
        raise unknown("original_language", code)
    return found


def unknown(field: str, values: str) -> ConflictError:
    """Return the error for naming what the catalogue does not have."""
    return ConflictError("The catalogue does not have all that is named.", {field: values})


def named(model: type[models.Model], text: str) -> models.Model:
    """Return the row of this name, created if need be; keywords are in lower case."""
    name = " ".join(text.split())
    if model is Keyword:
        name = name.lower()[:200]
    rows = model._default_manager
    return rows.filter(name__iexact=name).first() or rows.get_or_create(name=name)[0]
