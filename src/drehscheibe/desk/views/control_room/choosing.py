"""Whose figures somebody may see: those of the own body and of the bodies below it; operators see all."""

from typing import Any

from django.http import Http404

from drehscheibe.identity.access import ROLES, Access
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.queries import directory


def bodies(request: Any) -> list[Tenant]:
    """The bodies that the visitor may choose from, the own one first."""
    tree = directory()
    sees_all = bool(request.standing.roles & ROLES[Access.OPERATOR])
    below = [
        one
        for one in tree.tenants.values()
        if one.pk != request.portal.pk and (sees_all or request.portal.pk in tree.readable(one.pk))
    ]
    return [request.portal, *below]


def chosen(request: Any) -> Tenant:
    """The body that the address names (`koerperschaft`), else the own one. Raises Http404 for a foreign one."""
    wanted = request.GET.get("koerperschaft", "") or request.portal.slug
    found = next((one for one in bodies(request) if one.slug == wanted), None)
    if found is None:
        raise Http404
    return found
