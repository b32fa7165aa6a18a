"""Who may do what to which service: departments own theirs; what a body above keeps is the whole body's matter."""

from django.db.models import Q, QuerySet

from drehscheibe.catalogue.models import Service
from drehscheibe.identity.models import Role
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import scope

EDITORIAL = frozenset({str(Role.EDITOR), str(Role.PUBLISHER)})


def visible_to(standing: Standing) -> "QuerySet[Service]":
    """The services that an editor or publisher sees in the editor: those of their departments; with a role in the whole
    body all of them, and published ones of the bodies above that this body does not describe itself.
    """
    own = Q(tenant_id=scope.current().tenant_id)
    rows = Service.objects.select_related("department").defer("search")
    departments = standing.departments(EDITORIAL)
    if departments is not None:
        return rows.filter(own, department__in=departments)
    described = Service.objects.filter(own).values("slug")
    return rows.filter(own | (~own & Q(is_published=True) & ~Q(slug__in=described)))


def _may(standing: Standing, service: Service, role: Role) -> bool:
    departments = standing.departments(frozenset({str(role)}))
    is_own = service.tenant_id == scope.current().tenant_id
    return departments is None or (is_own and service.department_id in departments)


def may_edit(standing: Standing, service: Service) -> bool:
    return _may(standing, service, Role.EDITOR)


def may_publish(standing: Standing, service: Service) -> bool:
    return _may(standing, service, Role.PUBLISHER)
