"""Write letter templates and publish them; only what is checked can be published, and only that makes decisions."""

from datetime import datetime

from django.db import transaction

from drehscheibe.applications.delivery import LetterTemplate
from drehscheibe.applications.letters import Problem, Template, filled, problems
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.catalogue.online import offer
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import references, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.queries import directory


class UnpublishableError(ValueError):
    """The template cannot be published; `found` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(str(found))
        self.found = found


@transaction.atomic
def save_template(
    *, slug: str, name: str, online_service: str, template: Template, by: Account | None, now: datetime
) -> LetterTemplate:
    """Keep the working copy of a template; what is published stays as it is."""
    found, _is_new = LetterTemplate.objects.update_or_create(
        slug=slug,
        tenant_id=scope.current().tenant_id,
        defaults={
            "name": name,
            "online_service": online_service,
            "draft": template.model_dump(mode="json"),
            "changed": now,
        },
    )
    if by:
        journal.note("letter_saved", by=actor(by), now=now, facts={"template": slug})
    return found


def check(template: Template, online_service: str) -> list[Problem]:
    """What keeps the template from being published; a service that is not offered here has no answers to show."""
    found = offer(online_service)
    return list(problems(template, {field.id for _, _, field in found.document.fields()} if found else set()))


@transaction.atomic
def publish_template(*, template: LetterTemplate, by: Account | None, now: datetime) -> None:
    """Let decisions be made from the working copy. Raises UnpublishableError: an unknown placeholder, for example."""
    found = check(Template.model_validate(template.draft), template.online_service)
    if found:
        raise UnpublishableError(found)
    template.published, template.version, template.changed = template.draft, template.version + 1, now
    template.save(update_fields=["published", "version", "changed"])
    if by:
        facts = {"template": template.slug, "version": template.version}
        journal.note("letter_published", by=actor(by), now=now, facts=facts)


def preview(*, template: Template, online_service: OnlineService, by: Account, now: datetime) -> bytes:
    """The letter as PDF, each placeholder by its name. It belongs to no case. Raises TypesettingError."""
    tenant = directory().tenants[online_service.tenant_id]
    shown = Application(
        tenant=tenant,
        reference=references.new_reference(tenant.prefix),
        online_service=online_service,
        department=online_service.department,
        submitted=now,
    )
    content = filled(template, "[{}]".format, tenant.name)
    outcome = Outcome(template.outcome)
    return decision_document(application=shown, outcome=outcome, text="", by=by, now=now, content=content)
