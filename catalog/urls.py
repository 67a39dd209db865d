"""Addresses of this app's pages."""

from django.urls import path

from catalog import browse_views, search_views, views

app_name = "catalog"
urlpatterns = [
    path("", views.home, name="home"),
    path("titles/", browse_views.title_list, name="titles"),
    path("titles/<str:slug>/", views.title_detail, name="title"),
    path("people/<str:slug>/", views.person_detail, name="person"),
    path("search/", search_views.search, name="search"),
    path("search/suggest/", browse_views.suggestions, name="suggest"),
    path("posters/<int:pk>.svg", views.poster, name="poster"),
]
