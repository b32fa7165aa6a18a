"""What the pages of the editor look up: a service with its working copy, what slugs are called, who did it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.catalogue import classification, editing, going_live, owning, queries, telling
from drehscheibe.catalogue.models import OnlineService, Service, ServiceDraft
from drehscheibe.desk.wording import channel_names
from drehscheibe.tenants.queries import own_departments

ADDRESS = "/amt/redaktion/"


@dataclass(frozen=True)
class Found:
    """A service as the visitor may see it in the editor."""

    service: Service
    draft: ServiceDraft | None
    document: dict[str, Any]
    is_own: bool
    may_edit: bool
    may_publish: bool

    @property
    def base(self) -> str:
        return f"{ADDRESS}{self.service.slug}/"

    @property
    def title(self) -> Any:
        return self.document.get("name") or self.service.name


def found(request: Any, slug: str, *, to_edit: bool = False) -> Found:
    """The service of this slug. Raises Http404 for who may not see (or `to_edit`: change) it."""
    nearest = queries.nearest_of(owning.visible_to(request.standing).filter(slug=slug))
    if nearest is None:
        raise Http404
    may_edit = owning.may_edit(request.standing, nearest)
    if to_edit and not may_edit:
        raise Http404
    draft = editing.draft_of(nearest)
    if draft:
        draft.service = nearest
    document = draft.document if draft else going_live.live(nearest)
    may_publish = owning.may_publish(request.standing, nearest)
    return Found(nearest, draft, document, going_live.is_own(nearest), may_edit, may_publish)


def ways(one: Found) -> list[str]:
    """What the service can be used by, in words: its own entries, and what follows from forms."""
    names = {**channel_names(), "downloads": _("Zum Herunterladen"), "contact": _("Nachricht an das Amt")}
    kinds = OnlineService.objects.filter(service=one.service).values_list("is_contact", flat=True)
    from_forms = {"contact" if is_contact else "online" for is_contact in kinds}
    written = {name for name in one.document.get("channels", {}) if name != "online"}
    return [label for name, label in names.items() if name in from_forms | written]


def called() -> dict[str, str]:
    """What slugs of departments, topics and situations are called."""
    names = {one.slug: telling.said(one.name) for one in own_departments(also_closed=True)}
    topics = {slug: _in_language(one.name) for slug, one in classification.topics().items()}
    return {**names, **topics, **{slug: _in_language(one.title) for slug, one in classification.situations().items()}}


def _in_language(texts: Any) -> str:
    return str(texts.get(get_language() or "de") or texts["de"]) if isinstance(texts, dict) else str(texts)
