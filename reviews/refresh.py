"""Fetch a title's reviews from the sources that are on: the job "reviews". Idempotent.

One job is about one title and asks each source for its pages. Where a source may not be asked yet
(its rate, a pause) what the others said is stored, and the job comes back for the rest: where it
goes on is in ``ReviewFetch``. Nothing is ever deleted because a source tells less.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from catalog import jobs
from catalog.clients.errors import ClientError, NotNow, TransientError
from catalog.models import Job, Title
from reviews.health import note_answer
from reviews.models import ReviewFetch
from reviews.pulses import mark_stale
from reviews.review_sources import keys_of, sources_for
from reviews.sources.base import (
    FetchOutcome,
    ReviewSource,
    Round,
    SourceAnswer,
    TitleKeys,
    outcome_of,
)
from reviews.storing import store_reviews

#: Pages of a title that are read from one source in one round: a hundred reviews of IMDb's.
MAX_PAGES = 4
KIND, SCORE_KIND = "reviews", "score"


@dataclass
class Asked:
    """What one source has answered in one go, and whether it goes on."""

    source: str
    so_far: Round
    cursor: str
    answers: list[SourceAnswer] = field(default_factory=list)
    #: Why it is to be asked again; None if it is not.
    trouble: TransientError | None = None

    def take(self, answer: SourceAnswer) -> None:
        """Take one more page in."""
        self.answers.append(answer)
        self.so_far = self.so_far.plus(answer)
        goes_on = answer.outcome.has_yield and answer.cursor not in ("", self.cursor)
        if goes_on and self.so_far.pages >= MAX_PAGES:
            goes_on = False
        elif not goes_on and answer.outcome.has_yield:
            self.so_far = self.so_far.ended()
        self.cursor = answer.cursor if goes_on else ""

    @property
    def is_over(self) -> bool:
        return bool(self.answers) and not self.cursor


class ReviewRefresh:
    """The kind of job; its subject is a title."""

    #: Four pages of two sources, each with its eight seconds.
    seconds = 120

    def prepare(self, job: Job, context: jobs.JobContext) -> Callable[[], None]:
        """Ask the sources; return what stores their answers.

        Raises NotNow or another TransientError if none of them has answered and one is to be asked
        again.
        """
        title = Title.objects.filter(pk=job.subject or 0).first()
        if title is None:
            return lambda: None
        rows = _due(title)
        asked = []
        for position, (source, row) in enumerate(rows):
            context.progress(position, len(rows))
            asked.append(_ask(source, row, keys_of(title)))
        _note_failures(title, asked)
        troubles = [one.trouble for one in asked if one.trouble]
        if troubles and not any(one.answers for one in asked):
            raise min(troubles, key=_urgency)
        return partial(store_answers, title, asked, job.priority)


REVIEWS = ReviewRefresh()


def _due(title: Title) -> list[tuple[ReviewSource, ReviewFetch]]:
    """Return the sources whose round goes on; if there is none, all begin a new one."""
    rows = {row.source: row for row in ReviewFetch.objects.filter(title=title)}
    pairs = [
        (source, rows.get(source.name) or ReviewFetch(title=title, source=source.name))
        for source in sources_for(title)
    ]
    return [pair for pair in pairs if pair[1].is_pending] or pairs


def _ask(source: ReviewSource, row: ReviewFetch, keys: TitleKeys) -> Asked:
    """Ask for one page after the other, until there is none or the source may not be asked."""
    asked = Asked(source.name, row.round, row.cursor if row.is_pending else "")
    while not asked.is_over:
        try:
            answer = source.fetch(keys, asked.cursor)
        except TransientError as error:
            asked.trouble = error
            break
        except ClientError as error:
            answer = SourceAnswer(outcome_of(error), detail=str(error))
        asked.take(answer)
    return asked


def _urgency(trouble: TransientError) -> tuple[bool, float]:
    """Order troubles: what counts as an attempt comes first, then what is over soonest."""
    if isinstance(trouble, NotNow):
        return True, trouble.until.timestamp()
    return False, 0.0


def _note_failures(title: Title, asked: Sequence[Asked]) -> None:
    """Note which sources did not answer: that is so, whatever becomes of the job."""
    now = timezone.now()
    for one in asked:
        if one.trouble and not isinstance(one.trouble, NotNow):
            failure = SourceAnswer(FetchOutcome.UNAVAILABLE, detail=str(one.trouble))
            with transaction.atomic():
                if not one.so_far.pages:
                    _save(title, one.source, one.so_far.plus(failure), now)
                note_answer(one.source, failure.outcome, 0, at=now, detail=failure.detail)


def store_answers(title: Title, asked: Sequence[Asked], priority: int = 0) -> None:
    """Store what was answered, ask for the rest of it, and for the new texts to be read.

    In the caller's transaction.
    """
    now, touched = timezone.now(), set[int]()
    for one in asked:
        records = [record for answer in one.answers for record in answer.records]
        touched |= store_reviews(title, one.source, records)
        _save(title, one.source, one.so_far, now, goes_on=one.trouble is not None, at=one.cursor)
        for answer in one.answers:
            n, detail = len(answer.records), answer.detail
            note_answer(one.source, answer.outcome, n, at=now, detail=detail)
    if any(one.trouble for one in asked):
        jobs.ask(KIND, title.pk, priority=priority, again_after=timedelta(0))
    mark_stale(touched)
    for title_id in sorted(touched):
        _have_read(title_id)


def _have_read(title_id: int) -> None:
    """Ask for the new texts to be read.

    A job that reads at this moment may have passed by them. It looks once more before it ends, and
    if it has ended by the time they are committed, it is asked again.
    """
    ask = partial(jobs.ask, SCORE_KIND, title_id, again_after=timedelta(0))
    if ask().state == Job.State.RUNNING:
        transaction.on_commit(ask, robust=True)


def _save(
    title: Title, source: str, so_far: Round, now: datetime, *, goes_on: bool = False, at: str = ""
) -> None:
    row = ReviewFetch.objects.filter(title=title, source=source).first()
    row = row or ReviewFetch(title=title, source=source)
    row.record(so_far, now)
    row.is_pending, row.cursor = goes_on, at if goes_on else ""
    row.save()
