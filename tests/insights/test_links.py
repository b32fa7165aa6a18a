"""Links of descriptions are checked politely, and never lead the server into an internal network."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from drehscheibe.catalogue.models import Service
from drehscheibe.insights import links
from drehscheibe.insights.models import Link
from drehscheibe.insights.reaching import Problem, is_public, reach
from tests.cast import NOW

STATUS = {"/da": 200, "/weg": 404, "/kaputt": 500, "/nur-mit-anmeldung": 403, "/ohne-head": 405}


class Pages(BaseHTTPRequestHandler):
    """A small web server: pages by status, redirects to what follows `/nach`, and one that only knows GET."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path))
        if self.path.startswith("/nach"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/nach"))
        else:
            self.send_response(
                404 if self.path == "/nur-get" and self.command == "HEAD" else STATUS.get(self.path, 200)
            )
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815  the name that the server looks for

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/da", None),
        ("/weg", Problem.GONE),
        ("/kaputt", Problem.BROKEN),
        ("/nur-mit-anmeldung", None),
        ("/ohne-head", None),
        ("/nur-get", None),
        ("/nach/da", None),
        ("/nach/nach/weg", Problem.GONE),
        ("/nach" * 6 + "/da", Problem.ENDLESS),
        ("/nachhttp://10.0.0.1/", Problem.INTERNAL),
        ("/nachfile:///etc/passwd", Problem.MALFORMED),
    ],
)
def test_a_page_is_judged_by_its_answer_and_where_it_leads(web, path, expected):
    port = web.server_port
    assert reach(f"http://127.0.0.1:{port}{path}", may_reach=lambda ip, to: (ip, to) == ("127.0.0.1", port)) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/",
        "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://224.0.0.1/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://2130706433/", "http://0x7f.1/",
    ],
)  # fmt: skip
def test_internal_addresses_are_never_asked(address):
    assert reach(address) is Problem.INTERNAL


def test_only_ports_of_the_web_are_public():
    assert [is_public("93.184.216.34", port) for port in (80, 443, 22, 5432, 8000)] == [True, True, False, False, False]


@pytest.mark.parametrize("address", ["ftp://a.example/", "http://", "http://a@b.example/", "http://a:b:c/", "nichts"])
def test_what_is_no_address_of_a_page_is_not_asked(address):
    assert reach(address) is Problem.MALFORMED


def test_addresses_are_found_wherever_they_stand_in_a_description():
    service = Service(
        texts={"remarks": {"de": ["Mehr dazu (https://a.example/x)."]}, "legal_basis": [{"text": "§ 1", "link": "https://b.example"}]},
        channels={"external": {"url": "https://c.example/?a=1&b=2"}},
    )  # fmt: skip
    assert links.addresses(service) == {"https://a.example/x", "https://b.example", "https://c.example/?a=1&b=2"}


@pytest.fixture
def one_link(musterstadt, scope_of):
    with scope_of(musterstadt):
        Service.objects.filter(tenant=musterstadt).exclude(slug="fundsachen").update(is_published=False)
        texts = {"remarks": {"de": [f"https://a.example/{number}" for number in range(5)]}}
        Service.objects.filter(tenant=musterstadt, slug="fundsachen").update(texts=texts, channels={})


def test_links_are_checked_a_few_of_a_server_at_a_time_and_again_after_a_week(one_link, musterstadt, scope_of):
    asked = []

    def ask(address):
        asked.append(address)
        return Problem.GONE if address.endswith("/1") else None

    for hours in range(5):
        links.check_some(now=NOW + timedelta(hours=hours), ask=ask)
    ours = [one for one in asked if one.startswith("https://a.example/")]
    assert sorted(ours) == [f"https://a.example/{number}" for number in range(5)]
    with scope_of(musterstadt):
        assert [(one.address, one.problem, one.service.slug) for one in links.dead()] == [
            ("https://a.example/1", "gone", "fundsachen")
        ]
        assert links.dead()[0].since == NOW.date()
    links.check_some(now=NOW + timedelta(days=8), ask=lambda _address: None)
    with scope_of(musterstadt):
        assert Link.objects.filter(checked=NOW + timedelta(days=8)).count() == 2


def test_nothing_is_kept_while_our_own_network_is_away(one_link, musterstadt, scope_of):
    assert links.check_some(now=NOW, ask=lambda _address: Problem.UNKNOWN_HOST) == 0
    with scope_of(musterstadt):
        assert (Link.objects.count(), links.dead()) == (5, [])


def test_a_link_that_is_no_longer_there_is_forgotten(one_link, musterstadt, scope_of):
    with scope_of(musterstadt):
        links.collect()
        Service.objects.filter(tenant=musterstadt, slug="fundsachen").update(texts={})
        links.collect()
        assert Link.objects.count() == 0
