"""Row by row: which title it is about, whether it starts a new one, or why it is skipped.

Most rows are clear from the hashes of ``known`` alone: all their ids mean one title, or none of
them is known and no namesake could be meant. They are matched in columns; the others, in order, by
``identity.TitleIndex``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from catalog.bulk import insert_frame
from catalog.canonical import Chunk
from catalog.loading.identity import Candidate, Identity, TitleIndex, brings_ids, is_second_hand
from catalog.loading.keys import row_identities, row_keys
from catalog.loading.known import key_hash
from catalog.loading.run import FileRun, Key, Matches
from catalog.loading.triage import Triage, sort_out
from catalog.models import Title, TitleIdentifier

NO_ID = "no id"
NO_TITLE = "no such title in the catalogue"
SECOND_ID = "the title has another id"
REPEATED = "repeats an earlier line"
FOREIGN_ID = "id belongs to another title"
OTHER_KIND = "the catalogue has it as another kind"

#: An id that a title got.
ATTACHED = {
    "id": pl.Int64, "is_show": pl.Boolean, "namespace": pl.String, "value": pl.String
}  # fmt: skip
#: What a row is found to be about: its place in the chunk, the title, whether it began there.
FOUND = {"row": pl.UInt32, "id": pl.Int64, "is_new": pl.Boolean}


def match_rows(chunk: Chunk, run: FileRun) -> Matches:
    """Return the rows that say something, in order; write the identifiers that they bring.

    Titles named here for the first time have their primary keys, but are still to be written.
    """
    rows = row_identities(chunk)
    keys = row_keys(rows, chunk)
    triage = sort_out(rows, keys, run)
    for row in triage.without_id:
        # It could not be recognised again, and would become a second title next time.
        run.report.skip(chunk.line(row), NO_ID, rows["name"][row] or "")
    judged = _judge(triage, rows, keys, run)
    put_off(chunk, keys, [*triage.unknown, *judged.unknown], run)
    return _matches(chunk, triage, judged, rows, keys, run)


@dataclass
class _Judged:
    """What came out about the rows that had to be looked at one by one."""

    index: TitleIndex
    found: list[tuple[int, Candidate]]
    told: set[int]
    unknown: list[int]


def _judge(triage: Triage, rows: pl.DataFrame, keys: pl.DataFrame, run: FileRun) -> _Judged:
    judged = _Judged(TitleIndex(), [], set(), [])
    if not triage.unclear:
        return judged
    judged.index.read(triage.candidates)
    for identity in _identities(triage.unclear, rows, keys):
        line = int(rows["line"][identity.row])
        candidate = judged.index.find(identity) or _begin(identity, judged.index, run)
        if candidate is None:
            judged.unknown.append(identity.row)
        elif not run.dataset.creates_titles and is_second_hand(candidate, identity.keys):
            run.report.skip(line, SECOND_ID, " ".join(identity.keys[0]))
        else:
            if _attach(line, candidate, identity, judged.index, run):
                judged.told.add(identity.row)
            judged.found.append((identity.row, candidate))
    return judged


def _identities(unclear: Sequence[int], rows: pl.DataFrame, keys: pl.DataFrame) -> list[Identity]:
    """Return what the rows may be recognised by, in order."""
    wanted = pl.DataFrame({"row": pl.Series(sorted(unclear), dtype=pl.UInt32)})
    by_row: dict[int, list[Key]] = {}
    for row, namespace, value in (
        keys.join(wanted, on="row", how="semi", maintain_order="left")
        .select("row", "namespace", "value")
        .iter_rows()
    ):
        by_row.setdefault(row, []).append((namespace, value))
    named = rows[wanted["row"]].select("row", "kind", "name", "name_key", "start_year")
    return [Identity(row, tuple(by_row[row]), *rest) for row, *rest in named.iter_rows()]


def _begin(identity: Identity, index: TitleIndex, run: FileRun) -> Candidate | None:
    """Return a new title if the row has what it takes."""
    if run.dataset.creates_titles and identity.name and identity.kind:
        return index.begin(identity)
    return None


def _attach(
    line: int, candidate: Candidate, identity: Identity, index: TitleIndex, run: FileRun
) -> list[Key]:
    """Give the title the row's ids that nobody has, and note the odd ones."""
    for key in index.foreign(candidate, identity.keys):
        run.report.note(line, FOREIGN_ID, " ".join(key))
    if identity.kind and identity.kind != candidate.kind:
        run.report.note(line, OTHER_KIND, identity.name or " ".join(identity.keys[0]))
    return index.attach(candidate, identity.keys)


def _matches(
    chunk: Chunk,
    triage: Triage,
    judged: _Judged,
    rows: pl.DataFrame,
    keys: pl.DataFrame,
    run: FileRun,
) -> Matches:
    """Put together what was clear and what was judged, and number the new titles."""
    new_ids = run.catalogue.ids.take(Title, len(triage.new) + len(judged.index.new))
    for candidate, pk in zip(judged.index.new, new_ids[len(triage.new) :], strict=True):
        candidate.id = pk
    begun = set(map(id, judged.index.new))
    clear = rows.select("row", "kind", "name_key", "imdb_id", "tmdb_id")[triage.new]
    clear = clear.with_columns(id=new_ids[: len(triage.new)])
    others = [(row, found.id, id(found) in begun) for row, found in judged.found]
    found = pl.concat(
        [
            clear.select("row", "id", is_new=pl.lit(True)),
            triage.echoes.join(clear.select("id", like="row"), on="like").select(
                "row", "id", is_new=pl.lit(True)
            ),
            triage.known.select("row", "id", is_new=pl.lit(False)),
            pl.DataFrame(others, schema=FOUND, orient="row"),
        ]
    ).sort("row")
    _remember(clear, triage, judged, keys, run)
    return Matches(
        rows=_speaking(found, chunk, judged.told, run),
        new=pl.concat(
            [
                clear.select("id", "kind", "name_key"),
                _frame([(c.id, c.kind, c.name_key) for c in judged.index.new]),
            ]
        ),
        own_ids=_own_ids(clear, judged),
        changed={*judged.told},
    )


