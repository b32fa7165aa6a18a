"""Reminders that descriptions are due for a look: a mail a week to each editor who has some."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.catalogue.models import Service
from drehscheibe.identity.models import Account, Membership, Role
from drehscheibe.insights.events import ReviewsDue
from drehscheibe.kernel import clock, jobs, scope
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.queries import directory

AHEAD = timedelta(days=14)
MOST_NAMED = 20


def due(today: date) -> list[Service]:
    """The entered tenant's published services that are to be looked at within two weeks or overdue, oldest first."""
    own = Service.objects.filter(tenant_id=scope.current().tenant_id, is_published=True, review_on__lte=today + AHEAD)
    return list(own.select_related("department").order_by("review_on", "sort_key"))


def _of(account_id: int, today: date) -> list[Service]:
    """What is due in the departments that the person edits for."""
    places = Membership.objects.filter(account=account_id, role=Role.EDITOR).values_list("department_id", flat=True)
    held = set(places)
    return [one for one in due(today) if None in held or one.department_id in held]


def remind(*, now: datetime) -> None:
    """Order a mail for each editor of the entered tenant who has an address and something to look at."""
    editors = Membership.objects.filter(role=Role.EDITOR, account__is_active=True).exclude(account__email=None)
    for account_id in sorted(set(editors.values_list("account_id", flat=True))):
        if _of(account_id, clock.day(now)):
            jobs.emit(ReviewsDue(account_id))


def send(account_id: int, *, now: datetime) -> None:
    """Send the mail, unless nothing is due any more."""
    account, services = Account.objects.get(pk=account_id), _of(account_id, clock.day(now))
    if not services or not account.email:
        return
    tenant_id = scope.current().tenant_id
    portal, host = directory().tenants[tenant_id], directory().primary[tenant_id]
    with translation.override("de"):
        lines = "\n".join(f"- {one.name['de']} ({one.review_on:%d.%m.%Y})" for one in services[:MOST_NAMED])
        text = _(
            "Guten Tag,\n\n"
            "diese Beschreibungen sollen Sie wieder prüfen:\n\n{lines}\n\n"
            "So geht es:\n1. Öffnen Sie das Portal {portal} ({host}) und melden Sie sich an.\n"
            "2. Wählen Sie „Qualität“.\n3. Prüfen Sie die Texte und setzen Sie einen neuen Termin.\n\n"
            "Freundliche Grüße\n{portal}\n"
        ).format(lines=lines, portal=portal.name, host=host + settings.PORT_SHOWN)
        subject = _("Beschreibungen prüfen: {number} sind fällig").format(number=len(services))
    about = f"reviews.{account_id}.{clock.day(now):%G-%V}"
    send_notice(address=account.email, subject=subject, text=text, about=about, host=host)
