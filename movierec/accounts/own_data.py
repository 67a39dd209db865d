"""Everything that is kept about one account, as tables.

Which tables these are is read off the models: whatever has a foreign key to the account or to its
viewer, and what hangs on that. So a new model is part of it without a line here.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q, QuerySet

from catalog.admin.base import as_text
from catalog.models import Title
from recommendations.models import Rating, Viewer

#: Tables that are not handed out, and why.
WITHHELD = {
    "account.EmailConfirmation": "keys that prove an address",
    "admin.LogEntry": "what somebody did for the site, not about themselves",
    "movierec.AccountSession": "keys that prove who is signed in",
    "reviews.AspectMention": "follows from the text of a review",
}
#: Columns that are secrets, or only mean something here.
WITHHELD_COLUMNS = {"id", "password", "sha256", "sketch"}
#: Of a title: our names of its columns, which imports understand, and the model's.
TITLE_COLUMNS = {
    "title": "name",
    "year": "start_year",
    "type": "kind",
    "imdb_id": "imdb_id",
    "tmdb_id": "tmdb_id",
}
OWNERS: tuple[type[Model], ...] = (User, Viewer)
README = """\
Everything that movierec keeps about your account.

*.csv            one table each, for spreadsheets; a text that one would take for a formula
                 has ' in front
everything.json  the same in one file, unchanged

Ratings are from 1 to 10; "stars" is the same of five. Titles have their ids at IMDb and TMDB, so
that ratings.csv can be imported elsewhere, and here.
"""

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """The rows of one model that belong to one account."""

    name: str
    rows: list[Row]


def zip_of(user: User) -> bytes:
    """Return all tables as CSV files and one JSON file, in a zip."""
    tables = list(tables_of(user))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for table in tables:
            archive.writestr(f"{table.name}.csv", as_csv(table))
        everything = {table.name: table.rows for table in tables}
        archive.writestr("everything.json", json.dumps(everything, cls=DjangoJSONEncoder, indent=1))
    return stream.getvalue()


def tables_of(user: User) -> Iterator[Table]:
    """Yield the account and its viewer, then all that belongs to them: 1 query each."""
    yield Table("account", [row_of(user)])
    for model, rows in owned_by(user):
        name = str(model._meta.verbose_name_plural).lower().replace(" ", "_")
        yield Table(name, [row_of(row) for row in rows])


def owned_by(user: User) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Yield each model with the rows that are this account's.

    What has a foreign key to a person is found by that alone, so that a row of another person in
    something shared is never among them.
    """
    for model, paths in sorted(paths_to_owner().items(), key=lambda item: item[0]._meta.label):
        if model._meta.label not in WITHHELD:
            is_own = Q()
            for path in paths:
                is_own |= Q(**{path: user.pk})
            rows = model._default_manager.filter(is_own).order_by("pk")
            fields = [field.name for field in model._meta.fields if field.related_model is Title]
            yield model, rows.select_related(*fields) if fields else rows


def paths_to_owner() -> dict[type[Model], list[str]]:
    """Return, for each model that belongs to accounts, the lookups that lead to the account."""
    found: dict[type[Model], list[str]] = {}
    waiting: list[tuple[type[Model], str]] = [(User, "")]
    while waiting:
        owner, path = waiting.pop()
        for model, field in _pointing_at(owner):
            if owner not in OWNERS and any(f.related_model in OWNERS for f in model._meta.fields):
                continue  # it has an owner of its own
            if model._meta.label in WITHHELD:
                continue
            lookup = f"{field}__{path}" if path else field
            if lookup not in found.setdefault(model, []):
                found[model].append(lookup)
                waiting.append((model, lookup))
    return found


def _pointing_at(owner: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the models with a foreign key to ``owner`` and its name, hidden relations as well."""
    for relation in owner._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        is_to_us = relation.auto_created and isinstance(field, ForeignKey)
        if is_to_us and not field.model._meta.auto_created:
            yield field.model, field.name


def row_of(row: Model) -> Row:
    """Return the columns of a row: first the title, as its name and ids elsewhere."""
    values: Row = {}
    for field in row._meta.fields:
        if field.related_model is Title:
            values = _title(getattr(row, field.name)) | values
        elif field.name not in WITHHELD_COLUMNS and field.related_model not in OWNERS:
            values[field.name] = field.value_from_object(row)
    if isinstance(row, Rating):
        values["stars"] = row.value / 2
    return values


def _title(title: Title | None) -> Row:
    return {column: getattr(title, name, None) for column, name in TITLE_COLUMNS.items()}


def as_csv(table: Table) -> str:
    """Return a table as CSV that no spreadsheet runs."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    if table.rows:
        writer.writerow(table.rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in table.rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        value = json.dumps(value, cls=DjangoJSONEncoder)
    return as_text(value)
