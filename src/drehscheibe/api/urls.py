"""Addresses of the programming interface."""

from django.urls import URLPattern, path

from drehscheibe.api import views


def _operations() -> list[URLPattern]:
    """The interface's own patterns, each with the rule of the view that it leads to and is named after."""
    found = [one for one in views.interface.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in found:
        pattern.callback.access_rule = getattr(views, str(pattern.name)).access_rule  # type: ignore[attr-defined]
    return [path(f"v1/{pattern.pattern}", pattern.callback) for pattern in found]


urlpatterns = [path("v1/openapi.json", views.contract), path("v1/katalog.csv", views.table), *_operations()]
