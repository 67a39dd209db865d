"""What databases have for searching in texts: PostgreSQL's full-text search, SQLite's FTS5.

Both get the overviews, ready-made, in tables of their own; taglines and keywords, which the
project searches as well, cost them nothing. Words are combined by "and", ten titles are asked for.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from django.apps import apps
from django.db import connection

#: The words of a query; what is found does not matter here.
Search = Callable[[Sequence[str]], Any]
N = 10


def make_tsvectors() -> dict[str, float]:
    """Make a table with the overviews as tsvectors, and a GIN index over them."""
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_texts AS SELECT id, to_tsvector('english', overview) AS words "
            "FROM catalog_title WHERE overview <> ''"
        )
        cursor.execute("CREATE INDEX bench_words ON bench_texts USING gin (words)")
        cursor.execute("VACUUM ANALYZE bench_texts")
        cursor.execute("SELECT pg_table_size('bench_texts'), pg_relation_size('bench_words')")
        table, index = cursor.fetchone()
    seconds = perf_counter() - started
    return {"ts_seconds": seconds, "ts_mb": table / 1e6, "ts_gin_mb": index / 1e6}


def search_tsvectors(words: Sequence[str]) -> list[Any]:
    """Return the best titles by ts_rank."""
    sql = """
        SELECT id FROM bench_texts, plainto_tsquery('english', %s) query
        WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [" ".join(words), N])
        return list(cursor.fetchall())


def count_tsvectors(words: Sequence[str]) -> int:
    """Return how many titles match, in no order."""
    sql = "SELECT count(*) FROM bench_texts WHERE words @@ plainto_tsquery('english', %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [" ".join(words)])
        return int(cursor.fetchone()[0])


class Fts5:
    """SQLite's FTS5 over the overviews, with its Porter stemmer, in a file below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.sqlite3"
        self._connection = sqlite3.connect(self._path)

    def make(self) -> dict[str, float]:
        """Make the table, without the texts themselves; reading them is not timed."""
        titles = apps.get_model("catalog", "Title")._default_manager.exclude(overview="")
        rows = list(titles.order_by("pk").values_list("pk", "overview"))
        started = perf_counter()
        self._connection.execute(
            "CREATE VIRTUAL TABLE texts USING "
            "fts5(overview, content='', tokenize='porter unicode61 remove_diacritics 2')"
        )
        with self._connection:
            self._connection.executemany("INSERT INTO texts (rowid, overview) VALUES (?, ?)", rows)
            self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        seconds = perf_counter() - started
        return {"fts5_seconds": seconds, "fts5_mb": self._path.stat().st_size / 1e6}

    def search(self, words: Sequence[str]) -> list[Any]:
        """Return the best titles by bm25."""
        match = " AND ".join(f'"{word}"' for word in words)
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        return self._connection.execute(sql, [match, N]).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
