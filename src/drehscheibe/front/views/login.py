"""Sign in and out. The demo identity is the first login provider; a demo installation has no other."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.identity.access import Access, access
from drehscheibe.identity.operations import note_sign_in, sign_in
from drehscheibe.identity.providers import DemoProvider, LoginProvider, NotConfirmedError
from drehscheibe.identity.queries import demo_persons, offices_of_staff


def _onward(request: Any, wanted: str, default: str) -> str:
    """Where to go after signing in: only to this portal's own pages."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else default


@access(Access.PUBLIC)
def page(request: Any) -> HttpResponse:
    persons = demo_persons(request.portal.slug) if settings.DEMO else {}
    offices = offices_of_staff() if persons else {}
    shown = [
        {"key": key, "name": name, "is_staff": subject in offices, "offices": offices.get(subject, [])}
        for key, (subject, name) in persons.items()
    ]
    context = {
        "citizens": [person for person in shown if not person["is_staff"]],
        "staff": [person for person in shown if person["is_staff"]],
        "onward": request.GET.get("weiter", ""),
    }
    return render(request, "front/login.html", context)


@access(Access.DEMO)
@csrf_exempt
def demo(request: Any) -> HttpResponse:
    """Sign in as a person of the demo."""
    if request.method != "POST":
        return HttpResponseRedirect("/anmelden/")
    provider: LoginProvider = DemoProvider(demo_persons(request.portal.slug))
    try:
        identity = provider.confirm(request.POST.dict())
    except NotConfirmedError as error:
        raise Http404 from error
    account = sign_in(identity=identity, now=request.now)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session["trust_level"] = int(identity.trust_level)
    note_sign_in(
        account=account,
        provider=identity.provider,
        trust_level=identity.trust_level,
        user_agent=request.headers.get("User-Agent", ""),
        now=request.now,
    )
    default = "/amt/" if identity.subject.endswith(f"@{request.portal.slug}") else "/konto/"
    return HttpResponseRedirect(_onward(request, request.POST.get("weiter", ""), default))


@access(Access.PUBLIC)
def leave(request: Any) -> HttpResponse:
    """Sign out; only when the button was pressed."""
    if request.method == "POST":
        logout(request)
    return HttpResponseRedirect("/")
