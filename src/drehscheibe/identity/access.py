"""The rule that each route declares. A route without one is refused and fails the build."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from drehscheibe.identity.models import Role


class Access(Enum):
    """Who may come in. What they see there starts from what they may see (`visible_to`, code, sending browser)."""

    PUBLIC = "everybody"
    ACCOUNT = "whoever is signed in; what they see there is their own"
    HOLDER = "who holds the browser key, the account or the code of the draft or application"
    STAFF = "any member of this body's staff"
    CASEWORK = "clerks and leads of this body"
    CONTROL = "leads of this body, and operators: figures, never a case"
    ADMIN = "those who run this body's portal"
    PEOPLE = "those who appoint: who runs this body's portal, and operators"
    FORMS = "editors and publishers of this body"
    FORM_EDITING = "editors of this body"
    FORM_PUBLISHING = "publishers of this body"
    LEADING = "leads of this body"
    QUALITY = "editors, publishers and leads of this body"
    BULK = "leads and publishers of this body: changes to many services at once"
    SERVICES = "editors and publishers of this body; what they see there are the services of their departments"
    SERVICE_EDITING = "editors of this body, each for the services of their departments"
    SERVICE_PUBLISHING = "publishers of this body, each for the services of their departments"
    AUDIT = "auditors of this body: who did what, never contents"
    OPERATOR = "operators of the installation"
    MONITORING = "the operator's monitoring, by token or from its network"
    DEMO = "everybody, in a demo installation only"


ROLES: dict[Access, frozenset[str]] = {
    Access.STAFF: frozenset(Role.values),
    Access.CASEWORK: frozenset({Role.CLERK, Role.LEAD}),
    Access.CONTROL: frozenset({Role.LEAD, Role.OPERATOR}),
    Access.ADMIN: frozenset({Role.TENANT_ADMIN}),
    Access.PEOPLE: frozenset({Role.TENANT_ADMIN, Role.OPERATOR}),
    Access.FORMS: frozenset({Role.EDITOR, Role.PUBLISHER}),
    Access.FORM_EDITING: frozenset({Role.EDITOR}),
    Access.FORM_PUBLISHING: frozenset({Role.PUBLISHER}),
    Access.LEADING: frozenset({Role.LEAD}),
    Access.QUALITY: frozenset({Role.EDITOR, Role.PUBLISHER, Role.LEAD}),
    Access.BULK: frozenset({Role.PUBLISHER, Role.LEAD}),
    Access.SERVICES: frozenset({Role.EDITOR, Role.PUBLISHER}),
    Access.SERVICE_EDITING: frozenset({Role.EDITOR}),
    Access.SERVICE_PUBLISHING: frozenset({Role.PUBLISHER}),
    Access.AUDIT: frozenset({Role.AUDITOR}),
    Access.OPERATOR: frozenset({Role.OPERATOR}),
}

View = TypeVar("View", bound=Callable[..., Any])


def access(rule: Access) -> Callable[[View], View]:
    """Declare a view's rule; `config.middleware` enforces it before the view runs."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare
