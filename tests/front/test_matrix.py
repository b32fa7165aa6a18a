"""Every route with every kind of visitor, on an own and a foreign case and town: one table says what comes."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from drehscheibe.applications.models import Application
from drehscheibe.identity.access import Access
from tests.cast import BROWSER_KEY, account

VISITORS = ("guest", "sender", "citizen", "clerk", "other_office", "other_town", "lead", "editor", "operator")
SIGN_IN = 302
# Who gets past the rule of a route that shows nothing of a case; guests are sent to sign in, others get 404.
LET_IN: dict[Access, frozenset[str]] = {
    Access.PUBLIC: frozenset(VISITORS),
    Access.DEMO: frozenset(VISITORS),
    Access.ACCOUNT: frozenset(VISITORS) - {"guest", "sender"},
    Access.MONITORING: frozenset(VISITORS),  # from loopback; tests/config/test_metrics.py asks from elsewhere
    Access.STAFF: frozenset({"clerk", "other_office", "lead", "editor", "operator"}),
    Access.CASEWORK: frozenset({"clerk", "other_office", "lead"}),
    Access.OPERATOR: frozenset({"operator"}),
}
# Who may open the case of the table below: the browser that sent it, and the caseworkers of its department.
OF_THE_CASE: dict[Access, frozenset[str]] = {
    Access.HOLDER: frozenset({"sender"}),
    Access.CASEWORK: frozenset({"clerk", "lead"}),
}
OPEN = {200, 301, 302, 303, 400, 403, 405, 409, 422, 503}  # 503: no job worker runs beside the tests


def routes() -> list[tuple[str, Access]]:
    """Every pattern of the project, written out, with its rule."""

    def walk(patterns: list[Any], prefix: str) -> list[tuple[str, Access]]:
        found: list[tuple[str, Access]] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                found.append((prefix + str(pattern.pattern), pattern.callback.access_rule))
        return found

    return walk(get_resolver().url_patterns, "/")


def address(route: str, case: Application, file_id: str) -> str:
    """The route about this case (or, where it is about none, about the dog tax)."""
    slug = {"themen": "steuern-zoll", "lagen": "tier-halten"}.get(route.split("/")[1], "hundesteuer-anmelden")
    values = {
        "<slug:slug>": slug,
        "<uuid:draft_id>": str(case.pk),
        "<slug:step>": "person",
        "<str:reference>": case.reference,
        "<uuid:file_id>": file_id,
        "<int:job_id>": "4711",
        "<int:organisation_id>": "4711",
        "<int:member_id>": "4711",
        "<uuid:invitation_id>": file_id,
    }
    for place, value in values.items():
        route = route.replace(place, value)
    return route


@pytest.fixture
def visitors(client_for: Callable[..., Client], guest: Callable[..., Client]) -> dict[str, Client]:
    return {
        "guest": guest(),
        "sender": guest(key=BROWSER_KEY),
        "citizen": client_for(account("buergerin")),
        "clerk": client_for(account("sachbearbeitung@musterstadt")),
        "other_office": client_for(account("buergerbuero@musterstadt")),
        "other_town": client_for(account("sachbearbeitung@auenfeld")),
        "lead": client_for(account("leitstelle@musterstadt")),
        "editor": client_for(account("redaktion@musterstadt")),
        "operator": client_for(account("betrieb")),
    }


def expected(route: str, rule: Access, visitor: str) -> set[int]:
    if route == "/readyz":
        return {503}  # no worker runs here
    is_about_case = any(place in route for place in ("<str:reference>", "<uuid:draft_id>"))
    allowed = OF_THE_CASE[rule] if is_about_case else LET_IN[rule]
    if visitor in allowed:
        return OPEN
    return {SIGN_IN, 403} if visitor in {"guest", "sender"} and rule is not Access.HOLDER else {404}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("route", "rule"), routes(), ids=str)
def test_every_visitor_gets_what_the_table_says(
    route: str,
    rule: Access,
    method: str,
    visitors: dict[str, Client],
    full_case: Application,
    scope_of: Callable[..., Any],
    musterstadt: Any,
) -> None:
    if route == "/abmelden/" and method == "post":
        pytest.skip("signing out takes the visitor's session, as it should")
    with scope_of(musterstadt):
        file_id = str(full_case.decision.document_id)
    path = address(route, full_case, file_id)
    for visitor, client in visitors.items():
        answer = getattr(client, method)(path)
        wanted = expected(route, rule, visitor)
        if wanted == OPEN and answer.status_code == 404:
            assert about_nothing(route, method), (visitor, path)
            continue
        assert answer.status_code in wanted | ({405} if method == "post" else set()), (
            visitor,
            path,
            answer.status_code,
        )
        if wanted == {404}:
            typed = f'value="{full_case.reference}"'  # what the visitor's own address named
            assert full_case.reference not in answer.content.decode().replace(typed, ""), (visitor, path)


def about_nothing(route: str, method: str) -> bool:
    """Routes whose object is not there in this table: no such job, nobody named, no page token sent."""
    unnamed = {"/anmelden/demo/", "/konto/handeln/"}
    return bool({"<int:job_id>", "<int:organisation_id>"} & set(route.split("/"))) or (
        method == "post" and ("<uuid:draft_id>" in route or route in unnamed)
    )


@pytest.mark.parametrize(("route", "rule"), [pair for pair in routes() if "<str:reference>" in pair[0]], ids=str)
def test_a_reference_that_nobody_has_is_not_found(
    route: str, rule: Access, visitors: dict[str, Client], full_case: Application
) -> None:
    path = address(route, full_case, str(uuid4())).replace(full_case.reference, "MUS-0000-0000-0")
    for visitor, client in visitors.items():
        if expected(route, rule, visitor) == {SIGN_IN, 403}:
            continue
        assert client.get(path).status_code in {404, 405}, (visitor, path)
