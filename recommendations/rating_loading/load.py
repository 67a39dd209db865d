"""Load files of ratings in one transaction."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from catalog.datasets.errors import DatasetError
from catalog.loading import FileReport, LoadReport, Progress
from catalog.loading.files import digest, refuse_changed, version_of
from catalog.loading.report import MAX_EXAMPLES
from catalog.models import Title
from recommendations.diary.verbs import ACCOUNT
from recommendations.models import Viewer
from recommendations.rating_files import (
    People,
    RatingFile,
    RatingRows,
    find_rating_file,
    read_people,
    read_ratings,
)
from recommendations.rating_files.layouts import HALF_STARS, WHOLE_STARS
from recommendations.rating_loading.merge import merge_ratings
from recommendations.rating_loading.report import UNKNOWN_MOVIE, RatingReport
from recommendations.rating_loading.spill import Spill
from recommendations.rating_loading.titles import TitleFinder
from recommendations.rating_loading.viewers import Viewers

OnProgress = Callable[[Progress], None]
MAX_SOURCE_CHARACTERS = Viewer._meta.get_field("source").max_length or 0


def load_ratings(
    paths: Sequence[Path],
    *,
    source: str = "",
    dry_run: bool = False,
    on_progress: OnProgress | None = None,
) -> LoadReport:
    """Load files of ratings, or those in folders: all of them, or nothing if one fails.

    ``source`` names the numbering of the people; else it is the name of a file's folder. Ratings
    of movies that are not in the catalogue are skipped. The report is also stored as a ``Load``.
    Raises DatasetError for a file that is not usable.
    """
    started_at = timezone.now()
    files = [find_rating_file(path) for path in paths]
    sources = [source or file.folder_name for file in files]
    for file, name in zip(files, sources, strict=True):
        _refuse_source(file, name)
    report = LoadReport(started_at, started_at, is_dry_run=dry_run)
    with transaction.atomic():
        wait_for_other_loads()
        for file, name in zip(files, sources, strict=True):
            report.files += _load_file(file, name, on_progress)
        report.finished_at = timezone.now()
        report.save()
        transaction.set_rollback(dry_run)
    return report


def wait_for_other_loads() -> None:
    """Let titles be, and let no other load begin, until this transaction ends, on PostgreSQL.

    Readers go on, and so do people who rate or review. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = f"{Title._meta.db_table}, {Viewer._meta.db_table}"
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
            # Else the server remembers every new row, to check its keys at the end.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _refuse_source(file: RatingFile, source: str) -> None:
    if not source.strip() or len(source) > MAX_SOURCE_CHARACTERS or not source.isprintable():
        problem = (
            f"needs a name for its numbering of people, of at most {MAX_SOURCE_CHARACTERS}"
            " characters: --source NAME"
        )
        raise DatasetError.about(file.path, problem)
    if source.strip() == ACCOUNT:
        problem = f"cannot have the source {ACCOUNT}: those are people with an account here"
        raise DatasetError.about(file.path, problem)


def _load_file(file: RatingFile, source: str, on_progress: OnProgress | None) -> list[FileReport]:
    """Load one file and what lies beside it; return its report, and that of the people's file."""
    started = time.perf_counter()
    beside = [path for path in (file.people, file.movies) if path]
    versions = {path: version_of(path) for path in (file.path, *beside)}
    report = RatingReport(file.path, file.layout.name, source, digest(file.path), encoding="UTF-8")
    report.load_first = file.layout.load_first
    people, table = None, file.layout.people
    if file.people and table:
        people = read_people(file.people, table, has_numbers=file.layout.has_numbers)
    viewers = Viewers(source, people, has_numbers=file.layout.has_numbers)
    with Spill() as spill:
        _read(file, viewers, spill, report, on_progress)
        for path, version in versions.items():
            refuse_changed(path, version)
        merge_ratings(spill, viewers.last_stored, report, _storing(file, on_progress))
    report.put_lines_in_order()
    report.people = viewers.active.height
    report.new_people = viewers.active.filter(pl.col("id") > viewers.last_stored).height
    report.seconds = time.perf_counter() - started
    if not people or not file.people:
        return [report]
    return [report, _people_report(file.people, people, viewers, report)]


def _read(
    file: RatingFile,
    viewers: Viewers,
    spill: Spill,
    report: RatingReport,
    on_progress: OnProgress | None,
) -> None:
    """Put the ratings of known movies into ``spill``, and count all others."""
    titles = TitleFinder(file)
    has_half_stars, n_rows = False, 0
    for rows in read_ratings(file):
        for skipped in rows.skipped:
            report.skip(skipped.line, skipped.reason, skipped.value)
        has_half_stars = has_half_stars or bool((rows.frame["value"] % 2 == 1).any())
        known = _of_known_movies(rows, titles, report)
        spill.add(known.with_columns(viewer_id=viewers.of(known["viewer"])))
        n_rows += rows.frame.height + len(rows.skipped)
        if on_progress:
            on_progress(Progress(file.path, n_rows))
    scale = file.layout.scale or (HALF_STARS if has_half_stars else WHOLE_STARS)
    report.scale, report.stored_scale = scale.name, scale.stored


def _of_known_movies(rows: RatingRows, titles: TitleFinder, report: RatingReport) -> pl.DataFrame:
    """Return the ratings with their ``title_id``; those of unknown movies are skipped."""
    frame = rows.frame.with_columns(title_id=titles.find(rows.frame["movie"]))
    unknown = frame.filter(pl.col("title_id").is_null())
    if unknown.height:
        labels = [titles.label(movie) for movie in unknown["movie"].head(MAX_EXAMPLES)]
        report.skip_many(unknown["line"], UNKNOWN_MOVIE, labels)
        for movie, n in unknown["movie"].value_counts().iter_rows():
            report.unknown_movies[titles.label(movie)] += n
    return frame.drop_nulls("title_id")


def _storing(file: RatingFile, on_progress: OnProgress | None) -> Callable[[int], None]:
    """Return a callback for rows that are stored, which the bar shows after those read."""
    path = file.path.with_name(f"{file.path.name}, stored")
    return lambda rows: on_progress(Progress(path, rows)) if on_progress else None


def _people_report(
    path: Path, people: People, viewers: Viewers, ratings: RatingReport
) -> FileReport:
    """Say what became of the rows about people: a person is created with the first rating."""
    report = FileReport(path, ratings.dataset, ratings.source, digest(path), encoding="UTF-8")
    report.null(people.nulled)
    for skipped in people.skipped:
        report.skip(skipped.line, skipped.reason, skipped.value)
    known = viewers.known.join(people.frame, on="source_id", how="inner")
    idle = people.frame.join(known, on="source_id", how="anti")
    for line, source_id in idle.select("line", "source_id").iter_rows():
        report.skip(line, "rated no title of the catalogue", source_id)
    report.created = known.filter(pl.col("id") > viewers.last_stored).height
    report.changed = viewers.changed.height
    report.unchanged = known.height - report.created - report.changed
    return report
