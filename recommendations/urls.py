"""Addresses of this app's pages."""

from django.urls import path

from recommendations import views
from recommendations.importing import views as importing

app_name = "recommendations"
urlpatterns = [
    path("titles/<str:slug>/similar/", views.similar, name="similar"),
    path("blend/", views.blend, name="blend"),
    path("you/import/", importing.imports, name="imports"),
    path("you/import/<int:pk>/", importing.one_import, name="import"),
    path("you/import/<int:pk>/report.csv", importing.report, name="import_report"),
]
