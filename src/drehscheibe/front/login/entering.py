"""Sign in and out: one page with the ways in, and the second factor after it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.front import browser
from drehscheibe.front.login import keys, session
from drehscheibe.front.login.guarding import Guess, TooManyError
from drehscheibe.identity import factors
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import TrustLevel
from drehscheibe.identity.operations import sign_in
from drehscheibe.identity.providers import (
    DemoProvider,
    Identity,
    LoginProvider,
    NotConfirmedError,
    PasswordProvider,
)
from drehscheibe.identity.queries import demo_persons, offices_of_staff

Errors = Sequence[tuple[str, str]]


def too_many() -> str:
    return _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")


@access(Access.PUBLIC)
def page(request: Any) -> HttpResponse:
    """GET shows the ways in; POST signs in with e-mail address and password."""
    if request.method == "POST":
        return _by_password(request)
    return _page(request)


def _page(request: Any, errors: Errors = (), status: int = 200) -> HttpResponse:
    persons = demo_persons(request.portal.slug) if settings.DEMO else {}
    offices = offices_of_staff() if persons else {}
    shown = [
        {"key": key, "name": name, "is_staff": subject in offices, "offices": offices.get(subject, [])}
        for key, (subject, name) in persons.items()
    ]
    context = {
        "citizens": [person for person in shown if not person["is_staff"]],
        "staff": [person for person in shown if person["is_staff"]],
        "onward": session.onward(request),
        "email": request.POST.get("email", ""),
        "errors": errors,
        "has_ended": "ende" in request.GET,
        "is_changed": "neu" in request.GET,
    }
    return render(request, "login/page.html", context, status=status)


def _by_password(request: Any) -> HttpResponse:
    provider: LoginProvider = PasswordProvider()
    try:
        with Guess(request, "sign-in", request.POST.get("email", "").strip().lower()):
            identity = provider.confirm(request.POST.dict())
    except TooManyError:
        return _page(request, [("f-email", too_many())], 429)
    except NotConfirmedError:
        wrong = _("E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie bitte beides.")
        return _page(request, [("f-email", wrong)], 422)
    return enter(request, identity)


def enter(request: Any, identity: Identity) -> HttpResponse:
    """From a confirmed identity into the session; with a second factor by way of its page."""
    account = sign_in(identity=identity, now=request.now)
    address = session.onward(request)
    if identity.trust_level < TrustLevel.SUBSTANTIAL and factors.has_second_factor(account):
        session.wait_for_second_factor(request, account, identity.provider)
        return session.see_other(session.with_onward("/anmelden/zweiter-faktor/", address))
    session.begin(request, account, identity.provider, identity.trust_level)
    return session.see_other(address or session.home(account))


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
    session.begin(request, account, identity.provider, identity.trust_level)
    return HttpResponseRedirect(session.onward(request, session.home(account)))


@access(Access.PUBLIC)
def second_factor(request: Any) -> HttpResponse:
    """The code of the app, an emergency code, or a security key, after the password was right."""
    waiting = session.pending(request)
    if waiting is None:
        return session.see_other(session.with_onward("/anmelden/", session.onward(request)))
    account, provider = waiting
    if request.method != "POST":
        return _second_factor_page(request)
    try:
        with Guess(request, "second factor", account.pk):
            if "schluessel" in request.POST:
                keys.confirm(account, request.POST["schluessel"])
            else:
                factors.confirm_code(account=account, code=request.POST.get("code", ""), now=request.now)
    except TooManyError:
        return _second_factor_page(request, [("f-code", too_many())], 429)
    except keys.WrongKeyError:
        wrong = _("Das hat nicht geklappt. Versuchen Sie es noch einmal, oder geben Sie einen Code ein.")
        return _second_factor_page(request, [("f-code", wrong)], 422)
    except factors.WrongCodeError:
        wrong = _(
            "Dieser Code gilt nicht. Geben Sie den Code ein, den Ihre App gerade zeigt. Jeder Code gilt nur einmal."
        )
        return _second_factor_page(request, [("f-code", wrong)], 422)
    address = session.onward(request)
    session.begin(request, account, provider, TrustLevel.SUBSTANTIAL)
    return session.see_other(address or session.home(account))


def _second_factor_page(request: Any, errors: Errors = (), status: int = 200) -> HttpResponse:
    waiting = session.pending(request)
    if waiting is None:  # unreachable but for a clock that jumps within the request
        raise Http404
    own = factors.of(waiting[0])
    context = {
        "factors": own,
        "options": keys.to_confirm(waiting[0]) if own.keys else None,
        "errors": errors,
        "onward": session.onward(request),
    }
    return render(request, "login/second_factor.html", context, status=status)


@access(Access.PUBLIC)
def leave(request: Any) -> HttpResponse:
    """Sign out; only when the button was pressed."""
    response = HttpResponseRedirect("/")
    if request.method == "POST":
        logout(request)
        browser.close(response)
    return response
