"""Look a form over from the command line."""

from drehscheibe.catalogue.form_uses import surroundings, uses_of
from drehscheibe.catalogue.queries import offer
from drehscheibe.forms.queries import equip, nearest_form, newest_version
from drehscheibe.forms.review import Surroundings, Weight, review
from drehscheibe.forms.schema import FormDocument
from drehscheibe.tenants.founding import parent_by_host
from drehscheibe.tenants.operations import work_as

_WORDS = {Weight.ERROR: "Fehler", Weight.WARNING: "Warnung", Weight.HINT: "Hinweis"}


class FormIsFaultyError(ValueError):
    """The linter found something that must be mended."""


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
