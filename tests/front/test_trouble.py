"""Trouble on the way: addresses that lead elsewhere, forgotten slashes, texts that must not be lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import BROWSER_KEY


@pytest.mark.parametrize("path", ["//evil.example/", "/%2fevil.example/", "/\\evil.example/", "/a%3Fb/"])
def test_the_language_switch_never_leads_to_another_host(guest, path):
    address = guest().get(f"{path}?sprache=en").headers["Location"]
    assert address.startswith("/")
    assert not address.startswith(("//", "/\\"))
    assert "?" not in address


@pytest.mark.parametrize("path", ["/leistungen", "/leistungen/hundesteuer-anmelden", "/demo", "/vorgang", "/amt"])
def test_a_forgotten_slash_leads_to_the_page(guest, path):
    answer = guest().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}/")


def test_a_page_without_a_meaning_is_not_found(guest):
    assert guest().get("/gibt-es-nicht").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(guest, method):
    assert getattr(guest(), method)("/").status_code == 405


def test_an_answer_typed_too_long_ago_is_kept_on_the_page(guest, full_case):
    answer = guest().post(f"/vorgang/{full_case.reference}/antwort/", {"text": "Braun mit <b>Flecken</b>"})
    assert answer.status_code == 404
    assert "Braun mit &lt;b&gt;Flecken&lt;/b&gt;" in answer.content.decode()
    unknown = guest().post("/vorgang/MUS-0000-0000-0/antwort/", {"text": "Braun"})
    assert (unknown.status_code, "nicht geöffnet" in unknown.content.decode()) == (404, True)


def test_a_page_that_was_open_too_long_keeps_the_text(guest, full_case):
    strict = Client(enforce_csrf_checks=True, headers={"Host": "musterstadt.localhost"})
    strict.cookies["browser"] = BROWSER_KEY
    answer = strict.post(f"/vorgang/{full_case.reference}/antwort/", {"text": "Braun mit Flecken"})
    assert answer.status_code == 403
    assert "Braun mit Flecken" in answer.content.decode()


def test_too_many_files_are_called_that(guest, full_case):
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7") for number in range(21)]
    visitor = guest(key=BROWSER_KEY)
    answer = visitor.post(f"/vorgang/{full_case.reference}/antwort/", {"text": "Hier", "dateien": files})
    assert answer.status_code == 413
    assert "zu viele Dateien" in answer.content.decode()


def test_guesses_are_counted_whatever_the_spelling(guest, full_case):
    visitor = guest()
    spellings = [full_case.reference, full_case.reference.lower(), full_case.reference.replace("-", " ")]
    statuses = [
        visitor.post("/vorgang/", {"nummer": spellings[number % 3], "code": "FALSCH"}).status_code
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]
