"""What the interface answers with, field by field; their descriptions are what integrators read."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

Channel = Literal["online", "external", "appointment", "office", "phone", "post", "email"]


class Body(BaseModel):
    """A municipality or district."""

    name: str = Field(description="Official name.", examples=["Stadt Musterstadt"])
    ars: str | None = Field(description="Amtlicher Regionalschlüssel, twelve digits.", examples=["059999999001"])


class Named(BaseModel):
    """Something with a name of its own."""

    slug: str = Field(description="Stable identifier within the portal.")
    name: str


class ServiceItem(BaseModel):
    """A service (Leistung) of the portal, as in a list."""

    slug: str = Field(description="Stable identifier within the portal.", examples=["hundesteuer-anmelden"])
    name: str = Field(description="Name in the language asked for, else in German.")
    summary: str = Field(description="One or two sentences, in the language asked for, else in German.")
    language: str = Field(description="Language of the texts (BCP 47).", examples=["de"])
    languages: list[str] = Field(description="Languages that the service is described in.", examples=[["de", "en"]])
    url: str = Field(description="Address of the page about it, on the portal that was asked.")
    ozg_id: str | None = Field(description="Number in the OZG-Umsetzungskatalog.", examples=["10160"])
    leika_key: str | None = Field(description="Key in the LeiKa, 14 digits.", examples=["99102013104000"])
    topic: str = Field(description="One of the official Themenfelder, see /api/v1/themen.", examples=["steuern-zoll"])
    situations: list[str] = Field(description="Life or business situations it belongs to.")
    channels: list[Channel] = Field(
        description="Ways to use it: a form on this portal (online), somebody else's online service (external), "
        "with a date made online (appointment), in person (office), by telephone (phone), by letter (post), by e-mail."
    )
    online_url: str | None = Field(description="Where to apply online, here or with somebody else.")
    body: Body = Field(description="Who offers it: the portal's own body or its district.")
    department: Named = Field(description="The department (Amt) that describes the service and answers questions.")
    responsible: str | None = Field(description="Who is responsible when it is not the body itself.")
    changed: datetime = Field(description="When its description was last changed.")


class ServiceList(BaseModel):
    """One page of a list of services."""

    items: list[ServiceItem]
    count: int = Field(description="How many there are in all.", ge=0)


class Fee(BaseModel):
    """What something costs: an amount, or from-to, or nothing."""

    label: str
    free: bool = False
    amount_cents: int | None = None
    from_cents: int | None = None
    to_cents: int | None = None
    unit: str | None = Field(default=None, description="What the amount is for, such as a year.")
    note: str | None = None
    prepayment: bool = Field(default=False, description="Whether it is paid before anything happens.")


class Span(BaseModel):
    """How long something takes: so many units, or from `least` to `most`."""

    least: int | None
    most: int
    unit: Literal["days", "working_days", "weeks", "months", "years"]


class Texts(BaseModel):
    """The description, each part a list of paragraphs or points; empty where there is nothing to say."""

    description: list[str] = []
    requirements: list[str] = []
    documents: list[str] = Field(default=[], description="What has to be brought along.")
    steps: list[str] = []
    deadlines: list[str] = []
    duration: list[str] = []
    fees: list[str] = []
    remedies: list[str] = Field(default=[], description="What people can do who do not agree.")
    remarks: list[str] = []
    legal_basis: list[str] = Field(default=[], description="Always in German.")


class Online(BaseModel):
    """The online service."""

    url: str
    operator: str | None = Field(description="Who runs it, when it is not this portal.")
    minutes: int | None = Field(description="How long it takes about.")


class ServiceDetail(ServiceItem):
    """A service with everything that its page says."""

    texts: Texts
    fees: list[Fee]
    online: list[Online]
    related: list[str] = Field(description="Slugs of services that people often need as well.")
    processing_time: Span | None = Field(description="How long it takes from the application to its end.")
    easy: list[str] = Field(description="The description in Leichte Sprache, always in German.")
    valid_until: date | None = Field(description="The last day on which the service is offered.")


class Catalogue(BaseModel):
    """The whole published catalogue of a portal."""

    body: Body = Field(description="Whose portal it is.")
    licence: str | None = Field(description="Under which licence the data may be used; not settled where it is null.")
    items: list[ServiceDetail] = Field(description="All services from A to Z, those of the district included.")


class Department(Named):
    """A department (Amt) of the portal's body or of its district."""

    body: Body
    phone: str | None
    email: str | None
    address: str | None = Field(description="Street, postal code and place in one line.")
    hours: list[str] = Field(description="Opening hours, one line each.")


class DepartmentList(BaseModel):
    items: list[Department]
    count: int = Field(ge=0)


class Topic(Named):
    """An official Themenfeld of the OZG."""

    url: str


class TopicList(BaseModel):
    items: list[Topic]
    count: int = Field(ge=0)
