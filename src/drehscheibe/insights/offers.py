"""Services as a body offers them: channels and maturity, in three statements and the forms not yet known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.forms.models import FormVersion
from drehscheibe.forms.review import Surroundings, evidence
from drehscheibe.forms.schema import FormDocument
from drehscheibe.forms.suggesting import suggested
from drehscheibe.insights.maturity import Facts, Level, level

# A service counts once, under the best way to use it.
CHANNELS = ("online", "external", "downloads", "appointment", "office", "post", "phone", "email", "none")
_KNOWN_BY_ACCOUNT = {"name": "?", "email": "?", "organization": "?"}


@dataclass(frozen=True)
class Assessed:
    """A service with what is really there of it."""

    service: Service
    channel: str
    facts: Facts

    @property
    def level(self) -> Level:
        return level(self.facts)

    @property
    def is_online(self) -> bool:
        return self.channel in {"online", "external"}


def own() -> list[Assessed]:
    """The entered tenant's own published services, by their slugs."""
    return assess([one for one in queries.own_services() if one.is_published])


def in_sight() -> list[Assessed]:
    """All services that the portal shows, those of its district included."""
    return assess(queries.described_services())


def assess(services: Iterable[Service]) -> list[Assessed]:
    """Look at the services, in the order given."""
    found = list(services)
    forms = _forms(found)
    return [_assessed(service, forms.get(service.pk)) for service in found]


def _forms(services: list[Service]) -> dict[int, tuple[int, str]]:
    """By service: key and digest of the newest version of the form that people apply with."""
    online = OnlineService.objects.filter(is_contact=False).values_list("service_id", "form_id")
    form_of = dict(online.filter(service__in=[one.pk for one in services]))
    versions = FormVersion.objects.filter(form__in=set(form_of.values())).order_by("form_id", "-number")
    newest = {
        form: (key, digest) for form, key, digest in versions.distinct("form_id").values_list("form", "pk", "digest")
    }
    return {service: newest[form] for service, form in form_of.items() if form in newest}


def _assessed(service: Service, form: tuple[int, str] | None) -> Assessed:
    ways = {name for name, way in service.channels.items() if isinstance(way, Mapping | list) and name != "online"}
    ways |= {"online"} if form else set()
    facts = Facts(
        is_described=bool(service.summary.get("de") or service.texts.get("description")),
        has_paper=bool(service.channels.get("downloads")),
        is_elsewhere="external" in ways,
    )
    if form:
        wanted = tuple(_papers(service))
        asks, lacks, knows = _of_form(form[1], form[0], wanted)
        facts = Facts(facts.is_described, facts.has_paper, True, facts.is_elsewhere, not lacks, asks, knows)
    return Assessed(service, next((one for one in CHANNELS if one in ways), "none"), facts)


def _papers(service: Service) -> Iterable[str]:
    written = service.texts.get("documents") or {}
    lines = written.get("de", ()) if isinstance(written, Mapping) else written
    return (line for line in lines if isinstance(line, str))


@lru_cache(maxsize=2_000)
def _of_form(digest: str, version: int, papers: tuple[str, ...]) -> tuple[bool, bool, bool]:  # noqa: ARG001  the digest says it all
    """Whether the form asks for files, lacks a place for the papers that the service wants, and knows the account."""
    document = FormDocument.model_validate(FormVersion.objects.get(pk=version).document)
    asks = any(field.type == "upload" for _, _, field in document.fields())
    lacks = any(evidence.remarks(document, Surroundings(documents=papers)))
    return asks, lacks, bool(suggested(document, _KNOWN_BY_ACCOUNT))
