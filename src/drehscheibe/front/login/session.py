"""The one way into a session, whoever confirmed the person; and what the session knows."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY, login
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from drehscheibe.identity.models import Account, TrustLevel
from drehscheibe.identity.operations import note_sign_in
from drehscheibe.identity.queries import standing

PENDING = "pending"  # somebody whose password was right and whose second factor is still to come
PENDING_SECONDS = 600
FRESH_SECONDS = 600


def begin(request: Any, account: Account, provider: str, level: TrustLevel) -> None:
    """Sign in: a new session key, the trust level, and the times that `config.sessions` looks at.

    Every successful sign-in and every rise of the trust level comes through here.
    """
    was_signed_in = request.session.get(SESSION_KEY) == str(account.pk)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    if was_signed_in:
        request.session.cycle_key()  # else Django has done it
    else:
        agent = request.headers.get("User-Agent", "")
        note_sign_in(account=account, provider=provider, trust_level=level, user_agent=agent, now=request.now)
    request.session.set_expiry(None)
    now = int(request.now.timestamp())
    known = {"trust_level": int(level), "provider": provider, "opened": now, "seen": now, "confirmed": now}
    request.session.update(known)
    request.session.pop(PENDING, None)


def see_other(address: str) -> HttpResponse:
    """Go on with GET (Post/Redirect/Get)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def onward(request: Any, default: str = "") -> str:
    """Where to go afterwards (`weiter`): only to this portal's own pages, and never from https to http."""
    wanted = request.POST.get("weiter") or request.GET.get("weiter") or ""
    is_own = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_own else default


def with_onward(path: str, address: str) -> str:
    """`path` with the address to go on to afterwards."""
    return f"{path}?{urlencode({'weiter': address})}" if address else path


def trust_level(request: Any) -> int:
    """How surely the visitor is known; 0 for guests."""
    return int(request.session.get("trust_level", TrustLevel.LOW)) if request.account else TrustLevel.GUEST


def home(account: Account) -> str:
    """Where one's work is when nothing else was wanted."""
    return "/amt/" if standing(account).roles else "/konto/"


def way_up(request: Any, address: str) -> HttpResponse:
    """To signing in, or for who is signed in to the second factor; then back to `address`."""
    path = "/konto/sicherheit/zweiter-faktor/" if request.account else "/anmelden/"
    return see_other(with_onward(path, address))


def wait_for_second_factor(request: Any, account: Account, provider: str) -> None:
    """Remember for ten minutes that this browser has confirmed the first factor; nobody is signed in by it."""
    request.session.cycle_key()
    request.session.set_expiry(PENDING_SECONDS)
    request.session[PENDING] = {
        "account": account.pk,
        "password": account.get_session_auth_hash(),  # another password, or signing out everywhere, ends this too
        "provider": provider,
        "at": int(request.now.timestamp()),
    }


def pending(request: Any) -> tuple[Account, str] | None:
    """Who has confirmed the first factor here, and by which provider."""
    waiting = request.session.get(PENDING)
    if not waiting or int(request.now.timestamp()) - waiting["at"] >= PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=waiting["account"], is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), waiting["password"]):
        return None
    return account, waiting["provider"]


def is_fresh(request: Any) -> bool:
    """Whether the password (or all factors) was confirmed within the last ten minutes."""
    return bool(0 <= int(request.now.timestamp()) - request.session.get("confirmed", 0) < FRESH_SECONDS)
