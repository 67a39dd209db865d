"""The values that the API accepts, with the bounds of the columns they go into."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Path, Query
from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictFloat, StrictInt

from catalog.canonical import MAX_YEAR, MIN_YEAR

MAX_INT, MAX_BIG_INT, MAX_SMALL_INT = 2**31 - 1, 2**53, 2**15 - 1
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

# Patterns mean the same to Python, Rust and the readers of the OpenAPI document: \s and \w do not.
_CONTROL = r"\x00-\x1f\x7f"
_CONTROL_BUT_LINE_ENDS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_SPACE = r" \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
#: No control characters: PostgreSQL refuses NUL, and nobody means the others.
LINE = rf"^[^{_CONTROL}]*$"
#: A line with something on it.
NAME = rf"^[^{_CONTROL}]*[^{_CONTROL}{_SPACE}][^{_CONTROL}]*$"
#: The same, with tabs and line ends.
TEXT = rf"^[^{_CONTROL_BUT_LINE_ENDS}]*$"
_VISIBLE = rf"[^{_CONTROL}{_SPACE}]"
_BLANK = rf"[\t\n\r{_SPACE}]*"


def words(least: int) -> str:
    """Return the pattern of a text of ``least`` characters or more, blanks around it apart."""
    inside = rf"[^{_CONTROL_BUT_LINE_ENDS}]{{{least - 2},}}"
    return f"^{_BLANK}{_VISIBLE}{inside}{_VISIBLE}{_BLANK}$"


#: "" or an address with a host of the form that Django's URLField accepts.
WEB_ADDRESS = r"^(https?://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}(/[!-Z^-~]*)?)?$"


def iso_date(value: Any) -> Any:
    """Let only "1999-03-31" and dates through: pydantic would read 5 as a day in 1970."""
    if isinstance(value, date) or (isinstance(value, str) and DATE.fullmatch(value)):
        return value
    raise ValueError("a day is written as 1999-03-31")


def whole(value: Any) -> Any:
    """Return 186.0 as 186: to JSON they are one number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def one_line(value: str) -> str:
    """Return a name with single spaces in it and none around it."""
    return " ".join(value.split())


def in_years(value: date) -> date:
    """Raise ValueError for a day outside the years that the catalogue knows."""
    if not MIN_YEAR <= value.year <= MAX_YEAR:
        raise ValueError(f"the year must be from {MIN_YEAR} to {MAX_YEAR}")
    return value


#: Outermost, so that the bounds inside it stay in the OpenAPI document.
IS_WHOLE = BeforeValidator(whole)

Year = Annotated[StrictInt, Field(ge=MIN_YEAR, le=MAX_YEAR), IS_WHOLE]
Day = Annotated[
    date,
    BeforeValidator(iso_date),
    AfterValidator(in_years),
    Field(json_schema_extra={"pattern": r"^(18[7-9][0-9]|19[0-9]{2}|20[0-9]{2}|2100)-"}),
]
Minutes = Annotated[StrictInt, Field(ge=1, le=MAX_SMALL_INT), IS_WHOLE]
Seasons = Annotated[StrictInt, Field(ge=1, le=MAX_SMALL_INT), IS_WHOLE]
Dollars = Annotated[StrictInt, Field(ge=0, le=MAX_BIG_INT), IS_WHOLE]
Number = Annotated[StrictFloat, Field(ge=0, le=1e9, allow_inf_nan=False)]
Ordering = Annotated[StrictInt, Field(ge=0, le=MAX_SMALL_INT), IS_WHOLE]
Flag = StrictBool
TmdbId = Annotated[StrictInt, Field(ge=1, le=MAX_INT), IS_WHOLE]
#: As IMDb writes them: seven digits with leading zeros, or more without.
TitleImdbId = Annotated[str, Field(pattern=r"^tt([0-9]{7}|[1-9][0-9]{7,9})$")]
PersonImdbId = Annotated[str, Field(pattern=r"^nm([0-9]{7}|[1-9][0-9]{7,9})$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
NewSlug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
Overview = Annotated[str, Field(max_length=5_000, pattern=TEXT)]
Homepage = Annotated[str, Field(max_length=500, pattern=WEB_ADDRESS)]
#: Texts on one line that may be empty, and names, which say something.
Line12 = Annotated[str, Field(max_length=12, pattern=LINE)]
Line100 = Annotated[str, Field(max_length=100, pattern=LINE)]
Line120 = Annotated[str, Field(max_length=120, pattern=LINE)]
Line300 = Annotated[str, Field(max_length=300, pattern=LINE)]
Line500 = Annotated[str, Field(max_length=500, pattern=LINE)]
Name100 = Annotated[str, Field(max_length=100, pattern=NAME), AfterValidator(one_line)]
Name200 = Annotated[str, Field(max_length=200, pattern=NAME), AfterValidator(one_line)]
Name300 = Annotated[str, Field(max_length=300, pattern=NAME), AfterValidator(one_line)]

#: In an address or a list, any slug that a row may have: letters of all scripts.
Slug = Annotated[str, Field(min_length=1, max_length=320, pattern=LINE)]
SlugPath = Annotated[str, Path(min_length=1, max_length=320, pattern=LINE)]
IdPath = Annotated[int, Path(ge=1, le=MAX_BIG_INT)]
SearchText = Annotated[str, Query(min_length=1, max_length=200, pattern=NAME)]
OptionalSearchText = Annotated[str | None, Query(min_length=1, max_length=200, pattern=NAME)]
CountryPath = Annotated[str, Path(pattern=r"^[A-Z]{2}$")]
LanguagePath = Annotated[str, Path(pattern=r"^[a-z]{2}$")]
