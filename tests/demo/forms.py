"""The forms of the demo as a town offers them: filled from plain values, without a database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from drehscheibe.demo import content
from drehscheibe.forms import journey
from drehscheibe.forms.journey import Journey
from drehscheibe.forms.schema import FormDocument, load
from tests.forms.dogs import to_raw

TODAY = date(2027, 3, 10)
FORMS = {document.slug: document for document in map(load, content.forms())}
SERVICES = {service["slug"]: service for service in content.services()}
HOME = {"street": "Lindenweg", "house_number": "7", "postcode": "05501", "city": "Musterstadt"}
FILE = [
    {
        "file": "00000000-0000-4000-8000-000000000001",
        "name": "Nachweis.pdf",
        "size": 1_000,
        "media_type": "application/pdf",
    }
]


def offers() -> list[tuple[str, str, FormDocument, dict[str, Any]]]:
    """Service, portal, form and the portal's own parameters of everything offered online."""
    found = []
    for slug, service in SERVICES.items():
        for portal, own in service["portals"].items():
            channels = own.get("channels", service["channels"])
            if "online" in channels:
                found.append((slug, portal, FORMS[channels["online"]["form"]], own.get("parameters", {})))
    return found


def walk(service: str, portal: str, values: Mapping[str, Any]) -> Journey:
    """The journey of somebody who has sent every page, with these values and nothing else."""
    document, parameters = next(
        (document, parameters) for slug, where, document, parameters in offers() if (slug, where) == (service, portal)
    )
    return journey.compute(document, to_raw(document, values), parameters=parameters, today=TODAY)


def problems(walked: Journey, lang: str = "de") -> dict[str, str]:
    """What is wrong, by control."""
    return {name: words for step in walked.steps for name, words in walked.errors(step.id, lang)}


def steps(walked: Journey) -> list[str]:
    """The steps somebody goes through."""
    return [step.id for step in walked.steps if step.visible]
