"""Addresses of imports; ``recommendations.urls`` takes them in."""

from django.urls import path

from recommendations.importing import views

urlpatterns = [
    path("you/import/", views.imports, name="imports"),
    path("you/import/<int:pk>/", views.one_import, name="import"),
    path("you/import/<int:pk>/report.csv", views.report, name="import_report"),
]
