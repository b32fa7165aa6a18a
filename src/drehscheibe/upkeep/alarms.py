"""What somebody has to look at: one short list for the operator's page, the figures and a mail a day."""

import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.applications.acts import Todo, TodoKind
from drehscheibe.kernel import clock, job_queue, jobs, logs
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep import balance
from drehscheibe.upkeep.models import AlarmMailed, Backup

log = logging.getLogger(__name__)
LATE = 15 * 60  # seconds that a job may wait
SILENT = 60  # seconds without a sign of any worker
TRIES = 3  # of a mail, until it counts as failing
LITTLE_SPACE = 0.10  # of the disk
BACKUP_AGE = timedelta(hours=26)


class Kind(StrEnum):
    """What can be wrong."""

    BALANCE = "balance"
    WORKER = "worker"
    FAILED_JOBS = "failed_jobs"
    LATE_JOBS = "late_jobs"
    MAIL = "mail"
    NOT_NOTIFIED = "not_notified"
    DISK = "disk"
    BACKUP = "backup"


# What happened, and what to do next; `number` as the alarm says.
_SENTENCES = {
    Kind.BALANCE: gettext_noop(
        "Die Tagesbilanz geht nicht auf: {number} Anträge fehlen oder passen nicht zusammen. "
        "Rufen Sie „drehscheibe balance“ auf und sichern Sie die Datenbank, bevor Sie etwas ändern."
    ),
    Kind.WORKER: gettext_noop(
        "Der Auftragsdienst meldet sich seit {number} Sekunden nicht. Starten Sie „drehscheibe worker“ neu."
    ),
    Kind.FAILED_JOBS: gettext_noop(
        "{number} Aufträge sind fehlgeschlagen. Sehen Sie den Grund nach, beheben Sie ihn und wiederholen Sie sie."
    ),
    Kind.LATE_JOBS: gettext_noop(
        "Der älteste Auftrag wartet seit {number} Minuten. Prüfen Sie, ob der Auftragsdienst mitkommt."
    ),
    Kind.MAIL: gettext_noop(
        "{number} E-Mails lassen sich nicht zustellen. Sie werden weiter versucht. Prüfen Sie den Mailserver."
    ),
    Kind.NOT_NOTIFIED: gettext_noop(
        "{number} Bescheide sind nicht zugestellt, weil der Mailserver die Adresse nicht kennt. Sie gehen als Brief "
        "hinaus. Prüfen Sie, ob der Mailserver zu Recht ablehnt."
    ),
    Kind.DISK: gettext_noop(
        "Auf dem Datenträger sind nur noch {number} Prozent frei. Schaffen Sie Platz, bevor er voll ist."
    ),
    Kind.BACKUP: gettext_noop(
        "Die letzte Sicherung ist {number} Stunden alt. Prüfen Sie, warum „drehscheibe backup“ nicht läuft."
    ),
}
_NO_BACKUP = gettext_noop("Es gibt noch keine Sicherung. Richten Sie „drehscheibe backup“ ein.")


@dataclass(frozen=True)
class Alarm:
    """One thing to look at; `number` is a count, seconds, minutes, hours or percent as its sentence says."""

    kind: Kind
    number: int

    @property
    def sentence(self) -> str:
        """In the language of the page."""
        if self.kind == Kind.BACKUP and self.number < 0:
            return _(_NO_BACKUP)
        return _(_SENTENCES[self.kind]).format(number=self.number)


def free_space() -> float:
    """The free part of the disk that holds the files of cases, 0 to 1."""
    disk = shutil.disk_usage(settings.DREHSCHEIBE_VAR)
    return disk.free / disk.total


def backup_age(now: datetime) -> timedelta | None:
    """How old the last backup is; None without one."""
    last = Backup.objects.order_by("-at").first()
    return now - last.at if last else None


def _not_notified() -> int:
    """Decisions of all bodies whose notice was refused, until somebody has looked after them."""
    found = 0
    for tenant in directory().tenants.values():
        with work_as(tenant):
            found += Todo.objects.filter(kind=TodoKind.NOT_NOTIFIED, done=None).count()
    return found


def _of_backup(now: datetime) -> list[Alarm]:
    age = backup_age(now)
    if age is None:
        return [] if settings.DEMO else [Alarm(Kind.BACKUP, -1)]
    return [Alarm(Kind.BACKUP, int(age.total_seconds() // 3600))] if age > BACKUP_AGE else []


def alarms(now: datetime) -> list[Alarm]:
    """All that is wrong now, the gravest first."""
    queue, space = job_queue.figures(), free_space()
    missed = sum(found.difference for found in balance.latest())
    unsent = job_queue.failing(jobs.mail_tasks(), TRIES)
    refused = _not_notified()
    silent = int(queue.heartbeat) if queue.heartbeat is not None else SILENT * 60
    checks = [
        (missed > 0, Alarm(Kind.BALANCE, missed)),
        (silent > SILENT, Alarm(Kind.WORKER, silent)),
        (queue.failed > 0, Alarm(Kind.FAILED_JOBS, queue.failed)),
        (queue.oldest > LATE, Alarm(Kind.LATE_JOBS, int(queue.oldest // 60))),
        (unsent > 0, Alarm(Kind.MAIL, unsent)),
        (refused > 0, Alarm(Kind.NOT_NOTIFIED, refused)),
        (space < LITTLE_SPACE, Alarm(Kind.DISK, int(space * 100))),
    ]
    return [alarm for is_wrong, alarm in checks if is_wrong] + _of_backup(now)


def raise_alarms(*, now: datetime) -> None:
    """Log every alarm, and mail it to the operator once per kind and day."""
    for alarm in alarms(now):
        logs.tell(log, logging.ERROR, "alarm", kind=alarm.kind, number=alarm.number)
        if settings.OPERATOR_EMAIL:
            try:
                _mail(alarm, now)
            except (OSError, SMTPException) as error:  # the next round tries again
                logs.tell(log, logging.ERROR, "alarm not mailed", kind=alarm.kind, error=type(error).__name__)


@transaction.atomic
def _mail(alarm: Alarm, now: datetime) -> None:
    today = clock.day(now)
    _row, is_new = AlarmMailed.objects.get_or_create(kind=alarm.kind, day=today)
    if not is_new:
        return
    with translation.override("de"):
        send_notice(
            address=settings.OPERATOR_EMAIL,
            subject=_("Drehscheibe: Alarm {kind}").format(kind=alarm.kind),
            text=alarm.sentence + "\n",
            about=f"alarm {alarm.kind} {today}",
            host=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2],
        )
