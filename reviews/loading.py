"""Review files into rows: in bulk, in one transaction, counting what becomes of every row."""

import time
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from catalog.datasets.paths import printable
from catalog.loading import FileReport, LoadReport, Progress
from catalog.loading.files import digest, refuse_changed, version_of
from catalog.models import Title, TitleIdentifier
from reviews.models import Review
from reviews.pulses import mark_stale
from reviews.review_files import ReviewFormat, ReviewRecord, read_records, recognise

#: What a later version of a file may correct; another text is another review.
CORRECTABLE = ("rating", "author", "published_at")
correctable_facts = attrgetter(*CORRECTABLE)

OnProgress = Callable[[Progress], None]
#: Where each review of a call stands first: {(source, id there): (file, line)}.
FirstPlaces = dict[tuple[str, str], tuple[Path, int]]


def load_reviews(paths: Sequence[Path], on_progress: OnProgress | None = None) -> LoadReport:
    """Load review files, all or none, in their order.

    Reviews of titles that are not in the catalogue are skipped. Running twice changes nothing.
    The new reviews are not scored yet. The report is also stored as a ``Load``. Raises
    DatasetError if a file cannot be read.
    """
    started_at = timezone.now()
    shapes = [(path, recognise(path)) for path in paths]
    report = LoadReport(started_at, started_at)
    first_places: FirstPlaces = {}
    with transaction.atomic():
        for path, shape in shapes:
            report.files.append(_load_file(path, shape, first_places, on_progress))
        report.finished_at = timezone.now()
        report.save()
    return report


def _load_file(
    path: Path, shape: ReviewFormat, first_places: FirstPlaces, on_progress: OnProgress | None
) -> FileReport:
    started, version = time.perf_counter(), version_of(path)
    report = FileReport(path, "reviews", shape.source, digest(path))
    for block in read_records(path, shape):
        report.encoding = block.encoding
        report.null(block.nulled)
        for row in block.skipped:
            report.skip(row.line, row.reason, row.value)
        records = _without_repeats(block.records, first_places, report)
        _merge(_of_known_titles(records, report), shape.source, report)
        if on_progress:
            on_progress(Progress(path, report.rows_read))
    refuse_changed(path, version)
    report.seconds = time.perf_counter() - started
    return report


def _without_repeats(
    records: Sequence[ReviewRecord], first_places: FirstPlaces, report: FileReport
) -> list[ReviewRecord]:
    """Return the records whose text is new in this call.

    So files that tell different facts about one text settle on the first, and take no turns.
    """
    fresh = []
    for record in records:
        place = report.path, record.line
        first = first_places.setdefault((report.source, record.source_id), place)
        if first == place:
            fresh.append(record)
        else:
            file, line = first
            where = (
                f"line {line}" if file == report.path else f"line {line} of {printable(file.name)}"
            )
            report.skip(record.line, "repeats an earlier row", where)
    return fresh


def _of_known_titles(
    records: Sequence[ReviewRecord], report: FileReport
) -> list[tuple[int, ReviewRecord]]:
    """Return (title pk, record) of those whose title is in the catalogue: 2 queries."""
    imdb_ids = {record.imdb_id for record in records}
    first = Title.objects.filter(imdb_id__in=imdb_ids).values_list("imdb_id", "pk")
    second = TitleIdentifier.objects.filter(source="imdb", value__in=imdb_ids)
    title_ids: dict[str | None, int] = {
        **dict(second.values_list("value", "title_id")),
        **dict(first),
    }
    for record in records:
        if record.imdb_id not in title_ids:
            report.skip(record.line, "no such title in the catalogue", record.imdb_id)
    return [(title_ids[r.imdb_id], r) for r in records if r.imdb_id in title_ids]


def _merge(records: Sequence[tuple[int, ReviewRecord]], source: str, report: FileReport) -> None:
    """Create what is new, correct what differs: at most 3 kinds of query."""
    source_ids = [record.source_id for _, record in records]
    stored = Review.objects.filter(source=source, source_id__in=source_ids)
    by_source_id = {
        review.source_id: review for review in stored.only("source_id", "title_id", *CORRECTABLE)
    }
    created, changed = [], []
    for title_id, record in records:
        review = by_source_id.get(record.source_id)
        if review is None:
            created.append(_review(title_id, source, record))
        elif correctable_facts(review) != correctable_facts(record):
            changed.append(_corrected(review, record))
    Review.objects.bulk_create(created, batch_size=500)
    Review.objects.bulk_update(changed, CORRECTABLE, batch_size=500)
    mark_stale({review.title_id for review in changed})
    report.created += len(created)
    report.changed += len(changed)
    report.unchanged += len(records) - len(created) - len(changed)


def _review(title_id: int, source: str, record: ReviewRecord) -> Review:
    return Review(
        title_id=title_id,
        source=source,
        source_id=record.source_id,
        author=record.author,
        rating=record.rating,
        published_at=record.published_at,
        headline=record.headline,
        body=record.body,
    )


def _corrected(review: Review, record: ReviewRecord) -> Review:
    for fact in CORRECTABLE:
        setattr(review, fact, getattr(record, fact))
    return review
