"""What a page says about where a title's reviews come from, and whether more are on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from catalog import jobs
from catalog.models import Job, Title
from reviews.models import ReviewFetch, source_name
from reviews.refresh import KIND
from reviews.review_sources import sources_for
from reviews.sources.base import FetchOutcome

#: Who asks for it by the button gets it again after so long.
AGAIN_AFTER = timedelta(minutes=10)
#: The button is shown for what was fetched longer ago.
OLD_AFTER = timedelta(days=7)


class NoteState(StrEnum):
    """What there is to say about one source of one title."""

    NEVER = "never"
    FETCHING = "fetching"
    FETCHED = "fetched"
    NONE_THERE = "none_there"
    UNKNOWN_THERE = "unknown_there"
    FAILING = "failing"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """One source: its name for a visitor, its state, and what was fetched when."""

    name: str
    state: NoteState
    fetched_at: datetime | None = None
    failing_since: datetime | None = None
    found: int = 0
    claimed: int | None = None

    @property
    def is_part(self) -> bool:
        """Return whether the source has more reviews than were fetched."""
        return self.claimed is not None and self.found < self.claimed


@dataclass(frozen=True, slots=True)
class SourceNotes:
    """All sources of one title that there is something to say about."""

    notes: Sequence[SourceNote]
    is_fetching: bool
    #: When the next try is, if that is not about now; and if nobody tries any more.
    next_try_at: datetime | None
    has_given_up: bool
    #: Whether to offer "Fetch now".
    can_ask: bool

    def __bool__(self) -> bool:
        return bool(self.notes)


def source_notes(title: Title, *, asks: bool = True) -> SourceNotes:
    """Return what is known: 1 query, 2 where a source is on, 5 at a title's first visit.

    ``asks`` is to ask for the reviews of a title that nobody has ever asked for. That is a row, and
    waits for no source.
    """
    now = timezone.now()
    rows = {row.source: row for row in ReviewFetch.objects.filter(title=title).order_by("source")}
    on = [source.name for source in sources_for(title)]
    look = jobs.ask_from_page if asks else jobs.state_of
    job = look(KIND, title.pk) if on else None
    is_undone = job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)
    notes = [_note(name, rows.get(name), job if is_undone else None) for name in on]
    notes += [_off(row) for name, row in rows.items() if name not in on and row.succeeded_at]
    return SourceNotes(
        notes=notes,
        is_fetching=is_undone,
        next_try_at=_later(job, now) if is_undone else None,
        has_given_up=job is not None and job.state == Job.State.DEAD,
        can_ask=bool(on) and not is_undone and any(_is_worth_asking(note, now) for note in notes),
    )


def _note(name: str, row: ReviewFetch | None, undone: Job | None) -> SourceNote:
    shown = source_name(name)
    if row is None or row.tried_at is None:
        return SourceNote(shown, NoteState.FETCHING if undone else NoteState.NEVER)
    facts = (row.succeeded_at, row.failing_since, row.found, row.claimed)
    if undone and not row.is_failing and (row.is_pending or row.tried_at < undone.asked_at):
        return SourceNote(shown, NoteState.FETCHING, *facts)
    return SourceNote(shown, _state(row), *facts)


def _state(row: ReviewFetch) -> NoteState:
    if row.is_failing:
        return NoteState.FAILING
    if row.outcome == FetchOutcome.NO_REVIEWS:
        return NoteState.NONE_THERE
    if row.outcome == FetchOutcome.NOT_FOUND:
        return NoteState.UNKNOWN_THERE
    return NoteState.FETCHED


def _off(row: ReviewFetch) -> SourceNote:
    return SourceNote(source_name(row.source), NoteState.OFF, row.succeeded_at)


def _later(job: Job | None, now: datetime) -> datetime | None:
    """Return when the job is tried, if that is more than a minute away."""
    is_later = job is not None and job.not_before > now + timedelta(minutes=1)
    return job.not_before if job and is_later else None


def _is_worth_asking(note: SourceNote, now: datetime) -> bool:
    if note.state in (NoteState.NEVER, NoteState.FAILING):
        return True
    is_old = note.fetched_at is not None and note.fetched_at < now - OLD_AFTER
    return note.state != NoteState.OFF and is_old
