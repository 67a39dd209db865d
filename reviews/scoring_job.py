"""The reading of reviews as a job in the background: of one title, or of all that need it."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from catalog.clients.errors import NotNow
from catalog.jobs import JobContext
from catalog.models import Job
from reviews.engines import default_engine
from reviews.models import Review, TitlePulse
from reviews.praise import measure_baselines, publish_all_praise
from reviews.pulses import refresh_pulses, refresh_titles
from reviews.querysets import ReviewQuerySet
from reviews.scoring import score_reviews

#: A job reads so many reviews, then lets others have their turn.
MOST_AT_ONCE = 20_000


class ScoreKind:
    """Reads what the present engine has not read, and sums it up; goes on where it broke off.

    What was read is stored batch by batch, as it takes long: whoever takes over finds it done.
    """

    seconds = 900

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        if job.subject is not None:
            known = set(outdated_of(job.subject).values_list("pk", flat=True))
            score_title(job.subject)
            return partial(refuse_if_more, job.subject, known)
        outdated = Review.objects.outdated(default_engine().version)
        total, done = outdated.count(), 0

        def on_progress(reviews: int) -> None:
            nonlocal done
            done += reviews
            context.progress(min(done, total), total)

        score_reviews(Review.objects.all(), on_progress=on_progress, most=MOST_AT_ONCE)
        if total > MOST_AT_ONCE:
            raise NotNow("the rest is read in the next turn", timezone.now())
        stale = TitlePulse.objects.filter(is_stale=True).count()
        if stale or total:
            sum_up(lambda titles: context.progress(total, total))
        return lambda: None


def outdated_of(title_id: int) -> ReviewQuerySet:
    """Return the reviews of one title that the present engine has not read."""
    return Review.objects.filter(title=title_id).outdated(default_engine().version)


def refuse_if_more(title_id: int, known: set[int]) -> None:
    """Raise NotNow if reviews have come while others were read: a job that runs is not asked anew.

    ``known`` are those that were there before; what cannot be read stays one of them.
    """
    if outdated_of(title_id).exclude(pk__in=known).exists():
        raise NotNow("more reviews have come meanwhile", timezone.now())


def score_title(title_id: int) -> None:
    """Read the reviews of one title that need it, and sum them up."""
    score_reviews(Review.objects.filter(title=title_id))
    refresh_titles([title_id])


def sum_up(on_progress: Callable[[int], None] | None = None) -> int:
    """Sum up what has changed, measure the average title, publish all praise; return the titles."""
    titles = refresh_pulses(on_progress)
    measure_baselines()
    publish_all_praise()
    return titles


SCORE = ScoreKind()
