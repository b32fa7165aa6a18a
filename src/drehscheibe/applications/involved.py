"""Who takes part in a case, as the office reads it: who applied, who was invited and signed, who works on it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.applications.applicants import Applicant
from drehscheibe.applications.models import Application
from drehscheibe.applications.queries import Declaration
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.forms.participants import own_values
from drehscheibe.forms.schema import text
from drehscheibe.kernel import clock

_PARTS = ("given-name", "family-name")


def involved(
    application: Application, declared: Declaration, applicant: Applicant | None, deputy: str = ""
) -> Iterator[tuple[str, str]]:
    """Role and, line by line, name and facts. `deputy`: who stands in for who works on it, today."""
    yield _("Antragstellende Person"), "\n".join(_applicant(application, declared, applicant))
    for one in declared.people:
        signed = _("Unterschrieben als {name} am {when}").format(name=one["signer"], when=_moment(one["signed"]))
        digest = _("Prüfsumme des Teils: {digest}").format(digest=one["digest"][:16])
        yield text(one["label"], "de").text, "\n".join([one["name"], one["email"], signed, digest])
    if application.assignee:
        away = [_("Vertretung: {name}").format(name=deputy)] if deputy else []
        yield _("Bearbeitung"), "\n".join([application.assignee.name, *away])


def _applicant(application: Application, declared: Declaration, applicant: Applicant | None) -> Iterator[str]:
    name = declared_name(application, declared)
    account = application.account if application.account_id else None
    if applicant:
        yield applicant.organisation.account.name
        yield _("Vertreten durch {name}").format(name=applicant.acted)
    elif name or account:
        yield name or str(account.name if account else "")
    yield _("Abgesendet am {when}").format(when=_moment(application.submitted))
    if not account:
        yield _("Ohne Konto")


def declared_name(application: Application, declared: Declaration) -> str:
    """The name that the applicant gave of themselves; empty when the form asks for none."""
    document = offer_as_answered(application.online_service_id, application.form_version_id).document
    values: Mapping[str, Any] = own_values(document, declared.values, None)
    fields = [field for _, _, field in document.fields() if isinstance(values.get(field.id), str)]
    whole = next((values[one.id] for one in fields if one.type == "person_name" or one.autocomplete == "name"), "")
    parts = (next((values[one.id] for one in fields if one.autocomplete == part), "") for part in _PARTS)
    return " ".join(filter(None, parts)) or str(whole)


def _moment(moment: Any) -> str:
    return date_format(moment.astimezone(clock.BERLIN), "d.m.Y, H:i")
