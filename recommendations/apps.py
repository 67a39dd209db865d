"""Register the app with Django."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
