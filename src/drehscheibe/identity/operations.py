"""Sign in, note sign-ins, and appoint staff."""

from datetime import datetime

from django.db import transaction

from drehscheibe.identity import devices
from drehscheibe.identity.models import Account, ExternalIdentity, Membership, Role, SignIn, TrustLevel
from drehscheibe.identity.providers import Identity
from drehscheibe.kernel import clock, scope
from drehscheibe.tenants.models import Department

SIGN_INS_KEPT_DAYS = 365


@transaction.atomic
def sign_in(*, identity: Identity, now: datetime) -> Account:
    """The account of a confirmed identity, created at the first sign-in. Never merges by e-mail address."""
    known = ExternalIdentity.objects.select_related("account").filter(
        provider=identity.provider, subject=identity.subject
    )
    found = known.first()
    if found:
        return found.account
    account = Account(name=identity.name, email=identity.email, created=now, is_demo=identity.is_demo)
    account.set_unusable_password()
    account.save()
    ExternalIdentity.objects.create(account=account, provider=identity.provider, subject=identity.subject)
    return account


def note_sign_in(*, account: Account, provider: str, trust_level: TrustLevel, user_agent: str, now: datetime) -> SignIn:
    """Note that `account` has just signed in, so that the person sees it in their account.

    Of the browser's `user_agent` only a coarse description is kept; the network address is not noted at all.
    """
    return SignIn.objects.create(
        account=account, at=now, provider=provider, trust_level=trust_level, device=devices.described(user_agent)
    )


def forget_sign_ins(*, now: datetime) -> None:
    """Delete what is known of sign-ins more than a year ago."""
    SignIn.objects.filter(at__lte=clock.days_after(now, -SIGN_INS_KEPT_DAYS)).delete()


def appoint(*, account: Account, role: Role, department: Department | None = None) -> Membership:
    """Give `account` a role in the entered tenant."""
    membership, _ = Membership.objects.get_or_create(
        tenant_id=scope.current().tenant_id, account=account, role=role, department=department
    )
    return membership
