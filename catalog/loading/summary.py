"""A report as lines for the terminal: a table of counts, then a remark per reason."""

from collections.abc import Iterator, Sequence

from catalog.loading.report import Examples, FileReport, LoadReport, Tally

COUNTS = ("rows_read", "created", "changed", "unchanged", "skipped")


def summary(report: LoadReport) -> Iterator[str]:
    """Yield the lines of the table on the terminal: a row per file, then a line per reason."""
    width = max(len("all files"), *(len(file.name) for file in report.files))
    yield f"{'':{width}}" + "".join(f"{name:>11}" for name in COUNTS) + f"{'seconds':>9}"
    for file in report.files:
        counts = [getattr(file, name) for name in COUNTS]
        yield f"{file.name:{width}}{_cells(counts)}{file.seconds:9.1f}"
    if len(report.files) > 1:
        seconds = (report.finished_at - report.started_at).total_seconds()
        yield f"{'all files':{width}}{_cells(list(report.totals.values()))}{seconds:9.1f}"
    for file in report.files:
        yield from _remarks(file)
    for name, n_rows in report.joined.items():
        yield f"{name}: {n_rows:,} rows of an earlier load have found their titles"
    if report.united:
        yield f"{report.united:,} titles turned out to be one with a namesake"
    if report.marks_stale and not report.is_dry_run:
        yield "Search and similar titles are out of date until build_index has run."
    if report.is_dry_run:
        yield "Dry run: the database is as it was."


def _cells(counts: Sequence[int]) -> str:
    return "".join(f"{count:11,}" for count in counts)


def _remarks(file: FileReport) -> Iterator[str]:
    if file.encoding not in ("", "UTF-8"):
        yield f"{file.name}: read as {file.encoding}"
    for reason, tally in file.reasons.items():
        yield f"{file.name}: {len(tally.lines):,} skipped, {reason} ({_where(tally)})"
    for note, tally in file.notes.items():
        yield f"{file.name}: {len(tally.lines):,} noted, {note} ({_where(tally)})"
    for reason, found in file.nulled.items():
        yield f"{file.name}: {found.count:,} values taken as unknown, {reason}{_quoted(found)}"
    for rule, found in file.repaired.items():
        yield f"{file.name}: {found.count:,} values repaired, {rule}{_quoted(found)}"


def _quoted(found: Examples) -> str:
    """Return the first place, as the end of a line."""
    if not found.examples:
        return ""
    line, value = found.examples[0]
    return f" (line {line}: {value!r} …)" if found.count > 1 else f" (line {line}: {value!r})"


def _where(tally: Tally) -> str:
    first = ", ".join(str(line) for line in tally.lines[:3])
    noun = "line" if len(tally.lines) == 1 else "lines"
    return f"{noun} {first} …" if len(tally.lines) > 3 else f"{noun} {first}"
