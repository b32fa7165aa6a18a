"""The catalogue from the command line: import and export."""

import sys
from pathlib import Path

from django.conf import settings

from drehscheibe.catalogue.importing import documents
from drehscheibe.catalogue.importing.operations import bring_in
from drehscheibe.catalogue.importing.report import RefusedError
from drehscheibe.catalogue.queries import own_services
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


def bring(*, host: str, draft: bool, files: list[Path]) -> None:
    """Take over the files, each in a transaction of its own, and print a report of each.

    Lists of services come before those that only add to them. Raises ValueError when one was refused.
    """
    portal = _portal(host)
    refused = []
    for path in sorted(files, key=lambda one: "leika" in one.name.lower()):
        print(f"{path.name} ...", file=sys.stderr, flush=True)  # noqa: T201  the command line speaks here
        try:
            with work_as(portal):
                report = bring_in(path=path, is_draft=draft, by="command line", now=clock.now())
        except RefusedError as error:
            refused.append(str(error))
            continue
        print("\n".join(report.lines()), flush=True)  # noqa: T201  as above
    if refused:
        raise ValueError("\n".join(refused))


def export(*, host: str, format: str) -> None:  # noqa: A002  the option's name
    """Print the portal's own services as one document; as XZuFi 2.2 those that are published."""
    portal = _portal(host)
    with work_as(portal):
        if format != "xzufi":
            print(documents.write(own_services(), as_yaml=format == "yaml"))  # noqa: T201  as above
            return
        from drehscheibe.exchange import xzufi  # noqa: PLC0415  lxml only for who wants XML

        published = [one for one in own_services() if one.is_published]
        address = f"{'https' if settings.SECURE else 'http'}://{directory().primary[portal.pk]}{settings.PORT_SHOWN}"
        sys.stdout.buffer.write(xzufi.write(published, body=portal, address=address, now=clock.now()))


def _portal(host: str) -> Tenant:
    portal = directory().by_host(host)
    if portal is None:
        raise ValueError(f"Unter {host} gibt es kein Portal. `drehscheibe portal list` zeigt alle.")
    return portal
