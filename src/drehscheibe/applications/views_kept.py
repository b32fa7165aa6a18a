"""The lists that members of staff keep for themselves."""

from django.db import transaction

from drehscheibe.applications.office import SavedView
from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope

MOST = 20


class TooManyError(Exception):
    """Nobody keeps more than twenty."""


def of(account: Account) -> list[SavedView]:
    """The views of `account` in the entered body, by name."""
    return list(SavedView.objects.filter(account=account))


@transaction.atomic
def keep(*, account: Account, name: str, query: str) -> None:
    """Keep a choice under a name; the one of the same name is replaced. Raises TooManyError."""
    kept = SavedView.objects.filter(account=account)
    if kept.exclude(name=name).count() >= MOST:
        raise TooManyError
    SavedView.objects.update_or_create(
        tenant_id=scope.current().tenant_id, account_id=account.pk, name=name, defaults={"query": query}
    )


def drop(*, account: Account, view_id: int) -> None:
    """Forget a view of one's own; somebody else's stays."""
    SavedView.objects.filter(account=account, pk=view_id).delete()
