"""``manage.py fetch_reviews [--title SLUG | --limit N | --stale]``."""

import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from tqdm import tqdm

from catalog import jobs
from catalog.models import Job, Title
from catalog.termination import ending, terminable
from reviews.freshness import stale_titles
from reviews.models import Review, ReviewFetch, source_name
from reviews.refresh import KIND, SCORE_KIND
from reviews.review_sources import sources_on

#: Longer pauses of a source are not waited for: a worker goes on.
LONGEST_WAIT = timedelta(seconds=30)
DEFAULT_LIMIT = 20


class Command(BaseCommand):
    help = "Fetch reviews from the sources that are on, in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--title", metavar="SLUG", help="of this title")
        which.add_argument("--stale", action="store_true", help="of what is to be fetched again")
        parser.add_argument(
            "--limit",
            type=int,
            default=DEFAULT_LIMIT,
            metavar="N",
            help=f"of the N most popular titles that were never asked for ({DEFAULT_LIMIT})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (on := sources_on()):
            raise CommandError(
                "No source of reviews is on: set TMDB_API_TOKEN, or IMDB_REVIEWS (.env.example)."
            )
        if options["limit"] < 1:
            raise CommandError("--limit is at least 1.")
        titles = _titles(options)
        started_at, before = timezone.now(), Review.objects.count()
        asked = [jobs.ask(KIND, pk, priority=20, again_after=timedelta(0)).pk for pk in titles]
        with told_in_one_sentence(), terminable():
            waiting = self._work(asked, show=options["verbosity"] > 0)
            for job in Job.objects.filter(kind=SCORE_KIND, subject__in=titles):
                jobs.work(job.pk)
        if options["verbosity"]:
            names = ", ".join(source_name(source.name) for source in on)
            added = Review.objects.count() - before
            self.stdout.write(
                f"{_titles_in_words(len(asked))} asked about at {names}: {added:,} new reviews."
            )
            self._tell(titles, started_at, waiting)

    def _work(self, pks: Sequence[int], *, show: bool) -> list[Job]:
        """Work on these jobs until they have ended; return those that are to wait for longer."""
        with tqdm(
            total=len(pks), unit=" titles", disable=None if show else True, leave=False
        ) as bar:
            while left := list(Job.objects.filter(pk__in=pks, state__in=UNDONE)):
                bar.update(len(pks) - len(left) - bar.n)
                soonest = min(_due_at(job) for job in left)
                wait = soonest - timezone.now()
                if wait > LONGEST_WAIT:
                    return left
                time.sleep(max(0.0, wait.total_seconds()))
                for job in left:
                    jobs.work(job.pk)
        return []

    def _tell(self, titles: Sequence[int], since: datetime, waiting: Sequence[Job]) -> None:
        """Say what became of it, by source and outcome, and what is left for a worker."""
        tried = ReviewFetch.objects.filter(title__in=titles, tried_at__gte=since)
        outcomes = Counter(tried.values_list("source", "outcome"))
        for (source, outcome), n in sorted(outcomes.items()):
            self.stdout.write(f"  {source_name(source)}: {outcome.replace('_', ' ')}, {n:,}")
        if waiting:
            until = min(_due_at(job) for job in waiting)
            self.stdout.write(
                f"{_titles_in_words(len(waiting))} left to a worker, from {until:%H:%M} UTC on:"
                f" {waiting[0].last_error}"
            )


@contextmanager
def told_in_one_sentence() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into CommandError; the job at hand has been given back by then."""
    try:
        yield
    except KeyboardInterrupt as error:
        word, code = ending(error)
        advice = f"{word}. What was fetched is stored; the rest is left to a worker."
        raise CommandError(advice, returncode=code) from error


UNDONE = (Job.State.WAITING, Job.State.RUNNING)


def _due_at(job: Job) -> datetime:
    """Return when there is something to do about the job; who runs it elsewhere has a lease."""
    return job.lease_until if job.lease_until else job.not_before


def _titles_in_words(n: int) -> str:
    return f"{n:,} title{'' if n == 1 else 's'}"


def _titles(options: dict[str, Any]) -> list[int]:
    """Return the titles that are meant. Raises CommandError for a slug that there is not."""
    if slug := options["title"]:
        if title := Title.objects.filter(slug=slug).first():
            return [title.pk]
        raise CommandError(f"There is no title {slug!r}.")
    titles = stale_titles(timezone.now()) if options["stale"] else _never_asked()
    return list(titles.values_list("pk", flat=True)[: options["limit"]])


def _never_asked() -> Any:
    fetches = ReviewFetch.objects.filter(title=OuterRef("pk"))
    known = Title.objects.visible().exclude(imdb_id=None, tmdb_id=None)
    return known.filter(~Exists(fetches)).popular()
