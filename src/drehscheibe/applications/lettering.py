"""Letter templates and what fills them: the case, the answers as the applicant read them, the clerk's inputs."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from drehscheibe.applications.delivery import LetterTemplate
from drehscheibe.applications.letters import Content, Template, UnfilledError, filled, typed
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.announcement import address_of
from drehscheibe.applications.queries import declaration
from drehscheibe.kernel import clock


def templates_for(application: Application) -> "QuerySet[LetterTemplate]":
    """The published templates for decisions of the case's online service."""
    slug = application.online_service.slug
    return LetterTemplate.objects.filter(online_service=slug, published__isnull=False).order_by("name")


def written(
    application: Application, template: Template, inputs: Mapping[str, str], reasons: str, now: datetime
) -> tuple[Content | None, list[str]]:
    """The letter about this case; or None and the names of the inputs that are missing or do not fit their type."""
    values, wrong = {}, []
    for one in template.inputs:
        try:
            values[one.name] = typed(one, inputs.get(one.name, ""))
        except UnfilledError as error:
            wrong.append(error.name)
    if wrong:
        return None, wrong
    known = {**_of_case(application, now), **_of_answers(application), **values, "begruendung": reasons}
    return filled(template, lambda word: _value(word, known), _office(application)), []


def _value(word: str, known: Mapping[str, str]) -> str:
    """What stands for a placeholder; nothing for a question that was not asked."""
    return known.get(word, "") if word.startswith("antrag.") else known[word]


def _of_case(application: Application, now: datetime) -> dict[str, str]:
    return {
        "vorgangsnummer": application.reference,
        "leistung": application.online_service.name["de"],
        "datum": f"{clock.day(now):%d.%m.%Y}",
        "eingang": f"{clock.day(application.submitted):%d.%m.%Y}",
        "amt": application.department.name["de"],
        "koerperschaft": application.tenant.name,
        "name": next(iter(address_of(application)), ""),
    }


def _of_answers(application: Application) -> dict[str, str]:
    """Each answer by the id of its field; of a repeated group all of them, in their order."""
    found: dict[str, list[str]] = {}
    for section in declaration(application).sections["de"]:
        for block in section["blocks"]:
            for line in block["lines"]:
                found.setdefault(f"antrag.{line['name'].rpartition('.')[2]}", []).append(line["text"])
    return {name: ", ".join(texts) for name, texts in found.items()}


def _office(application: Application) -> str:
    """Where objections go: body, department and address."""
    address = application.department.contact.get("address") or application.tenant.contact.get("address", {})
    place = f"{address.get('street', '')}, {address.get('postal_code', '')} {address.get('city', '')}"
    return (
        f"{application.tenant.name}, {application.department.name['de']}, {place}"
        if address
        else (f"{application.tenant.name}, {application.department.name['de']}")
    )
