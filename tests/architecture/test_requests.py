"""Every route, asked as other sites make a browser ask it: no change without a page's token, one policy (bar 18)."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from drehscheibe.config.safety import CSP
from drehscheibe.identity.access import Access
from tests.cast import MUSTERSTADT

STANDING_IN = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "4711", "slug": "nirgends", "str": "nichts"}
FOREIGN = "x" * 64


def _walk(patterns: list, before: str = "/") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            found[re.sub(r"<(\w+):\w+>", lambda kind: STANDING_IN[kind[1]], before + str(pattern.pattern))] = pattern
    return found


ROUTES = _walk(get_resolver().url_patterns)
BY_OTHER_TOKENS = {path for path, pattern in ROUTES.items() if getattr(pattern.callback, "csrf_exempt", False)}


@pytest.mark.parametrize("cookie", ["", FOREIGN[:32]], ids=["guest-without-cookie", "clerk-with-foreign-token"])
def test_no_route_takes_what_comes_without_the_token_of_a_page(db, alice, cookie):
    """Routes that are free of Django's token are listed in `test_routes`, and prove by the page's own token."""
    browser = Client(enforce_csrf_checks=True, HTTP_HOST=MUSTERSTADT)
    if cookie:
        browser.force_login(alice)
        browser.cookies["schutz"] = cookie
    typed = {"csrfmiddlewaretoken": FOREIGN, "seite": FOREIGN[:40], "text": "Von anderswo."}
    taken = {
        path: status
        for path in ROUTES.keys() - BY_OTHER_TOKENS - {"/healthz", "/readyz", "/metrics"}
        if (status := browser.post(path, typed).status_code) != 403
    }
    assert taken == {}
    for path in BY_OTHER_TOKENS:
        if ROUTES[path].callback.access_rule is not Access.DEMO:  # there is no demo in production
            assert browser.post(path, typed).status_code in {403, 404, 405}, path


def test_every_answer_carries_the_strict_policy(db):
    assert "unsafe" not in CSP
    browser = Client(HTTP_HOST=MUSTERSTADT)
    for path in ROUTES:
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "*" not in policy.replace("localhost:*", "").replace("127.0.0.1:*", ""), path  # the demo's own ports
        assert ("default-src 'none'" in policy, "frame-ancestors 'none'" in policy) == (True, True), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        answer.close()
