"""What holds for every answer of the interface: open to other sites, cheap to ask again, errors that help."""

import pytest
from django.db import OperationalError
from django.test import Client

from drehscheibe.api import views

LIST = "/api/v1/leistungen"
ONE = f"{LIST}/hundesteuer-anmelden"
PROBLEM = "application/problem+json"


def test_any_site_may_read_and_never_with_cookies(client_for, alice):
    answer = client_for(alice).get(LIST)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert dict(answer.cookies) == {}


def test_browser_may_ask_beforehand_whether_it_may_ask(guest):
    answer = guest().options(LIST, headers={"origin": "https://stadt.example", "access-control-request-method": "GET"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=hund", ONE, "/api/v1/aemter", "/api/v1/openapi.json"])
def test_whoever_has_it_already_is_told_so(guest, address):
    first = guest().get(address)
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = guest().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_another_language_is_another_content(guest):
    german, english = (guest().get(ONE, headers={"accept-language": one}) for one in ("de", "en"))
    assert german.headers["ETag"] != english.headers["ETag"]


def test_head_is_answered_as_get_without_a_body(guest):
    head, get = guest().head(ONE), guest().get(ONE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"limit": "0"}, {"limit": "Eine ganze Zahl von 1 bis 200."}),
        ({"limit": "201"}, {"limit": "Eine ganze Zahl von 1 bis 200."}),
        ({"limit": "viele", "offset": "-1"},
         {"limit": "Eine ganze Zahl von 1 bis 200.", "offset": "Eine ganze Zahl ab 0."}),
        ({"offset": "9" * 5000}, {"offset": "Eine ganze Zahl ab 0."}),
        ({"q": "x" * 201}, {"q": "Höchstens 200 Zeichen."}),
        ({"topic": "Ä"}, {"topic": "Der „slug“ eines Themenfelds, wie ihn /api/v1/themen nennt."}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_what_is_possible(guest, query, errors):
    answer = guest().get(LIST, query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    assert answer.json() == {
        "title": "Eine Angabe in der Anfrage stimmt nicht",
        "status": 422,
        "detail": "Unter „errors“ steht, welche es ist und was möglich ist.",
        "errors": errors,
    }


def test_errors_speak_the_callers_language(guest):
    answer = guest().get(LIST, {"limit": 0}, headers={"accept-language": "en"})
    assert answer.json()["errors"] == {"limit": "A whole number from 1 to 200."}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", f"{LIST}/gibt-es-nicht", 404),
        ("get", f"{LIST}/a b%00", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/leistungen/", 404),
        ("get", "/api/v2/leistungen", 404),
        ("get", "/api/v1/docs", 404),
        ("post", LIST, 405),
        ("put", LIST, 405),
        ("delete", ONE, 405),
        ("trace", LIST, 405),
    ],
)
def test_every_error_has_one_shape(guest, method, address, status):
    answer = getattr(guest(), method)(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert list(answer.json()) == ["title", "status", "detail", "errors"]
    assert answer.json()["status"] == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers.get("Allow") == ("GET, HEAD, OPTIONS" if status == 405 else None)


def test_unknown_host_gets_json_too(guest):
    answer = guest("nirgends.example").get(LIST)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_portal_in_preparation_tells_nothing(guest, musterstadt, client_for, alice):
    musterstadt.in_preparation = True
    musterstadt.save()
    answer = guest().get(LIST)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert client_for(alice).get(LIST).status_code == 200


@pytest.mark.parametrize(("fault", "status"), [(ZeroDivisionError("geheim"), 500), (OperationalError("geheim"), 503)])
def test_fault_of_ours_gives_nothing_away(db, monkeypatch, fault, status):
    def fail(_q, **_asked):
        raise fault

    monkeypatch.setattr(views.searching, "search", fail)
    client = Client(HTTP_HOST="musterstadt.localhost", raise_request_exception=False)
    answer = client.get(LIST, {"q": "hund"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert "geheim" not in answer.text
    assert "Traceback" not in answer.text


def test_contract_describes_every_operation(guest):
    contract = guest().get("/api/v1/openapi.json").json()
    assert contract["openapi"] == "3.1.0"
    assert sorted(contract["paths"]) == [
        "/api/v1/aemter",
        "/api/v1/katalog",
        "/api/v1/leistungen",
        "/api/v1/leistungen/{slug}",
        "/api/v1/themen",
    ]
    assert all(list(operations) == ["get"] for operations in contract["paths"].values())
