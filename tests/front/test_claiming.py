"""A guest's draft or case comes into an account by its code alone: once, audited, and never away from somebody else."""

import pytest

from drehscheibe.applications.models import Application, Draft
from drehscheibe.identity.models import Account
from drehscheibe.kernel import attempts, audit, references
from tests.cases import filled_draft, send
from tests.cast import BROWSER_KEY, NOW
from tests.firms import found_organisation
from tests.front.test_pages import text

FORM = "/konto/uebernahme/"


@pytest.fixture
def case(application, musterstadt) -> Application:
    """A guest's case, sent by the browser with BROWSER_KEY."""
    return application("mitteilung", musterstadt)


def with_code(found: Application | Draft) -> dict[str, str]:
    number = {"nummer": found.reference} if isinstance(found, Application) else {}
    return {**number, "code": references.access_code(found.pk)}


def held(found: Application | Draft, scope_of) -> int | None:
    with scope_of(found.tenant):
        return type(found).objects.get(pk=found.pk).account_id


def claims(found, scope_of) -> list[tuple[str, object]]:
    with scope_of(found.tenant):
        return [(event.actor, event.facts["holder"]) for event in audit.history(found.pk) if event.verb == "claimed"]


def test_case_comes_into_the_account_by_number_and_code_however_often_it_is_pressed(
    case, client_for, charlie, scope_of
):
    client = client_for(charlie)
    for _ in range(2):
        answer = client.post(FORM, with_code(case))
        assert (answer.status_code, answer["Location"]) == (303, f"/vorgang/{case.reference}/?uebernommen=1")
    assert held(case, scope_of) == charlie.pk
    assert claims(case, scope_of) == [(f"account {charlie.pk}", charlie.pk)]
    shown = text(client.get(f"/vorgang/{case.reference}/?uebernommen=1"))
    assert "Der Vorgang gehört jetzt zu: Bürgerin." in shown
    assert "In ein Konto übernommen" in shown
    assert "Der Verlauf ist vollständig und unverändert." in shown


def test_case_of_another_towns_portal_is_taken_over_just_the_same(case, client_for, charlie, scope_of):
    assert client_for(charlie, host="auenfeld.localhost").post(FORM, with_code(case)).status_code == 303
    assert held(case, scope_of) == charlie.pk


def test_whoever_has_opened_the_case_takes_it_over_with_one_button(case, client_for, charlie, scope_of):
    client = client_for(charlie)
    address = f"/vorgang/{case.reference}/uebernahme/"
    assert client.post(address).status_code == 404
    client.post("/vorgang/", with_code(case))
    assert "In mein Konto übernehmen" in text(client.get(f"/vorgang/{case.reference}/"))
    assert client.post(address, {"fuer": charlie.pk}).status_code == 303
    assert held(case, scope_of) == charlie.pk
    assert "In mein Konto übernehmen" not in text(client.get(f"/vorgang/{case.reference}/"))


def test_guest_is_asked_to_sign_in_first(case, guest, scope_of):
    client = guest(key=BROWSER_KEY)
    assert "Anmelden und übernehmen" in text(client.get(f"/vorgang/{case.reference}/"))
    answer = client.post(f"/vorgang/{case.reference}/uebernahme/")
    assert answer["Location"] == f"/anmelden/?weiter=%2Fvorgang%2F{case.reference}%2F"
    assert held(case, scope_of) is None


def test_equal_address_or_a_wrong_code_gives_nothing_and_guesses_are_limited(case, client_for, charlie, scope_of):
    Account.objects.filter(pk=charlie.pk).update(email="erika.beispiel@postfach.example")
    client = client_for(charlie)
    for _ in range(attempts.LIMIT):
        assert client.post(FORM, {"nummer": case.reference, "code": "0000-0000-0000-0000"}).status_code == 422
    assert client.post(FORM, with_code(case)).status_code == 429
    assert held(case, scope_of) is None


def test_what_belongs_to_another_account_stays_there(case, client_for, alice, charlie, scope_of):
    assert client_for(alice).post(FORM, with_code(case)).status_code == 303
    client = client_for(charlie)
    refused = client.post(FORM, with_code(case))
    assert refused.status_code == 409
    assert "Das gehört schon zu einem anderen Konto" in text(refused)
    client.post("/vorgang/", with_code(case))
    assert client.post(f"/vorgang/{case.reference}/uebernahme/").status_code == 409
    assert held(case, scope_of) == alice.pk


def test_case_comes_into_the_organisation_that_one_acts_for(case, client_for, charlie, scope_of):
    firm = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    client = client_for(charlie)
    client.post("/konto/handeln/", {"fuer": firm.pk})
    assert client.post(FORM, {**with_code(case), "fuer": charlie.pk}).status_code == 409
    assert client.post(FORM, {**with_code(case), "fuer": firm.pk}).status_code == 303
    assert held(case, scope_of) == firm.pk
    assert claims(case, scope_of) == [(f"account {charlie.pk}", firm.pk)]


def test_draft_comes_into_the_account_by_its_code_and_its_history_goes_on(
    draft, kreis, musterstadt, client_for, charlie, scope_of
):
    begun = draft("mitteilung", musterstadt)
    for host, onward in (
        ("auenfeld.localhost", "/konto/?gespeichert=entwurf"),
        ("musterstadt.localhost", f"/antrag/mitteilung/{begun.pk}/pruefen/"),
    ):
        answer = client_for(charlie, host=host).post(FORM, with_code(begun))
        assert (answer.status_code, answer["Location"]) == (303, onward)
    assert held(begun, scope_of) == charlie.pk
    with scope_of(musterstadt):
        kept = Draft.objects.get(pk=begun.pk)
        sent = send(kept, filled_draft("mitteilung", musterstadt)[1])
        assert [event.verb for event in audit.history(sent.pk)] == ["claimed", "submitted"]
        assert audit.is_unbroken(audit.history(sent.pk))


def test_start_page_offers_to_take_over_the_drafts_of_this_browser(draft, musterstadt, client_for, charlie):
    begun = draft("mitteilung", musterstadt)
    client = client_for(charlie)
    client.cookies["browser"] = BROWSER_KEY
    assert references.access_code(begun.pk) in client.get("/antrag/mitteilung/").content.decode()
    client.post(FORM, with_code(begun))
    assert references.access_code(begun.pk) not in client.get("/antrag/mitteilung/").content.decode()


def test_guesses_at_codes_of_drafts_are_limited(draft, musterstadt, client_for, charlie, scope_of):
    begun = draft("mitteilung", musterstadt)
    client = client_for(charlie)
    for _ in range(attempts.LIMIT):
        assert client.post(FORM, {"code": "0000-0000-0000-0000"}).status_code == 422
    assert client.post(FORM, with_code(begun)).status_code == 429
    assert held(begun, scope_of) is None
