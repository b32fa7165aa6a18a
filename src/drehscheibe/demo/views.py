"""Pages of the demo installation."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from drehscheibe.demo.hosts import portals
from drehscheibe.demo.models import PostedMail
from drehscheibe.identity.access import Access, access


@access(Access.DEMO)
def post(request: Any) -> HttpResponse:
    """The mails that would have been sent, the latest first."""
    return render(request, "demo/post.html", {"mails": PostedMail.objects.order_by("-at", "-pk")[:100]})


@access(Access.DEMO)
def tour(request: Any) -> HttpResponse:
    """What there is to try, and where."""
    return render(request, "demo/tour.html", {"portals": portals(settings.DEMO_PORT)})
