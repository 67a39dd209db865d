"""Strategies for cells that are hard to read: odd texts, numbers, dates, lists of objects."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

#: What real cells are made of, and what makes them hard.
WORDS = (
    "a", "Ferry", "Nordlicht", "l'été", "œuvre", "İnc", "ınc", "ſr", "K", "ß", "Ω", "é", "e\u0301",
    "川", "می\u200cخواهم", "٣", "१", "９", "0", "7", "1995", "Inc", "Inc.", "inc", "LLC", "Ltd.",
    "S.A", "Co", "Corp", "Coöp", "Jr.", "Sr", "L.P", "Limited", "x" * 150, "\U0001f600", "\u1e9e",
)  # fmt: skip
MARKS = (
    " ", "  ", ",", ", ", ",  ", "|", "| ", "-", ".", "/", "&", "&amp;", "&#39;", "&lt", ";", ":",
    "'", '"', "\\", "\\n", "\\'", '\\"', "\\u00e9", "\\ud800", "\\x", "{", "}", "}, {", "[", "]",
    "[{", "}]", "\xa0", "\u202f", "\u2003", "\u200b", "\u200c", "\u200d", "\u200e", "\u202e",
    "\u0301", "\xad", "\ufeff", "\t", "\n", "\r", "\x0b", "\x1f", "\x85", "\u2028", "\u3000", "",
)  # fmt: skip

texts = st.lists(st.sampled_from((*WORDS, *MARKS)), max_size=7).map("".join)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
any_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
cells = texts | words | any_texts

_SIGNS = st.sampled_from(("", "", "", "+", "-", " "))
_DIGITS = st.sampled_from(
    ("", "0", "00", "7", "007", "98", "1995", "32767", "32768", "2147483647", "2147483648",
     "999999999", "9" * 15, "9" * 18, "9223372036854775807", "9223372036854775808", "9" * 31,
     "1_000", "٣", "９", "1" * 400)
)  # fmt: skip
_TAILS = st.sampled_from(
    ("", "", "", ".", ".0", ".00", ".5", ".25", ".123456789012345", ".1234567890123456", "e3",
     "e-2", "E400", " ", "\xa0", "\n", ",5", "x")
)  # fmt: skip
numbers = (
    st.builds("".join, st.tuples(_SIGNS, _DIGITS, _TAILS))
    | st.integers(-5, 2**64).map(str)
    | st.floats(0, 11).map(str)
    | st.sampled_from(("", "nan", "inf", "None"))
    | cells
)
_DAYS = st.builds(
    "{}-{}-{}{}".format,
    st.sampled_from(("1869", "1870", "1999", "2000", "2100", "2101", "0000", "９９９９", "199")),
    st.sampled_from(("00", "01", "02", "12", "13", "1")),
    st.sampled_from(("00", "01", "28", "29", "30", "31", "32", "٣٠")),
    st.sampled_from(("", "", "", " ", "\n", "T00:00", "x")),
)
dates = _DAYS | st.dates().map(str) | st.sampled_from(("10/30/1995", "1999-2001", "")) | cells
imdb_ids = numbers | st.builds(
    "{}{}{}".format,
    st.sampled_from(("tt", "tt", "tt", "TT", "nm", "", " tt")),
    st.sampled_from(("0000000", "0000001", "0133093", "00133093", "12345678", "1" * 10, "1" * 11,
                     "123", "١١١١١١١")),
    st.sampled_from(("", "", " ", "\n")),
)  # fmt: skip
addresses = cells | st.builds(
    "{}{}{}".format,
    st.sampled_from(("http://", "https://", "HTTPS://", "ftp://", "http:/", "")),
    st.sampled_from(("ferry.example", "a", "é.eu", "x?a=1&b=2", "a<b", 'a"b', "a b", "y" * 500)),
    texts | st.just(""),
)  # fmt: skip
paths = cells | st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("/", "//", "", "/../")),
    st.sampled_from(("glass", "a_b-C9", "é", "", "z" * 101, "a.b")),
    st.sampled_from((".jpg", ".jpeg", ".png", ".svg", ".webp", ".JPG", ".exe", "")),
    st.sampled_from(("", "", " ", "\n")),
)

# Lists of objects ------------------------------------------------------------------------------

_IDS = st.sampled_from(
    (0, 1, 7, -1, 2**31 - 1, 2**31, 10**9, 10**10, 10**20, True, False, None, 7.0, 1.5, "7", "")
)
_JOBS = st.sampled_from(("Director", "Music", "Story", "Gaffer", "j" * 120, " Director", ""))
odd_values = st.sampled_from((None, True, 7, 1.5, -0.0, [], ["x"], {"a": 1}, {}, ""))
_texts_mostly = words | texts | words.map(lambda text: text * 4) | odd_values


def objects(
    fields: Mapping[str, st.SearchStrategy[Any]], order: Sequence[str]
) -> st.SearchStrategy[list[Any]]:
    """Return lists of objects of those fields: mostly alike, in one order, as a program writes."""
    alike = st.lists(st.fixed_dictionaries({key: fields[key] for key in order}), max_size=3)
    loose = st.lists(st.fixed_dictionaries({}, optional=dict(fields)), max_size=2)
    return st.one_of(alike, alike, alike, loose, st.lists(odd_values, max_size=2))


named = {"id": _IDS, "name": _texts_mostly, "note": texts}
plainly_named = {"id": _IDS, "name": words | st.sampled_from(("", "A  b", 'It\'s "so"'))}
cast = {"id": _IDS, "name": _texts_mostly, "character": _texts_mostly, "order": _IDS}
crew = {"id": _IDS, "name": _texts_mostly, "job": _JOBS | odd_values, "dept": texts}


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> str:
    """Return one of those texts with something put in, taken out or cut off."""
    text = draw(whole)
    start = draw(st.integers(0, len(text)))
    stop = start + draw(st.sampled_from((0, 0, 1, 2, 10**6)))
    piece = draw(st.sampled_from((*MARKS, "0", "u", "b", "None", "# ", "1_0", "'x' ", "\0", "\\N")))
    return text[:start] + piece + text[stop:]


def written(
    fields: Mapping[str, st.SearchStrategy[Any]], write: Callable[[Any], str], n_rows: int
) -> st.SearchStrategy[list[str]]:
    """Return columns of cells: lists of objects as ``write`` has them, some of them damaged."""
    odd = st.sampled_from(("", "[]", " [] ", "None", "null", "0", "[{}]", "[None]"))

    def in_order(order: Sequence[str]) -> st.SearchStrategy[list[str]]:
        whole = objects(fields, order).map(write)
        cell = st.one_of(whole, whole, whole, odd, damaged(whole))
        return st.lists(cell, min_size=n_rows, max_size=n_rows)

    return st.permutations(sorted(fields)).flatmap(in_order)


def ascii_json(value: Sequence[Any]) -> str:
    return json.dumps(value)


def json_of(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
