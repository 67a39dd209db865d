"""Addresses of this app's pages."""

from django.urls import path

from recommendations import views
from recommendations.personal.urls import urlpatterns as personal

app_name = "recommendations"
urlpatterns = [
    path("titles/<str:slug>/similar/", views.similar, name="similar"),
    path("blend/", views.blend, name="blend"),
    *personal,
]
