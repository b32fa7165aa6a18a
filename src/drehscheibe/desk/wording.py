"""The words of the desk: for roles, for what the journal of a body records, for channels and levels of services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.identity.models import Role
from drehscheibe.insights.maturity import Level
from drehscheibe.insights.quality import Kind
from drehscheibe.insights.reaching import Problem


def local(texts: Any) -> str:
    """The text in the language of the page, else in German."""
    if not isinstance(texts, Mapping):
        return str(texts or "")
    return str(texts.get(get_language() or "de") or texts.get("de") or "")


def channel_names() -> dict[str, str]:
    """Channel -> how a service is used by it; a service counts under the best it has."""
    return {
        "online": _("Online im Portal"),
        "external": _("Online bei anderen"),
        "downloads": _("Formular zum Herunterladen"),
        "appointment": _("Mit Termin"),
        "office": _("Im Amt"),
        "post": _("Mit der Post"),
        "phone": _("Am Telefon"),
        "email": _("Mit E-Mail"),
        "none": _("Kein Weg genannt"),
    }


def fault_kinds() -> dict[Kind, str]:
    """What can be wrong with a description."""
    return {
        Kind.EMPTY: _("Abschnitte ohne Text"),
        Kind.STALE: _("Lange nicht geprüft"),
        Kind.LINKS: _("Tote Links"),
        Kind.LANGUAGE: _("Schwer zu lesen"),
        Kind.UNTRANSLATED: _("Ohne Übersetzung"),
        Kind.OUTDATED: _("Übersetzung veraltet"),
        Kind.EASY: _("Leichte Sprache veraltet"),
        Kind.OFFLINE: _("Ohne Weg online"),
    }


def module_names() -> dict[str, str]:
    """The parts of a description as its page calls them."""
    return {
        "name": _("Name"),
        "summary": _("Kurztext"),
        "description": _("Beschreibung"),
        "requirements": _("Voraussetzungen"),
        "documents": _("Das brauchen Sie"),
        "steps": _("Ablauf"),
        "deadlines": _("Fristen"),
        "duration": _("Dauer"),
        "fees": _("Kosten"),
        "remedies": _("Rechtsbehelf"),
        "remarks": _("Hinweise"),
        "legal_basis": _("Rechtsgrundlagen"),
    }


def link_problems() -> dict[str, str]:
    """Why a link leads nowhere."""
    return {
        Problem.GONE: _("Seite gibt es nicht mehr"),
        Problem.UNKNOWN_HOST: _("Rechnername unbekannt"),
        Problem.NO_ANSWER: _("keine Antwort"),
        Problem.INSECURE: _("Zertifikat ungültig"),
        Problem.INTERNAL: _("führt in ein internes Netz"),
        Problem.ENDLESS: _("leitet endlos weiter"),
        Problem.BROKEN: _("Fehler auf der Seite"),
        Problem.MALFORMED: _("keine gültige Adresse"),
    }


def level_names() -> dict[Level, str]:
    """The levels of the Reifegradmodell 1.1."""
    return {
        Level.OFFLINE: _("Offline"),
        Level.INFORMATION: _("Information"),
        Level.FORM: _("Formular-Assistent"),
        Level.ONLINE: _("Online-Leistung"),
        Level.TRANSACTION: _("Online-Transaktion"),
    }


def maturity_points() -> dict[str, str]:
    """What the criteria of the levels ask for."""
    return {
        "found": _("Beschreibung oder ein Weg zum Antrag"),
        "form": _("Formular zum Ausfüllen"),
        "described": _("Beschreibung"),
        "sent_online": _("Antrag online absenden"),
        "takes_proofs": _("Nachweise hochladen"),
        "answered_here": _("Bescheid über das Portal"),
        "no_proofs": _("Antrag ohne eigene Nachweise"),
        "knows_person": _("Angaben aus dem Konto übernehmen"),
    }


def check_names() -> dict[str, str]:
    """The points of the list before a portal opens."""
    return {
        "impressum": _("Impressum"),
        "datenschutz": _("Datenschutz"),
        "erklaerung-zur-barrierefreiheit": _("Erklärung zur Barrierefreiheit"),
        "department": _("Ein Amt mit Telefon oder E-Mail-Adresse"),
        "officer": _("Datenschutzbeauftragte oder Datenschutzbeauftragter"),
    }


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
        "form_offer_changed": _("Onlinedienst zu einem Formular geändert"),
        "form_restored": _("Ältere Fassung eines Formulars wieder aufgenommen"),
        "form_discarded": _("Arbeitsfassung eines Formulars verworfen"),
        "form_published": _("Formular veröffentlicht"),
        "letter_saved": _("Vorlage für Bescheide geändert"),
        "letter_published": _("Vorlage für Bescheide veröffentlicht"),
        "trial_kept": _("Testfall eines Formulars gemerkt"),
        "trial_updated": _("Testfall eines Formulars angepasst"),
        "trial_dropped": _("Testfall eines Formulars gelöscht"),
        "service_begun": _("Arbeitsfassung einer Leistung begonnen"),
        "service_changed": _("Leistung geändert"),
        "service_handed_in": _("Leistung zur Freigabe gegeben"),
        "service_given_back": _("Leistung zurückgegeben"),
        "service_commented": _("Leistung kommentiert"),
        "service_restored": _("Ältere Fassung einer Leistung wieder aufgenommen"),
        "service_discarded": _("Arbeitsfassung einer Leistung verworfen"),
        "service_scheduled": _("Veröffentlichung einer Leistung geplant"),
        "service_published": _("Leistung veröffentlicht"),
        "service_not_published": _("Geplante Veröffentlichung einer Leistung nicht möglich"),
        "service_taken_down": _("Leistung aus dem Portal genommen"),
        "service_put_back": _("Leistung wieder ins Portal gestellt"),
        "service_ended": _("Leistung nach ihrem letzten Tag ausgeblendet"),
        "base_acknowledged": _("Neuen Grundtext einer Leistung angesehen"),
        "catalogue_imported": _("Leistungen übernommen"),
        "synonym_added": _("Suchwort angelegt"),
        "synonym_removed": _("Suchwort entfernt"),
        "snippet_kept": _("Textbaustein gemerkt"),
        "snippet_dropped": _("Textbaustein gelöscht"),
        "deputy_named": _("Vertretung eingetragen"),
        "deputy_released": _("Vertretung beendet"),
        "service_assigned": _("Leistung einem Amt zugeordnet"),
        "services_moved": _("Leistungen an ein anderes Amt gegeben"),
        "fees_changed": _("Gebühren mehrerer Leistungen geändert"),
        "retention_changed": _("Aufbewahrung einer Leistung geändert"),
        "person_disclosed": _("Auskunft über eine Person erstellt"),
        "role_given": _("Rolle gegeben"),
        "role_taken": _("Rolle entzogen"),
        "invited": _("Person eingeladen"),
        "invitation_withdrawn": _("Einladung zurückgenommen"),
        "invitation_accepted": _("Einladung angenommen"),
        "cases_listed": _("Prüfung: Liste der Vorgänge angesehen"),
        "journal_read": _("Prüfung: Verwaltungsprotokoll angesehen"),
    }
