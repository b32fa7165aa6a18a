"""Organisations on the pages: joining, managing, acting for one, and who sees nothing of it."""

import pytest

from drehscheibe.applications.models import Application, Draft
from drehscheibe.front.browser import page_token
from drehscheibe.identity.models import Account, Invitation, Member, MemberRole
from drehscheibe.identity.organisations import found_organisation, invite, join, part
from drehscheibe.identity.queries import acts_for
from drehscheibe.kernel import attempts, audit, references
from drehscheibe.tenants.operations import work_as
from tests.cast import BROWSER_KEY, NOW, tenant
from tests.front.test_pages import text


@pytest.fixture
def firm(charlie, alice) -> Account:
    """An organisation: Charlie manages it, Alice is a member, Bob a stranger."""
    with work_as(tenant("musterstadt")):
        organisation = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
        invitation = invite(organisation=organisation, role=MemberRole.MEMBER, note="", by=charlie, now=NOW)
        join(typed=references.access_code(invitation.pk), by=alice, now=NOW)
    return organisation


def base(firm: Account) -> str:
    return f"/konto/organisationen/{firm.pk}/"


def member(firm: Account, person: Account) -> Member:
    return Member.objects.get(organisation=firm, person=person)


def acting(client, firm: Account):
    assert client.post("/konto/handeln/", {"fuer": firm.pk}).status_code == 303
    return client


def test_founding_twice_by_two_presses_gives_one_organisation(client_for, bob):
    client = client_for(bob)
    typed = {"name": "Tischlerei Beispiel", "rechtsform": "GmbH", "register": "HRB 1", "anschrift": "Musterweg 1"}
    first, second = (client.post("/konto/organisationen/neu/", typed) for _ in range(2))
    assert first.status_code == 303
    assert first["Location"] == second["Location"]
    shown = text(client.get(first["Location"]))
    for fact in ("Tischlerei Beispiel", "GmbH", "HRB 1", "Musterweg 1", "Verwaltung der Organisation"):
        assert fact in shown
    assert client.post("/konto/organisationen/neu/", {"name": " "}).status_code == 422


def test_a_stranger_finds_nothing_of_an_organisation(client_for, firm, bob, charlie):
    client = client_for(bob)
    seat = member(firm, charlie).pk
    with work_as(tenant("musterstadt")):
        invitation = invite(organisation=firm, role=MemberRole.ADMIN, note="", by=charlie, now=NOW)
    for place in ("", "daten/", "einladungen/", f"einladungen/{invitation.pk}/ruecknahme/"):
        assert client.get(base(firm) + place).status_code == 404
        assert client.post(base(firm) + place, {"name": "X"}).status_code == 404
    for verb in ("rolle/", "ende/"):
        assert client.post(f"{base(firm)}mitglieder/{seat}/{verb}", {"rolle": "member"}).status_code == 404
    assert client.post("/konto/handeln/", {"fuer": firm.pk}).status_code == 404
    assert member(firm, charlie).is_admin
    assert Invitation.objects.filter(pk=invitation.pk).exists()


def test_a_member_without_the_role_manages_nothing(client_for, firm, alice, charlie):
    client = client_for(alice)
    shown = text(client.get(base(firm)))
    assert "Einladung erstellen" not in shown
    assert client.post(f"{base(firm)}daten/", {"name": "X"}).status_code == 404
    assert client.post(f"{base(firm)}einladungen/").status_code == 404
    own, other = member(firm, alice).pk, member(firm, charlie).pk
    assert client.post(f"{base(firm)}mitglieder/{own}/rolle/", {"rolle": "admin"}).status_code == 404
    assert client.post(f"{base(firm)}mitglieder/{other}/ende/").status_code == 404
    assert client.post(f"{base(firm)}mitglieder/{own}/ende/").status_code == 303
    assert acts_for(alice) == [alice]


