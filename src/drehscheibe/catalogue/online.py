"""What can be applied for online: an online service with its form, compiled once, kept until the next publication."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from drehscheibe.catalogue.calls import call_windows
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.models import FormVersion
from drehscheibe.forms.queries import equip, newest_version, version
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import freshness, scope


@dataclass(frozen=True)
class Offer:
    """An online service, ready to be filled in: with its service, department, form version and document.

    `parameters`: the body's own rates, and when the department may be asked to call (`call_windows`).
    """

    online_service: OnlineService
    version: FormVersion
    document: FormDocument
    parameters: dict[str, Any]

    @property
    def body_id(self) -> int:
        """The tenant that is responsible and owns the applications."""
        return self.online_service.tenant_id


_documents: OrderedDict[str, FormDocument] = OrderedDict()  # by digest: many towns offer the same form
_offers: OrderedDict[tuple[object, ...], Offer] = OrderedDict()
_MOST_DOCUMENTS, _MOST_OFFERS = 500, 1_000  # in each process; the ones longest unused go first
_offers_stamp: int | None = None


def _kept(key: tuple[object, ...]) -> Offer | None:
    global _offers_stamp  # noqa: PLW0603  the kept offers belong to one publication
    stamp = freshness.stamp()
    if stamp is None or stamp != _offers_stamp:
        _offers.clear()
        _offers_stamp = stamp
    kept = _offers.pop(key, None)
    if kept:
        _offers[key] = kept  # as the one asked for last
    return kept


def _offer(online_service: OnlineService, found: FormVersion, key: tuple[object, ...]) -> Offer:
    hours = online_service.department.contact.get("hours") or online_service.tenant.contact.get("hours", {})
    parameters = {"call_windows": call_windows(hours), **online_service.parameters}
    document = _document(found)
    equip(document)
    offer = Offer(online_service, found, document, parameters)
    if freshness.stamp() is not None:
        _offers[key] = offer
        if len(_offers) > _MOST_OFFERS:
            _offers.popitem(last=False)
    return offer


def _document(found: FormVersion) -> FormDocument:
    """Checked and compiled once: a digest says everything about a document, whoever publishes what."""
    document = _documents.pop(found.digest, None) or FormDocument.model_validate(found.document)
    _documents[found.digest] = document  # as the one asked for last
    if len(_documents) > _MOST_DOCUMENTS:
        _documents.popitem(last=False)
    return document


def offer(slug: str) -> Offer | None:
    """What is offered online under `slug`, with the newest version of its form."""
    key = (scope.current().readable, slug)
    kept = _kept(key)
    if kept:
        return kept
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form").filter(slug=slug)
    own = [one for one in joined if not (one.is_contact and one.service.responsible)]
    found = min(own, key=lambda online: rank[online.tenant_id], default=None)
    return _offer(found, newest_version(found.form), key) if found else None


def offer_as_answered(online_service_id: int, version_id: int) -> Offer:
    """The online service with exactly the form version that a draft or application answers."""
    key = (scope.current().readable, online_service_id, version_id)
    kept = _kept(key)
    if kept:
        return kept
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form")
    return _offer(joined.get(pk=online_service_id), version(version_id), key)
