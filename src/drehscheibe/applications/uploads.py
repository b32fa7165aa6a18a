"""Take in uploaded files: by size and content, encrypted at once, told apart from what their names claim."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.kernel import files, inspection
from drehscheibe.kernel.models import CaseKey, StoredFile

NAMES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}

SENTENCES = {
    "locked": gettext_noop(
        "Die Datei „{name}“ ist mit einem Passwort geschützt. Speichern Sie sie bitte ohne Passwort und wählen Sie sie "
        "noch einmal."
    ),
    "broken": gettext_noop(
        "Die Datei „{name}“ lässt sich nicht öffnen. Speichern Sie sie bitte neu, oder schicken Sie ein Foto davon."
    ),
    "too_large": gettext_noop("Das Bild „{name}“ ist zu groß zum Anzeigen. Verkleinern Sie es bitte."),
    "malware": gettext_noop("Die Datei „{name}“ sieht nach einem Schadprogramm aus. Wir nehmen sie nicht an."),
}


class RefusedFileError(ValueError):
    """A file that is not taken; the message says why and what to do."""


def take(
    key: CaseKey, uploads: Iterable[Any], accepted: Sequence[str], limit: int, now: datetime
) -> list[dict[str, Any]]:
    """Store the uploads and return their metadata. Raises RefusedFileError for the first that does not fit.

    Either all are stored or none.
    """
    fitting = [
        _checked(upload, accepted, min(limit or settings.UPLOAD_LIMIT, settings.UPLOAD_LIMIT)) for upload in uploads
    ]
    kept: list[dict[str, Any]] = []
    for name, content, media_type in fitting:
        try:
            stored = files.store(key, content, media_type, now)
        except files.NoRoomError as full:
            drop(key, kept)
            raise RefusedFileError(
                _(
                    "Bei uns ist gerade kein Platz für Ihre Datei „{name}“. Ihr Text ist noch da. "
                    "Versuchen Sie es bitte in einer Stunde noch einmal."
                ).format(name=name)
            ) from full
        kept.append({"file": str(stored.pk), "name": name, "size": stored.size, "media_type": media_type})
    return kept


def _checked(upload: Any, accepted: Sequence[str], limit: int) -> tuple[str, bytes, str]:
    """Name, content and kind of a file that may be taken."""
    name = "".join(char for char in upload.name if char.isprintable())[:120] or _("Datei")
    if upload.size > limit:
        raise RefusedFileError(
            _("Die Datei „{name}“ ist zu groß. Erlaubt sind höchstens {limit} MB. Verkleinern Sie sie bitte.").format(
                name=name, limit=limit // 1_000_000
            )
        )
    content = upload.read()
    if not content:
        raise RefusedFileError(_("Die Datei „{name}“ ist leer. Wählen Sie bitte eine andere.").format(name=name))
    media_type = files.media_type_of(content)
    if media_type is None or (accepted and media_type not in accepted):
        kinds = ", ".join(NAMES[kind] for kind in (accepted or NAMES) if kind in NAMES)
        raise RefusedFileError(
            _("Die Datei „{name}“ hat ein Format, das wir nicht lesen können. Möglich sind: {kinds}.").format(
                name=name, kinds=kinds
            )
        )
    try:
        return name, inspection.harmless(content, media_type), media_type
    except inspection.HarmfulError as harmful:
        raise RefusedFileError(_(SENTENCES[harmful.reason]).format(name=name)) from harmful


def drop(key: CaseKey, taken: Iterable[Mapping[str, Any]]) -> None:
    """Delete again what `take` has just stored, because the message it belonged to was not left."""
    for file in StoredFile.objects.filter(key=key, pk__in=[file["file"] for file in taken]):
        files.delete(file)
