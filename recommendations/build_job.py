"""The building of indexes as a job in the background: the admin asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from catalog.clients.errors import NotNow
from catalog.index_store import BuildRunning
from catalog.jobs import JobContext
from catalog.models import Job, Title
from recommendations.build_all import build_all

#: How long to wait while somebody else builds.
MEANWHILE = timedelta(minutes=2)


class BuildIndexKind:
    """Builds what ``manage.py build_index`` does; publishes it itself, by one rename."""

    #: A million titles take two minutes; the rest is for slower machines.
    seconds = 1800

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        total, read = Title.objects.recommendable().count(), 0

        def on_progress(titles: int) -> None:
            nonlocal read
            read += titles
            context.progress(min(read, total), total)

        try:
            build_all(on_progress=on_progress)
        except BuildRunning as error:
            raise NotNow(str(error), timezone.now() + MEANWHILE) from error
        return lambda: None  # what there is to store is stored


BUILD_INDEX = BuildIndexKind()
