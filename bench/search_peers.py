"""What else finds names with typos: over the list, in PostgreSQL, in SQLite, in Python itself.

All get what the project has worked out: the different names, folded, the most popular first, and
what was typed, folded. They return the five that they hold for the best.
"""

import difflib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from io import StringIO

import psycopg2
from rapidfuzz import fuzz, process

from bench.scratch import postgresql_database

#: Names that are looked at.
BEST = 5


@dataclass(frozen=True)
class Peer:
    """One way to find names; ``per_round``: so many queries it is asked in a round."""

    name: str
    label: str
    ask: Callable[[str], Sequence[str]]
    per_round: int


@contextmanager
def open_peers(keys: Sequence[str], server: str | None) -> Iterator[list[Peer]]:
    """Index ``keys`` as the peers need it; PostgreSQL is left out if no ``server`` answers."""
    with ExitStack() as stack:
        peers = [
            Peer("rapidfuzz", "rapidfuzz extract, ratio", _rapidfuzz(keys, fuzz.ratio), 20),
            Peer("wratio", "rapidfuzz extract, WRatio", _rapidfuzz(keys, fuzz.WRatio), 2),
            Peer("fts5_trigram", "SQLite FTS5, trigrams", stack.enter_context(_trigrams(keys)), 5),
            Peer("fts5_prefix", "SQLite FTS5, prefixes", stack.enter_context(_prefixes(keys)), 50),
            Peer("difflib", "difflib get_close_matches", _difflib(keys), 1),
        ]
        if server and _answers(server):
            ask = stack.enter_context(_pg_trgm(keys, server))
            peers.insert(2, Peer("pg_trgm", "PostgreSQL pg_trgm, GIN", ask, 20))
        yield peers


def _rapidfuzz(keys: Sequence[str], scorer: Callable[..., float]) -> Callable[[str], Sequence[str]]:
    def ask(typed: str) -> Sequence[str]:
        return [key for key, *_ in process.extract(typed, keys, scorer=scorer, limit=BEST)]

    return ask


def _difflib(keys: Sequence[str]) -> Callable[[str], Sequence[str]]:
    return lambda typed: difflib.get_close_matches(typed, keys, BEST)


@contextmanager
def _trigrams(keys: Sequence[str]) -> Iterator[Callable[[str], Sequence[str]]]:
    """Index letter trigrams; names with any of the typed ones, by BM25."""
    with _fts5(keys, "tokenize='trigram'") as ask:
        yield lambda typed: ask(
            " OR ".join(sorted({_quoted(typed[i : i + 3]) for i in range(len(typed) - 2)}))
        )


@contextmanager
def _prefixes(keys: Sequence[str]) -> Iterator[Callable[[str], Sequence[str]]]:
    """Index words; names with a word that begins so for each typed one, by BM25."""
    with _fts5(keys, "prefix='2 3'") as ask:
        yield lambda typed: ask(" ".join(f"{_quoted(word)}*" for word in re.findall(r"\w+", typed)))


@contextmanager
def _fts5(keys: Sequence[str], options: str) -> Iterator[Callable[[str], Sequence[str]]]:
    sql = "SELECT key FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?"
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE VIRTUAL TABLE names USING fts5(key, {options})")
        database.executemany("INSERT INTO names VALUES (?)", ((key,) for key in keys))
        database.execute("INSERT INTO names(names) VALUES ('optimize')")

        def ask(match: str) -> Sequence[str]:
            return [key for (key,) in database.execute(sql, (match, BEST))] if match else []

        yield ask


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _answers(server: str) -> bool:
    try:
        psycopg2.connect(server).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def _pg_trgm(keys: Sequence[str], server: str) -> Iterator[Callable[[str], Sequence[str]]]:
    """Index trigrams in a database of its own; names that are similar by its usual threshold."""
    with postgresql_database(server) as url, closing(psycopg2.connect(url)) as database:
        database.autocommit = True
        with database.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm; CREATE TABLE names (place int, key text)")
            rows = "".join(f"{place}\t{_escaped(key)}\n" for place, key in enumerate(keys))
            cursor.copy_expert("COPY names FROM STDIN", StringIO(rows))
            cursor.execute("CREATE INDEX ON names USING gin (key gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE names")

            def ask(typed: str) -> Sequence[str]:
                cursor.execute(
                    "SELECT key FROM names WHERE key %% %s "
                    "ORDER BY similarity(key, %s) DESC, place LIMIT %s",
                    (typed, typed, BEST),
                )
                return [key for (key,) in cursor.fetchall()]

            yield ask


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")
