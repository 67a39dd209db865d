"""Register the project package with Django, for its tables, for Celery, and between apps."""

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.conf import settings

from movierec.wording import speak_plainly


class MovierecConfig(AppConfig):
    name = "movierec"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        """Give forms their sentences before any form is defined: fields copy them."""
        super().__init__(app_name, app_module)
        speak_plainly()

    def ready(self) -> None:
        """Make Celery ours, where there is a broker: ``catalog.jobs`` rings the current app.

        And let what a person says in a review be heard where ratings are kept.
        """
        ratings = import_module("movierec.review_ratings")
        import_module("reviews.signals").rated.connect(ratings.rate_as_reviewed)
        if settings.REDIS_URL:
            from movierec.celery import app

            app.set_default()