def _frame(titles: Sequence[tuple[int | None, str, str]]) -> pl.DataFrame:
    schema = {"id": pl.Int64, "kind": pl.String, "name_key": pl.String}
    return pl.DataFrame(titles, schema=schema, orient="row")


def _own_ids(clear: pl.DataFrame, judged: _Judged) -> pl.DataFrame:
    """Return the ids that titles get for their own rows."""
    told = [
        (c.id, c.new_own.get("imdb"), _number(c.new_own.get(f"tmdb-{c.kind}")))
        for c in (*judged.index.candidates.values(), *judged.index.new)
        if c.new_own
    ]
    schema = {"id": pl.Int64, "imdb_id": pl.String, "tmdb_id": pl.Int64}
    return pl.concat([clear.select(*schema), pl.DataFrame(told, schema=schema, orient="row")])


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


def _remember(
    clear: pl.DataFrame, triage: Triage, judged: _Judged, keys: pl.DataFrame, run: FileRun
) -> None:
    """Know from now on the ids that titles got; those beside their own are rows to be written."""
    mine = keys.join(clear.select("row", "id"), on="row", maintain_order="left")
    beside = ~pl.col("namespace").is_in(["imdb", "tmdb-movie", "tmdb-show"])
    attached = [
        (candidate.id, candidate.kind == Title.Kind.SHOW, *key, is_own)
        for candidate, key, is_own in judged.index.attached
    ]
    got = pl.concat(
        [
            mine.select(*ATTACHED, is_own=~beside),
            pl.DataFrame(attached, schema={**ATTACHED, "is_own": pl.Boolean}, orient="row"),
        ]
    )
    run.catalogue.titles.add_identifiers(got)
    run.identifiers.append(got.filter(~pl.col("is_own")))
    if run.catalogue.new_keys is not None:
        run.catalogue.new_keys.append(
            got.select(key_hash(pl.col("namespace"), pl.col("value"))).to_series()
        )


def _speaking(found: pl.DataFrame, chunk: Chunk, told: set[int], run: FileRun) -> pl.DataFrame:
    """Tell which rows speak; leave out, and count, those that say nothing besides."""
    adds_credits = not run.dataset.creates_titles and "credits" in chunk.many
    rows = found.with_columns(
        line=chunk.facts["line"][found["row"]], first_line=run.first_lines.get(found["id"])
    )
    speaks = (pl.col("first_line") == 0) & pl.col("id").is_first_distinct()
    rows = rows.with_columns(speaks=speaks)
    speaking = rows.filter("speaks")
    run.first_lines.set(speaking["id"], speaking["line"])
    if adds_credits:
        return rows.drop("first_line")
    silent = ~pl.col("speaks") & ~pl.col("row").is_in(sorted(told))
    repeated = rows.filter(silent)
    first_lines = run.first_lines.get(repeated["id"])
    for line, first in zip(repeated["line"], first_lines, strict=True):
        run.report.skip(line, REPEATED, f"line {first}")
    return rows.filter(~silent).drop("first_line")


def put_off(chunk: Chunk, keys: pl.DataFrame, rows: Sequence[int], run: FileRun) -> None:
    """Let rows of unknown titles wait for the end of the file, or skip them.

    A file that maps ids to ids may bring in a later row the id by which an earlier one is
    recognised. Without waiting, its second load would find more than its first.
    """
    if not rows:
        return
    if not run.dataset.creates_titles and brings_ids(chunk.names):
        run.waiting.append(chunk.take(rows))
    else:
        _skip_unknown(chunk, keys, pl.Series("row", sorted(rows), pl.UInt32), run)


def skip_unknown(chunk: Chunk, run: FileRun) -> None:
    """Count the rows of ``chunk`` as skipped: their titles are not in the catalogue."""
    keys = row_keys(row_identities(chunk), chunk)
    _skip_unknown(chunk, keys, keys["row"].unique(maintain_order=True), run)


def _skip_unknown(chunk: Chunk, keys: pl.DataFrame, rows: pl.Series, run: FileRun) -> None:
    """Count rows as skipped, each with its strongest key."""
    strongest = keys.filter(pl.col("row").is_first_distinct())
    asked = rows.to_frame("row").join(strongest, on="row", maintain_order="left")
    texts = asked.select(pl.concat_str(["namespace", "value"], separator=" ")).to_series()
    run.report.skip_all(chunk.facts["line"][asked["row"]], NO_TITLE, texts)


def write_identifiers(run: FileRun) -> None:
    """Write the identifiers that rows brought; their titles must have been written before."""
    for identifiers in run.identifiers:
        rows = identifiers.select(title_id="id", source="namespace", value="value")
        insert_frame(TitleIdentifier, rows)
    run.identifiers.clear()
