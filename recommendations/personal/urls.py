"""Addresses of "For you", for the app's own list."""

from django.urls import path

from recommendations.personal import group_views, views

urlpatterns = [
    path("for-you/", views.for_you, name="for-you"),
    path("for-you/start/", views.start, name="start"),
    path("for-you/why-not/", views.why_not, name="why-not"),
    path("for-you/less/", views.less, name="less"),
    path("for-you/less/<int:pk>/take-back/", views.take_back, name="less-take-back"),
    path("for-you/groups/", group_views.groups, name="groups"),
    path("for-you/groups/find/", group_views.find_group, name="find-group"),
    path("for-you/groups/<str:code>/", group_views.group, name="group"),
    path("for-you/groups/<str:code>/join/", group_views.join, name="group-join"),
    path("for-you/groups/<str:code>/leave/", group_views.leave, name="group-leave"),
]
