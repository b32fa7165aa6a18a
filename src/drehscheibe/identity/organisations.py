"""Organisations as applicants: found one, invite people, let them join, change roles, part ways. All is journalled."""

import uuid
from datetime import datetime

from django.db import transaction

from drehscheibe.identity import organisation_journal as journal
from drehscheibe.identity.models import Account, AccountKind, Invitation, Member, MemberRole, Organisation
from drehscheibe.identity.queries import open_invitations
from drehscheibe.kernel import clock, references

INVITED_DAYS = 7
MOST_INVITATIONS = 20


class LastAdminError(Exception):
    """The organisation would be left without anybody who manages it."""


class TooManyInvitationsError(Exception):
    """So many invitations of the organisation are open that one must be taken back first."""


class NotInvitedError(Exception):
    """No open invitation has this code: it was mistyped, taken back, used by somebody else, or is too old."""


@transaction.atomic
def found_organisation(
    *, name: str, by: Account, now: datetime, legal_form: str = "", register_number: str = "", address: str = ""
) -> Account:
    """A new organisation with `by` as its first member and admin."""
    account = Account(name=name, created=now, kind=AccountKind.ORGANISATION, is_demo=by.is_demo)
    account.set_unusable_password()
    account.save()
    Organisation.objects.create(
        account=account, legal_form=legal_form, register_number=register_number, address=address
    )
    Member.objects.create(organisation=account, person=by, role=MemberRole.ADMIN, since=now)
    journal.note(account, "organisation_founded", by=by, now=now)
    return account


@transaction.atomic
def describe_organisation(
    *,
    organisation: Account,
    name: str,
    legal_form: str,
    register_number: str,
    address: str,
    by: Account,
    now: datetime,
) -> None:
    """Change what is known of an organisation. Nothing changed leaves no entry."""
    fresh = {"legal_form": legal_form, "register_number": register_number, "address": address}
    known = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = sorted(fact for fact, value in fresh.items() if getattr(known, fact) != value)
    changed += ["name"] if organisation.name != name else []
    if not changed:
        return
    Account.objects.filter(pk=organisation.pk).update(name=name)
    Organisation.objects.filter(pk=organisation.pk).update(**fresh)
    journal.note(organisation, "organisation_described", by=by, now=now, changed=changed)


@transaction.atomic
def invite(*, organisation: Account, role: MemberRole, note: str, by: Account, now: datetime) -> Invitation:
    """An invitation for one person within a week. `note` tells the admins whom it was meant for.

    Raises TooManyInvitationsError.
    """
    if open_invitations(organisation, now).count() >= MOST_INVITATIONS:
        raise TooManyInvitationsError
    number = uuid.uuid4()
    journal.note(organisation, "member_invited", by=by, now=now, role=role, invitation=str(number))
    return Invitation.objects.create(
        id=number,
        organisation=organisation,
        role=role,
        note=note,
        code=references.code_digest(references.access_code(number)),
        by=by,
        at=now,
        expires=clock.days_after(now, INVITED_DAYS),
    )


@transaction.atomic
def take_back(*, organisation: Account, invitation_id: uuid.UUID, by: Account, now: datetime) -> None:
    """Take back an invitation that nobody has accepted. Once more changes nothing."""
    gone, _ = Invitation.objects.filter(pk=invitation_id, organisation=organisation, accepted=None).delete()
    if gone:
        journal.note(organisation, "invitation_taken_back", by=by, now=now, invitation=str(invitation_id))


@transaction.atomic
def join(*, typed: str, by: Account, now: datetime) -> Account:
    """Accept an invitation by its code, once; the organisation. Raises NotInvitedError.

    Who accepts again, or is a member already, keeps the role they have.
    """
    invited = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    found = invited.filter(code=references.code_digest(typed), expires__gt=now).first()
    if found is None or (found.accepted and found.accepted_by_id != by.pk):
        raise NotInvitedError
    if not found.accepted:
        Invitation.objects.filter(pk=found.pk).update(accepted=now, accepted_by=by)
        member, is_new = Member.objects.get_or_create(
            organisation=found.organisation, person=by, defaults={"role": found.role, "since": now}
        )
        if is_new:
            facts = {"role": member.role, "invitation": str(found.pk)}
            journal.note(found.organisation, "member_joined", by=by, now=now, **facts)
    return found.organisation


def _locked_members(organisation: Account) -> list[Member]:
    """The members, one change at a time, so that two admins cannot leave at once."""
    Account.objects.select_for_update().get(pk=organisation.pk)
    return list(Member.objects.filter(organisation=organisation))


def _void_invitations(organisation: Account, by: int) -> None:
    """What somebody offered who may offer nothing any more counts no longer."""
    Invitation.objects.filter(organisation=organisation, by_id=by, accepted=None).delete()


def _must_keep_an_admin(members: list[Member], without: Member) -> None:
    if not any(member.is_admin for member in members if member.pk != without.pk):
        raise LastAdminError


@transaction.atomic
def set_role(*, organisation: Account, member_id: int, role: MemberRole, by: Account, now: datetime) -> None:
    """Change what a member may do; with the admin's role their open invitations end.

    A stranger's number changes nothing, and nor does the role they have. Raises LastAdminError.
    """
    members = _locked_members(organisation)
    member = next((one for one in members if one.pk == member_id), None)
    if member is None or member.role == role:
        return
    if role is not MemberRole.ADMIN:
        _must_keep_an_admin(members, member)
        _void_invitations(organisation, member.person_id)
    Member.objects.filter(pk=member.pk).update(role=role)
    journal.note(organisation, "member_role_changed", by=by, now=now, member=member.person_id, role=role)


@transaction.atomic
def part(*, organisation: Account, member_id: int, by: Account, now: datetime) -> None:
    """End a membership, one's own or another's; from then on the person sees nothing of the organisation.

    Ending it again changes nothing. Raises LastAdminError.
    """
    members = _locked_members(organisation)
    member = next((one for one in members if one.pk == member_id), None)
    if member is None:
        return
    _must_keep_an_admin(members, member)
    _void_invitations(organisation, member.person_id)
    Member.objects.filter(pk=member.pk).delete()
    journal.note(organisation, "member_parted", by=by, now=now, member=member.person_id)


def forget_invitations(*, now: datetime) -> None:
    """Delete the invitations that have ended, accepted or not."""
    Invitation.objects.filter(expires__lte=now).delete()
