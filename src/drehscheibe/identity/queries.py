"""Reads on accounts and memberships."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Value

from drehscheibe.identity.models import Absence, Account, ExternalIdentity, Invitation, Member, Membership, News
from drehscheibe.kernel import references

_AWAY = "away"  # no role
ACTING_FOR = "acting_for"  # where a session keeps the organisation that the person has switched to


@dataclass(frozen=True)
class Standing:
    """What an account is in the entered tenant: pairs of role and department id (None: every department).

    `stands_in_for`: the accounts of colleagues who are away today and whose cases it works on meanwhile.
    """

    pairs: frozenset[tuple[str, int | None]] = frozenset()
    stands_in_for: frozenset[int] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.pairs)

    def departments(self, roles: frozenset[str]) -> frozenset[int] | None:
        """Departments in which one of `roles` is held; None stands for all departments."""
        held = {department for role, department in self.pairs if role in roles}
        return None if None in held else frozenset(department for department in held if department is not None)


def standing(account: Account | None, today: date | None = None) -> Standing:
    """The roles of `account` in the entered tenant; and for whom it stands in `today`, where a day is given."""
    if account is None:
        return Standing()
    held = Membership.objects.filter(account=account).values_list("role", "department_id")
    if today is None:
        return Standing(frozenset(held))
    away = Absence.objects.filter(deputy=account, first__lte=today, last__gte=today).order_by()
    rows = list(held.union(away.values_list(Value(_AWAY), "account_id")))  # one statement: every page of staff asks
    pairs = frozenset((role, department) for role, department in rows if role != _AWAY)
    return Standing(pairs, frozenset(absent for kind, absent in rows if kind == _AWAY) if pairs else frozenset())


def colleagues(departments: frozenset[int] | None, roles: frozenset[str]) -> list[Account]:
    """Who holds one of `roles` in one of these departments (None: anywhere) of the entered body, by name."""
    places = Membership.objects.filter(role__in=roles)
    if departments is not None:
        places = places.filter(Q(department=None) | Q(department__in=departments))
    return list(Account.objects.filter(pk__in=places.values("account"), is_active=True).order_by("name", "pk"))


def acts_for(account: Account) -> list[Account]:
    """For whom `account` may act: the person first, then their organisations by name."""
    memberships = Member.objects.select_related("organisation").filter(person_id=account.pk)
    return [account, *(member.organisation for member in memberships.order_by("organisation__name", "pk"))]


def membership(account: Account, organisation_id: int) -> Member | None:
    """The person's membership of this organisation; None for a stranger, and for an organisation that is none."""
    found = Member.objects.select_related("organisation__organisation").filter(person_id=account.pk)
    return found.filter(organisation_id=organisation_id).first()


def may_act_for(account: Account, holder_id: int) -> bool:
    """Whether `account` is, or is a member of, the holder of a draft or application."""
    return account.pk == holder_id or Member.objects.filter(person_id=account.pk, organisation_id=holder_id).exists()


def open_invitations(organisation: Account, now: datetime) -> QuerySet[Invitation]:
    """Invitations that somebody can still accept, the latest first."""
    return Invitation.objects.filter(organisation=organisation, accepted=None, expires__gt=now).order_by("-at")


def invited_by(typed: str, account: Account, now: datetime) -> Account | None:
    """The organisation whose invitation has this code, while `account` can accept it or has done so."""
    found = Invitation.objects.select_related("organisation").filter(
        Q(accepted=None) | Q(accepted_by=account), code=references.code_digest(typed), expires__gt=now
    )
    invitation = found.first()
    return invitation.organisation if invitation else None


def news_address(account: Account, kind: News, typed: str) -> str:
    """Where to announce this kind of news of a case that belongs to `account`; empty when it is not wanted by e-mail.

    A person is written to at the account's own, verified address, else at the one they `typed` into the form. An
    organisation has no address of its own, so the one in the form counts.
    """
    return "" if kind in account.silenced else account.email or typed


def demo_persons(tenant_slug: str) -> dict[str, tuple[str, str]]:
    """Who can sign in to the demo on this portal: key -> subject and shown name."""
    found = {}
    known = ExternalIdentity.objects.select_related("account").filter(provider="demo").order_by("pk")
    for identity in known:
        person, _, body = identity.subject.partition("@")
        if body in {"", tenant_slug}:
            found[person] = (identity.subject, identity.account.name)
    return found


def offices_of_staff() -> dict[str, list[dict[str, str]]]:
    """The demo's staff of the entered tenant: subject -> names per language of the departments in which they work."""
    found: dict[str, list[dict[str, str]]] = {}
    places = Membership.objects.filter(account__identities__provider="demo")
    for subject, name in places.values_list("account__identities__subject", "department__name").distinct():
        found.setdefault(subject, []).extend([name] if name else [])
    return found
