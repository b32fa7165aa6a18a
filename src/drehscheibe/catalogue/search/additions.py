"""What bodies add to the texts of a body above them: each addition makes a document for that portal alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from drehscheibe.catalogue.models import LocalAddition
from drehscheibe.kernel import scope
from drehscheibe.tenants.queries import Directory


def versions(tree: Directory) -> dict[int, dict[int, str]]:
    """By service and portal: the database's version of what the portal adds. Each portal is asked in its own scope."""
    found: dict[int, dict[int, str]] = {}
    for portal in tree.tenants:
        if len(tree.readable(portal)) > 1:
            with scope.enter(portal, [portal]), connection.cursor() as cursor:
                cursor.execute("SELECT service_id, xmin::text FROM catalogue_localaddition WHERE modules <> '{}'")
                for service, version in cursor.fetchall():
                    found.setdefault(service, {})[portal] = version
    return found


def modules(wanted: Mapping[int, Iterable[int]]) -> dict[int, dict[int, Any]]:
    """By portal and service: what portals add to the services that are `wanted` of them."""
    found = {}
    for portal, services in wanted.items():
        with scope.enter(portal, [portal]):
            rows = LocalAddition.objects.filter(service__in=list(services))
            found[portal] = dict(rows.values_list("service_id", "modules"))
    return found


def completed(row: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """The service's columns as a portal shows them that adds this to its texts or replaces some of them."""
    texts = dict(row["texts"])
    for part, module in added.items():
        base = {} if module["how"] == "replace" else texts.get(part) or {}
        base = base if isinstance(base, Mapping) else {"de": base}
        texts[part] = {
            lang: [*base.get(lang, ()), *module["text"].get(lang, ())] for lang in {"de", *base, *module["text"]}
        }
    return {**row, "texts": texts}
