"""Erasing an account: what goes, what stays with the office, and when it is refused."""

import pytest
from django.db import connection

from drehscheibe.applications.models import Application, Draft
from drehscheibe.identity.models import Account, Member, MemberRole, Role, SignIn
from drehscheibe.identity.operations import appoint
from drehscheibe.kernel import audit, references
from drehscheibe.kernel.models import AuditEvent, CaseKey, StoredFile
from drehscheibe.privacy import erasure
from tests.cast import NOW
from tests.firms import found_organisation, invite, join
from tests.front.test_pages import text

SURE = {"sicher": "ja"}


@pytest.fixture
def erika(db) -> Account:
    """Somebody who is no person of the demo."""
    account = Account(name="Erika Beispiel", email="erika@postfach.example", created=NOW)
    account.set_unusable_password()
    account.save()
    return account


def now_constraints() -> None:
    """Let the database check its deferred constraints, as it does at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_drafts_go_with_key_and_files_and_cases_stay_with_the_office(
    draft, application, musterstadt, auenfeld, erika, client_for, guest, media, scope_of
):
    begun = draft("hundesteuer-anmelden", auenfeld, account=erika)
    sent = application("mitteilung", musterstadt, account=erika)
    client = client_for(erika)
    assert client.post("/konto/loeschung/").status_code == 422
    done = client.post("/konto/loeschung/", SURE)
    assert "Ihr Konto ist gelöscht" in text(done)
    now_constraints()
    assert not Account.objects.filter(pk=erika.pk).exists()
    assert client.get("/konto/").status_code == 302
    with scope_of(auenfeld):
        assert not Draft.objects.filter(pk=begun.pk).exists()
        assert not CaseKey.objects.filter(pk=begun.pk).exists()
        assert not StoredFile.objects.filter(key=begun.pk).exists()
    with scope_of(musterstadt):
        kept = Application.objects.get(pk=sent.pk)
        assert kept.account_id is None
        assert [event.verb for event in audit.history(sent.pk)] == ["submitted", "released"]
        [logged] = AuditEvent.objects.filter(verb="account_erased")
        assert (logged.actor, logged.facts) == (f"account {erika.pk}", {"drafts": 1, "cases": 1})
    somebody = guest()
    typed = {"nummer": sent.reference, "code": references.access_code(sent.pk)}
    assert somebody.post("/vorgang/", typed).status_code == 303
    assert "Das Konto dazu wurde gelöscht" in text(somebody.get(f"/vorgang/{sent.reference}/"))


def test_sign_ins_and_memberships_go(erika, charlie, musterstadt, scope_of):
    firm = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    invitation = invite(organisation=firm, role=MemberRole.MEMBER, note="", by=charlie, now=NOW)
    join(typed=references.access_code(invitation.pk), by=erika, now=NOW)
    with scope_of(musterstadt):
        erasure.erase_account(account=erika, now=NOW)
    now_constraints()
    assert not SignIn.objects.filter(account_id=erika.pk).exists()
    assert list(Member.objects.filter(organisation=firm).values_list("person", flat=True)) == [charlie.pk]


def test_who_manages_an_organisation_alone_must_settle_that_first(erika, client_for):
    firm = found_organisation(name="Bäckerei Beispiel", by=erika, now=NOW)
    client = client_for(erika)
    refused = client.post("/konto/loeschung/", SURE)
    assert refused.status_code == 409
    assert "Bäckerei Beispiel" in text(refused)
    assert client.post(f"/konto/organisationen/{firm.pk}/loeschung/", SURE).status_code == 303
    assert client.post("/konto/loeschung/", SURE).status_code == 200


def test_staff_and_persons_of_the_demo_are_not_erased_here(client_for, erika, alice, charlie, musterstadt, scope_of):
    assert client_for(charlie).post("/konto/loeschung/", SURE).status_code == 409
    assert client_for(alice).post("/konto/loeschung/", SURE).status_code == 409
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.EDITOR)
    refused = client_for(erika, host="auenfeld.localhost").post("/konto/loeschung/", SURE)
    assert refused.status_code == 409
    assert "Mit diesem Konto arbeiten Sie für eine Verwaltung" in text(refused)
    assert Account.objects.filter(pk__in=[alice.pk, charlie.pk, erika.pk]).count() == 3


def test_organisation_with_open_cases_is_not_deleted_silently(
    application, draft, musterstadt, erika, client_for, scope_of
):
    firm = found_organisation(name="Bäckerei Beispiel", by=erika, now=NOW)
    sent = application("mitteilung", musterstadt, account=firm)
    begun = draft("mitteilung", musterstadt, account=firm)
    client = client_for(erika)
    address = f"/konto/organisationen/{firm.pk}/loeschung/"
    assert "Offene Vorgänge: 1" in text(client.get(address))
    refused = client.post(address, SURE)
    assert refused.status_code == 422
    assert "Bestätigen Sie bitte, dass Sie von den offenen Vorgängen wissen." in text(refused)
    assert client.post(address, {"offene": "ja"}).status_code == 422
    assert client.post(address, {**SURE, "offene": "ja"}).status_code == 303
    now_constraints()
    assert client.post(address, {**SURE, "offene": "ja"}).status_code == 404
    assert not Account.objects.filter(pk=firm.pk).exists()
    with scope_of(musterstadt):
        assert Application.objects.get(pk=sent.pk).account_id is None
        assert not Draft.objects.filter(pk=begun.pk).exists()


def test_a_member_without_the_role_deletes_no_organisation(erika, charlie, client_for):
    firm = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    invitation = invite(organisation=firm, role=MemberRole.MEMBER, note="", by=charlie, now=NOW)
    join(typed=references.access_code(invitation.pk), by=erika, now=NOW)
    assert client_for(erika).post(f"/konto/organisationen/{firm.pk}/loeschung/", SURE).status_code == 404
    assert Account.objects.filter(pk=firm.pk).exists()


def test_who_has_a_password_gives_it_again_before_anything_is_handed_out_or_deleted(erika, client_for):
    erika.set_password("ein langes Kennwort 1234")
    erika.save()
    client = client_for(erika)
    firm = found_organisation(name="Bäckerei Beispiel", by=erika, now=NOW)
    for page in ("auskunft", "loeschung", f"organisationen/{firm.pk}/loeschung"):
        asked = client.post(f"/konto/{page}/", SURE)
        assert (asked.status_code, asked["Location"].startswith("/konto/sicherheit/bestaetigen/?")) == (303, True)
    client.post("/konto/sicherheit/bestaetigen/", {"passwort": "ein langes Kennwort 1234"})
    assert client.post("/konto/auskunft/").status_code == 200
    assert client.post(f"/konto/organisationen/{firm.pk}/loeschung/", SURE)["Location"] == "/konto/organisationen/"
    assert "Ihr Konto ist gelöscht" in text(client.post("/konto/loeschung/", SURE))
