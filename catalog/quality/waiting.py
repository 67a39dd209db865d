"""What waits for somebody: rows without their titles, conflicts without a decision."""

from catalog.models import FactConflict, SourceFile, UnmatchedRows
from catalog.quality.expectations import MAX_EXAMPLES, Expectation, Finding, Look, example

THEME = "waiting"


def _find_unmatched() -> dict[str, Finding]:
    """Count the files of which rows wait, the most rows first."""
    waiting = UnmatchedRows.objects.filter(n_rows__gt=0)
    files = waiting.select_related("file").defer("rows").order_by("-n_rows", "pk")
    examples = tuple(map(example, files[:MAX_EXAMPLES]))
    checked = SourceFile.objects.count()
    return {"rows_have_titles": Finding(checked, waiting.count(), examples)}


def _find_conflicts() -> dict[str, Finding]:
    """Count the conflicts that are open; of the titles that most people know first."""
    waiting = FactConflict.objects.open()
    known = waiting.select_related("title").order_by("-title__num_votes", "pk")
    examples = tuple(example(found.title, str(found)) for found in known[:MAX_EXAMPLES])
    checked = FactConflict.objects.count()
    return {"conflicts_decided": Finding(checked, waiting.count(), examples)}


EXPECTATIONS = (
    Expectation(
        "rows_have_titles",
        THEME,
        "no file has rows that wait for their titles",
        Look(_find_unmatched),
    ),
    Expectation(
        "conflicts_decided",
        THEME,
        "where files disagree on a title, somebody has decided",
        Look(_find_conflicts),
    ),
)
