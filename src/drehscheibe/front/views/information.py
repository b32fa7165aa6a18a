"""Legal and informational pages, honest where content is missing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.front.shareable import shareable
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants import queries

TITLES = {
    "impressum": gettext_noop("Impressum"),
    "datenschutz": gettext_noop("Datenschutz"),
    "erklaerung-zur-barrierefreiheit": gettext_noop("Erklärung zur Barrierefreiheit"),
    "leichte-sprache": gettext_noop("Leichte Sprache"),
    "gebaerdensprache": gettext_noop("Gebärdensprache"),
    "echt": gettext_noop("So erkennen Sie unser Portal"),
}


@access(Access.PUBLIC)
@shareable
def page(request: Any, slug: str) -> HttpResponse:
    found = queries.page(slug)
    if found is None:
        return render(request, "front/page.html", {"title": _(TITLES[slug]), "body": None})
    body = with_host(found.body, request.get_host())
    return render(request, "front/page.html", {"title": found.title, "body": body})


def with_host(blocks: Any, host: str) -> Any:
    """Texts may hold `{host}`: the address under which the visitor sees the portal."""
    if isinstance(blocks, str):
        return blocks.replace("{host}", host)
    if isinstance(blocks, dict):
        return {key: with_host(part, host) for key, part in blocks.items()}
    return [with_host(part, host) for part in blocks]
