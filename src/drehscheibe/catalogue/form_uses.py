"""Which services use a form, and what that means for the form."""

from typing import Any

from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.models import Form
from drehscheibe.forms.review import Surroundings


def uses_of(form: Form) -> list[OnlineService]:
    """The readable online services that a form belongs to, applications before messages to departments."""
    found = OnlineService.objects.filter(form=form).select_related("service", "department")
    return list(found.order_by("is_contact", "slug"))


def surroundings(online: OnlineService | None) -> Surroundings:
    """What the linter should know of the service."""
    if online is None:
        return Surroundings()
    documents: dict[str, Any] = {} if online.is_contact else online.service.texts.get("documents", {})
    return Surroundings(online.trust_level, tuple(documents.get("de", ())))
