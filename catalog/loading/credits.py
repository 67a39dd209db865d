"""Credits add up over files: who did what, once each."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from catalog.bulk import insert_frame
from catalog.canonical import Chunk, CreditFact
from catalog.loading.bulk import fetch, save_changed
from catalog.loading.known_people import COLUMNS, KnownPeople
from catalog.loading.numbered_credits import (
    AND,
    MAX_CHARACTER_LENGTH,
    MAX_NAME_LENGTH,
    MAX_TMDB_ID,
    rows_without_news,
    write_numbered,
)
from catalog.loading.people import NAME, KnownPerson, Mention, PersonIndex
from catalog.loading.run import FileRun, Key, Matches
from catalog.models import Credit
from catalog.names import name_key

MAX_JOB_LENGTH = 100
MAX_PERSON_ID_LENGTH = 220
MAX_ORDERING = 2**15 - 1
#: What makes a credit unique: title pk, person pk, category, job.
CreditKey = tuple[int, int, str, str]

#: The columns of a new credit.
NEW = {
    "title_id": pl.Int64, "person_id": pl.Int64, "category": pl.String, "job": pl.String,
    "character": pl.String, "ordering": pl.Int64,
}  # fmt: skip


class Claim(NamedTuple):
    """One credit as a row of the file claims it."""

    row: int
    fact: CreditFact
    mention: Mention


def merge_credits(chunk: Chunk, matches: Matches, run: FileRun) -> None:
    """Write the people and credits of a chunk; its titles must have been written before."""
    if "credits" not in chunk.many:
        return
    catalogue = run.catalogue
    catalogue.people = people = catalogue.people or KnownPeople()
    entries = chunk.many["credits"].join(
        matches.rows.select("row", title_id="id"), on="row", maintain_order="left"
    )
    if run.dataset.source == "tmdb":
        written = write_numbered(entries, people, catalogue.ids)
        matches.mark_changed(written)
        entries = entries.filter(~pl.col("row").is_in(written.implode()))
        if not catalogue.is_set_aside:
            told = rows_without_news(entries, people)
            entries = entries.filter(~pl.col("row").is_in(told.implode()))
    if entries.is_empty():
        return
    if catalogue.is_set_aside:
        run.late.append(matches.part_with(chunk, entries["row"].unique()))
        return
    _judge(entries, matches, people, run)


def _judge(entries: pl.DataFrame, matches: Matches, known: KnownPeople, run: FileRun) -> None:
    """Find out one by one whom these credits mean."""
    claims = _claims(entries, run)
    if not claims:
        return
    titles = {claim.mention.title_id for claim in claims}
    held = _held(titles)
    index = PersonIndex(run.dataset.source)
    mentions = [claim.mention for claim in claims]
    index.read(mentions, [(credit.title_id, credit.person_id) for credit in held])
    people, telling = index.resolve(mentions)
    matches.mark_changed(claims[position].row for position in telling)
    index.write(known, run.catalogue.ids)
    _write_credits(_held(titles) if index.united else held, claims, people, matches)
    known.note_credits(pl.Series(sorted(titles), dtype=pl.Int64))


def _held(titles: Iterable[int]) -> list[Credit]:
    """Return the credits of these titles, oldest first."""
    return sorted(fetch(Credit.objects.all(), "title_id", titles), key=lambda credit: credit.pk)


def _claims(entries: pl.DataFrame, run: FileRun) -> list[Claim]:
    """Return every credit that the rows claim, in the file's order."""
    claims = []
    for row, *fact, title_id in entries.iter_rows():
        credit = CreditFact(*fact)
        if not 0 < len(credit.name) <= MAX_NAME_LENGTH:
            run.report.null({"credit: name blank or too long": 1})
            continue
        key_of_name = name_key(credit.name)[:MAX_NAME_LENGTH]
        key = _id_key(run.dataset.source, credit) or (NAME, key_of_name)
        claims.append(Claim(row, credit, Mention(title_id, credit.name, key_of_name, key)))
    return claims


def _id_key(source: str, fact: CreditFact) -> Key | None:
    """Return the id under which the file's source knows the person, if it is one."""
    if not fact.person_id:
        return None
    is_number = fact.person_id.isdecimal() and int(fact.person_id) <= MAX_TMDB_ID
    if COLUMNS.get(source) == "tmdb_id" and not is_number:
        return None
    if len(fact.person_id) > MAX_PERSON_ID_LENGTH:
        return None
    return source, fact.person_id


def _write_credits(
    held: Iterable[Credit],
    claims: Sequence[Claim],
    people: Sequence[KnownPerson],
    matches: Matches,
) -> None:
    """Add the credits that are not there yet, and characters to those that lack one."""
    by_key: dict[CreditKey, Credit] = {
        (credit.title_id, credit.person_id, credit.category, credit.job): credit for credit in held
    }
    fresh: dict[CreditKey, Credit] = {}
    for claim, known in zip(claims, people, strict=True):
        fact = claim.fact
        job = fact.job[:MAX_JOB_LENGTH]
        key = (claim.mention.title_id, known.person.pk, fact.category, job)
        if key not in by_key:
            by_key[key] = fresh[key] = _new_credit(key, fact)
        elif _add_character(by_key[key], fact.character, is_fresh=key in fresh):
            fresh[key] = by_key[key]
        else:
            continue
        matches.changed.add(claim.row)
    new = [credit for credit in fresh.values() if credit.pk is None]
    rows = [[getattr(credit, name) for name in NEW] for credit in new]
    insert_frame(Credit, pl.DataFrame(rows, schema=NEW, orient="row"))
    save_changed(Credit, [credit for credit in fresh.values() if credit.pk], ("character",))


def _new_credit(key: CreditKey, fact: CreditFact) -> Credit:
    title_id, person_id, category, job = key
    return Credit(
        title_id=title_id,
        person_id=person_id,
        category=category,
        job=job,
        character=fact.character[:MAX_CHARACTER_LENGTH],
        ordering=min(fact.ordering, MAX_ORDERING),
    )


def _add_character(credit: Credit, character: str, *, is_fresh: bool) -> bool:
    """Fill in a missing character; join one that the same chunk names besides another."""
    held = credit.character
    if not character or (held and not is_fresh) or character in held.split(AND):
        return False
    joined = f"{held}{AND}{character}" if held else character
    if len(joined) > MAX_CHARACTER_LENGTH:
        return False
    credit.character = joined
    return True
