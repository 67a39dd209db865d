"""Addresses of this app's pages."""

from django.urls import path

from recommendations import views
from recommendations.diary import views as diary
from recommendations.diary.lists import LISTS
from recommendations.importing.urls import urlpatterns as importing
from recommendations.personal.urls import urlpatterns as personal

app_name = "recommendations"
urlpatterns = [
    path("titles/<str:slug>/similar/", views.similar, name="similar"),
    path("blend/", views.blend, name="blend"),
    path("titles/<str:slug>/yours/", diary.yours, name="yours"),
    path("you/", diary.overview, name="you"),
    path("you/ratings/", diary.history, name="history"),
    *(path(f"you/{one}/", diary.marked, {"path": one}, name=one) for one in LISTS),
    path("you/profile/", diary.profile, name="profile"),
    *importing,
    *personal,
]
