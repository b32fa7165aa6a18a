"""The documents of a case: receipt and decision, accessible PDF (PDF/UA-1, PDF/A-2a)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.applications.genuine import OUTCOMES, Kind, stamp
from drehscheibe.applications.letters import Content
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.queries import Declaration, declaration
from drehscheibe.applications.queries import application as find
from drehscheibe.forms.schema import text as in_language
from drehscheibe.identity.models import Account
from drehscheibe.kernel import clock, files, rows, typeset
from drehscheibe.tenants import arms
from drehscheibe.tenants.models import Tenant


def letterhead_arms(body: Tenant) -> dict[str, Any]:
    """The coat of arms or logo of the body for a document: its bytes as typst takes them, and what it is."""
    picture = arms.picture(body.arms) if body.arms else None
    return {"arms": list(picture or b""), "arms_alt": _("Wappen oder Logo: {body}").format(body=body.name)}


def _letterhead(body: Tenant, application: Application, lang: str) -> dict[str, Any]:
    contact, department = body.contact, application.department
    return {
        "body": body.name,
        "office": in_language(department.name, lang).text,
        "address": contact.get("address", {}),
        "phone": department.contact.get("phone") or contact.get("phone", ""),
        "email": department.contact.get("email") or contact.get("email", ""),
    }


def _facts(application: Application, kind: Kind, now: datetime, lang: str) -> dict[str, Any]:
    service = in_language(application.online_service.name, lang).text
    return {
        "lang": lang,
        "head": _letterhead(application.tenant, application, lang),
        "service": service,
        "reference": application.reference,
        "received": f"{application.submitted.astimezone(clock.BERLIN):%d.%m.%Y, %H:%M}",
        "date": f"{now.astimezone(clock.BERLIN):%d.%m.%Y}",
        "check": stamp(application, kind, now),
        "demo": _("Vorführung – keine echte Behörde.") if settings.DEMO else "",
    }


@transaction.atomic
def receipt(*, application: Application, now: datetime) -> bytes:
    """The receipt with the whole declaration; set once, then read from where it is kept."""
    locked = find(application.pk, lock=True)
    if locked is None:
        raise Application.DoesNotExist
    paper = set_receipt(application=locked, declared=declaration(locked), now=now)
    application.receipt = locked.receipt
    return paper


def set_receipt(*, application: Application, declared: Declaration, now: datetime) -> bytes:
    """The same for an application that is locked, with its declaration in clear."""
    if application.receipt:
        return files.read(application.receipt)
    lang = application.language
    with translation.override(lang):
        data = {
            **_facts(application, Kind.RECEIPT, application.submitted, lang),
            "sections": declared.sections[lang],
            "people": [_signature(one, lang) for one in declared.people],
            "words": {
                "title": _("Eingangsbestätigung"),
                "intro": _("Ihre Nachricht ist bei uns eingegangen. Bitte heben Sie diese Bestätigung auf.")
                if application.online_service.is_contact
                else _("Ihr Antrag ist bei uns eingegangen. Bitte heben Sie diese Bestätigung auf."),
                "reference": _("Vorgangsnummer"),
                "service": _("Leistung"),
                "received": _("Eingegangen am"),
                "office": _("Zuständig"),
                "declared": _("Alle Angaben") if declared.people else _("Ihre Angaben"),
                "people": _("Wer mitgemacht hat"),
                "page": _("Seite"),
            },
        }
        paper = typeset.pdf("drehscheibe.applications", "receipt", data, now=application.submitted)
    application.receipt = files.store(application.key, paper, "application/pdf", now)
    rows.update(application, "receipt")
    return paper


def _signature(one: Mapping[str, Any], lang: str) -> str:
    """A sentence for the receipt."""
    return _("{label}: {name}. Unterschrieben als {signer} am {when}. Prüfsumme des Teils: {digest}").format(
        label=in_language(one["label"], lang).text,
        name=one["name"],
        signer=one["signer"],
        when=f"{one['signed'].astimezone(clock.BERLIN):%d.%m.%Y, %H:%M}",
        digest=one["digest"][:16],
    )


def decision_document(
    *, application: Application, outcome: Outcome, text: str, by: Account, now: datetime, content: Content | None = None
) -> bytes:
    """The decision as a letter. German, as the language of the office (§ 23 VwVfG).

    It names who decides for the head of the authority (§ 37 Absatz 3 VwVfG); the answer to a message names nobody.
    `content`: the letter that a template makes; without one, it is the sentence of the outcome and `text`.
    """
    plain = [("paragraph", part.strip()) for part in text.splitlines() if part.strip()]
    with translation.override("de"):
        data = {
            **_facts(application, Kind.DECISION, now, "de"),
            **letterhead_arms(application.tenant),
            "outcome": _(OUTCOMES[outcome]),
            "signed": "" if outcome is Outcome.ANSWERED else by.name,
            "blocks": [{"kind": kind, "text": said} for kind, said in (content.blocks if content else plain)],
            "remedy": content.remedy if content else "",
            "words": {
                "title": content.title if content else _title(outcome),
                "fee": _("Gebühr"),
                "remedy": _("Was Sie gegen diesen Bescheid tun können (Rechtsbehelfsbelehrung)"),
                "reference": _("Vorgangsnummer"),
                "service": _("Leistung"),
                "received": _("Ihre Nachricht vom") if outcome is Outcome.ANSWERED else _("Ihr Antrag vom"),
                "office": _("Zuständig"),
                "date": _("Datum"),
                "signed": _("Im Auftrag"),
                "page": _("Seite"),
            },
        }
    return typeset.pdf("drehscheibe.applications", "decision", data, now=now)


def _title(outcome: Outcome) -> str:
    if outcome is Outcome.ANSWERED:
        return _("Antwort")
    return _("Mitteilung") if outcome in {Outcome.CLOSED, Outcome.FORWARDED} else _("Bescheid")
