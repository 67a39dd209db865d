"""A cache in the database whose values are JSON, not pickles.

Django's own database cache unpickles what it reads, so that whoever can write one row can run
code. Rate limits and small counts are plain values; JSON is enough. The table is that of
Django's ``createcachetable``, which a migration runs.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

#: What "never expires" is in the table, whose column is NOT NULL.
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


class JSONDatabaseCache(BaseDatabaseCache):
    """Key, JSON value and expiry in one table; every operation is one atomic statement."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self.table = connection.ops.quote_name(table)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = self._run(
            f"SELECT value FROM {self.table} WHERE cache_key = %s AND expires > %s",  # noqa: S608
            [self.make_and_validate_key(key, version=version), self._now()],
        )
        return json.loads(row[0]) if row else default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._write(key, value, timeout, version, "TRUE")

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store ``value`` unless a live one is there; return whether it was stored."""
        return self._write(key, value, timeout, version, f"{self.table}.expires <= %s")

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        row = self._run(
            f"UPDATE {self.table} SET expires = %s"  # noqa: S608
            " WHERE cache_key = %s AND expires > %s RETURNING 1",
            [
                self._expiry(timeout),
                self.make_and_validate_key(key, version=version),
                self._now(),
            ],
        )
        return row is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        row = self._run(
            f"DELETE FROM {self.table} WHERE cache_key = %s RETURNING expires > %s",  # noqa: S608
            [self.make_and_validate_key(key, version=version), self._now()],
        )
        return bool(row and row[0])

    def clear(self) -> None:
        self._run(f"DELETE FROM {self.table}", [])  # noqa: S608

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self.get(key, default=self, version=version) is not self

    def _write(
        self, key: str, value: Any, timeout: Any, version: int | None, condition: str
    ) -> bool:
        """Upsert one row, replacing an old one only under ``condition``; drop what has expired."""
        now = self._now()
        self._run(f"DELETE FROM {self.table} WHERE expires <= %s", [now])  # noqa: S608
        row = self._run(
            f"INSERT INTO {self.table} (cache_key, value, expires) VALUES (%s, %s, %s)"  # noqa: S608
            " ON CONFLICT (cache_key) DO UPDATE"
            " SET value = excluded.value, expires = excluded.expires"
            f" WHERE {condition} RETURNING 1",
            [
                self.make_and_validate_key(key, version=version),
                json.dumps(value),
                self._expiry(timeout),
                *([now] if "%s" in condition else []),
            ],
        )
        return row is not None

    def _run(self, sql: str, parameters: list[Any]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone() if cursor.description else None

    def _expiry(self, timeout: Any) -> Any:
        seconds = self.get_backend_timeout(timeout)
        moment = FOREVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
        return connection.ops.adapt_datetimefield_value(moment)

    @staticmethod
    def _now() -> Any:
        return connection.ops.adapt_datetimefield_value(timezone.now())
