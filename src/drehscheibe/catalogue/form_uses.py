"""Which services use a form, and what that means for the form."""

from typing import Any

from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.models import Form
from drehscheibe.forms.review import Surroundings
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import scope

_OPTIONS = [{"value": one, "label": {"de": f"Beispiel {one}", "en": f"Example {one}"}} for one in "AB"]
_EXAMPLES: dict[str, Any] = {"money": 1_000, "number": 10, "text": "Beispiel", "options": _OPTIONS}


def uses_of(form: Form) -> list[OnlineService]:
    """The readable online services that a form belongs to, applications before messages to departments."""
    found = OnlineService.objects.filter(form=form).select_related("service", "department")
    return list(found.order_by("is_contact", "slug"))


def rates(slug: str, document: FormDocument) -> dict[str, Any]:
    """Rates to try a form with: the body's own where it offers the form, else examples."""
    found = next(iter(OnlineService.objects.filter(form__slug=slug, tenant_id=scope.current().tenant_id)), None)
    examples = {name: _EXAMPLES[parameter.type] for name, parameter in document.parameters.items()}
    return {**examples, **(found.parameters if found else {})}


def surroundings(online: OnlineService | None) -> Surroundings:
    """What the linter should know of the service."""
    if online is None:
        return Surroundings()
    documents: dict[str, Any] = {} if online.is_contact else online.service.texts.get("documents", {})
    return Surroundings(online.trust_level, tuple(documents.get("de", ())))
