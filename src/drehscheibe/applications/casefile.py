"""The complete file of a case (Akte): as one PDF to read, and as ZIP with every original and a manifest of hashes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.applications import history
from drehscheibe.applications.applicants import applicant
from drehscheibe.applications.involved import involved
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.noting import notes
from drehscheibe.applications.queries import declaration, file_names
from drehscheibe.forms.schema import text
from drehscheibe.kernel import clock, files, typeset
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.queries import OpenMessage, conversation

MOST_BYTES = 80_000_000  # of documents in one file
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class TooLargeError(Exception):
    """The documents of the case are too large for one file."""


def documents(application: Application) -> Iterator[tuple[str, StoredFile]]:
    """All documents of the case, each with a name of its own: receipt, uploads, decision. Raises TooLargeError."""
    stored = list(StoredFile.objects.select_related("key").filter(key=application.key).order_by("created", "pk"))
    if sum(one.size for one in stored) > MOST_BYTES:
        raise TooLargeError
    known = file_names(application)
    decision = getattr(application, "decision", None)
    own = {application.receipt_id: _("Eingangsbestätigung"), decision.document_id if decision else None: _("Bescheid")}
    for number, one in enumerate(stored, start=1):
        name = own.get(one.pk) or known.get(str(one.pk), "").rsplit(".", 1)[0] or _("Schreiben")
        yield f"{number:02}-{_harmless(name)}.{_ENDINGS[one.media_type]}", one


def _harmless(name: str) -> str:
    """A file's name without what leads elsewhere."""
    return "".join(letter if letter.isalnum() or letter in " -_." else "_" for letter in name)[:80].strip(" .") or "_"


def paper(*, application: Application, now: datetime) -> bytes:
    """The file as one PDF: what was declared, messages, notes, history, then every document page by page."""
    return _set(application, [(name, one.media_type, files.read(one)) for name, one in documents(application)], now)


def bundle(*, application: Application, now: datetime) -> bytes:
    """The file as ZIP: the PDF, what was declared as JSON, every document, and `manifest.json` with SHA-256 of each."""
    return packed(parts(application=application, now=now), {"reference": application.reference}, now)


def parts(*, application: Application, now: datetime) -> dict[str, bytes]:
    """The same part by part: name within the file, and content. Raises TooLargeError."""
    originals = [(name, one.media_type, files.read(one)) for name, one in documents(application)]
    declared = json.dumps(declaration(application).values, ensure_ascii=False, indent=2, default=str)
    return {
        f"Akte-{application.reference}.pdf": _set(application, originals, now),
        "angaben.json": declared.encode(),
        **{f"dokumente/{name}": content for name, _kind, content in originals},
    }


def packed(contents: Mapping[str, bytes], about: Mapping[str, object], now: datetime) -> bytes:
    """A ZIP of these contents with a manifest that says what they are `about`."""
    manifest = {
        **about,
        "made": now.astimezone(clock.BERLIN).isoformat(timespec="seconds"),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents.items()
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2))
    return out.getvalue()


def _set(application: Application, originals: Sequence[tuple[str, str, bytes]], now: datetime) -> bytes:
    """German, as the language of the office (§ 23 VwVfG)."""
    with translation.override("de"):
        data = {
            "lang": "de",
            "reference": application.reference,
            "demo": _("Vorführung – keine echte Behörde.") if settings.DEMO else "",
            "head": {
                "body": application.tenant.name,
                "office": text(application.department.name, "de").text,
                "address": {},
                "phone": "",
                "email": "",
            },
            "words": {
                "title": _("Akte"),
                "declared": _("Angaben"),
                "enclosed": _("Dokumente"),
                "unshown": _("lässt sich hier nicht zeigen"),
                "page": _("Seite"),
            },
            "facts": _facts(application, now),
            "sections": declaration(application).sections["de"],
            "parts": [part for part in _parts(application) if part[1]],
        }
        enclosed = [typeset.Enclosure(*original) for original in originals]
        return typeset.pdf_enclosing("drehscheibe.applications", "casefile", data, enclosed=enclosed, now=now)


def _facts(application: Application, now: datetime) -> list[tuple[str, str]]:
    return [
        (_("Vorgangsnummer"), application.reference),
        (_("Leistung"), text(application.online_service.name, "de").text),
        (_("Eingegangen"), _moment(application.submitted)),
        (_("Bearbeitung"), application.assignee.name if application.assignee else _("noch niemand")),
        (_("Stand der Akte"), _moment(now)),
    ]


def _parts(application: Application) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Title, and entries of a line above and a text: who takes part, conversation, internal notes, history."""
    yield _("Beteiligte"), list(involved(application, declaration(application), applicant(application)))
    said = [message for message in conversation(application.key) if message.kind != Kind.RECEIPT]
    yield _("Nachrichten"), [(f"{_moment(one.at)}, {_sender(one)}", _said(one)) for one in said]
    yield _("Interne Vermerke"), [(f"{_moment(one.at)}, {one.author}", one.text) for one in notes(application)]
    entries, _is_unbroken = history.told(application, "de")
    yield (
        _("Verlauf"),
        [
            (_moment(one.at), ", ".join(filter(None, (one.sentence, one.office, one.purpose))))
            for one in history.grouped(entries)[::-1]
        ],
    )


def _sender(message: OpenMessage) -> str:
    return text(message.sender["office"], "de").text if message.from_office else _("Antragstellende Person")


def _said(message: OpenMessage) -> str:
    return "\n".join([message.text, *(file["name"] for file in message.files)])


def _moment(moment: datetime) -> str:
    return date_format(moment.astimezone(clock.BERLIN), "d.m.Y, H:i")
