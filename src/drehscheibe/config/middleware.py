"""From the host name to the portal's scope, and from the route's rule to yes or no."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from drehscheibe.api.answering import PREFIX as FOR_MACHINES
from drehscheibe.config.monitoring import may_watch
from drehscheibe.demo.hosts import demo_host
from drehscheibe.front import browser
from drehscheibe.front.views.errors import in_preparation, own_address, second_factor_first, signed_out
from drehscheibe.identity.access import ROLES, Access
from drehscheibe.identity.models import Account, TrustLevel
from drehscheibe.identity.queries import ACTING_FOR, membership, standing
from drehscheibe.kernel import clock, scope
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.queries import directory
from drehscheibe.ui.plain import plain_page

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "sprache"
METHODS = ["GET", "HEAD", "POST"]
WITHOUT_PORTAL = {"/healthz", "/readyz", "/metrics"}
BEFORE_PUBLICATION = ("/anmelden/", "/abmelden/", "/.well-known/")  # how staff comes in while nobody else may


class Language:
    """Choose the page's language: `?sprache=` sets it for the browser, German is the default.

    Machines have neither buttons nor cookies: they say it by `Accept-Language`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.path.startswith(FOR_MACHINES):
            return self._answer(request, translation.get_language_from_request(request))
        known = {code for code, _ in settings.LANGUAGES}
        chosen = request.GET.get("sprache") if request.method == "GET" else None
        if chosen in known:
            query = request.GET.copy()
            del query["sprache"]
            response: HttpResponse = HttpResponseRedirect(
                own_address(request.path) + (f"?{query.urlencode()}" if query else "")
            )
            response.set_cookie(
                LANGUAGE_COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Lax", secure=settings.SECURE
            )
            return response
        wanted = request.COOKIES.get(LANGUAGE_COOKIE)
        return self._answer(request, wanted if wanted in known else "de")

    def _answer(self, request: Any, language: str) -> HttpResponse:
        request.language = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _portal(request: HttpRequest) -> Tenant | None:
    host = request.META.get("HTTP_HOST", "")
    if settings.DEMO:
        host = demo_host(host, settings.DEMO_PORT)
    return directory().by_host(host.rsplit(":", 1)[0] if ":" in host else host)


class PortalScope:
    """One transaction per request, in the scope of the portal that the Host header names."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = clock.now()
        request.portal = None
        if request.path in WITHOUT_PORTAL:
            return self.get_response(request)
        for last_try in (False, True):
            try:
                return self._in_scope(request)
            except (OperationalError, InterfaceError):
                connection.close()
                if last_try or hasattr(request, "has_begun"):
                    break
                # else the connection had died while idle, and nothing has been done yet
        return plain_page(503, "database_away")

    def _in_scope(self, request: Any) -> HttpResponse:
        portal = _portal(request)
        if portal is None:
            return plain_page(404, "unknown_host")
        request.portal = portal
        with transaction.atomic(), scope.enter(portal.pk, directory().readable(portal.pk)):
            request.has_begun = True
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def _holder(request: Any) -> Account | None:
    """For whom the visitor acts: the organisation chosen in this session while they are its member, else themselves."""
    account: Account | None = request.account or None
    chosen = request.session.get(ACTING_FOR) if account else None
    if account is None or not chosen:
        return account
    found = membership(account, chosen)
    if found is None:  # no member any more: the page says so, once
        del request.session[ACTING_FOR]
        request.stopped_acting = True
        return account
    return found.organisation


def _is_closed(request: Any) -> bool:
    """Whether the portal is in preparation and the visitor is none of its staff."""
    portal = getattr(request, "portal", None)
    if portal is None or not portal.in_preparation or request.path.startswith(BEFORE_PUBLICATION):
        return False
    return not request.standing.roles


class RouteRules:
    """Enforce the rule that each view declares; a view without a rule does not run."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.account = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # most people are guests: nothing to look up
            request.account = SimpleLazyObject(lambda: request.user if request.user.is_authenticated else None)
        request.holder = SimpleLazyObject(lambda: _holder(request))
        request.standing = SimpleLazyObject(lambda: standing(request.account or None, clock.day(request.now)))
        if settings.DEMO:
            request.browser = browser.key(request)  # by which the tour knows its own application
        response = self.get_response(request)
        if request.has_session_ended and request.method == "POST" and response.status_code in {302, 303}:
            return self._where_it_was_saved(request, response)
        return response

    @staticmethod
    def _where_it_was_saved(request: Any, response: HttpResponse) -> HttpResponse:
        """A form step was saved by its page's token although the session has ended: sign in, then go on there."""
        view = request.resolver_match.func if request.resolver_match else None
        if getattr(view, "access_rule", None) is not Access.HOLDER or request.user.is_authenticated:
            return response
        again = _sign_in_again(request, response["Location"])
        again.cookies = response.cookies
        again.status_code = 303
        return again

    def process_view(self, request: Any, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        rule = getattr(view, "access_rule", None)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if rule is None:
            raise ImproperlyConfigured(f"The view {view.__name__} declares no access rule.")
        if rule is Access.DEMO and not settings.DEMO:
            raise Http404
        if rule is Access.MONITORING and not may_watch(request):
            raise Http404
        if rule not in ROLES and _is_closed(request):
            return in_preparation(request)
        asks_again = rule is Access.HOLDER and not request.path.startswith(settings.LOGIN_URL)  # no link from a mail
        if asks_again and request.has_session_ended and request.method != "POST":
            return _sign_in_again(request, request.get_full_path())
        return _admit(request, rule) if rule is Access.ACCOUNT or rule in ROLES else None


def _admit(request: Any, rule: Access) -> HttpResponse | None:
    """For pages of people who are signed in: None for who may come in. Staff have used a second factor."""
    if not request.user.is_authenticated and request.method == "POST":
        return signed_out(request)
    if not request.user.is_authenticated:
        return _sign_in_again(request, request.get_full_path())
    if rule in ROLES and not request.standing.roles & ROLES[rule]:
        raise Http404
    if rule in ROLES and request.session.get("trust_level", 0) < TrustLevel.SUBSTANTIAL:
        return second_factor_first(request)
    return None


def _sign_in_again(request: Any, address: str) -> HttpResponseRedirect:
    """To signing in and then on to `address`; the page says so when a session has ended meanwhile."""
    query = {"weiter": address, **({"ende": "1"} if request.has_session_ended else {})}
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(query)}")
