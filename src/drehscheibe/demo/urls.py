"""Addresses that exist in a demo installation only."""

from django.urls import path

from drehscheibe.demo import views
from drehscheibe.demo.tour import STOPS

urlpatterns = [
    path("", views.tour),
    path("neu/", views.again),
    *(path(f"stopp/{stop.number}/", views.stop, {"stop": stop}) for stop in STOPS),
    path("ausgefuellt/", views.filled),
    path("post/", views.post),
]
