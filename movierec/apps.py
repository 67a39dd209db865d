"""Register the project package with Django, for its tables, for Celery, and between apps."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class MovierecConfig(AppConfig):
    name = "movierec"

    def ready(self) -> None:
        """Make Celery ours, where there is a broker: ``catalog.jobs`` rings the current app.

        And let what a person says in a review be heard where ratings are kept.
        """
        ratings = import_module("movierec.review_ratings")
        import_module("reviews.signals").rated.connect(ratings.rate_as_reviewed)
        if settings.REDIS_URL:
            from movierec.celery import app

            app.set_default()
