"""A whole application as a guest: 3 steps of 4 fields, 11 requests from the start page to the receipt.

The flow is written once, as a generator that yields requests and is sent the answers: `wire` carries it over sockets,
`inside` through the application in one process, where statements can be counted.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from drehscheibe.forms.schema import load
from tests.examples import complete_answers

SLUG = "messung"
HOST = "musterstadt.localhost"
START = f"/antrag/{SLUG}/"


def _field(name: str, kind: str, **more: object) -> dict[str, object]:
    return {"id": name, "type": kind, "label": {"de": f"Angabe {name}", "en": f"Entry {name}"}, **more}


DOCUMENT = {
    "slug": SLUG,
    "title": {"de": "Messung", "en": "Measuring"},
    "purpose": {"de": "Wir messen, wie schnell ein Antrag geht.", "en": "We measure how fast an application is."},
    "legal_basis": "Artikel 6 Absatz 1 Buchstabe e DSGVO",
    "steps": [
        {
            "id": "person",
            "title": "Wer sind Sie?",
            "blocks": [
                {
                    "fields": [
                        _field("vorname", "text"),
                        _field("nachname", "text"),
                        _field("geboren", "date"),
                        _field("email", "email"),
                    ]
                }
            ],
        },
        {
            "id": "anliegen",
            "title": "Worum geht es?",
            "blocks": [
                {
                    "fields": [
                        _field("anschrift", "address"),
                        _field("telefon", "phone", required=False),
                        _field("anzahl", "number", min=1, max=9),
                        _field(
                            "art",
                            "choice",
                            options=[{"value": "neu", "label": "Neu"}, {"value": "alt", "label": "Bestehend"}],
                        ),
                    ]
                }
            ],
        },
        {
            "id": "zahlung",
            "title": "Wie zahlen Sie?",
            "blocks": [
                {
                    "fields": [
                        _field("betrag", "money"),
                        _field("lastschrift", "yes_no"),
                        _field("iban", "iban", visible={"eq": [{"answer": "lastschrift"}, True]}),
                        _field("bemerkung", "text", multiline=True, required=False),
                    ]
                }
            ],
        },
    ],
}

PUBLISH = f"""
from tests.bench.flow import DOCUMENT, SLUG
from drehscheibe.catalogue.operations import describe_service, offer_online
from drehscheibe.forms.operations import publish
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

tenant = directory().by_host("{HOST}")
with work_as(tenant):
    service = describe_service(
        slug=SLUG, name=DOCUMENT["title"], department=Department.objects.filter(tenant=tenant).first(),
        now=clock.now(), summary=DOCUMENT["purpose"], keywords={{}}, topic="", situations=[], texts={{}},
        channels={{"online": {{}}}},
    )
    form = publish(document=DOCUMENT, now=clock.now())
    offer_online(
        service=service, form=form, parameters={{}}, trust_level=TrustLevel.GUEST, recipients={{}}, retention_days=30
    )
"""


@dataclass
class Answer:
    """What came back. `location` is empty without a redirect; `refresh`: seconds until the page asks anew."""

    status: int
    location: str
    body: bytes
    refresh: int = 0


@dataclass
class Request:
    """What is asked. `form` is posted as a browser would; cookies are the carrier's matter."""

    path: str
    form: dict[str, str | list[str]] | None = None
    is_sending: bool = field(default=False)

    @property
    def body(self) -> bytes:
        return urlencode(self.form or {}, doseq=True).encode()


Flow = Generator[Request, Answer, str]


class FlowError(RuntimeError):
    """The portal answered something else than the flow expects; the message says what."""


def pages(seed: int, today: date) -> dict[str, dict[str, list[str]]]:
    """What is typed on each step, by step id."""
    document = load(DOCUMENT)
    raw = complete_answers(document, seed, parameters={}, today=today)
    names = {step.id: {one.id for s, _, one in document.fields() if s is step} for step in document.steps}
    return {
        step: {control: values for control, values in raw.items() if control.split(".")[0] in fields}
        for step, fields in names.items()
    }


def _hidden(name: str, answer: Answer) -> str:
    found = re.search(rb'name="%s" value="([^"]+)"' % name.encode(), answer.body)
    if not found:
        raise FlowError(f"no hidden input {name}, status {answer.status}")
    return found[1].decode()


def _redirect(answer: Answer) -> str:
    if answer.status not in {302, 303}:
        raise FlowError(f"no redirect but {answer.status}: {re.sub(rb'<[^>]+>', b' ', answer.body)[:2000].split()!r}")
    return answer.location.split("#")[0]


def apply(typed: dict[str, dict[str, list[str]]]) -> Flow:
    """One application from the start page to the receipt. Returns the reference. Raises FlowError."""
    shown = yield Request(START)
    token = _hidden("csrfmiddlewaretoken", shown)
    address = _redirect((yield Request(START, {"csrfmiddlewaretoken": token})))
    while not address.endswith("/pruefen/"):
        shown = yield Request(address)
        step = address.rstrip("/").rpartition("/")[2]
        seen, before = _hidden("seite", shown), address
        address = _redirect((yield Request(address, {"seite": seen, **typed[step]})))
        if address == before:
            raise FlowError(f"step {step} is not complete")
    shown = yield Request(address)
    declaration: dict[str, str | list[str]] = {"seite": _hidden("seite", shown), "stand": _hidden("stand", shown)}
    address = _redirect((yield Request(address, declaration, is_sending=True)))
    reference = address.rstrip("/").rpartition("/")[2]
    receipt = yield Request(address)
    if receipt.status != 200 or reference.encode() not in receipt.body:
        raise FlowError(f"no receipt for {reference}: {receipt.status}")
    return reference
