"""Credits of people with numbers, of titles that have none yet: in columns.

Nothing has to be judged there: a number is a person, and nobody else is on the title who could be
the same. All other credits are for ``credits``, one by one.
"""

import polars as pl

from catalog.bulk import IdPool, insert_frame, select_rows
from catalog.loading.known_people import KnownPeople
from catalog.loading.naming import slug_stems, with_name_keys
from catalog.models import Credit, Person

MAX_NAME_LENGTH, MAX_CHARACTER_LENGTH = 200, 500
MAX_TMDB_ID = 2**31 - 1
#: Between two characters that one person plays in one title.
AND = " / "
KEY = ("title_id", "person_id", "category", "job")
HELD = {
    "title_id": pl.Int64, "person_id": pl.Int64, "category": pl.String, "job": pl.String,
    "character": pl.String,
}  # fmt: skip


def write_numbered(entries: pl.DataFrame, people: KnownPeople, ids: IdPool) -> pl.Series:
    """Write the credits that need no judgement; return the rows that they are of.

    ``entries`` are credits of a chunk, with the ``row`` and the ``title_id`` of each.
    """
    titles = _numbered_rows(entries)
    is_free = ~people.are_credited(titles["title_id"]) & ~titles["title_id"].is_duplicated()
    rows = titles.filter(is_free)
    chosen = _with_numbers(entries).join(
        rows.select("row"), on="row", how="semi", maintain_order="left"
    )
    if chosen.is_empty():
        return chosen["row"]
    persons = _persons(chosen.select("number", "name"), people, ids)
    told = chosen.drop("person_id").join(persons, on="number", maintain_order="left")
    insert_frame(Credit, _once_each(told))
    people.note_credits(rows["title_id"])
    return rows["row"]


def rows_without_news(entries: pl.DataFrame, people: KnownPeople) -> pl.Series:
    """Return the rows all of whose credits are there already. One query."""
    titles = _numbered_rows(entries)
    credited = titles.filter(people.are_credited(titles["title_id"]))
    asked = _with_numbers(entries).join(credited.select("row"), on="row", how="semi")
    asked = asked.with_columns(person_id=people.find(asked["number"]))
    held = select_rows(Credit, HELD, "title_id", credited["title_id"])
    both = asked.join(held, on=KEY, how="left", suffix="_held")
    is_there = pl.col("character_held").is_not_null() & (
        (pl.col("character") == "") | (pl.col("character_held") != "")
    )
    rows = both.group_by("row").agg(is_there.all().alias("is_there"))
    return rows.filter("is_there")["row"]


def _numbered_rows(entries: pl.DataFrame) -> pl.DataFrame:
    """Return (row, title_id) of the rows whose people all have names and numbers."""
    number = pl.col("person_id").cast(pl.Int64, strict=False)
    named = pl.col("name").str.len_chars().is_between(1, MAX_NAME_LENGTH)
    usable = number.is_between(1, MAX_TMDB_ID).fill_null(False) & named
    titles = entries.group_by("row", maintain_order=True).agg(
        pl.col("title_id").first(), usable.all().alias("usable")
    )
    return titles.filter("usable").drop("usable")


def _with_numbers(entries: pl.DataFrame) -> pl.DataFrame:
    return entries.with_columns(number=pl.col("person_id").cast(pl.Int64, strict=False))


def _persons(mentions: pl.DataFrame, people: KnownPeople, ids: IdPool) -> pl.DataFrame:
    """Return (number, person_id) of everybody mentioned, made if need be."""
    different = mentions.unique("number", keep="first", maintain_order=True)
    different = different.with_columns(person_id=people.find(different["number"]))
    new = different.filter(pl.col("person_id").is_null()).drop("person_id")
    new = with_name_keys(new, MAX_NAME_LENGTH).with_columns(
        id=ids.take(Person, new.height), start_year=pl.lit(None, pl.Int64)
    )
    new = new.with_columns(slug=people.slugs.take(slug_stems(new)))
    insert_frame(Person, new.select("id", "name", "name_key", "slug", tmdb_id="number"))
    people.add(new.select("id", "number"))
    known = different.filter(pl.col("person_id").is_not_null()).select("number", "person_id")
    return pl.concat([known, new.select("number", person_id=pl.col("id"))])


def _once_each(told: pl.DataFrame) -> pl.DataFrame:
    """Return one credit for each title, person, category and job, with all its characters."""
    once = told.unique(KEY, keep="first", maintain_order=True)
    columns = [*KEY, "character", "ordering"]
    if once.height == told.height:
        return once.select(columns)
    repeated = told.filter(pl.struct(KEY).is_duplicated())
    characters = repeated.group_by(KEY, maintain_order=True).agg("character")
    joined = [joined_characters(names) for names in characters["character"].to_list()]
    all_names = characters.drop("character").with_columns(pl.Series("told", joined, pl.String))
    return once.join(all_names, on=KEY, how="left", maintain_order="left").with_columns(
        character=pl.coalesce("told", "character")
    ).select(columns)  # fmt: skip


def joined_characters(names: list[str]) -> str:
    """Return the different names as one text, as far as it has room for them."""
    held = ""
    for name in names:
        joined = f"{held}{AND}{name}" if held else name
        if name and name not in held.split(AND) and len(joined) <= MAX_CHARACTER_LENGTH:
            held = joined
    return held
