"""The titles of a chunk while it is merged: what they have, what becomes of it.

A file speaks once about a title, so each title is in a chunk's drafts once at most, and every
stage works on whole columns.
"""

import json
from collections.abc import Mapping, Sequence

import polars as pl
from django.utils import timezone

from catalog.bulk import insert_frame, select_rows, update_frame
from catalog.loading.naming import MAX_KEY, slug_stems, with_name_keys
from catalog.loading.precedence import (
    DEFAULTED,
    Provenance,
    Standing,
    created_by,
    holder,
    set_holder,
)
from catalog.loading.run import FileRun, Matches
from catalog.models import FactConflict, Title
from catalog.models.columns import COLUMNS

#: What a title has before anybody has said anything.
BLANK: Mapping[str, object] = {
    field.attname: field.get_default() if field.has_default() else ""
    for field in Title._meta.concrete_fields
    if not field.null and field.attname not in {"id", "provenance", "added_at", "updated_at"}
}
SUMMARY = ("average_rating", "num_votes", "weighted_rating")
OWN_IDS = ("imdb_id", "tmdb_id")


class Drafts:
    """The titles about which rows of a chunk speak.

    ``frame`` has a line for each: ``row``, ``id``, ``is_new``, ``provenance`` and the columns that
    this file can change, null where unknown; ``moved`` are the facts that the file now holds.
    """

    def __init__(self, matches: Matches, columns: Sequence[str], run: FileRun) -> None:
        """Read what the titles have in ``columns``. One query."""
        self._run = run
        self._columns = [*dict.fromkeys((*OWN_IDS, *columns))]
        speaking = matches.rows.filter("speaks").select("row", "id", "is_new")
        known = speaking.filter(~pl.col("is_new"))["id"]
        schema = {name: COLUMNS[name] for name in ("id", "kind", "provenance", *self._columns)}
        held = pl.concat(
            [select_rows(Title, schema, "id", known), self._unwritten(matches, schema)]
        ).join(matches.own_ids, on="id", how="left", maintain_order="left")
        held = held.with_columns(
            pl.coalesce(f"{name}_right", name).alias(name) for name in OWN_IDS
        ).drop(f"{name}_right" for name in OWN_IDS)
        self.frame = speaking.join(held, on="id", maintain_order="left")
        # Titles of which the chunk tells an id, but no row speaks any more.
        self._told = matches.own_ids.join(self.frame, on="id", how="anti")
        self._has_own_id = self.frame["id"].is_in(matches.own_ids["id"].implode())
        self._name_keys = matches.new.select("id", "name_key")
        self._facts: list[str] = []
        self._conflicts: list[FactConflict] = []
        self._moved = pl.repeat(0, self.frame.height, dtype=pl.UInt32, eager=True)
        self._is_summed = pl.repeat(False, self.frame.height, eager=True)
        self._standings = self._read_standings()

    def _unwritten(self, matches: Matches, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        provenance = json.dumps(created_by(self._run.file_id))
        nulls = [
            pl.lit(None, type_).alias(name)
            for name, type_ in schema.items()
            if name not in ("id", "kind", "provenance")
        ]
        return matches.new.select("id", "kind", pl.lit(provenance).alias("provenance"), *nulls)

    def _read_standings(self) -> dict[str, Provenance]:
        return {text: json.loads(text) for text in self.frame["provenance"].unique()}

    def standing(self, fact: str) -> pl.Series:
        """Return for each title what this file may do to the fact: a ``Standing``."""
        precedence, file_id = self._run.catalogue.precedence, self._run.file_id
        by_text = {
            text: int(precedence.standing(file_id, holder(provenance, fact)))
            for text, provenance in self._standings.items()
        }
        if not by_text:
            return pl.Series([], dtype=pl.Int8)
        return self.frame["provenance"].replace_strict(by_text, return_dtype=pl.Int8)

    def set_fact(self, fact: str, column: str, values: pl.Series) -> None:
        """Let the file say ``values`` (null: nothing) of ``fact``, kept in ``column``."""
        held, standing = self.frame[column], self.standing(fact)
        blank = held.is_null() | (held == "" if held.dtype == pl.String else False)
        may = (standing >= Standing.OPEN) | ((standing == Standing.OUTRANKED) & blank)
        same = held.eq_missing(values) & (standing == Standing.MINE)
        changes = values.is_not_null() & may & ~same
        if fact in FactConflict.Fact.values:
            differs = (held != values).fill_null(False) & ~blank
            self._disagree(fact, column, values, differs & changes, differs & ~may)
        self.frame = self.frame.with_columns(
            pl.Series(column, values.zip_with(changes, held)).cast(held.dtype)
        )
        self.move(fact, changes)

    def _disagree(
        self, fact: str, column: str, values: pl.Series, taken: pl.Series, refused: pl.Series
    ) -> None:
        """Note who says something else than what the title says from now on.

        That is whose value has been ``taken`` from it, or this file where it was ``refused``; not
        an older file of the same dataset, which is out of date.
        """
        precedence, file_id = self._run.catalogue.precedence, self._run.file_id
        both = self.frame.select("id", "provenance", held=column, value=values)
        for title, text, held, _ in both.filter(taken).iter_rows():
            other = holder(self._standings[text], fact)
            if other and not precedence.are_editions(other, file_id):
                self._conflicts.append(FactConflict.of(title, fact, other, held))
        for title, text, _, value in both.filter(refused).iter_rows():
            other = holder(self._standings[text], fact)
            if other and not precedence.are_editions(other, file_id):
                self._conflicts.append(FactConflict.of(title, fact, file_id, value))

    def move(self, fact: str, changes: pl.Series) -> None:
        """Record that this file holds the fact of those titles from now on."""
        if changes.any():
            bit = 1 << len(self._facts)
            self._facts.append(fact)
            self._moved = self._moved | (changes.cast(pl.UInt32) * bit)

    def set_summary(self, summary: pl.DataFrame) -> None:
        """Set how titles are rated on the whole: id and ``SUMMARY``."""
        joined = self.frame.select("id", *SUMMARY).join(
            summary, on="id", how="left", maintain_order="left", suffix="_new"
        )
        is_set = self.frame["id"].is_in(summary["id"].implode())
        differs = [joined[name].ne_missing(joined[f"{name}_new"]) for name in SUMMARY]
        self._is_summed = is_set & (differs[0] | differs[1] | differs[2])
        self.frame = self.frame.with_columns(
            joined[f"{name}_new"].zip_with(is_set, joined[name]).alias(name) for name in SUMMARY
        )

    @property
    def is_moved(self) -> pl.Series:
        """Tell for each title whether the file now holds a fact of it that it did not hold."""
        return self._moved > 0

    def write(self) -> pl.DataFrame:
        """Write new and changed titles; return those whose names must be known from now on."""
        self._hold()
        now = timezone.now().replace(tzinfo=None)  # frames have times of UTC
        frame = self.frame.with_columns(pl.lit(now).alias("updated_at"))
        changed = (self._moved > 0) | self._has_own_id | self._is_summed
        for name in OWN_IDS:
            told = self._told.select("id", name, pl.lit(now).alias("updated_at"))
            update_frame(Title, told.drop_nulls())
        old = frame.filter(changed & ~frame["is_new"])
        if "name" in old.columns:
            old = with_name_keys(old, MAX_KEY)
        update_frame(Title, _stored(old.drop("row", "is_new", "kind")))
        if self._conflicts:
            FactConflict.objects.record(self._conflicts)
            self._run.catalogue.has_conflicts = True
        new = frame.filter("is_new").with_columns(pl.lit(now).alias("added_at"))
        if new.is_empty():
            return old
        new = new.drop("name_key").join(self._name_keys, on="id", maintain_order="left")
        new = new.with_columns(slug=self._run.catalogue.titles.slugs.take(slug_stems(new)))
        missing = {name: value for name, value in BLANK.items() if name not in new.columns}
        defaults = new.with_columns(pl.lit(value).alias(name) for name, value in missing.items())
        insert_frame(Title, _stored(defaults.drop("row", "is_new")))
        self._run.catalogue.titles.add_titles(new)
        return old

    def _hold(self) -> None:
        """Bring the provenance up to date, once for each combination of what moved."""
        moved = self._moved
        # What a new title's creator holds goes without saying, but for what has a default.
        said = sum(1 << place for place, fact in enumerate(self._facts) if fact in DEFAULTED)
        moved = moved.zip_with(~self.frame["is_new"], moved & pl.Series([said], dtype=pl.UInt32))
        pairs = pl.DataFrame({"text": self.frame["provenance"], "moved": moved})
        different = pairs.filter(pl.col("moved") > 0).unique()
        renewed = [self._renewed(text, moved) for text, moved in different.iter_rows()]
        joined = pairs.join(
            different.with_columns(pl.Series("renewed", renewed, pl.String)),
            on=["text", "moved"],
            how="left",
            maintain_order="left",
        )
        self.frame = self.frame.with_columns(
            joined["renewed"].fill_null(joined["text"]).alias("provenance")
        )

    def _renewed(self, text: str, moved: int) -> str:
        provenance = dict(self._standings[text])
        for place, fact in enumerate(self._facts):
            if moved >> place & 1:
                set_holder(provenance, fact, self._run.file_id)
        return json.dumps(provenance)


def _stored(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with blanks for nulls where the table wants them."""
    return frame.with_columns(
        pl.col(name).fill_null(pl.lit(BLANK[name])) for name in frame.columns if name in BLANK
    )
