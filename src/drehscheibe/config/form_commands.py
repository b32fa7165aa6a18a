"""Forms on the command line: take them in, write them out, and look them over."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from drehscheibe.catalogue.form_uses import surroundings, uses_of
from drehscheibe.catalogue.online import offer
from drehscheibe.catalogue.operations import OnlineServiceTakenError
from drehscheibe.exchange.fim import genericode
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.writing import write
from drehscheibe.exchange.hostile import MOST_BYTES, RefusedError
from drehscheibe.exchange.importing import BeingEditedError, Imported, stored, take_in
from drehscheibe.exchange.reading import Read, read
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.outputs.schema import json_schema
from drehscheibe.forms.queries import equip, nearest_form, newest_version
from drehscheibe.forms.review import Surroundings, Weight, review
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import clock
from drehscheibe.tenants.founding import parent_by_host
from drehscheibe.tenants.operations import work_as

_WORDS = {Weight.ERROR: "Fehler", Weight.WARNING: "Warnung", Weight.HINT: "Hinweis"}


class FormIsFaultyError(ValueError):
    """The linter found something that must be mended."""


class FormsRefusedError(ValueError):
    """Some of the files could not be taken in; the message says which and why."""


class UnknownFormError(ValueError):
    """The portal has no form and no online service of this name."""


def check(*, portal: str, slug: str) -> None:
    """Print what the linter finds in the newest version of a form, named by its own slug or its online service's.

    Raises FormIsFaultyError when something serious is among it.
    """
    tenant = parent_by_host(portal)
    assert tenant is not None  # noqa: S101  a host name was given
    with work_as(tenant):
        document, known = _found(portal, slug)
        found = review(document, known)
    for one in found:
        print(f"{_WORDS[one.weight]}: {one.where['de']}\n  {one.what['de']}\n  {one.advice['de']}")  # noqa: T201  the command line speaks here
    serious = sum(one.weight is Weight.ERROR for one in found)
    if serious:
        raise FormIsFaultyError(f"{slug}: {serious} Fehler und {len(found) - serious} weitere Hinweise.")
    print(f"{slug}: kein Fehler, {len(found)} Hinweise.")  # noqa: T201  the command line speaks here


def _found(portal: str, slug: str) -> tuple[FormDocument, Surroundings]:
    offered = offer(slug)
    if offered:
        return offered.document, surroundings(offered.online_service)
    form = nearest_form(slug)
    if form is None:
        raise UnknownFormError(f"Unter {portal} gibt es kein Formular und keinen Onlinedienst „{slug}“.")
    document = FormDocument.model_validate(newest_version(form).document)
    equip(document)
    return document, surroundings(next(iter(uses_of(form)), None))


def import_files(*, portal: str, code_lists: str | None, publish: bool, files: list[str]) -> None:
    """Take forms in, each file in a transaction of its own; print what became of it and where it opens.

    Raises FormsRefusedError, at the end, for what could not be taken in.
    """
    tenant = parent_by_host(portal)
    assert tenant is not None  # noqa: S101  a host name was given
    lists, refusals = _lists(code_lists)
    for name in files:
        try:
            content = _content(Path(name))
            with work_as(tenant):
                lists.elsewhere = stored
                found = read(content, lists)
                taken = take_in(found=found, online=publish, by="operator", now=clock.now())
            _tell(name, found, taken)
            lists.lists += found.lists if taken is None else ()
        except (RefusedError, FormError, BeingEditedError, OnlineServiceTakenError) as error:
            refusals.append(f"{name}: {error}")
    if refusals:
        raise FormsRefusedError("\n".join(refusals))


def _lists(folder: str | None) -> tuple[Lists, list[str]]:
    if folder is None:
        return Lists(), []
    try:
        return genericode.folder(Path(folder))
    except OSError as error:
        raise FormsRefusedError(
            f"{folder}: Den Ordner mit den Codelisten kann man nicht lesen. {error.strerror}"
        ) from error


def _content(path: Path) -> bytes:
    """What the file holds. Raise RefusedError, before reading what is too big."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RefusedError(
                f"Die Datei ist größer als {MOST_BYTES // 1_000_000} MB. So große Schemata gibt es nicht."
            )
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"Die Datei lässt sich nicht lesen: {error.strerror}.") from error


def _tell(name: str, found: Read, taken: Imported | None) -> None:
    say = [f"{name}:", *found.report.lines()] if found.report.remarks else [f"{name}:"]
    if taken is None:
        say.append(f"Codeliste „{found.lists[0].uri}“ {found.lists[0].version} gespeichert.")
    else:
        version = f"Fassung {taken.number}" if taken.is_new_version else f"unverändert, Fassung {taken.number}"
        kept = "Arbeitsfassung, noch nicht online: Mit --publish wird das Formular gleich veröffentlicht."
        say.append(version if taken.is_online else kept)
        say.append(f"/antrag/{taken.slug}/")
    print("\n".join(say))  # noqa: T201  the command line speaks here


def export(*, portal: str, slug: str, format: str) -> None:  # noqa: A002  named as its option
    """Print the newest version of a form, named by its own slug or its online service's, in one of `FORMATS`."""
    tenant = parent_by_host(portal)
    assert tenant is not None  # noqa: S101  a host name was given
    with work_as(tenant):
        document, _ = _found(portal, slug)
    sys.stdout.buffer.write(FORMATS[format](document))
    sys.stdout.buffer.flush()


def _as_json(document: FormDocument) -> bytes:
    plain = document.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def _as_xdf3(document: FormDocument) -> bytes:
    return write(document, now=clock.now())


def _as_json_schema(document: FormDocument) -> bytes:
    return (json.dumps(json_schema(document, {}), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, Callable[[FormDocument], bytes]] = {
    "json": _as_json,
    "jsonschema": _as_json_schema,
    "xdf3": _as_xdf3,
}
