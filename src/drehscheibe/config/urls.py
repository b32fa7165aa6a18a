"""All addresses (German, for citizens)."""

from django.urls import include, path

urlpatterns = [
    path("", include("drehscheibe.front.urls")),
    path("api/", include("drehscheibe.api.urls")),
    path("amt/", include("drehscheibe.desk.urls")),
    path("demo/", include("drehscheibe.demo.urls")),
]
handler400 = "drehscheibe.front.views.errors.bad_request"
handler403 = "drehscheibe.front.views.errors.forbidden"
handler404 = "drehscheibe.front.views.errors.not_found"
handler500 = "drehscheibe.front.views.errors.broken"
