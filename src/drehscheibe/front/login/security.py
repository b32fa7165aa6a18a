"""How one signs in, for people who are signed in: password, address, second factors."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.front.login import keys, session
from drehscheibe.front.login.entering import too_many
from drehscheibe.front.login.guarding import Guess, TooManyError, may_mail
from drehscheibe.front.login.registering import LONGEST_PASSWORD, Errors, email_errors, password_errors
from drehscheibe.front.views.account import one_line
from drehscheibe.identity import credentials, factors
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import TrustLevel

View = Callable[..., HttpResponse]
OVERVIEW = "/konto/sicherheit/"


def for_owners(view: View) -> View:
    """Only for accounts with a password, and only shortly after it was confirmed; else that is asked for first.

    With a second factor only after that, too: a password alone replaces no factor.
    """

    @access(Access.ACCOUNT)
    @wraps(view)
    def run(request: Any, **values: Any) -> HttpResponse:
        if not request.account.has_usable_password():
            return session.see_other(OVERVIEW)
        address = request.get_full_path() if request.method == "GET" else OVERVIEW
        if session.trust_level(request) < TrustLevel.SUBSTANTIAL and factors.has_second_factor(request.account):
            return session.way_up(request, address)
        if not session.is_fresh(request):
            return session.see_other(session.with_onward("/konto/sicherheit/bestaetigen/", address))
        return view(request, **values)

    return run


@access(Access.ACCOUNT)
def overview(request: Any) -> HttpResponse:
    context = {
        "factors": factors.of(request.account),
        "is_staff": bool(request.standing.roles),
        "has_password": request.account.has_usable_password(),
    }
    return render(request, "login/security.html", context)


@access(Access.ACCOUNT)
def confirm(request: Any) -> HttpResponse:
    """Ask for the password again before something important is changed."""
    errors: Errors = []
    status = 200
    if request.method == "POST":
        try:
            with Guess(request, "confirm", request.account.pk):
                credentials.confirm_password(account=request.account, password=request.POST.get("passwort", ""))
        except TooManyError:
            errors, status = [("f-passwort", too_many())], 429
        except credentials.WrongPasswordError:
            errors, status = [("f-passwort", _("Das Passwort stimmt nicht."))], 422
        else:
            request.session["confirmed"] = int(request.now.timestamp())
            return session.see_other(session.onward(request, OVERVIEW))
    context = {"errors": errors, "onward": session.onward(request, OVERVIEW)}
    return render(request, "login/confirm.html", context, status=status)


@for_owners
def password(request: Any) -> HttpResponse:
    """Another password; other sessions of the account end."""
    errors: Errors = []
    if request.method == "POST":
        typed = request.POST.get("passwort", "")[:LONGEST_PASSWORD]
        try:
            credentials.change_password(account=request.account, password=typed, language=request.language)
        except credentials.WeakPasswordError as weak:
            errors = password_errors(weak)
        else:
            update_session_auth_hash(request, request.account)
            return session.see_other(OVERVIEW)
    return render(request, "login/password.html", {"errors": errors}, status=422 if errors else 200)


@for_owners
def email(request: Any) -> HttpResponse:
    """Another address, which counts once the link in the mail to it was opened."""
    typed = request.POST.get("email", "")
    errors = email_errors(typed) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        if may_mail(request, typed):
            credentials.ask_for_new_address(
                account=request.account, email=typed, language=request.language, now=request.now
            )
        return session.see_other("/anmelden/post/")
    return render(request, "login/email.html", {"email": typed, "errors": errors}, status=422 if errors else 200)


@access(Access.ACCOUNT)
def second_factor(request: Any) -> HttpResponse:
    """Why a second factor, and which kinds there are; who has one only needs to use it."""
    own = factors.of(request.account)
    if own.are_set_up and session.trust_level(request) < TrustLevel.SUBSTANTIAL:
        session.wait_for_second_factor(request, request.account, request.session.get("provider", ""))
        return session.see_other(session.with_onward("/anmelden/zweiter-faktor/", session.onward(request)))
    context = {
        "factors": own,
        "is_staff": bool(request.standing.roles),
        "has_password": request.account.has_usable_password(),
        "onward": session.onward(request),
    }
    return render(request, "login/choose_factor.html", context)


@for_owners
def app(request: Any) -> HttpResponse:
    """Set up an app that shows codes."""
    secret = factors.secret_in_preparation(request.account, request.session.session_key or "")
    errors: Errors = []
    if request.method == "POST":
        try:
            factors.add_app(
                account=request.account,
                secret=secret,
                code=request.POST.get("code", ""),
                language=request.language,
                now=request.now,
            )
        except factors.WrongCodeError:
            errors = [("f-code", _("Dieser Code passt nicht. Geben Sie den Code ein, den die App gerade zeigt."))]
        else:
            return _added(request)
    address = get_adapter().build_totp_url(request.account, secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    context = {
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": address,
        "picture": f"data:image/svg+xml;base64,{picture}",
        "errors": errors,
        "onward": session.onward(request),
    }
    return render(request, "login/app.html", context, status=422 if errors else 200)


@for_owners
def key(request: Any) -> HttpResponse:
    """Register a security key or the device itself."""
    errors: Errors = []
    name = one_line(request.POST.get("name", ""), 60) or _("Mein Schlüssel")
    if request.method == "POST":
        try:
            keys.add(request, request.account, name, request.POST.get("schluessel", ""))
        except keys.WrongKeyError:
            errors = [("f-name", _("Das hat nicht geklappt. Versuchen Sie es bitte noch einmal."))]
        else:
            return _added(request)
    context = {
        "options": keys.to_add(request.account),
        "name": name,
        "errors": errors,
        "onward": session.onward(request),
    }
    return render(request, "login/key.html", context, status=422 if errors else 200)


def _added(request: Any) -> HttpResponse:
    """From now on this session has two factors; the first time the emergency codes come next."""
    address = session.onward(request)
    session.begin(request, request.account, request.session.get("provider", ""), TrustLevel.SUBSTANTIAL)
    if factors.of(request.account).codes_left:
        return session.see_other(address or OVERVIEW)
    return session.see_other(session.with_onward("/konto/sicherheit/notfallcodes/", address))


@for_owners
def codes(request: Any) -> HttpResponse:
    """GET tells what emergency codes are for; POST makes new ones and shows them this one time."""
    if not factors.has_second_factor(request.account):
        raise Http404
    fresh = factors.renew_codes(account=request.account, language=request.language) if request.method == "POST" else []
    context = {"codes": fresh, "factors": factors.of(request.account), "onward": session.onward(request, OVERVIEW)}
    return render(request, "login/codes.html", context)


@for_owners
def remove(request: Any) -> HttpResponse:
    """Remove an app or a key."""
    if request.method != "POST":
        return session.see_other(OVERVIEW)
    wanted = request.POST.get("faktor", "")
    found = wanted.isdecimal() and factors.remove(
        account=request.account, factor_id=int(wanted), language=request.language
    )
    if not found:
        raise Http404
    request.user.refresh_from_db(fields=["sign_outs"])
    update_session_auth_hash(request, request.user)  # this session goes on
    if not factors.has_second_factor(request.account):
        request.session["trust_level"] = int(TrustLevel.LOW)
    return session.see_other(OVERVIEW)
