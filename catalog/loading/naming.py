"""The two forms of many names at once: as ``catalog.names`` has them, plain ASCII in bulk."""

import polars as pl

from catalog import names

#: Longest key and slug stem that the tables hold.
MAX_KEY = 300


def with_name_keys(frame: pl.DataFrame, longest: int = MAX_KEY) -> pl.DataFrame:
    """Return ``frame`` with ``name_key`` for its ``name``; null where there is no name."""
    folded = _folded(frame["name"])
    key = pl.col("folded").str.replace(r"^(?:the|a|an) (.+)$", "$1")
    forms = pl.DataFrame([folded, frame["name"]]).with_columns(name_key=key)
    odd = (forms["name"].is_not_null() & forms["folded"].is_null()).arg_true()
    by_hand = pl.Series(map(names.name_key, forms["name"][odd]), dtype=pl.String)
    keys = _filled(forms["name_key"], odd, by_hand).str.head(longest)
    return frame.with_columns(name_key=keys)


def slug_stems(frame: pl.DataFrame) -> pl.Series:
    """Return ``names.slug(name, start_year)`` of each row; every row has a name."""
    dashed = pl.col("folded").str.replace_all(" ", "-", literal=True)
    year = pl.col("start_year").cast(pl.String)
    cut = dashed.str.head(200).str.strip_chars("-")
    stem = (
        pl.when(pl.col("start_year").fill_null(0) == 0)
        .then(cut)
        .otherwise(pl.concat_str([cut, year], separator="-"))
    )
    forms = pl.DataFrame([_folded(frame["name"]), frame["name"], frame["start_year"]])
    forms = forms.with_columns(stem=stem)
    odd = forms["folded"].is_null().arg_true()
    by_hand = pl.Series(
        [names.slug(*row) for row in forms[odd].select("name", "start_year").iter_rows()],
        dtype=pl.String,
    )
    return _filled(forms["stem"], odd, by_hand)


def _folded(texts: pl.Series) -> pl.Series:
    """Return ``names.fold`` of texts in ASCII; null for others, and where nothing is left."""
    text = pl.col("text")
    folded = (
        text.str.replace_all("&", " and ", literal=True)
        .str.replace_all("'", "", literal=True)
        .str.to_lowercase()
        .str.replace_all(r"[^0-9a-z]+", " ")
        .str.strip_chars(" ")
    )
    is_ascii = text.str.len_bytes() == text.str.len_chars()
    frame = texts.alias("text").to_frame().select(folded=pl.when(is_ascii).then(folded))
    return frame.select(pl.when(pl.col("folded") != "").then("folded")).to_series().alias("folded")


def _filled(values: pl.Series, places: pl.Series, instead: pl.Series) -> pl.Series:
    """Return ``values`` with ``instead[i]`` at ``places[i]``."""
    return values if places.is_empty() else values.scatter(places, instead)
