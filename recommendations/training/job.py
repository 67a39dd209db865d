"""Training as a job in the background: asked for in the admin, and once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from catalog.clients.errors import NotNow
from catalog.index_store import BuildRunning
from catalog.jobs import JobContext
from catalog.models import Job
from recommendations.collaborative.weights import MethodMissing
from recommendations.models import Rating
from recommendations.training.train import NothingToLearn, train

logger = logging.getLogger(__name__)

#: How long to wait while somebody else trains.
MEANWHILE = timedelta(minutes=2)


class TrainKind:
    """Does what ``manage.py train_recommenders`` does; publishes the model itself."""

    #: A million ratings take a quarter of a minute; the rest is for many more.
    seconds = 3600

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        total, read = Rating.objects.count(), 0

        def on_progress(ratings: int) -> None:
            nonlocal read
            read += ratings
            context.progress(min(read, total), total)

        try:
            train(on_progress=on_progress)
        except NothingToLearn as error:
            logger.info("%s", error)
        except MethodMissing as error:
            logger.warning("%s", error)
        except BuildRunning as error:
            raise NotNow(str(error), timezone.now() + MEANWHILE) from error
        return lambda: None  # what there is to store is stored


TRAIN = TrainKind()
