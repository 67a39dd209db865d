"""Register the app with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_save


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        """Let predictions be stored before people rate, and ratings count in experiments."""
        import_module("recommendations.personal.predictions")
        exposures = import_module("recommendations.experiments.exposures")
        post_save.connect(exposures.on_rating, sender=self.get_model("Rating"))
        post_save.connect(exposures.on_mark, sender=self.get_model("Mark"))
        signals = import_module("recommendations.diary.signals")
        signals.taken_back.connect(exposures.on_taken_back)
