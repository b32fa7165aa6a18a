"""All of a case that its applicant may see, to take away: facts as JSON and every document (Art. 15 and 20 DSGVO)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from drehscheibe.applications import casefile, history
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import paper
from drehscheibe.applications.queries import Declaration, declaration
from drehscheibe.forms.schema import text
from drehscheibe.kernel import clock, files
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.mailbox.queries import OpenMessage, conversation

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def bundle(*, application: Application, language: str, now: datetime) -> bytes:
    """A ZIP of the case with a manifest of all files. Raises casefile.TooLargeError."""
    paper.receipt(application=application, now=now)
    declared, messages = declaration(application), conversation(application.key)
    papers = list(documents(application, declared, messages))
    if sum(file.size for _, file in papers) > casefile.MOST_BYTES:
        raise casefile.TooLargeError
    contents = {"vorgang.json": as_json(facts(application, declared, messages, language))}
    contents |= {place: files.read(file) for place, file in papers}
    return casefile.packed(contents, {"reference": application.reference}, now)


def as_json(content: object) -> bytes:
    """For people to read, too: moments as they are in Berlin."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=readable).encode()


def readable(value: object) -> str:
    return value.astimezone(clock.BERLIN).isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)


def facts(found: Application, declared: Declaration, messages: Iterable[OpenMessage], language: str) -> dict[str, Any]:
    """What was declared, by whom, what was said, how it went on and who looked; names and sentences in `language`."""
    entries, _is_unbroken = history.told(found, language)
    decision = getattr(found, "decision", None)
    return {
        "Vorgangsnummer": found.reference,
        "Leistung": text(found.online_service.service.name, language).text,
        "Zuständig": f"{found.tenant.name}, {text(found.department.name, language).text}",
        "Eingegangen": found.submitted,
        "Stand": found.status,
        "Ergebnis": decision.outcome if decision else None,
        "Angaben": declared.sections.get(language) or declared.sections["de"],
        "Beteiligte": [
            {
                "Rolle": text(one["label"], language).text,
                "Name": one["name"],
                "Unterschrieben": one["signed"],
                "Unterschrieben als": one["signer"],
                "Prüfsumme": one["digest"],
            }
            for one in declared.people
        ],
        "Nachrichten": [
            {
                "Zeit": one.at,
                "Von": text(one.sender.get("office", {}), language).text if one.from_office else "Sie",
                "Text": one.text,
                "Dateien": [file["name"] for file in one.files],
            }
            for one in messages
        ],
        "Verlauf": [
            {"Zeit": entry.at, "Was": str(entry.sentence), "Wer": entry.office, "Zweck": str(entry.purpose)}
            for entry in entries
        ],
    }


def documents(
    found: Application, declared: Declaration, messages: Iterable[OpenMessage]
) -> Iterator[tuple[str, StoredFile]]:
    """Every document that the applicant may see, each with a name of its own, without what leads elsewhere."""
    attached = [*declared.files, *(file for one in messages for file in one.files)]
    yield from _uploads(found.key, attached)
    decision = getattr(found, "decision", None)
    for name, kept in (("eingangsbestaetigung", found.receipt), ("bescheid", decision and decision.document)):
        if kept:
            yield f"{name}.pdf", kept
    for number, former in enumerate(found.corrections.select_related("document").order_by("at"), 1):
        yield f"frueherer-bescheid-{number}.pdf", former.document


def _uploads(key: CaseKey, listed: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, StoredFile]]:
    for number, known in enumerate(listed, 1):
        file = files.of_case(key, known["file"])
        if file:
            name = known["name"].rpartition(".")[0]
            stem = "".join(char if char.isalnum() or char in "-_ " else "_" for char in name)
            yield f"dateien/{number}-{stem[:60].strip() or 'datei'}.{ENDINGS[file.media_type]}", file
