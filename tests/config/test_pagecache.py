"""Public pages while the database is away: any process shows what was shown last."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from drehscheibe.config.pagecache import PageCache
from drehscheibe.kernel import freshness


@pytest.fixture
def listening(monkeypatch):
    monkeypatch.setattr(freshness, "stamp", lambda: 1)


def process(*answers: HttpResponse) -> PageCache:
    """A web process that answers these, one after the other."""
    left = list(answers)
    return PageCache(lambda _request: left.pop(0))


def page(text: str) -> HttpResponse:
    response = HttpResponse(text)
    response.is_shareable = True
    return response


def away() -> HttpResponse:
    return HttpResponse("gleich wieder", status=503)


def get(path: str = "/leistungen/", host: str = "musterstadt.localhost"):
    request = RequestFactory().get(path, HTTP_HOST=host)
    request.resolver_match = SimpleNamespace(route=path.strip("/"))
    request.portal = SimpleNamespace(slug=host.split(".", maxsplit=1)[0])
    return request


def test_a_process_that_never_rendered_the_page_shows_it_while_the_database_is_away(listening):
    process(page("Leistungen"))(get())
    answer = process(away())(get())
    assert (answer.status_code, answer.content.decode()) == (200, "Leistungen")


def test_the_last_page_counts(listening, monkeypatch):
    cache = process(page("alt"), page("neu"))
    cache(get())
    monkeypatch.setattr(freshness, "stamp", lambda: 2)
    cache(get())
    assert process(away())(get()).content.decode() == "neu"


def test_what_nobody_rendered_says_that_the_database_is_away(listening):
    process(page("Leistungen"))(get())
    assert process(away())(get("/themen/")).status_code == 503
    assert process(away())(get(host="auenfeld.localhost")).status_code == 503


def test_what_is_not_for_everybody_is_never_kept(listening):
    process(HttpResponse("persönlich"))(get("/vorgang/"))
    assert process(away())(get("/vorgang/")).status_code == 503


def test_invented_ports_and_dots_of_a_host_fill_neither_memory_nor_disk(listening, settings, tmp_path):
    settings.DREHSCHEIBE_VAR, settings.DEMO = tmp_path, False
    hosts = ["musterstadt.localhost", "musterstadt.localhost:1", "musterstadt.localhost:x", "MUSTERSTADT.localhost."]
    cache = process(*(page(host) for host in hosts))
    assert [cache(get(host=host)).content.decode() for host in hosts] == hosts[:1] * 4
    assert len(list((tmp_path / "pages").iterdir())) == len(cache.pages) == 1
