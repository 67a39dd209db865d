"""What is settled in columns is what the parser says, cell by cell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.canonical import LONG
from catalog.datasets import lists, parsing
from catalog.datasets.credits import cast_and_crew
from catalog.datasets.errors import CellError, RowError
from catalog.datasets.parsing import Parser
from catalog.tests import nasty_cells as nasty

SINGLES = {
    "overview": (parsing.text("c"), nasty.cells),
    "tagline": (parsing.text("c", longest=12), nasty.cells),
    "name": (parsing.name("c"), nasty.cells | nasty.words.map(lambda text: text * 9)),
    "certification": (parsing.certification("c"), nasty.cells),
    "release_date": (parsing.release_date("c"), nasty.dates),
    "start_year": (parsing.year_of_date("c"), nasty.dates),
    "runtime_minutes": (parsing.small_integer("c"), nasty.numbers),
    "budget": (parsing.dollars("c"), nasty.numbers),
    "popularity": (parsing.popularity("c"), nasty.numbers),
    "homepage": (parsing.web_address("c"), nasty.addresses),
    "poster_path": (parsing.image_path("c"), nasty.paths),
    "imdb_id": (parsing.imdb_id("c"), nasty.imdb_ids),
    "tmdb_id": (parsing.tmdb_id("c"), nasty.numbers),
}
PYTHON_NAMES, JSON_NAMES = lists.python_field("name"), lists.json_field("name")
#: Rows of a column that is read at once.
N_ROWS = 8


def several(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(cells, min_size=N_ROWS, max_size=N_ROWS)


SPLITTERS = {
    "pipes": (lists.pipes, several(nasty.cells)),
    "commas": (lists.commas, several(nasty.cells)),
    "python": (PYTHON_NAMES, nasty.written(nasty.named, repr, N_ROWS)),
    "python, plain": (PYTHON_NAMES, nasty.written(nasty.plainly_named, repr, N_ROWS)),
    "json": (JSON_NAMES, nasty.written(nasty.named, nasty.json_of, N_ROWS)),
    "json, ASCII": (JSON_NAMES, nasty.written(nasty.named, nasty.ascii_json, N_ROWS)),
}
many = settings(max_examples=30, derandomize=True)


def said(parser: Parser, cells: tuple[str, ...]) -> Any:
    """Return what the parser's function says: a value, entries, or the error itself."""
    try:
        value = parser.begin(Path())(*cells)
    except (CellError, RowError) as error:
        return error
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return [entry if isinstance(entry, tuple) else (entry,) for entry in map(plainly, value)]
    return value


def plainly(entry: Any) -> Any:
    return tuple(entry) if isinstance(entry, tuple) else entry


def settled(name: str, parser: Parser, columns: Sequence[Sequence[str]]) -> dict[int, Any]:
    """Return what the recogniser settles: row to value or entries."""
    is_settled, found = parser.plain([pl.Series(cells, dtype=pl.String) for cells in columns])
    assert (len(is_settled), is_settled.null_count()) == (len(columns[0]), 0)
    places = is_settled.arg_true().to_list()
    if name not in LONG:
        return {row: found[row] for row in places}
    entries: dict[int, Any] = {row: [] for row in places}
    for row, *entry in found.select("row", *LONG[name]).iter_rows():
        entries[row].append(tuple(entry))  # of a settled row, or KeyError
    return entries


def assert_alike(name: str, parser: Parser, *columns: Sequence[str]) -> None:
    rows = list(zip(*columns, strict=True))
    for row, found in settled(name, parser, columns).items():
        expected = said(parser, rows[row])
        if name in LONG:
            expected = expected or []
        assert (found, type(found)) == (expected, type(expected)), rows[row]


@pytest.mark.parametrize("name", SINGLES)
@many
@given(data=st.data())
def test_single_values(name, data):
    parser, cells = SINGLES[name]
    assert_alike(name, parser, data.draw(several(cells)))


