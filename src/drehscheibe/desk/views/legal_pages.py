"""Imprint, privacy, accessibility and the like: read them as a list, write one language at a time, with a preview."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.tenants import blocks
from drehscheibe.tenants.administration import write_page
from drehscheibe.tenants.information import TITLES
from drehscheibe.tenants.queries import page as own_page

ADDRESS = "/amt/verwaltung/seiten/"
LANGUAGES = ("de", "en")
LONGEST = 60_000


@access(Access.ADMIN)
@require_safe
def pages(request: Any) -> HttpResponse:
    """All pages, in which languages they are written, and when they changed last."""
    rows = [(slug, _(title), own_page(slug)) for slug, title in TITLES.items()]
    return render(request, "desk/admin/pages.html", {"rows": rows, "done": request.GET.get("erledigt", "")})


@access(Access.ADMIN)
def page(request: Any, slug: str, language: str) -> HttpResponse:
    """One page in one language; POST saves it, or (`vorschau`) shows how it would look."""
    if slug not in TITLES or language not in LANGUAGES:
        raise Http404
    found = own_page(slug)
    written = found.body.get(language, []) if found else []
    typed, preview = None, None
    if request.method == "POST":
        typed = Typed(request.POST)
        try:
            read = blocks.read(typed.text("text", longest=LONGEST))
        except blocks.UnsafeLinkError as error:
            sentence = _(
                "Dieser Link geht nicht: {address} Ein Link beginnt mit / für eine Seite dieses Portals, mit https://, "
                "mailto: oder tel:"
            )
            typed.refuse("text", sentence.format(address=str(error)[:80]))
            read = []
        if not typed.errors and request.POST.get("vorschau"):
            preview = read
        elif not typed.errors:
            titles = _titles(slug) if found is None else found.title
            write_page(
                slug=slug, title=titles, language=language, body=read, by=actor(request.account), now=request.now
            )
            return go_on(f"{ADDRESS}{slug}/{language}/", "gespeichert")
    context = {
        "slug": slug,
        "in_language": language,
        "title": _(TITLES[slug]),
        "page": found,
        "preview": preview,
        "longest": LONGEST,
        **form_context(request, typed, {"text": blocks.typed(written)}),
    }
    return render(request, "desk/admin/page.html", context, status=422 if context["errors"] else 200)


def _titles(slug: str) -> dict[str, str]:
    titles = {}
    for language in LANGUAGES:
        with translation.override(language):
            titles[language] = _(TITLES[slug])
    return titles