def test_an_admin_of_one_organisation_has_no_power_over_another(client_for, firm, bob, charlie):
    with work_as(tenant("musterstadt")):
        other = found_organisation(name="Tischlerei Beispiel", by=bob, now=NOW)
    client_for(bob).post(f"{base(other)}mitglieder/{member(firm, charlie).pk}/ende/")
    assert member(firm, charlie).is_admin


def test_invitation_leads_a_person_in_by_link(client_for, firm, charlie, bob):
    admin, newcomer = client_for(charlie), client_for(bob)
    assert admin.post(f"{base(firm)}einladungen/", {"rolle": "member", "notiz": "Bob"}).status_code == 303
    invitation = Invitation.objects.get(organisation=firm, accepted=None)
    code = references.access_code(invitation.pk)
    assert f"http://musterstadt.localhost/konto/einladung/?code={code}" in text(admin.get(base(firm)))
    assert "Bäckerei Beispiel" in text(newcomer.get(f"/konto/einladung/?code={code}"))
    for _ in range(2):
        assert newcomer.post("/konto/einladung/", {"code": code})["Location"] == base(firm)
    assert [one.name for one in acts_for(bob)][1:] == ["Bäckerei Beispiel"]
    assert code not in text(admin.get(base(firm)))


def test_guesses_at_invitations_are_limited(client_for, firm, charlie, bob):
    with work_as(tenant("musterstadt")):
        invitation = invite(organisation=firm, role=MemberRole.MEMBER, note="", by=charlie, now=NOW)
    client = client_for(bob)
    for _ in range(attempts.LIMIT):
        assert client.get("/konto/einladung/?code=0000-0000-0000-0000").status_code == 422
    right = references.access_code(invitation.pk)
    assert client.post("/konto/einladung/", {"code": right}).status_code == 429
    assert acts_for(bob) == [bob]


def test_last_admin_is_told_what_to_do(client_for, firm, charlie, alice):
    client = client_for(charlie)
    own = member(firm, charlie).pk
    for verb, typed in (("ende/", {}), ("rolle/", {"rolle": "member"})):
        answer = client.post(f"{base(firm)}mitglieder/{own}/{verb}", typed)
        assert answer.status_code == 409
        assert "Geben Sie diese Rolle zuerst einem anderen Mitglied." in text(answer)
    client.post(f"{base(firm)}mitglieder/{member(firm, alice).pk}/rolle/", {"rolle": "admin"})
    assert client.post(f"{base(firm)}mitglieder/{own}/ende/")["Location"] == "/konto/organisationen/"


def test_every_page_says_for_whom_somebody_acts_until_they_switch_back(client_for, firm, charlie):
    client = acting(client_for(charlie), firm)
    for page in ("/", "/leistungen/", "/konto/"):
        assert "Sie handeln für: <strong>Bäckerei Beispiel</strong>" in client.get(page).content.decode()
    client.post("/konto/handeln/", {"fuer": charlie.pk})
    assert "Sie handeln für" not in client.get("/").content.decode()


def started(client, firm: Account, scope_of, tenant, **typed: object) -> Draft:
    answer = client.post("/antrag/mitteilung/", typed)
    assert answer.status_code == 303, text(answer)
    with scope_of(tenant):
        return Draft.objects.select_related("account").latest("created")


def test_what_is_begun_for_the_organisation_belongs_to_it(client_for, firm, charlie, alice, bob, musterstadt, scope_of):
    begun = started(acting(client_for(charlie), firm), firm, scope_of, musterstadt, fuer=firm.pk)
    assert begun.account == firm
    address = f"/antrag/mitteilung/{begun.pk}/nachricht/"
    assert client_for(alice).get(address).status_code == 200
    assert client_for(bob).get(address).status_code == 404
    assert str(begun.pk) in acting(client_for(alice), firm).get("/antrag/mitteilung/").content.decode()


def test_a_page_shown_for_somebody_else_starts_nothing(client_for, firm, charlie, musterstadt, scope_of):
    client = acting(client_for(charlie), firm)
    answer = client.post("/antrag/mitteilung/", {"fuer": charlie.pk})
    assert answer.status_code == 409
    assert "Sie handeln inzwischen für jemand anderen" in text(answer)
    with scope_of(musterstadt):
        assert not Draft.objects.exists()


