"""Organisations: who acts for them, how people join and leave, and that somebody always manages them."""

from datetime import timedelta

import pytest

from drehscheibe.identity import organisation_journal
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account, Invitation, Member, MemberRole
from drehscheibe.identity.organisations import (
    LastAdminError,
    NotInvitedError,
    found_organisation,
    invite,
    join,
    part,
    set_role,
    take_back,
)
from drehscheibe.identity.queries import acts_for, may_act_for, membership
from drehscheibe.kernel import references
from tests.cast import NOW, account


@pytest.fixture(autouse=True)
def _at_a_portal(musterstadt, scope_of):
    with scope_of(musterstadt):
        yield


@pytest.fixture
def firm(charlie) -> Account:
    """An organisation of Charlie's."""
    return found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)


def code_for(firm: Account, charlie: Account, role: MemberRole = MemberRole.MEMBER) -> str:
    return references.access_code(invite(organisation=firm, role=role, note="", by=charlie, now=NOW).pk)


def seat(firm: Account, person: Account) -> Member:
    found = membership(person, firm.pk)
    assert found is not None
    return found


def test_founder_acts_for_the_organisation_and_nobody_else_does(firm, charlie, alice):
    assert acts_for(charlie) == [charlie, firm]
    assert acts_for(alice) == [alice]
    assert may_act_for(charlie, firm.pk)
    assert not may_act_for(alice, firm.pk)
    assert not may_act_for(firm, charlie.pk)


def test_demo_business_has_two_members(db):
    employer, employee = account("unternehmen"), account("angestellte")
    assert [one.name for one in acts_for(employer)] == [employer.name, "Beispiel-Bau GmbH"]
    assert acts_for(employee)[1:] == acts_for(employer)[1:]


def test_invitation_is_good_for_one_person_once(firm, charlie, alice, bob):
    code = code_for(firm, charlie)
    assert join(typed=code.lower(), by=alice, now=NOW) == firm
    assert join(typed=code, by=alice, now=NOW) == firm
    with pytest.raises(NotInvitedError):
        join(typed=code, by=bob, now=NOW)
    assert seat(firm, alice).role == MemberRole.MEMBER
    assert acts_for(bob) == [bob]


def test_invitation_used_by_a_deleted_account_stays_used(firm, charlie, bob):
    stranger = Account.objects.create(name="Kurz Da", created=NOW)
    code = code_for(firm, charlie)
    join(typed=code, by=stranger, now=NOW)
    stranger.delete()
    with pytest.raises(NotInvitedError):
        join(typed=code, by=bob, now=NOW)


def test_invitation_ends_after_a_week_and_can_be_taken_back(firm, charlie, alice):
    late, withdrawn = code_for(firm, charlie), code_for(firm, charlie)
    with pytest.raises(NotInvitedError):
        join(typed=late, by=alice, now=NOW + timedelta(days=8))
    for invitation in Invitation.objects.filter(organisation=firm):
        take_back(organisation=firm, invitation_id=invitation.pk, by=charlie, now=NOW)
    with pytest.raises(NotInvitedError):
        join(typed=withdrawn, by=alice, now=NOW)


def test_an_admin_who_is_invited_again_keeps_the_role(firm, charlie):
    join(typed=code_for(firm, charlie), by=charlie, now=NOW)
    assert seat(firm, charlie).is_admin


def test_last_admin_can_neither_leave_nor_step_down(firm, charlie, alice):
    join(typed=code_for(firm, charlie), by=alice, now=NOW)
    mine = seat(firm, charlie).pk
    with pytest.raises(LastAdminError):
        part(organisation=firm, member_id=mine, by=charlie, now=NOW)
    with pytest.raises(LastAdminError):
        set_role(organisation=firm, member_id=mine, role=MemberRole.MEMBER, by=charlie, now=NOW)
    set_role(organisation=firm, member_id=seat(firm, alice).pk, role=MemberRole.ADMIN, by=charlie, now=NOW)
    part(organisation=firm, member_id=mine, by=charlie, now=NOW)
    part(organisation=firm, member_id=mine, by=charlie, now=NOW)
    assert acts_for(charlie) == [charlie]


def test_invitations_of_who_leaves_are_void(firm, charlie, alice, bob):
    join(typed=code_for(firm, charlie, MemberRole.ADMIN), by=alice, now=NOW)
    code = code_for(firm, alice)
    part(organisation=firm, member_id=seat(firm, alice).pk, by=charlie, now=NOW)
    with pytest.raises(NotInvitedError):
        join(typed=code, by=bob, now=NOW)


def test_invitations_of_who_loses_the_admins_role_are_void(firm, charlie, alice, bob):
    join(typed=code_for(firm, charlie, MemberRole.ADMIN), by=alice, now=NOW)
    code = code_for(firm, alice, MemberRole.ADMIN)
    set_role(organisation=firm, member_id=seat(firm, alice).pk, role=MemberRole.MEMBER, by=charlie, now=NOW)
    with pytest.raises(NotInvitedError):
        join(typed=code, by=bob, now=NOW)


def test_every_change_of_an_organisation_is_in_its_journal(firm, charlie, alice, musterstadt, auenfeld, scope_of):
    join(typed=code_for(firm, charlie), by=alice, now=NOW)
    member = seat(firm, alice).pk
    with scope_of(auenfeld):
        set_role(organisation=firm, member_id=member, role=MemberRole.ADMIN, by=charlie, now=NOW + timedelta(hours=1))
    for _ in range(2):
        part(organisation=firm, member_id=member, by=alice, now=NOW + timedelta(hours=2))
    found = organisation_journal.entries(firm, [musterstadt.pk, auenfeld.pk])
    assert [(event.verb, event.actor) for event in found[:2]] == [
        ("member_parted", actor(alice)),
        ("member_role_changed", actor(charlie)),
    ]
    assert {event.verb for event in found[2:]} == {"organisation_founded", "member_invited", "member_joined"}


def test_numbers_of_another_organisation_change_nothing(firm, charlie, alice):
    other = found_organisation(name="Tischlerei Beispiel", by=alice, now=NOW)
    theirs = seat(other, alice).pk
    part(organisation=firm, member_id=theirs, by=charlie, now=NOW)
    set_role(organisation=firm, member_id=theirs, role=MemberRole.MEMBER, by=charlie, now=NOW)
    invitation = invite(organisation=other, role=MemberRole.MEMBER, note="", by=alice, now=NOW)
    take_back(organisation=firm, invitation_id=invitation.pk, by=charlie, now=NOW)
    assert seat(other, alice).is_admin
    assert Invitation.objects.filter(pk=invitation.pk).exists()
