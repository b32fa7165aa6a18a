"""Which papers and mails came from here: their check codes, and what a code that somebody asks about stands on.

The answer repeats only what the paper itself shows. Whether a decision still holds is for the office to say.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.queries import application_by_reference, body_of, responsible_body
from drehscheibe.kernel import clock, qr
from drehscheibe.kernel.check_code import CheckCode, read_check_code
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.queries import directory

OUTCOMES = {
    Outcome.GRANTED: gettext_noop("Ihrem Antrag wird entsprochen."),
    Outcome.PARTLY: gettext_noop("Ihrem Antrag wird teilweise entsprochen."),
    Outcome.REJECTED: gettext_noop("Ihr Antrag wird abgelehnt."),
    Outcome.CLOSED: gettext_noop("Ihr Antrag ist ohne Bescheid abgeschlossen."),
    Outcome.FORWARDED: gettext_noop("Ihr Antrag ist an eine andere Behörde weitergeleitet."),
    Outcome.ANSWERED: gettext_noop("Ihre Nachricht ist beantwortet."),
}


class Kind(StrEnum):
    """What carries a check code: the letter with which the code begins."""

    RECEIPT = "E"
    DECISION = "B"
    MAIL = "M"


@dataclass(frozen=True)
class Genuine:
    """What came from here. `service`, `received`, `outcome`: what the paper says; None where it cannot be told."""

    kind: Kind
    body: Tenant
    reference: str
    day: date
    service: dict[str, str] | None = None
    received: datetime | None = None
    outcome: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the paper is ours, but the case is deleted by now, so that nothing can be compared any more."""
        return self.kind is not Kind.MAIL and self.service is None


def code_of(application: Application, kind: Kind, now: datetime) -> CheckCode:
    """The code of the paper or mail of this case that is dated `now`."""
    return CheckCode(kind.value, application.reference, clock.day(now))


def stamp(application: Application, kind: Kind, now: datetime) -> dict[str, Any]:
    """What a document needs to print its check code: as QR code, in letters, and where to ask about it."""
    host = directory().primary[application.tenant_id] + settings.PORT_SHOWN
    code = code_of(application, kind, now)
    address = f"{'https' if settings.SECURE else 'http'}://{host}/echt/"
    return {
        "code": str(code),
        "qr": qr.picture(f"{address}?code={code.plain}"),
        "title": _("Ist dieses Papier echt?"),
        "text": _("Scannen Sie das Bild, oder geben Sie den Prüfcode ein unter {address}").format(
            address=f"{host}/echt/"
        ),
        "label": _("Prüfcode"),
        "alt": _("QR-Code mit der Adresse, unter der Sie dieses Papier prüfen. Der Prüfcode steht daneben."),
    }


def mail_lines(application: Application, now: datetime) -> str:
    """The last lines of a mail: its check code, and how to ask about it without following any link."""
    return _(
        "\nKommt diese E-Mail wirklich von uns? Öffnen Sie das Portal wie gewohnt, wählen Sie unten "
        "„So erkennen Sie unser Portal“ und geben Sie diesen Prüfcode ein:\n{code}\n"
    ).format(code=code_of(application, Kind.MAIL, now))


def genuine(typed: str) -> Genuine | None:
    """What carries the typed check code; None when it is mistyped, forged or of another installation."""
    code = read_check_code(typed)
    body = body_of(code.reference) if code else None
    if code is None or body is None or code.kind not in tuple(Kind):
        return None
    found = Genuine(Kind(code.kind), directory().tenants[body], code.reference, code.day)
    if found.kind is Kind.MAIL:
        return found
    with responsible_body(body):
        return _as_printed(found, application_by_reference(code.reference))


def _as_printed(found: Genuine, application: Application | None) -> Genuine:
    """The same with what the paper says, as far as the case is still there."""
    if application is None:
        return found
    decision = getattr(application, "decision", None)
    dated = application.submitted if found.kind is Kind.RECEIPT else decision and decision.at
    if dated is None or clock.day(dated) != found.day:
        return found
    outcome = OUTCOMES[decision.outcome] if decision and found.kind is Kind.DECISION else None
    service = application.online_service.name
    return Genuine(found.kind, found.body, found.reference, found.day, service, application.submitted, outcome)
