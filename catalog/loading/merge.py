"""One chunk through the stages: match, merge as columns, write set-wise, count.

The number of queries does not depend on the number of rows, except for names that are new to the
catalogue (``shared_rows``) and rows that have to be looked at one by one (``matching``).
"""

from collections.abc import Sequence

import polars as pl

from catalog.canonical import Chunk
from catalog.loading.credits import merge_credits
from catalog.loading.facts import merge_facts, open_drafts
from catalog.loading.lists import merge_lists
from catalog.loading.matching import match_rows, skip_unknown, write_identifiers
from catalog.loading.ratings import merge_ratings
from catalog.loading.run import FileRun, Matches


def merge_chunk(chunk: Chunk, run: FileRun) -> None:
    """Load the rows of ``chunk`` and count in ``run.report`` what became of each."""
    matches = match_rows(chunk, run)
    drafts = open_drafts(chunk, matches, run)
    merge_facts(chunk, drafts, run)
    lists = merge_lists(chunk, drafts, run)
    matches.mark_changed(drafts.frame.filter(drafts.is_moved)["row"])
    if "ratings" in chunk.many:
        ratings, rated = merge_ratings(chunk, drafts, run)
        matches.mark_changed(rated)

    renamed = drafts.write()
    if "name_key" in renamed.columns:
        run.catalogue.titles.add_names(renamed)
    write_identifiers(run)
    for change in lists:
        change.write()
    if "ratings" in chunk.many:
        ratings.write()
    merge_credits(chunk, matches, run)
    _count(matches, run)
    for skipped in chunk.skipped:
        run.report.skip(skipped.line, skipped.reason, skipped.value)
    run.report.remark(chunk.remarks)
    run.report.encoding = chunk.encoding


def merge_late(run: FileRun) -> None:
    """Merge the credits that needed indexes."""
    late, run.late = run.late, []
    for chunk, matches in late:
        merge_credits(chunk, matches, run)
        _count(matches, run)


def merge_waiting(run: FileRun) -> None:
    """Try the rows that wait again, for as long as that finds titles; then skip the rest."""
    found = True
    while run.waiting and found:
        waiting, run.waiting = run.waiting, []
        for chunk in waiting:
            merge_chunk(chunk, run)
        found = _rows(run.waiting) < _rows(waiting)
    for chunk in run.waiting:
        skip_unknown(chunk, run)


def _rows(chunks: Sequence[Chunk]) -> int:
    return sum(map(len, chunks))


def _count(matches: Matches, run: FileRun) -> None:
    """Count the rows that were loaded."""
    report = run.report
    creates = pl.col("is_new") & pl.col("speaks")
    is_changed = pl.col("row").is_in(sorted(matches.changed)) & ~creates
    counts = matches.rows.select(created=creates.sum(), changed=is_changed.sum())
    created, changed = counts.row(0)
    report.created += created
    report.changed += changed
    report.unchanged += matches.rows.height - created - changed
