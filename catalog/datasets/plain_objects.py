"""Plain cells that hold lists of objects: names, cast and crew. [pure]"""

from collections.abc import Mapping, Sequence

import polars as pl

from catalog.canonical import LONG
from catalog.datasets.objects import Notation, take_apart, text_of
from catalog.datasets.plain import CLEAN_OR_BLANK, Plain, Recogniser
from catalog.datasets.values import INTEGER, SMALLINT

LONGEST_NAME, LONGEST_CHARACTER, LONGEST_JOB = 200, 500, 100
_ID = "^[1-9][0-9]{0,9}$"


def field_of_objects(key: str, notation: Notation, *, lower: bool = False) -> Recogniser:
    """Recognise lists of objects whose ``key`` is a clean text of at most 200 characters.

    With ``lower`` they are put in lower case, and only ASCII is plain.
    """

    def recognise(cells: Sequence[pl.Series]) -> Plain:
        settled, objects = take_apart(cells[0], notation, [key])
        is_known = pl.col(f"is_text:{key}") | pl.col(key).is_in(["None", "null"])
        found = objects.select("row", value=pl.when(is_known).then(text_of(key)))
        value = pl.col("value")
        is_plain = (
            value.is_not_null()
            & value.str.contains(CLEAN_OR_BLANK)
            & (value.str.len_chars() <= LONGEST_NAME)
        )
        if lower:
            is_plain &= value.str.len_bytes() == value.str.len_chars()
            found = found.with_columns(value.str.to_lowercase())
        settled, found = _without_odd(settled, found, is_plain)
        return Plain(settled, found.filter(value != "").unique(maintain_order=True))

    return recognise


def cast_and_crew(
    notation: Notation, categories: Mapping[str, str], says_no_more: Sequence[str]
) -> Recogniser:
    """Recognise TMDB's two lists of people: their ``categories`` by job, "crew" for other jobs.

    A job that ``says_no_more`` than its category is left out.
    """

    def recognise(cells: Sequence[pl.Series]) -> Plain:
        is_cast, cast = take_apart(cells[0], notation, ["id", "name", "character"])
        is_crew, crew = take_apart(cells[1], notation, ["id", "name", "job"])
        job = text_of("job")
        actors = cast.select(
            *_PERSON,
            category=pl.lit("actor"),
            job=pl.lit(""),
            character=text_of("character"),
        )
        others = crew.select(
            *_PERSON,
            category=job.replace_strict(categories, default="crew"),
            job=job.replace(list(says_no_more), ""),
            character=pl.lit(""),
        )
        people = pl.concat([actors, others]).sort("row", maintain_order=True)
        return Plain(*_usable(is_cast & is_crew, people))

    return recognise


_IS_SMALL = pl.col("id").cast(pl.Int64, strict=False) <= INTEGER
_PERSON = (
    pl.col("row"),
    text_of("name").alias("name"),
    pl.when(~pl.col("is_text:id") & pl.col("id").str.contains(_ID) & _IS_SMALL)
    .then("id")
    .alias("person_id"),
    pl.col("place").cast(pl.Int64).clip(upper_bound=SMALLINT).alias("ordering"),
)


def _usable(settled: pl.Series, people: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Leave out rows with texts that are not plain, and people without a name that can be kept."""
    texts = pl.col("name", "job", "character")
    is_plain = pl.all_horizontal(texts.str.contains(CLEAN_OR_BLANK))
    settled, people = _without_odd(settled, people, is_plain)
    named = people.filter(pl.col("name").str.len_chars().is_between(1, LONGEST_NAME))
    cut = named.with_columns(
        pl.col("character").str.head(LONGEST_CHARACTER), pl.col("job").str.head(LONGEST_JOB)
    )
    return settled, cut.select("row", *LONG["credits"])


def _without_odd(
    settled: pl.Series, entries: pl.DataFrame, is_plain: pl.Expr
) -> tuple[pl.Series, pl.DataFrame]:
    """Leave out the rows of which an entry is not plain, or which are not settled anyway."""
    odd = entries.filter(~is_plain)["row"].unique()
    rows = pl.int_range(len(settled), dtype=pl.UInt32, eager=True)
    settled = settled & ~rows.is_in(odd.implode())
    return settled, entries.filter(pl.col("row").is_in(rows.filter(settled).implode()))
