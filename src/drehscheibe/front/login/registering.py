"""A new account, a new password, a new address, an invitation: what begins with a link in a mail.

Asking for a link always leads to the same page; only the mail says what applies to the address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.front.login import session
from drehscheibe.front.login.guarding import may_mail
from drehscheibe.front.views.account import one_line
from drehscheibe.identity import credentials, invitations, links
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import Account, MailedLink, Purpose, TrustLevel
from drehscheibe.identity.providers import EMAIL

LONGEST_PASSWORD = 200
Errors = list[tuple[str, str]]


def email_errors(email: str) -> Errors:
    """What is wrong with a typed address."""
    try:
        validate_email(email.strip())
    except ValidationError:
        return [("f-email", _("Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel erika@beispiel.de."))]
    return []


def password_errors(weak: credentials.WeakPasswordError) -> Errors:
    return [("f-passwort", reason) for reason in weak.reasons]


def _ask(request: Any, template: str, ask: Callable[..., None]) -> HttpResponse:
    email = request.POST.get("email", "")
    errors = email_errors(email) if request.method == "POST" else []
    if request.method != "POST" or errors:
        context = {"email": email, "errors": errors}
        return render(request, template, context, status=422 if errors else 200)
    if may_mail(request, email):
        ask(email=email, language=request.language, now=request.now)
    return session.see_other("/anmelden/post/")


@access(Access.PUBLIC)
def ask_to_register(request: Any) -> HttpResponse:
    return _ask(request, "login/ask_to_register.html", credentials.ask_to_register)


@access(Access.PUBLIC)
def ask_for_reset(request: Any) -> HttpResponse:
    return _ask(request, "login/ask_for_reset.html", credentials.ask_for_reset)


@access(Access.PUBLIC)
def posted(request: Any) -> HttpResponse:
    """Whatever was asked for: look into the mailbox."""
    return render(request, "login/posted.html", {})


LinkView = Callable[[Any, MailedLink], HttpResponse]


def of_link(purpose: Purpose) -> Callable[[LinkView], Callable[..., HttpResponse]]:
    """A view of a link's token: the link it belongs to, or a page that says that it no longer counts."""

    def decorate(view: LinkView) -> Callable[..., HttpResponse]:
        @access(Access.HOLDER)
        @wraps(view)
        def run(request: Any, token: str) -> HttpResponse:
            try:
                response = view(request, links.find(token, purpose, request.now))
            except links.LinkGoneError:
                response = render(request, "login/link_gone.html", {"purpose": str(purpose)}, status=404)
            response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  Django would log the token
            return response

        return run

    return decorate


def _named_and_secret(request: Any, link: MailedLink, make: Callable[..., Account]) -> tuple[Account | None, Errors]:
    """Try to make an account of what was typed."""
    name, password = one_line(request.POST.get("name", "")), request.POST.get("passwort", "")[:LONGEST_PASSWORD]
    errors: Errors = [] if name else [("f-name", _("Geben Sie Ihren Namen ein."))]
    if errors:
        return None, errors
    try:
        return make(link=link, name=name, password=password, now=request.now), []
    except credentials.WeakPasswordError as weak:
        return None, password_errors(weak)
    except credentials.AddressTakenError:
        return None, [("", _("Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich damit an."))]


@of_link(Purpose.REGISTER)
def register(request: Any, link: MailedLink) -> HttpResponse:
    """Name and password of a new account."""
    errors: Errors = []
    if request.method == "POST":
        account, errors = _named_and_secret(request, link, credentials.register)
        if account:
            session.begin(request, account, EMAIL, TrustLevel.LOW)
            return session.see_other("/konto/")
    context = {"mailed": link, "name": request.POST.get("name", ""), "errors": errors}
    return render(request, "login/register.html", context, status=422 if errors else 200)


@of_link(Purpose.RESET)
def reset(request: Any, link: MailedLink) -> HttpResponse:
    """A new password. It signs nobody in: the second factor, where there is one, is still asked for."""
    errors: Errors = []
    if request.method == "POST":
        try:
            password = request.POST.get("passwort", "")[:LONGEST_PASSWORD]
            credentials.reset_password(link=link, password=password, now=request.now)
        except credentials.WeakPasswordError as weak:
            errors = password_errors(weak)
        else:
            return session.see_other("/anmelden/?neu=1")
    return render(request, "login/reset.html", {"mailed": link, "errors": errors}, status=422 if errors else 200)


@of_link(Purpose.CHANGE)
def change_address(request: Any, link: MailedLink) -> HttpResponse:
    """Confirm a new address; a button, because programs that look into mails open links too."""
    errors: Errors = []
    if request.method == "POST":
        try:
            credentials.change_address(link=link, now=request.now)
        except credentials.AddressTakenError:
            errors = [("", _("Mit dieser E-Mail-Adresse meldet sich schon ein anderes Konto an."))]
        else:
            return session.see_other("/konto/sicherheit/" if request.account else "/anmelden/?neu=1")
    return render(
        request, "login/change_address.html", {"mailed": link, "errors": errors}, status=422 if errors else 200
    )


@of_link(Purpose.INVITE)
def invitation(request: Any, link: MailedLink) -> HttpResponse:
    """Begin to work for the body that invited: with the account that is signed in, or with a new one.

    An account is never found by the invitation's address alone: who has one signs in with it first.
    """
    if link.portal_id != request.portal.pk:
        raise links.LinkGoneError
    account: Account | None = request.account or None
    errors: Errors = []
    status = 422
    if request.method == "POST" and account:
        try:
            invitations.accept(link=link, account=account, now=request.now)
        except invitations.OwnInvitationError:
            own = _("Eine Rolle gibt sich niemand selbst. Bitten Sie eine andere Person der Portalverwaltung darum.")
            errors, status = [("", own)], 409
        else:
            return session.see_other("/amt/")
    elif request.method == "POST":
        account, errors = _named_and_secret(request, link, invitations.accept_as_new)
        if account:
            session.begin(request, account, EMAIL, TrustLevel.LOW)
            return session.see_other("/konto/sicherheit/zweiter-faktor/?weiter=/amt/")
    context = {
        "mailed": link,
        "name": request.POST.get("name", link.name),
        "errors": errors,
        "has_account": credentials.by_address(link.email) is not None,
    }
    return render(request, "login/invitation.html", context, status=status if errors else 200)
