"""One chunk through the stages: match, merge in memory, write set-wise, count.

The number of queries does not depend on the number of rows, except for very long lists of ids
(``bulk.VALUES_PER_QUERY``) and slugs that are taken.
"""

from collections.abc import Sequence

from catalog.canonical import Chunk
from catalog.loading.credits import merge_credits
from catalog.loading.facts import merge_facts, write_titles
from catalog.loading.lists import merge_lists
from catalog.loading.matching import match_rows, skip_unknown
from catalog.loading.ratings import merge_ratings, write_ratings
from catalog.loading.run import FileRun, Match
from catalog.models import TitleIdentifier


def merge_chunk(chunk: Chunk, run: FileRun) -> None:
    """Load the rows of ``chunk`` and count in ``run.report`` what became of each."""
    matches, identifiers = match_rows(chunk, run)
    merge_facts(chunk, matches, run)
    lists = merge_lists(chunk, matches, run)
    ratings = merge_ratings(chunk, matches, run)

    write_titles(matches)
    TitleIdentifier.objects.bulk_create(identifiers)
    for change in lists:
        change.write()
    write_ratings(ratings)
    merge_credits(chunk, matches, run)

    _remember_first_lines(matches, run)
    _count(chunk, matches, run)


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
    return sum(len(chunk.lines) for chunk in chunks)


def _remember_first_lines(matches: Sequence[Match], run: FileRun) -> None:
    for match in matches:
        if match.speaks:
            run.first_lines[match.draft.title.pk] = match.line


def _count(chunk: Chunk, matches: Sequence[Match], run: FileRun) -> None:
    """Count the rows that were loaded, and those that the dataset could not read."""
    report = run.report
    for match in matches:
        if match.creates:
            report.created += 1
        elif match.is_changed:
            report.changed += 1
        else:
            report.unchanged += 1
    for skipped in chunk.skipped:
        report.skip(skipped.line, skipped.reason, skipped.value)
    report.nulled.update(chunk.nulled)
    report.encoding = chunk.encoding
