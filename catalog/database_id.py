"""Which database this is: an index of another one knows other titles by the same ids."""

from functools import cache

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@cache
def database_id() -> str:
    """Return when this database's tables were made, to the microsecond. One query a process.

    A copy or a restored dump has it too, and its titles have the same ids.
    """
    first = MigrationRecorder(connection).migration_qs.filter(app="catalog", name="0001_initial")
    applied = first.values_list("applied", flat=True).first()
    return applied.isoformat() if applied else ""


def index_parameters() -> dict[str, str]:
    """Return what every index of titles must have been built with, to be read."""
    return {"database": database_id()}
