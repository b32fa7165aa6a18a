"""Legal and informational pages, honest where content is missing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from drehscheibe.front.shareable import shareable
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants import queries


@access(Access.PUBLIC)
@shareable
def page(request: Any, slug: str) -> HttpResponse:
    return render(request, "front/page.html", {"page": queries.page(slug), "slug": slug})
