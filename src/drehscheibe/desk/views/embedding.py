"""The lines by which the town's own website shows the portal's search or a list of services, to be copied."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.catalogue import classification, embedding
from drehscheibe.desk import wording
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants.queries import own_departments


@access(Access.ADMIN)
@require_safe
def page(request: Any) -> HttpResponse:
    """`zeigen`: suche or liste; `thema`, `amt`: what a list is limited to; `sprache`: de or en."""
    topics = {slug: wording.local(one.name) for slug, one in classification.topics().items()}
    departments = {one.slug: wording.local(one.name) for one in own_departments()}
    show = embedding.LIST if request.GET.get("zeigen") == embedding.LIST else embedding.SEARCH
    topic, department = request.GET.get("thema", ""), request.GET.get("amt", "")
    language = "en" if request.GET.get("sprache") == "en" else "de"
    chosen = {"show": show, "language": language}
    if show == embedding.LIST:
        chosen |= {
            "topic": topic if topic in topics else "",
            "department": department if department in departments else "",
        }
    context = {
        "snippet": embedding.snippet(f"{request.scheme}://{request.get_host()}", **chosen),
        "chosen": chosen,
        "topics": [{"value": slug, "label": name} for slug, name in topics.items()],
        "departments": [{"value": slug, "label": name} for slug, name in departments.items()],
    }
    return render(request, "desk/admin/embedding.html", context)
