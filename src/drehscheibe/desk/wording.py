"""The words of the desk for roles and for what the journal of a body records."""

from django.utils.translation import gettext as _

from drehscheibe.identity.models import Role


def role_names() -> dict[str, str]:
    """Role -> what people call it, in the order in which they are offered."""
    return {
        Role.CLERK.value: _("Sachbearbeitung"),
        Role.LEAD.value: _("Leitstelle"),
        Role.EDITOR.value: _("Redaktion"),
        Role.PUBLISHER.value: _("Freigabe"),
        Role.TENANT_ADMIN.value: _("Portalverwaltung"),
        Role.AUDITOR.value: _("Datenschutz"),
        Role.OPERATOR.value: _("Technischer Betrieb"),
    }


def deeds() -> dict[str, str]:
    """Verb of the journal -> what was done."""
    return {
        "portal_created": _("Portal angelegt"),
        "portal_published": _("Portal veröffentlicht"),
        "department_created": _("Amt angelegt"),
        "department_changed": _("Amt geändert"),
        "department_closed": _("Amt geschlossen"),
        "body_changed": _("Angaben der Körperschaft geändert"),
        "look_changed": _("Aussehen geändert"),
        "arms_changed": _("Wappen oder Logo geändert"),
        "arms_removed": _("Wappen oder Logo entfernt"),
        "page_changed": _("Rechtliche Seite geändert"),
        "form_begun": _("Arbeitsfassung eines Formulars begonnen"),
        "form_imported": _("Formular eingelesen"),
        "form_changed": _("Formular geändert"),
        "form_offer_planned": _("Onlinedienst zu einem Formular geplant"),
        "form_restored": _("Ältere Fassung eines Formulars wieder aufgenommen"),
        "form_discarded": _("Arbeitsfassung eines Formulars verworfen"),
        "form_published": _("Formular veröffentlicht"),
        "trial_kept": _("Testfall eines Formulars gemerkt"),
        "trial_updated": _("Testfall eines Formulars angepasst"),
        "trial_dropped": _("Testfall eines Formulars gelöscht"),
        "catalogue_imported": _("Leistungen übernommen"),
        "synonym_added": _("Suchwort angelegt"),
        "synonym_removed": _("Suchwort entfernt"),
        "snippet_kept": _("Textbaustein gemerkt"),
        "snippet_dropped": _("Textbaustein gelöscht"),
        "deputy_named": _("Vertretung eingetragen"),
        "deputy_released": _("Vertretung beendet"),
        "role_given": _("Rolle gegeben"),
        "role_taken": _("Rolle entzogen"),
        "invited": _("Person eingeladen"),
        "invitation_withdrawn": _("Einladung zurückgenommen"),
        "invitation_accepted": _("Einladung angenommen"),
        "cases_listed": _("Prüfung: Liste der Vorgänge angesehen"),
        "journal_read": _("Prüfung: Verwaltungsprotokoll angesehen"),
    }
