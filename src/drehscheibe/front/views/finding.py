"""Find a service: by words, from A to Z, by topic, by life situation."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from drehscheibe.catalogue import classification, queries
from drehscheibe.front.shareable import shareable
from drehscheibe.identity.access import Access, access

POPULAR = 8


@access(Access.PUBLIC)
@shareable
def home(request: Any) -> HttpResponse:
    return render(request, "front/home.html", {"overview": queries.overview(POPULAR)})


@access(Access.PUBLIC)
def results(request: Any) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = queries.search(typed)
    context = {
        "q": typed,
        "found": found,
        "suggestion": None if found or not typed else queries.suggestion(typed),
        "overview": None if found else queries.overview(POPULAR),
    }
    return render(request, "front/results.html", context)


@access(Access.PUBLIC)
@shareable
def index(request: Any) -> HttpResponse:
    letters = {letter: list(those) for letter, those in groupby(queries.services(), _letter)}
    return render(request, "front/index.html", {"letters": letters})


def _letter(service: Any) -> str:
    return service.sort_key[:1].upper()  # type: ignore[no-any-return]


@access(Access.PUBLIC)
@shareable
def service(request: Any, slug: str) -> HttpResponse:
    found = queries.service(slug)
    if found is None:
        raise Http404
    context = {
        "service": found,
        "related": queries.named(found.related),
        "topic": classification.topics().get(found.topic),
        "is_online": "online" in found.channels,
        "is_from_district": found.tenant_id != request.portal.pk,
    }
    return render(request, "front/service.html", context)


@access(Access.PUBLIC)
@shareable
def topics(request: Any) -> HttpResponse:
    return render(request, "front/topics.html", {"topics": queries.overview(0).topics})


@access(Access.PUBLIC)
@shareable
def topic(request: Any, slug: str) -> HttpResponse:
    found = classification.topics().get(slug)
    if found is None:
        raise Http404
    return render(request, "front/list.html", {"name": found.name, "services": queries.by_topic(slug), "kind": "topic"})


@access(Access.PUBLIC)
@shareable
def situation(request: Any, slug: str) -> HttpResponse:
    found = classification.situations().get(slug)
    if found is None:
        raise Http404
    context = {
        "name": found.title,
        "sentence": found.sentence,
        "services": queries.by_situation(slug),
        "kind": "situation",
    }
    return render(request, "front/list.html", context)
