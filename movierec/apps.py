"""Register the project package with Django, for its migration and for Celery."""

from django.apps import AppConfig
from django.conf import settings


class MovierecConfig(AppConfig):
    name = "movierec"

    def ready(self) -> None:
        """Make Celery ours, where there is a broker: ``catalog.jobs`` rings the current app."""
        if settings.REDIS_URL:
            from movierec.celery import app

            app.set_default()
