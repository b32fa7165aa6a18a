"""The archive of an account: everything of one's own from all tenants, nothing of anybody else's."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.answering import answer
from drehscheibe.identity.models import Account, TrustLevel
from drehscheibe.identity.operations import note_sign_in
from drehscheibe.kernel import attempts, files
from drehscheibe.privacy import archive
from drehscheibe.tenants.operations import work_as
from tests.cases import PDF
from tests.cast import NOW, tenant
from tests.firms import found_organisation


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def everything(account: Account) -> dict[str, bytes]:
    with work_as(tenant("kreis-musterland")):
        return content(archive.everything_about(account=account, language="de", now=NOW))


@pytest.fixture
def case(application, musterstadt, charlie, alice, run_jobs, scope_of) -> Application:
    """A decided case of Charlie's in Musterstadt, with a question, an answer with a file, receipt and decision."""
    found = application("hundesteuer-anmelden", musterstadt, account=charlie)
    with scope_of(musterstadt):
        casework.take(application=found, by=alice, now=NOW)
        casework.ask(application=found, text="Welche Farbe hat der Hund?", by=alice, now=NOW)
        stored = files.store(found.key, PDF, "application/pdf", NOW)
        attached = {"file": str(stored.pk), "name": "../Hund\\foto.pdf", "size": 1, "media_type": "application/pdf"}
        answer(application=found, text="Braun.", attached=(attached,), by=charlie, now=NOW)
        casework.decide(application=found, outcome=Outcome.GRANTED, text="Viel Freude.", by=alice, now=NOW)
    run_jobs()
    return found


def test_archive_holds_case_draft_and_account_of_all_tenants(
    case, draft, application, auenfeld, kreis, charlie, run_jobs, scope_of
):
    elsewhere = application("mitteilung", auenfeld, account=charlie)
    draft("hundesteuer-anmelden", auenfeld, account=charlie)
    note_sign_in(account=charlie, provider="demo", trust_level=TrustLevel.LOW, user_agent="Firefox/1", now=NOW)
    found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    found = everything(charlie)
    told = json.loads(found[f"vorgaenge/{case.reference}/vorgang.json"])
    assert {message["Text"] for message in told["Nachrichten"]} == {
        "",
        "Welche Farbe hat der Hund?",
        "Braun.",
        "Viel Freude.",
    }
    assert told["Ergebnis"] == "granted"
    assert "Bescheid erteilt" in [entry["Was"] for entry in told["Verlauf"]]
    assert found[f"vorgaenge/{case.reference}/bescheid.pdf"].startswith(b"%PDF")
    assert found[f"vorgaenge/{case.reference}/eingangsbestaetigung.pdf"].startswith(b"%PDF")
    assert f"vorgaenge/{elsewhere.reference}/vorgang.json" in found
    [begun] = [name for name in found if name.endswith("entwurf.json")]
    assert json.loads(found[begun])["Angaben"]
    assert json.loads(found["konto.json"])["Name"] == charlie.name
    assert json.loads(found["anmeldungen.json"])[0]["Gerät"] == "Firefox"
    assert [one["Name"] for one in json.loads(found["organisationen.json"])] == ["Bäckerei Beispiel"]


def test_names_of_files_stay_within_the_archive(case, charlie):
    names = list(everything(charlie))
    assert [name.rpartition("-")[2] for name in names if "Hund" in name] == ["___Hund_foto.pdf"]
    assert [name for name in names if name.startswith("/") or ".." in name or "\\" in name] == []


def test_nothing_of_anybody_else_is_in_the_archive(case, application, musterstadt, charlie, bob):
    firm = found_organisation(name="Bäckerei Beispiel", by=bob, now=NOW)
    application("mitteilung", musterstadt, account=firm)
    application("mitteilung", musterstadt)
    mine = everything(bob)
    assert [name for name in mine if "/" in name] == []
    assert charlie.name not in b"".join(mine.values()).decode()


def test_what_does_not_fit_is_left_out_and_listed(case, charlie, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    found = everything(charlie)
    assert [name for name in found if name.endswith(".pdf")] == []
    assert f"vorgaenge/{case.reference}/bescheid.pdf" in found["LIESMICH.txt"].decode()


def test_page_sends_the_archive_to_its_account_alone_and_not_without_end(case, client_for: Callable, guest, charlie):
    client = client_for(charlie)
    assert client.get("/konto/auskunft/").status_code == 200
    answered = client.post("/konto/auskunft/")
    assert (answered.status_code, answered["Content-Type"]) == (200, "application/zip")
    assert answered["Cache-Control"] == "no-store"
    assert 'filename="Auskunft-2027-03-10.zip"' in answered["Content-Disposition"]
    assert f"vorgaenge/{case.reference}/vorgang.json" in content(answered.content)
    for _ in range(attempts.LIMIT - 1):
        assert client.post("/konto/auskunft/").status_code == 200
    assert client.post("/konto/auskunft/").status_code == 429
    assert guest().post("/konto/auskunft/").status_code == 403
