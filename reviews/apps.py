"""Register the app with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
