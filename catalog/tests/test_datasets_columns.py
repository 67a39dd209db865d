"""From raw columns to a canonical one: who is parsed how often, and what is told of which row."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog.canonical import RatingFact
from catalog.datasets import lists, parsing
from catalog.datasets.columns import Failure, Parsed, Repair, parse_column
from catalog.datasets.credits import credit_in_row
from catalog.datasets.errors import CellError, RowError
from catalog.datasets.parsing import Parser, each


def parse(name: str, parser: Parser, *columns: list[str]) -> Parsed:
    cells = [pl.Series(column, dtype=pl.String) for column in columns]
    n_rows = len(columns[0]) if columns else 3
    return parse_column(name, parser, parser.begin(Path()), cells, n_rows)


def values(parsed: Parsed) -> list[Any]:
    """Return what was read: a value for each row, or the entries with their rows."""
    found = parsed.values
    return found.to_list() if isinstance(found, pl.Series) else found.rows()


class Counting:
    """Reads cells as ``answer`` does, and remembers what it saw."""

    def __init__(self, answer: Any) -> None:
        self.seen: list[tuple[str, ...]] = []
        self.answer = answer

    def __call__(self, *cells: str) -> Any:
        self.seen.append(cells)
        return self.answer(*cells)


def refuse(cell: str) -> str:
    if cell == "row":
        raise RowError("broken")
    if cell == "cell":
        raise CellError("odd", instead="instead")
    if cell == "nothing":
        raise CellError("odder")
    return cell


# How often ---------------------------------------------------------------------------------------


def test_equal_cells_are_parsed_once():
    read = Counting(str.upper)
    parsed = parse("name", each(read, "c"), ["a", "b", "a", "a", "b"])

    assert read.seen == [("a",), ("b",)]
    assert values(parsed) == ["A", "B", "A", "A", "B"]


def test_cells_of_several_columns_are_equal_if_all_are():
    read = Counting(lambda one, two: one + two)
    parsed = parse("name", each(read, "c", "d"), ["a", "a", "a"], ["x", "y", "x"])

    assert read.seen == [("a", "x"), ("a", "y")]
    assert values(parsed) == ["ax", "ay", "ax"]


def test_only_what_is_not_plain_is_parsed():
    plain = parsing.small_integer("c").plain
    read = Counting(lambda cell: 7)
    parsed = parse("runtime_minutes", each(read, "c", plain=plain), ["90", "90.0", "", "90.0"])

    assert read.seen == [("90.0",)]
    assert values(parsed) == [90, 7, None, 7]


def test_where_all_is_plain_nothing_is_parsed():
    read = Counting(str.upper)
    parsed = parse("name", each(read, "c", plain=parsing.text("c").plain), ["a", "", "b"])

    assert (read.seen, values(parsed)) == ([], ["a", None, "b"])


def test_a_stateful_parser_sees_every_row_in_order():
    read = Counting(lambda cell: cell + str(len(read.seen)))
    parser = Parser(("c",), lambda path: read, is_stateful=True)

    assert values(parse("name", parser, ["a", "b", "a"])) == ["a1", "b2", "a3"]


def test_credits_of_a_title_are_numbered_over_its_rows():
    parser = credit_in_row("t", "p", "n", "c", "r", {"ACTOR": "actor"})
    cells = ["1", "2", "1"], ["", "", ""], ["Ada", "Bo", "Ada"], ["", "", ""], ["ACTOR"] * 3
    frame = parse("credits", parser, *map(list, cells)).values

    assert frame.select("row", "name", "ordering").rows() == [
        (0, "Ada", 0), (1, "Bo", 0), (2, "Ada", 1)
    ]  # fmt: skip


def test_a_parser_without_cells_gives_every_row_its_value():
    assert values(parse("kind", parsing.constant("movie"))) == ["movie"] * 3


@pytest.mark.parametrize("name", ["name", "keywords"])
def test_no_rows_give_no_values(name):
    parser = parsing.keywords("c", lists.pipes) if name == "keywords" else parsing.name("c")
    assert values(parse(name, parser, [])) == []


# What went wrong ---------------------------------------------------------------------------------


def test_failures_tell_every_row_that_has_the_cell():
    parsed = parse("name", each(refuse, "c"), ["cell", "a", "row", "cell"])

    assert sorted(parsed.failures, key=lambda failure: failure.row) == [
        Failure(0, "odd", "cell", breaks_row=False),
        Failure(2, "broken", "row", breaks_row=True),
        Failure(3, "odd", "cell", breaks_row=False),
    ]
    assert values(parsed) == ["instead", "a", None, "instead"]


def test_a_failure_without_anything_instead_is_unknown():
    parsed = parse("name", each(refuse, "c"), ["a", "nothing"])

    assert values(parsed) == ["a", None]


def test_a_failure_among_plain_cells_tells_its_row_in_the_block():
    parsed = parse("runtime_minutes", parsing.small_integer("c"), ["90", "", "-3", "95"])

    assert parsed.failures == [Failure(2, "not positive", "-3", breaks_row=False)]
    assert values(parsed) == [90, None, None, 95]


def test_repairs_tell_rows_rules_and_values():
    parsed = parse("name", parsing.name("c"), ["a", " b ", "c&amp;\xa0d", " b "])

    rule = "spaces at the ends removed"
    assert sorted(parsed.repairs, key=lambda repair: repair.row) == [
        Repair(1, rule, " b "),
        Repair(2, "HTML entity decoded", "c&amp;\xa0d"),
        Repair(2, "no-break space made a space", "c&amp;\xa0d"),
        Repair(3, rule, " b "),
    ]
    assert values(parsed) == ["a", "b", "c& d", "b"]


def test_a_value_that_is_refused_is_not_repaired():
    parsed = parse("runtime_minutes", parsing.small_integer("c"), [" -3"])

    assert (len(parsed.failures), parsed.repairs) == (1, [])


def test_long_values_are_quoted_shortly():
    parsed = parse("name", parsing.name("c"), ["x" * 400])

    assert [failure.value for failure in parsed.failures] == ["x" * 80]


# Entries -----------------------------------------------------------------------------------------


def test_entries_stand_in_the_order_of_rows_and_cells():
    parsed = parse("keywords", parsing.keywords("c", lists.pipes), ["b|a", " c|b", "", "É|a", "a"])

    assert values(parsed) == [
        (0, "b"), (0, "a"), (1, "c"), (1, "b"), (3, "é"), (3, "a"), (4, "a")
    ]  # fmt: skip


def test_entries_of_equal_cells_belong_to_each_row():
    parsed = parse("genres", parsing.genres("c", lists.pipes), ["War|Drama", "Drama", "War|Drama"])

    assert values(parsed) == [(0, "War"), (0, "Drama"), (1, "Drama"), (2, "War"), (2, "Drama")]


def test_entries_that_are_known_stay_where_one_is_not():
    parsed = parse("genres", parsing.genres("c", lists.pipes), ["War|Polka", "Drama"])

    assert values(parsed) == [(0, "War"), (1, "Drama")]
    assert [failure.row for failure in parsed.failures] == [0]


def test_entries_of_several_columns_come_in_order():
    parser = parsing.ratings(imdb=("a", "v"), tmdb=("b", None))
    parsed = parse("ratings", parser, ["7", " 6", ""], ["20", "3.", ""], ["5", "4", "nan"])

    assert [(row, RatingFact(*fact)) for row, *fact in values(parsed)] == [
        (0, RatingFact("imdb", 7.0, 20)),
        (0, RatingFact("tmdb", 5.0)),
        (1, RatingFact("imdb", 6.0, 3)),
        (1, RatingFact("tmdb", 4.0)),
    ]
    assert [failure.row for failure in parsed.failures] == [2]
