"""Everything about an account as one ZIP archive: readable JSON and the documents themselves."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.applications import takeout
from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.applications.queries import application, declaration, responsible_body
from drehscheibe.identity.models import Account, Member
from drehscheibe.kernel import clock, files
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.queries import directory

MOST_BYTES = 80_000_000  # of documents in one archive


@dataclass
class _Archive:
    """The archive while it is being filled, in memory: documents never lie on the disk in clear."""

    out: io.BytesIO = field(default_factory=io.BytesIO)
    taken: int = 0
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zip = zipfile.ZipFile(self.out, "w", zipfile.ZIP_DEFLATED)

    def json(self, place: str, content: object) -> None:
        self.zip.writestr(place, takeout.as_json(content))

    def document(self, place: str, file: StoredFile) -> None:
        """Add a document, or note that it is left out because the archive would become too large."""
        if self.taken + file.size > MOST_BYTES:
            self.left_out.append(place)
            return
        self.taken += file.size
        self.zip.writestr(place, files.read(file))


def everything_about(*, account: Account, language: str, now: datetime) -> bytes:
    """The archive: account, sign-ins, organisations, and the account's own drafts and cases of all tenants.

    `language` is that of names and sentences. Documents beyond `MOST_BYTES` are left out and listed in LIESMICH.txt.
    """
    archive = _Archive()
    archive.json("konto.json", _account(account))
    archive.json("anmeldungen.json", _sign_ins(account))
    archive.json("organisationen.json", _organisations(account))
    for tenant_id in directory().tenants:
        with responsible_body(tenant_id):
            for draft in Draft.objects.select_related("key", "online_service__service").filter(account=account):
                _add_draft(archive, draft, language)
            numbers = Application.objects.filter(account=account).order_by("submitted").values_list("pk", flat=True)
            for number in numbers:
                found = application(number)
                if found:
                    _add_case(archive, found, language)
    archive.zip.writestr("LIESMICH.txt", _introduction(archive.left_out, now))
    archive.zip.close()
    return archive.out.getvalue()


def _account(account: Account) -> dict[str, Any]:
    return {
        "Name": account.name,
        "E-Mail-Adresse": account.email,
        "Konto seit": account.created,
        "Anmeldedienste": list(account.identities.values_list("provider", flat=True)),
        "Keine E-Mail bei": account.silenced,
    }


def _sign_ins(account: Account) -> list[dict[str, Any]]:
    return [
        {"Zeit": one.at, "Art": one.provider, "Vertrauensniveau": one.trust_level, "Gerät": one.device}
        for one in account.sign_ins.all()
    ]


def _organisations(account: Account) -> list[dict[str, Any]]:
    members = Member.objects.select_related("organisation__organisation").filter(person=account)
    return [
        {
            "Name": member.organisation.name,
            "Rechtsform": member.organisation.organisation.legal_form,
            "Registernummer": member.organisation.organisation.register_number,
            "Anschrift": member.organisation.organisation.address,
            "Ihre Rolle": member.role,
            "Mitglied seit": member.since,
        }
        for member in members
    ]


def _add_draft(archive: _Archive, draft: Draft, language: str) -> None:
    place = f"entwuerfe/{draft.online_service.slug}-{draft.created.astimezone(clock.BERLIN):%Y-%m-%d-%H%M%S}"
    archive.json(
        f"{place}/entwurf.json",
        {
            "Leistung": _text(draft.online_service.service.name, language),
            "Begonnen": draft.created,
            "Zuletzt gespeichert": draft.changed,
            "Wird gelöscht": draft.expires,
            "Angaben": open_answers(draft),
        },
    )
    for number, file in enumerate(StoredFile.objects.select_related("key").filter(key=draft.key).order_by("pk"), 1):
        archive.document(f"{place}/datei-{number}.{takeout.ENDINGS[file.media_type]}", file)


def _add_case(archive: _Archive, found: Application, language: str) -> None:
    place = f"vorgaenge/{found.reference}"
    declared, messages = declaration(found), conversation(found.key)
    archive.json(f"{place}/vorgang.json", takeout.facts(found, declared, messages, language))
    for name, document in takeout.documents(found, declared, messages):
        archive.document(f"{place}/{name}", document)


def _text(texts: Mapping[str, str] | str, language: str) -> str:
    return texts if isinstance(texts, str) else texts.get(language) or texts.get("de", "")


def _introduction(left_out: list[str], now: datetime) -> str:
    lines = [
        _("Auskunft über Ihr Konto, erstellt am {when}").format(when=takeout.readable(now)),
        "",
        _("konto.json: Ihre Daten und Ihre Auswahl"),
        _("anmeldungen.json: wann und womit Sie sich angemeldet haben"),
        _("organisationen.json: Ihre Organisationen und Ihre Rolle darin"),
        _("entwuerfe: Anträge, die Sie begonnen und noch nicht abgesendet haben, mit Dateien"),
        _("vorgaenge: Ihre abgesendeten Anträge mit Nachrichten, Verlauf, Dateien und Bescheid"),
        "",
        _("Anträge Ihrer Organisationen sind nicht dabei. Sie gehören der Organisation, nicht Ihnen."),
        _("Bewahren Sie diese Datei gut auf. Sie ist nicht verschlüsselt."),
    ]
    if left_out:
        lines += ["", _("Diese Dateien passten nicht mehr hinein. Laden Sie sie bitte beim Vorgang selbst herunter:")]
        lines += left_out
    return "\n".join(lines) + "\n"
