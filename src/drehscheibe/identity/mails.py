"""The words of the mails about signing in. Plain text; a link only where the mail is about one."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.identity import links
from drehscheibe.identity.models import MailedLink, Purpose
from drehscheibe.tenants.queries import directory

Mail = tuple[str, str]
CHANGES = {
    "password": gettext_noop("Ihr Passwort wurde geändert."),
    "address": gettext_noop("Die E-Mail-Adresse, mit der Sie sich anmelden, wurde geändert."),
    "factor_added": gettext_noop("Zu Ihrem Konto wurde ein zweiter Faktor hinzugefügt."),
    "factor_removed": gettext_noop("Von Ihrem Konto wurde ein zweiter Faktor entfernt."),
    "codes": gettext_noop("Für Ihr Konto wurden neue Notfallcodes erstellt."),
}


def origin(portal_id: int) -> str:
    """Scheme and host of a portal as mails name it."""
    scheme = "https" if settings.SECURE else "http"
    return f"{scheme}://{directory().primary[portal_id]}{settings.PORT_SHOWN}"


def about_link(link: MailedLink) -> Mail:
    """Subject and text of the mail for which somebody asked; it says what applies to this address."""
    start = origin(link.portal_id)
    with translation.override(link.language):
        subject, text = _words(Purpose(link.purpose), known=link.account is not None)
        hours = int(links.GOOD_FOR[Purpose(link.purpose)].total_seconds() // 3600)
        portal = directory().tenants[link.portal_id].name
        middle = text.format(address=start + links.path(link), start=start, hours=hours, days=hours // 24)
        return subject.format(portal=portal), _framed(middle, portal)


def about_change(change: str, language: str, portal_id: int) -> Mail:
    """Subject and text of the mail that says how signing in has changed."""
    with translation.override(language):
        portal = directory().tenants[portal_id].name
        subject = _("Änderung an Ihrem Konto: {portal}").format(portal=portal)
        middle = _(
            "{change}\n\n"
            "Waren Sie das selbst? Dann müssen Sie nichts tun.\n\n"
            "Waren Sie es nicht? Setzen Sie sofort Ihr Passwort zurück: {start}/anmelden/passwort-vergessen/"
        ).format(change=_(CHANGES[change]), start=origin(portal_id))
        return subject, _framed(middle, portal)


def _framed(middle: str, portal: str) -> str:
    return _(
        "Guten Tag,\n\n{middle}\n\nBitte antworten Sie nicht auf diese E-Mail.\n\nFreundliche Grüße\n{portal}\n"
    ).format(middle=middle, portal=portal)


def _words(purpose: Purpose, *, known: bool) -> Mail:
    match purpose, known:
        case Purpose.REGISTER, False:
            return _("Konto anlegen: {portal}"), _(
                "Sie möchten ein Konto anlegen. Öffnen Sie dazu diesen Link:\n{address}\n\n"
                "Der Link gilt {hours} Stunden und nur einmal.\n\n"
                "Haben Sie das nicht gewollt? Dann müssen Sie nichts tun. Es wird kein Konto angelegt."
            )
        case Purpose.REGISTER, True:
            return _("Sie haben schon ein Konto: {portal}"), _(
                "jemand möchte mit dieser E-Mail-Adresse ein Konto anlegen. Sie haben aber schon eines.\n\n"
                "Hier melden Sie sich an: {start}/anmelden/\n"
                "Passwort vergessen? {start}/anmelden/passwort-vergessen/\n\n"
                "Waren Sie das nicht? Dann müssen Sie nichts tun. An Ihrem Konto hat sich nichts geändert."
            )
        case Purpose.RESET, True:
            return _("Neues Passwort: {portal}"), _(
                "Sie möchten ein neues Passwort wählen. Öffnen Sie dazu diesen Link:\n{address}\n\n"
                "Der Link gilt {hours} Stunden und nur einmal.\n\n"
                "Haben Sie das nicht gewollt? Dann müssen Sie nichts tun. Ihr Passwort bleibt, wie es ist."
            )
        case Purpose.RESET, False:
            return _("Kein Konto zu dieser Adresse: {portal}"), _(
                "jemand möchte für diese E-Mail-Adresse ein neues Passwort wählen. Dazu gibt es aber kein Konto.\n\n"
                "Vielleicht haben Sie sich mit einer anderen Adresse angemeldet?\n"
                "Ein Konto legen Sie hier an: {start}/anmelden/registrieren/\n\n"
                "Waren Sie das nicht? Dann müssen Sie nichts tun."
            )
        case Purpose.INVITE, _known:
            return _("Einladung als Mitarbeiterin oder Mitarbeiter: {portal}"), _(
                "Sie sind eingeladen, im Serviceportal mitzuarbeiten. Öffnen Sie dazu diesen Link:\n{address}\n\n"
                "Sie wählen ein Passwort und richten einen zweiten Faktor ein. Das dauert etwa fünf Minuten.\n\n"
                "Der Link gilt {days} Tage und nur einmal."
            )
    return _("Neue E-Mail-Adresse bestätigen: {portal}"), _(
        "Sie möchten sich künftig mit dieser E-Mail-Adresse anmelden. Öffnen Sie dazu diesen Link:\n{address}\n\n"
        "Der Link gilt {hours} Stunden und nur einmal.\n\n"
        "Haben Sie das nicht gewollt? Dann müssen Sie nichts tun."
    )
