"""Addresses of the citizens' side."""

from django.urls import path

from drehscheibe.front.views import (
    case,
    filling,
    finding,
    genuine,
    health,
    information,
    login,
    metrics,
    receipt,
    sending,
    start,
)

urlpatterns = [
    path("", finding.home),
    path("suche/", finding.results),
    path("leistungen/", finding.index),
    path("leistungen/<slug:slug>/", finding.service),
    path("themen/", finding.topics),
    path("themen/<slug:slug>/", finding.topic),
    path("lagen/<slug:slug>/", finding.situation),
    path("antrag/<slug:slug>/", start.begin),
    path("antrag/<slug:slug>/fortsetzen/", start.resume),
    path("antrag/<slug:slug>/<uuid:draft_id>/pruefen/", sending.check),
    path("antrag/<slug:slug>/<uuid:draft_id>/<slug:step>/", filling.step),
    path("eingang/<str:reference>/", receipt.page),
    path("eingang/<str:reference>/beleg.pdf", receipt.paper),
    path("vorgang/", case.enter),
    path("vorgang/<str:reference>/", case.page),
    path("vorgang/<str:reference>/antwort/", case.answer),
    path("vorgang/<str:reference>/bescheid.pdf", case.decision),
    path("vorgang/<str:reference>/dateien/<uuid:file_id>/", case.file),
    path("anmelden/", login.page),
    path("anmelden/demo/", login.demo),
    path("abmelden/", login.leave),
    path("konto/", login.account),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.page),
    path(".well-known/security.txt", health.security_contact),
    path("echt/", genuine.page),
    *(path(f"{slug}/", information.page, {"slug": slug}) for slug in information.TITLES if slug != "echt"),
]
