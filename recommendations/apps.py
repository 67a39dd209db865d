"""Register the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        """Let predictions be stored before people rate."""
        import_module("recommendations.personal.predictions")