@many
@given(cells=several(nasty.cells | nasty.numbers))
def test_source_ids(cells):
    assert_alike("source_ids", parsing.source_id("justwatch", "c"), cells)


@pytest.mark.parametrize("read", [parsing.companies, parsing.keywords])
@pytest.mark.parametrize("notation", SPLITTERS)
@many
@given(data=st.data())
def test_lists(notation, read, data):
    split, column = SPLITTERS[notation]
    assert_alike("companies", read("c", split), data.draw(column))


@pytest.mark.parametrize("read", [parsing.companies, parsing.keywords])
@pytest.mark.parametrize(
    "cell",
    [
        "Nordlicht, ınc, Seine", "Nordlicht, İnc", "Nordlicht, Inc\u0301, Seine", "A, Coöp",
        "A, Co", "Nordlicht, Inc\u200dx", "Ferry, K, ſr", ", a, ", "a,", "a, , b",
        "A, L.L.C., B, S.A",
    ],
)  # fmt: skip
def test_commas_in_names(read, cell):
    assert_alike("companies", read("c", lists.commas), [cell])


@pytest.mark.parametrize(
    "cell",
    [
        "[{'name': True}]", "[{'name': 7}]", "[{'name': None}]", "[{'name': 'a', 'name': 'b'}]",
        r"[{'x': '\xZZ', 'name': 'a'}]", r"[{'x': '\N{nothing}', 'name': 'a'}]",
        "[{'x': '\0', 'name': 'a'}]", r"[{'x': '\ud800', 'name': 'a'}]",
        r"[{'name': '\ud800'}]", r"[{'x': '\U00110000', 'name': 'a'}]",
        """[{'name': "a'}, {'name': 'b"}]""", r"[{'name': 'a\'}, {\'name\': \'b'}]",
    ],
)  # fmt: skip
def test_odd_objects_of_python(cell):
    assert_alike("companies", parsing.companies("c", PYTHON_NAMES), [cell])


@pytest.mark.parametrize(
    "cell",
    [
        '[{"name": true}]', '[{"name": 7}]', '[{"name": null}]', '[{"name": None}]',
        r'[{"x": "\q", "name": "a"}]', r'[{"x": "\u12", "name": "a"}]', '[{"name": NaN}]',
        r'[{"x": "\ud800", "name": "a"}]', r'[{"name": "\ud800"}]', r'[{"name": "\ud83d\ude00"}]',
        r'[{"name": "a\"}, {\"name\": \"b"}]', '[{"name": "a\tb"}]', '[{"a": [1], "name": "b"}]',
    ],
)  # fmt: skip
def test_odd_objects_of_json(cell):
    assert_alike("companies", parsing.companies("c", JSON_NAMES), [cell])


@many
@given(*[several(nasty.numbers)] * 3)
def test_ratings(averages, votes, others):
    parser = parsing.ratings(imdb=("a", "v"), tmdb=("b", None))
    assert_alike("ratings", parser, averages, votes, others)


@pytest.mark.parametrize(
    ("parse", "write"),
    [(lists.python_list, repr), (lists.json_list, nasty.json_of)],
    ids=["Python", "JSON"],
)
@many
@given(data=st.data())
def test_cast_and_crew(parse, write, data):
    cast, crew = (nasty.written(fields, write, 3) for fields in (nasty.cast, nasty.crew))
    parser = cast_and_crew(parse, "cast", "crew")
    assert_alike("credits", parser, data.draw(cast), data.draw(crew))


@pytest.mark.parametrize("number", ["true", "0", "-1", "7.0", "2147483648", '"7"', "null", "7"])
def test_ids_of_people(number):
    cell = f'[{{"id": {number}, "name": "Ada", "character": ""}}]'
    assert_alike("credits", cast_and_crew(lists.json_list, "cast", "crew"), [cell], ["[]"])
