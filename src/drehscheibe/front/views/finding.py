"""Find a service: by words, from A to Z, by topic, by situation, by department, for businesses."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from drehscheibe.catalogue import classification, editing, fruitless, navigation, owning, queries, searching, telling
from drehscheibe.catalogue.rules import easy_is_stale
from drehscheibe.front import structured
from drehscheibe.front.shareable import shareable
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock
from drehscheibe.tenants.queries import departments_in_sight

POPULAR = 8
PAGE = 20
ON_ONE_PAGE = 200  # services from A to Z
_LAST_PAGE = 10


@access(Access.PUBLIC)
@shareable
def home(request: Any) -> HttpResponse:
    return render(request, "front/home.html", {"overview": navigation.overview(POPULAR)})


@access(Access.PUBLIC)
def results(request: Any) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "").strip()[: searching.LONGEST]
    number = request.GET.get("seite", "1")
    page = min(int(number), _LAST_PAGE) if number.isdecimal() and number.isascii() and int(number[:4]) else 1
    found = searching.search(typed, offset=(page - 1) * PAGE, limit=PAGE, with_reasons=True)
    if typed and not found.count:
        fruitless.note(typed, today=clock.day(request.now))
    context = {
        "q": typed,
        "found": found,
        "page": page,
        "pages": -(-found.count // PAGE),
        "overview": None if found.count else navigation.overview(POPULAR),
    }
    return render(request, "front/results.html", context)


@access(Access.PUBLIC)
def suggestions(request: Any) -> HttpResponse:
    """Names of services for the search box, while somebody types."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[: searching.LONGEST]
    names = (service.name.get(request.language) or service.name["de"] for service in searching.suggestions(typed))
    return JsonResponse({"names": list(dict.fromkeys(names))})


@access(Access.PUBLIC)
@shareable
def index(request: Any) -> HttpResponse:
    """All services from A to Z; where they are too many for one page, those of the first letter."""
    return _index(request)


@access(Access.PUBLIC)
@shareable
def letter(request: Any, letter: str) -> HttpResponse:
    """The services of one letter (`0` for what begins with something else), with the way to the other letters."""
    return _index(request, letter)


def _index(request: Any, chosen: str = "") -> HttpResponse:
    services = queries.services()
    letters = {letter: list(those) for letter, those in groupby(services, _letter)}
    if chosen and chosen.upper() not in letters:
        raise Http404
    is_split = bool(chosen) or len(services) > ON_ONE_PAGE
    shown = chosen.upper() or next(iter(letters), "")
    context = {
        "present": list(letters),
        "letters": {shown: letters[shown]} if is_split else letters,
        "shown": shown if is_split else "",
        "count": len(services),
    }
    return render(request, "front/index.html", context)


def _letter(service: Any) -> str:
    first = service.sort_key[:1].upper()
    return first if "A" <= first <= "Z" else "0"


@access(Access.PUBLIC)
@shareable
def service(request: Any, slug: str) -> HttpResponse:
    found = queries.service(slug)
    if found is None:
        now = queries.slug_now(slug)
        if now is None:
            return gone(request, slug)
        response = HttpResponseRedirect(f"/leistungen/{now}/")
        response.status_code = 301
        return response
    return render(request, "front/service.html", page_of(found, request))


def gone(request: Any, slug: str) -> HttpResponse:
    """A service that was taken out of the portal: its address says so, and whom to ask. Raises Http404 for others."""
    found = queries.withdrawn(slug)
    if found is None:
        raise Http404
    return render(request, "front/gone.html", {"service": found}, status=410)


@access(Access.SERVICES)
def preview(request: Any, slug: str) -> HttpResponse:
    """The page as citizens would see it with the editors' working copy."""
    found = queries.nearest_of(queries.with_surroundings(owning.visible_to(request.standing).filter(slug=slug)))
    if found is None:
        raise Http404
    context = {**page_of(editing.as_if_published(found), request), "preview_of": slug}
    return render(request, "front/service.html", context)


def page_of(found: Any, request: Any) -> dict[str, Any]:
    """What the page of a service shows."""
    areas = found.details.get("areas")
    known = {one.slug: one for one in departments_in_sight()} if areas else {}
    return {
        "service": found,
        "told": telling.modules(found),
        "amount": telling.amount,
        "areas": [(one["name"], known[one["department"]]) for one in areas or () if one["department"] in known],
        "related": queries.related(found),
        "topic": classification.topics().get(found.topic),
        "is_online": "online" in found.channels,
        "is_from_district": found.tenant_id != request.portal.pk,
        "easy_is_stale": easy_is_stale(found),
        "translation_is_stale": request.language != "de" and bool(found.translated or found.local_translated),
        "structured": structured.service(found, request),
        "canonical": structured.canonical(found, request),
    }


@access(Access.PUBLIC)
@shareable
def topics(request: Any) -> HttpResponse:
    return render(request, "front/topics.html", {"topics": navigation.overview(0).topics})


@access(Access.PUBLIC)
@shareable
def topic(request: Any, slug: str) -> HttpResponse:
    found = classification.topics().get(slug)
    if found is None:
        raise Http404
    return _list(request, found.name, navigation.by_topic(slug), "topic")


@access(Access.PUBLIC)
@shareable
def situations(request: Any) -> HttpResponse:
    return render(request, "front/situations.html", {"situations": navigation.used_situations()})


@access(Access.PUBLIC)
@shareable
def situation(request: Any, slug: str) -> HttpResponse:
    found = classification.situations().get(slug)
    if found is None:
        raise Http404
    return _list(request, found.title, navigation.by_situation(slug), "situation", found.sentence)


@access(Access.PUBLIC)
@shareable
def departments(request: Any) -> HttpResponse:
    """The departments of the body and its district that have services."""
    counts = navigation.counts_by_department()
    context = {"departments": [(one, counts[one.pk]) for one in departments_in_sight() if counts.get(one.pk)]}
    return render(request, "front/departments.html", context)


@access(Access.PUBLIC)
@shareable
def department(request: Any, slug: str) -> HttpResponse:
    found = next((one for one in departments_in_sight() if one.slug == slug), None)
    if found is None:
        raise Http404
    return _list(request, found.name, navigation.by_department(found), "department")


@access(Access.PUBLIC)
@shareable
def businesses(request: Any) -> HttpResponse:
    """What is meant for businesses: their situations, and every service for them."""
    context = {
        "situations": [one for one in navigation.used_situations() if one.kind == "business"],
        "services": navigation.by_audience("businesses"),
    }
    return render(request, "front/businesses.html", context)


def _list(request: Any, name: Any, services: Any, kind: str, sentence: Any = None) -> HttpResponse:
    context = {"name": name, "sentence": sentence, "services": services, "kind": kind}
    return render(request, "front/list.html", context)


@access(Access.PUBLIC)
@shareable
def sitemap(request: Any) -> HttpResponse:
    """All pages that search engines may know (sitemaps.org)."""
    return HttpResponse(structured.sitemap(request, navigation.addresses()), content_type="application/xml")


@access(Access.PUBLIC)
@shareable
def robots(request: Any) -> HttpResponse:
    return HttpResponse(structured.robots(request), content_type="text/plain; charset=utf-8")
