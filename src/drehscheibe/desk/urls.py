"""Addresses of the staff's side."""

urlpatterns: list[object] = []
