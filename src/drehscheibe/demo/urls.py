"""Addresses that exist in a demo installation only."""

from django.urls import path

from drehscheibe.demo import views

urlpatterns = [path("", views.tour), path("post/", views.post)]
