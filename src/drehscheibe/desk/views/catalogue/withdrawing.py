"""Take a service out of the portal at once, with a reason, and put it back; for publishers."""

from typing import Any

from django.http import Http404, HttpResponse

from drehscheibe.catalogue import withdrawing
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.views.catalogue.found import Found, found
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor


def _to_publish(request: Any, slug: str) -> Found:
    one = found(request, slug)
    if not (one.may_publish and one.is_own):
        raise Http404
    return one


@access(Access.SERVICE_PUBLISHING)
def taking_down(request: Any, slug: str) -> HttpResponse:
    """POST hides the service."""
    one = _to_publish(request, slug)
    if request.method != "POST":
        return go_on(f"{one.base}#abschalten")
    reason = Typed(request.POST).text("grund", "", 4_000)
    if not reason:
        return go_on(one.base, "grund")
    withdrawing.take_down(service=one.service, reason=reason[:4_000], by=actor(request.account), now=request.now)
    return go_on(one.base, "abgeschaltet")


@access(Access.SERVICE_PUBLISHING)
def putting_back(request: Any, slug: str) -> HttpResponse:
    """POST shows it again."""
    one = _to_publish(request, slug)
    if request.method != "POST":
        return go_on(one.base)
    try:
        withdrawing.put_back(service=one.service, by=actor(request.account), now=request.now)
    except withdrawing.OverError:
        return go_on(one.base, "vorbei")
    return go_on(one.base, "gezeigt")
