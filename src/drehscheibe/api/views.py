"""The operations of `/api/v1/`. Each looks something up as the pages do and describes it."""

from typing import Annotated, Any

from django.http import HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from pydantic import BaseModel

from drehscheibe.api import documents
from drehscheibe.api.describing import COLUMNS, Describer
from drehscheibe.api.problems import described, problem, wrong_parameters
from drehscheibe.catalogue import classification, navigation, queries, searching
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants.queries import departments_in_sight, directory
from drehscheibe.ui.tables import csv_file

ROOT = "/api/v1/"
MOST = 200
POSSIBLE = {
    "q": gettext_noop("Höchstens 200 Zeichen."),
    "topic": gettext_noop("Der „slug“ eines Themenfelds, wie ihn /api/v1/themen nennt."),
    "department": gettext_noop("Der „slug“ eines Amts, wie ihn /api/v1/aemter nennt."),
    "limit": gettext_noop("Eine ganze Zahl von 1 bis 200."),
    "offset": gettext_noop("Eine ganze Zahl ab 0."),
}

interface = NinjaAPI(
    title="Drehscheibe",
    version="1",
    description="What this portal offers. Public, read-only; texts in German or English by `Accept-Language`. "
    "Ask again with `If-None-Match`: 304 says that nothing was published since.",
    openapi_url=None,  # `contract` below
    docs_url=None,  # its pages would load scripts of third parties
)

Slug = Annotated[
    str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=100, description="The `slug` of a list.", examples=["wohngeld"])
]
Words = Annotated[str, Query(max_length=200, description="Words to search for, as typed on the portal.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items at most.")]
Offset = Annotated[int, Query(ge=0, description="How many items to leave out first.")]
DepartmentSlug = Annotated[
    str,
    Query(pattern=r"^[-a-z0-9]*$", max_length=50, description="Only services of this department, see /api/v1/aemter."),
]
TopicSlug = Annotated[
    str, Query(pattern=r"^[-a-z0-9]*$", max_length=50, description="Only services of this topic, see /api/v1/themen.")
]


def _describer(request: Any) -> Describer:
    return Describer(translation.get_language() or "de", f"{request.scheme}://{request.get_host()}")


def _answer(document: BaseModel) -> HttpResponse:
    """The same for everybody who asks for the same in the same language: kept in memory until a publication."""
    response = HttpResponse(document.model_dump_json(), content_type="application/json")
    response.is_shareable = True  # type: ignore[attr-defined]
    return response


@interface.exception_handler(ValidationError)
def refused(_request: Any, exception: ValidationError) -> HttpResponse:
    return wrong_parameters(exception.errors, POSSIBLE)


@access(Access.PUBLIC)
def contract(_request: Any) -> HttpResponse:
    """The description of this interface (OpenAPI 3.1)."""
    response = JsonResponse(interface.get_openapi_schema(path_prefix=ROOT))
    response.is_shareable = True  # type: ignore[attr-defined]
    return response


@interface.get("leistungen", response=documents.ServiceList, openapi_extra=described(422), tags=["Leistungen"])
@access(Access.PUBLIC)
def services(  # noqa: PLR0917  parameters of the address, each by its name
    request: Any,
    q: Words = "",
    topic: TopicSlug = "",
    department: DepartmentSlug = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> HttpResponse:
    """Services of the portal, those of its district included: from A to Z, or the best matches of `q` first."""
    if q.strip():
        found = searching.search(q, offset=offset, limit=limit, topic=topic, department=department)
        chosen, count = found.services, found.count
    else:
        chosen, count = navigation.listing(offset=offset, limit=limit, topic=topic, department=department)
    describer = _describer(request)
    return _answer(documents.ServiceList.model_construct(items=[describer.item(one) for one in chosen], count=count))


@interface.get(
    "leistungen/{slug:slug}", response=documents.ServiceDetail, openapi_extra=described(404, 422), tags=["Leistungen"]
)
@access(Access.PUBLIC)
def service(request: Any, slug: Slug) -> HttpResponse:
    """One service with everything that its page says."""
    found = queries.service(slug)
    if found is None:
        return problem(404, detail=_("Diese Leistung gibt es hier nicht. /api/v1/leistungen nennt alle."))
    return _answer(_describer(request).detail(found))


@interface.get("aemter", response=documents.DepartmentList, openapi_extra=described(422), tags=["Ämter"])
@access(Access.PUBLIC)
def departments(request: Any, limit: Limit = MOST, offset: Offset = 0) -> HttpResponse:
    """Departments of the portal's body, then those of its district, by name."""
    describer, tenants, found = _describer(request), directory().tenants, departments_in_sight()
    items = [describer.department(one, tenants[one.tenant_id]) for one in found[offset : offset + limit]]
    return _answer(documents.DepartmentList(items=items, count=len(found)))


@interface.get("themen", response=documents.TopicList, openapi_extra=described(422), tags=["Themen"])
@access(Access.PUBLIC)
def topics(request: Any, limit: Limit = MOST, offset: Offset = 0) -> HttpResponse:
    """The official Themenfelder of the OZG, in their order."""
    describer = _describer(request)
    items = [
        documents.Topic(slug=slug, name=describer.text(topic.name), url=f"{describer.address}/themen/{slug}/")
        for slug, topic in classification.topics().items()
    ]
    return _answer(documents.TopicList(items=items[offset : offset + limit], count=len(items)))


@interface.get("katalog", response=documents.Catalogue, tags=["Offene Daten"])
@access(Access.PUBLIC)
def catalogue(request: Any) -> HttpResponse:
    """The whole published catalogue with its licence, for whoever wants to use it elsewhere (open data)."""
    describer = _describer(request)
    whole = documents.Catalogue.model_construct(
        body=describer.body(request.portal),
        licence=describer.text(request.portal.texts.get("licence")) or None,
        items=[describer.detail(one) for one in queries.described_services()],
    )
    return HttpResponse(whole.model_dump_json(), content_type="application/json")  # too large to be kept in memory


@access(Access.PUBLIC)
def table(request: Any) -> HttpResponse:
    """The published catalogue as a table for spreadsheet programs."""
    describer = _describer(request)
    rows = [describer.row(one) for one in queries.described_services()]
    return csv_file(COLUMNS, rows, f"leistungen-{request.portal.slug}.csv")
