"""Addresses of this app's pages."""

from django.urls import path

from recommendations import views
from recommendations.diary import views as diary
from recommendations.diary.lists import LISTS
from recommendations.importing import views as importing

app_name = "recommendations"
urlpatterns = [
    path("titles/<str:slug>/similar/", views.similar, name="similar"),
    path("blend/", views.blend, name="blend"),
    path("titles/<str:slug>/yours/", diary.yours, name="yours"),
    path("you/", diary.overview, name="you"),
    path("you/ratings/", diary.history, name="history"),
    *(path(f"you/{one}/", diary.marked, {"path": one}, name=one) for one in LISTS),
    path("you/profile/", diary.profile, name="profile"),
    path("you/import/", importing.imports, name="imports"),
    path("you/import/<int:pk>/", importing.one_import, name="import"),
    path("you/import/<int:pk>/report.csv", importing.report, name="import_report"),
]
