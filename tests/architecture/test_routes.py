"""Every route declares who may come in (bar 15); `tests/front/test_matrix.py` tries it as every kind of visitor."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from drehscheibe.config.middleware import RouteRules
from drehscheibe.identity.access import ROLES, Access, access
from drehscheibe.kernel import references
from drehscheibe.kernel.models import StoredFile
from tests.cast import MUSTERSTADT


def walk(patterns: list, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


ROUTES = dict(walk(get_resolver().url_patterns))
RULES = {route: getattr(pattern.callback, "access_rule", None) for route, pattern in ROUTES.items()}


def routes(*rules: Access) -> list[str]:
    return [route for route, rule in RULES.items() if rule in rules]


def test_only_pages_with_a_token_of_their_own_and_the_demo_take_posts_without_the_csrf_token():
    """A step and the check page, the applicant's and those of invited people, prove by the token of their own that the
    post came from them (`front.drafts`, `front.views.parts`).
    """
    part = "/mitwirkung/<slug:body>/<uuid:part_id>/"
    form = "/antrag/<slug:slug>/<uuid:draft_id>/"
    free = {route for route, pattern in ROUTES.items() if getattr(pattern.callback, "csrf_exempt", False)}
    changing = {route for route in free if RULES[route] is not Access.DEMO and not route.startswith("/api/")}  # reads
    pages = ("pruefen/", "<slug:step>/", "<slug:step>/<str:row>/")
    assert changing == {f"{start}{page}" for start in (form, part) for page in pages}


def test_every_route_declares_its_rule():
    assert len(RULES) > 30
    assert [route for route, rule in RULES.items() if not isinstance(rule, Access)] == []


def test_route_with_a_secret_in_its_address_is_for_holders_or_staff():
    guarded = {Access.HOLDER, Access.ACCOUNT, *ROLES}
    revealing = [route for route in RULES if re.search(r"<(uuid|str|int):", route) and RULES[route] not in guarded]
    assert revealing == []


def test_staff_pages_are_for_staff():
    assert [route for route in RULES if route.startswith("/amt/") and RULES[route] not in ROLES] == []


def test_demo_pages_are_for_the_demo():
    assert [route for route in RULES if "demo/" in route and RULES[route] is not Access.DEMO] == []


def rule_kept(view):
    return RouteRules(lambda _request: HttpResponse()).process_view(RequestFactory().get("/"), view, (), {})


def test_view_without_a_rule_does_not_run():
    def bare(_request):
        return HttpResponse()

    with pytest.raises(ImproperlyConfigured, match="bare declares no access rule"):
        rule_kept(bare)


def test_demo_page_does_not_exist_in_production(settings):
    @access(Access.DEMO)
    def page(_request):
        return HttpResponse()

    assert rule_kept(page) is None
    settings.DEMO = False
    with pytest.raises(Http404):
        rule_kept(page)


@pytest.fixture
def addresses(full_case, musterstadt, draft, scope_of) -> dict[str, str]:
    """Every route with existing objects of Musterstadt in its address."""
    begun = draft("hundesteuer-anmelden", musterstadt)
    with scope_of(musterstadt):
        file = StoredFile.objects.filter(key=full_case.key).first()
    values = {
        "reference": full_case.reference,
        "draft_id": str(begun.pk),
        "file_id": str(file.pk),
        "slug": "hundesteuer-anmelden",
        "step": "person",
        "invitation_id": str(uuid4()),
    }
    return {route: re.sub(r"<\w+:(\w+)>", lambda found: values.get(found[1], "1"), route) for route in RULES}


def test_cases_are_closed_in_another_browser_and_on_another_portal(addresses, guest):
    clients = {
        "another browser": guest(key="another browser's own key"),
        "on another town's portal": guest("auenfeld.localhost"),
    }
    let_in = {
        (who, method, route, response.status_code)
        for route in routes(Access.HOLDER)
        for who, client in clients.items()
        for method in ("get", "post")
        if (response := getattr(client, method)(addresses[route])).status_code not in {404, 405}
    }
    assert let_in == set()


def test_holder_is_let_in(full_case, guest):
    client = guest(MUSTERSTADT)
    typed = {"nummer": full_case.reference, "code": references.access_code(full_case.pk)}
    assert client.post("/vorgang/", typed).status_code == 303
    assert client.get(f"/vorgang/{full_case.reference}/").status_code == 200
