"""Sign in and out. The demo identity is the first login provider; a demo installation has no other."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from drehscheibe.identity.access import Access, access
from drehscheibe.identity.operations import sign_in
from drehscheibe.identity.providers import DemoProvider, NotConfirmedError
from drehscheibe.identity.queries import demo_persons


def _onward(request: Any, wanted: str, default: str) -> str:
    """Where to go after signing in: only to this portal's own pages."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else default


@access(Access.PUBLIC)
def page(request: Any) -> HttpResponse:
    persons = demo_persons(request.portal.slug) if settings.DEMO else {}
    return render(request, "front/login.html", {"persons": persons, "onward": request.GET.get("weiter", "")})


@access(Access.DEMO)
@csrf_exempt
@require_POST
def demo(request: Any) -> HttpResponse:
    """Sign in as a person of the demo."""
    try:
        identity = DemoProvider(demo_persons(request.portal.slug)).confirm(request.POST.dict())
    except NotConfirmedError as error:
        raise Http404 from error
    account = sign_in(identity=identity, now=request.now)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session["trust_level"] = int(identity.trust_level)
    default = "/amt/" if identity.subject.endswith(f"@{request.portal.slug}") else "/konto/"
    return HttpResponseRedirect(_onward(request, request.POST.get("weiter", ""), default))


@access(Access.PUBLIC)
@require_POST
def leave(request: Any) -> HttpResponse:
    """Sign out."""
    logout(request)
    return HttpResponseRedirect("/")


@access(Access.PUBLIC)
def account(request: Any) -> HttpResponse:
    if not request.account:
        return HttpResponseRedirect("/anmelden/?weiter=/konto/")
    return render(request, "front/account.html", {"is_staff": bool(request.standing.roles)})
