"""Who acts, as the audit writes it: a number that means nothing outside, and back to a name for the auditor."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from drehscheibe.identity.models import Account

_PREFIX = "account "


def actor(account: Account) -> str:
    """How the audit names the account."""
    return f"{_PREFIX}{account.pk}"


def names(actors: Iterable[str]) -> dict[str, str]:
    """What the auditor reads for each actor, in one statement."""
    asked = set(actors)
    numbers = {name: int(name.removeprefix(_PREFIX)) for name in asked if name.removeprefix(_PREFIX).isdigit()}
    known = dict(Account.objects.filter(pk__in=numbers.values()).values_list("pk", "name"))
    fixed = {"guest": _("Gast"), "system": _("Portal, von selbst"), "command line": _("Betrieb, auf der Befehlszeile")}
    return {
        name: known.get(numbers[name], _("gelöschtes Konto {number}").format(number=numbers[name]))
        if name in numbers
        else fixed.get(name, _("Eingeladene Person") if name.startswith("participant ") else name)
        for name in asked
    }
