"""The receipt: reference, access code, and the whole declaration as PDF."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from drehscheibe.applications.operations import paper as papers
from drehscheibe.front.cases import opened
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import references
from drehscheibe.ui.downloads import pdf


@access(Access.HOLDER)
def page(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        context = {"application": application, "code": references.access_code(application.pk)}
        return render(request, "front/receipt.html", context)


@access(Access.HOLDER)
def paper(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        content = papers.receipt(application=application, now=request.now)
        return pdf(content, f"Eingangsbestaetigung-{application.reference}.pdf")
