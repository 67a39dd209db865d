"""Register the project package with Django, for its migration."""

from django.apps import AppConfig


class MovierecConfig(AppConfig):
    name = "movierec"
