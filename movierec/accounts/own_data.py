"""Everything that is kept about one account, as tables.

Which tables these are is read off the models: whatever has a foreign key to the account or to its
viewer, and what hangs on that. So a new model is part of it without a line here.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
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

#: Rows that are asked for, and written, at a time.
CHUNK = 2_000
#: The JSON file waits on disk until the tables are written; a small one in memory.
MOST_IN_MEMORY, PIECE_BYTES = 1 << 20, 1 << 18


@dataclass(frozen=True)
class Table:
    """The rows of one model that belong to one account; they are read as they are asked for."""

    name: str
    columns: list[str]
    rows: Iterable[Sequence[Any]]


def zip_of(user: User) -> bytes:
    """Return the whole of ``zip_pieces``."""
    return b"".join(zip_pieces(user))


def zip_pieces(user: User) -> Iterator[bytes]:
    """Yield a zip of all tables as CSV files and one JSON file.

    Somebody may have a hundred thousand rows: no table is ever in memory as a whole.
    """
    done = _Pieces()
    with (
        zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as archive,
        tempfile.SpooledTemporaryFile(MOST_IN_MEMORY) as everything,
    ):
        archive.writestr("README.txt", README)
        for place, table in enumerate(tables_of(user)):
            everything.write(b"%s%s: [" % (b",\n" if place else b"{\n", _json(table.name)))
            with archive.open(_member(f"{table.name}.csv"), "w") as file:
                for part, rows in enumerate(_chunks(table.rows)):
                    file.write(_csv(rows, [] if part else table.columns))
                    everything.write(b",\n" if part else b"\n")
                    everything.write(_json_lines(table.columns, rows))
                    yield done.taken()
            everything.write(b"]")
        everything.write(b"\n}\n")
        everything.seek(0)
        with archive.open(_member("everything.json"), "w") as file:
            while piece := everything.read(PIECE_BYTES):
                file.write(piece)
                yield done.taken()
    yield done.taken()


class _Pieces(io.RawIOBase):
    """A file that gives away what was written to it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, time.localtime()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def tables_of(user: User) -> Iterator[Table]:
    """Yield the account and its viewer, then all that belongs to them: 1 query each."""
    yield _table("account", User.objects.filter(pk=user.pk))
    for model, rows in owned_by(user):
        yield _table(str(model._meta.verbose_name_plural).lower().replace(" ", "_"), rows)


def _table(name: str, rows: QuerySet[Any]) -> Table:
    columns = columns_of(rows.model)
    values = rows.values_list(*columns.values()).iterator(CHUNK)
    if rows.model is not Rating:
        return Table(name, [*columns], values)
    value = list(columns).index("value")
    return Table(name, [*columns, "stars"], ((*row, row[value] / 2) for row in values))


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
            yield model, model._default_manager.filter(is_own).order_by("pk")


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


def columns_of(model: type[Model]) -> dict[str, str]:
    """Return {column: lookup}: first the title, as its name and ids elsewhere."""
    columns: dict[str, str] = {}
    for field in model._meta.fields:
        if field.related_model is Title:
            title = {column: f"{field.name}__{name}" for column, name in TITLE_COLUMNS.items()}
            columns = title | columns
        elif field.name not in WITHHELD_COLUMNS and field.related_model not in OWNERS:
            columns[field.name] = field.attname
    return columns


def _csv(rows: Sequence[Sequence[Any]], header: Sequence[str]) -> bytes:
    """Return rows as CSV that no spreadsheet runs."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    if header:
        writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode()


def _json_lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    return b",\n".join(_json(dict(zip(columns, row, strict=True))) for row in rows)


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder).encode()


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        value = json.dumps(value, cls=DjangoJSONEncoder)
    return as_text(value)
