"""Old rows that nobody will read any more, deleted once a day by a job in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from django.conf import settings

from catalog.jobs import JobContext
from catalog.models import Job
from recommendations.experiments.exposures import prune

logger = logging.getLogger(__name__)


class PruneKind:
    """Deletes sessions that have ended, and what experiments no longer count; batch by batch."""

    #: The first time there may be years of them.
    seconds = 900

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        logger.info("%d exposures were older than EXPOSURE_DAYS", prune())
        return lambda: None  # what there is to delete is deleted


PRUNE = PruneKind()
