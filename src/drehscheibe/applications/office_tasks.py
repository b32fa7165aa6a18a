"""Jobs of the office: lists in the background, figures and tallies by night."""

import logging
import uuid
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from drehscheibe.applications import exporting, figures, tallies
from drehscheibe.applications.office import ListExport
from drehscheibe.kernel import jobs, logs
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

log = logging.getLogger(__name__)


@jobs.task("applications.make_list")
def make_list(*, export_id: str, now: datetime) -> None:
    """Make a list that somebody has ordered."""
    exporting.make(export_id=uuid.UUID(export_id), now=now)


@jobs.task("applications.announce_list", retry=jobs.MAIL)
def announce_list(*, export_id: str, now: datetime) -> None:  # noqa: ARG001  every job is told the time
    """Say by e-mail that the list is ready; it is not in the mail."""
    ordered = ListExport.objects.select_related("account").filter(pk=export_id).first()
    if ordered is None or not ordered.account.email:
        return
    tenant = directory().tenants[ordered.tenant_id]
    host = directory().primary[tenant.pk]
    text = _(
        "Guten Tag,\n\n"
        "Ihre Liste ist fertig.\n\n"
        "So bekommen Sie sie:\n"
        "1. Öffnen Sie den Arbeitsplatz der Verwaltung ({host}) wie gewohnt.\n"
        "2. Wählen Sie „Vorgänge“ und dann „Listen zum Mitnehmen“.\n\n"
        "Nach sieben Tagen wird die Liste gelöscht.\n"
        "Bitte antworten Sie nicht auf diese E-Mail.\n"
    ).format(host=host + settings.PORT_SHOWN)
    send_notice(
        address=ordered.account.email,
        subject=_("Ihre Liste ist fertig"),
        text=text,
        about=f"list {export_id}",
        host=host,
    )


@jobs.every_hour("applications.drop_lists")
def drop_lists(now: datetime) -> None:
    """Delete lists that have expired, in all bodies."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            exporting.drop_expired(now=now)


@jobs.every("41 1 * * *", "applications.work_out_figures")
def work_out_figures(now: datetime) -> None:
    """Work out the figures of all bodies."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            figures.work_out(now=now)


@jobs.every("*/5 * * * *", "applications.condense")
def condense(_now: datetime) -> None:
    """Add up the tallies of all bodies, so that reading them stays quick."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            tallies.condense()


@jobs.every("23 1 * * *", "applications.recount")
def recount(_now: datetime) -> None:
    """Compare the tallies of all bodies with their cases, put right what differs, and say so in the log."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            different = tallies.recount()
        if different:
            logs.tell(log, logging.ERROR, "tallies differed", portal=tenant.slug, kinds=different)