def test_removed_member_loses_everything_at_once_in_every_tab(
    client_for, firm, charlie, alice, musterstadt, scope_of, draft
):
    tab = acting(client_for(alice), firm)
    begun = started(tab, firm, scope_of, musterstadt, fuer=firm.pk)
    address = f"/antrag/mitteilung/{begun.pk}/nachricht/"
    assert tab.get(address).status_code == 200
    with work_as(tenant("musterstadt")):
        part(organisation=firm, member_id=member(firm, alice).pk, by=charlie, now=NOW)
    page = {"seite": page_token(begun), "betreff": "X"}
    assert tab.post(address, page).status_code == 403
    assert tab.get(address).status_code == 404
    assert tab.post("/antrag/mitteilung/", {"fuer": firm.pk}).status_code == 409
    assert str(begun.pk) not in tab.get("/antrag/mitteilung/").content.decode()
    assert client_for(charlie).get(address).status_code == 200


def test_who_stops_being_a_member_is_told_once(client_for, firm, alice):
    client = acting(client_for(alice), firm)
    with work_as(tenant("musterstadt")):
        part(organisation=firm, member_id=member(firm, alice).pk, by=alice, now=NOW)
    told = "Sie sind nicht mehr Mitglied der Organisation"
    assert [told in client.get("/").content.decode() for _ in range(2)] == [True, False]


def test_browser_of_a_former_member_opens_no_case_of_the_organisation(
    application, musterstadt, guest, client_for, firm, alice
):
    case = application("mitteilung", musterstadt, account=firm)
    assert guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/").status_code == 404
    assert client_for(alice).get(f"/vorgang/{case.reference}/").status_code == 200


def test_application_of_the_organisation_names_the_person_who_sent_it(
    client_for, firm, alice, charlie, musterstadt, scope_of, draft
):
    begun = draft("mitteilung", musterstadt, account=firm)
    client = client_for(alice)
    check = f"/antrag/mitteilung/{begun.pk}/pruefen/"
    seen = client.get(check).content.decode().split('name="stand" value="')[1].split('"')[0]
    page = {"seite": page_token(begun), "stand": seen}
    assert client_for(charlie).get(check).status_code == 200
    assert client.post(check, page).status_code == 303
    with scope_of(musterstadt):
        sent = Application.objects.get(pk=begun.pk)
        assert sent.account_id == firm.pk
        assert audit.history(sent.pk)[0].actor == f"account {alice.pk}"


def test_page_left_open_by_a_former_member_sends_nothing_for_the_organisation(
    client_for, guest, firm, alice, musterstadt, scope_of, draft
):
    begun = draft("mitteilung", musterstadt, account=firm)
    check = f"/antrag/mitteilung/{begun.pk}/pruefen/"
    seen = client_for(alice).get(check).content.decode().split('name="stand" value="')[1].split('"')[0]
    page = {"seite": page_token(begun), "stand": seen}
    with work_as(tenant("musterstadt")):
        part(organisation=firm, member_id=member(firm, alice).pk, by=alice, now=NOW)
    for client in (guest(key=BROWSER_KEY), client_for(alice)):
        assert client.post(check, page).status_code == 403
    with scope_of(musterstadt):
        assert not Application.objects.filter(pk=begun.pk).exists()


def test_admins_read_who_changed_what_and_members_do_not(client_for, firm, charlie, alice):
    client_for(charlie).post(f"{base(firm)}mitglieder/{member(firm, alice).pk}/rolle/", {"rolle": "admin"})
    shown = text(client_for(charlie).get(f"{base(firm)}verlauf/"))
    assert f"{alice.name} hat jetzt die Rolle: Verwaltung der Organisation" in shown
    assert "Organisation angelegt" in shown
    client_for(charlie).post(f"{base(firm)}mitglieder/{member(firm, alice).pk}/rolle/", {"rolle": "member"})
    assert client_for(alice).get(f"{base(firm)}verlauf/").status_code == 404
