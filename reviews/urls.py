"""Addresses of this app's pages."""

from django.urls import path

from reviews import source_views, views

app_name = "reviews"
urlpatterns = [
    path("titles/<str:slug>/reviews/", views.review_list, name="list"),
    path("titles/<str:slug>/reviews/fetch/", source_views.fetch_reviews, name="fetch"),
    path("titles/<str:slug>/reviews/write/", views.write, name="write"),
    path("reviews/<int:pk>/edit/", views.edit, name="edit"),
    path("reviews/<int:pk>/delete/", views.delete, name="delete"),
]
