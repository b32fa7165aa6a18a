"""What people change about their own account."""

from collections.abc import Iterable

from django.db.models import F

from drehscheibe.identity.models import Account, News


def rename(*, account: Account, name: str) -> None:
    """Change how pages address the person."""
    account.name = name
    Account.objects.filter(pk=account.pk).update(name=name)


def choose_news(*, account: Account, wanted: Iterable[str]) -> None:
    """Announce by e-mail the kinds of news in `wanted` (of `News`) and no others."""
    account.silenced = sorted(set(News.values) - set(wanted))
    Account.objects.filter(pk=account.pk).update(silenced=account.silenced)


def sign_out_everywhere(*, account: Account) -> None:
    """End every session of the account, on every device."""
    Account.objects.filter(pk=account.pk).update(sign_outs=F("sign_outs") + 1)
