"""What a service is made of, typed: the document that files carry, editors change and versions keep.

Texts stand per language (`{"de": ..., "en": ...}`). Money is in cents, time in whole units; what is empty is left out.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = dict[str, str]
Paragraphs = dict[str, list[Any]]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Unit = Literal["days", "working_days", "weeks", "months", "years"]
Amount = Annotated[int, Field(ge=0, le=100_000_000)]
# The parts that are paragraphs or points, in the order of the page.
TEXT_PARTS = (
    "description", "requirements", "documents", "fees", "steps", "deadlines", "duration", "remedies", "remarks",
)  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(_Part):
    """How long something takes: `most` units, or `least` to `most`."""

    least: int | None = Field(default=None, ge=0, le=1000)
    most: int = Field(ge=0, le=1000)
    unit: Unit


class Deadline(_Part):
    """By when something must be done: so many units from an event, or a day that comes every year (`MM-DD`)."""

    what: Words
    amount: int | None = Field(default=None, ge=0, le=1000)
    unit: Unit | None = None
    counted_from: Words = {}
    day: Annotated[str, StringConstraints(pattern=r"^(\d{2}-\d{2})?$")] = ""


class Paper(_Part):
    """A document that people bring (`incoming`) or get (`outgoing`); `only_if`: when, empty for always."""

    name: Words
    direction: Literal["incoming", "outgoing"] = "incoming"
    only_if: Words = {}


class Fee(_Part):
    """What something costs: an amount, a range, or nothing; `prepayment`: to be paid before anything happens."""

    label: Words
    free: bool = False
    amount_cents: Amount | None = None
    from_cents: Amount | None = None
    to_cents: Amount | None = None
    unit: Words = {}
    note: Words = {}
    prepayment: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Fee":
        ways = (self.free, self.amount_cents is not None, self.from_cents is not None and self.to_cents is not None)
        if sum(ways) != 1:
            raise ValueError("eine Gebühr ist frei, ein Betrag oder von-bis")
        return self


class Contact(_Part):
    """Whom to ask about this service, where it is not the department's general contact."""

    person: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""
    hours: Paragraphs = {}


class Area(_Part):
    """A part of the town (or a kind of case) for which another department is responsible, by its slug."""

    name: Words
    department: Slug


class Details(_Part):
    """The modules that are more than text. `trust_level` and `written_form`: what the law demands of who applies."""

    processing_time: Span | None = None
    deadlines: list[Deadline] = []
    papers: list[Paper] = []
    areas: list[Area] = []
    contact: Contact = Contact()
    trust_level: Literal["", "none", "low", "substantial", "high"] = ""
    written_form: Literal["", "none", "text", "signature", "in_person"] = ""
    valid_from: date | None = None


class Way(_Part):
    """A way to the office without more to say than a note."""

    note: Words = {}


class External(Way):
    """Somebody else's online service: who runs it, and what one needs for it."""

    url: Address
    operator: Words | str = ""
    needs: Words = {}


class Appointment(Way):
    url: Address


class Download(_Part):
    title: Words
    url: Address


class Channels(_Part):
    """How to use the service; `online` belongs to the form and is not changed here."""

    online: dict[str, Any] | None = None
    external: External | None = None
    appointment: Appointment | None = None
    downloads: list[Download] = []
    office: Way | None = None
    phone: Way | None = None
    post: Way | None = None
    email: Way | None = None


class Easy(_Part):
    """The text in Leichte Sprache. `source`: digest of the German text that it was written from (`rules.digest`)."""

    text: list[str] = []
    source: str = ""


class Law(_Part):
    """A law with the address where it can be read."""

    text: str
    link: Address


class ServiceDocument(_Part):
    """A service in our format; texts per language. `department`: the slug of the responsible one."""

    slug: Slug
    name: Annotated[dict[str, Name], Field(min_length=1)]
    summary: Words = {}
    keywords: dict[str, list[str]] = {}
    topic: str
    situations: list[str] = []
    audience: list[Literal["citizens", "businesses"]] = []
    ozg_id: Annotated[str, StringConstraints(pattern=r"^(\d{5})?$")] = ""
    leika_key: Annotated[str, StringConstraints(pattern=r"^(\d{14})?$")] = ""
    leika_keys: list[Annotated[str, StringConstraints(pattern=r"^\d{14}$")]] = []
    search_words: list[str] = []
    department: str = ""
    responsible: dict[str, Any] = {}
    texts: dict[str, Paragraphs | list[str | Law]] = {}
    fees: list[Fee] = []
    channels: Channels = Channels()
    related: list[Slug] = []
    former_slugs: list[Slug] = []
    popularity: Annotated[int, Field(ge=0, le=1000)] = 0
    details: Details = Details()
    easy: Easy = Easy()
    translated: Words = {}
    valid_until: date | None = None
    review_on: date | None = None
    responsible_person: Annotated[str, StringConstraints(max_length=200)] = ""


def facts_of(document: ServiceDocument) -> dict[str, Any]:
    """The columns of a service: what the document says, and for all the rest that there is nothing."""
    said = document.model_dump(mode="json", exclude_unset=True)
    empty: dict[str, Any] = {"details": {}, "channels": {}, "easy": {}}
    defaults = {name: empty.get(name, field.get_default()) for name, field in ServiceDocument.model_fields.items()}
    dates = {name: getattr(document, name) for name in ("valid_until", "review_on")}
    return {**defaults, **said, **dates}


def document_of(service: Any) -> dict[str, Any]:
    """A row as its document, without what is empty."""
    found: dict[str, Any] = {}
    for name, field in ServiceDocument.model_fields.items():
        value = service.department.slug if name == "department" else getattr(service, name)
        if value != ({} if isinstance(value, dict) else field.get_default()):
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found
