"""Found a portal: what the command line and the operator's page ask for, checked and turned into a tenant."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.kernel import scope
from drehscheibe.tenants import journal, naming
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import HostTakenError, create_portal
from drehscheibe.tenants.queries import directory


class DoesNotFitError(ValueError):
    """Something given does not fit; `field` names it, the message says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def found(
    *, name: str, hosts: list[str], ars: str, parent: Tenant | None, in_preparation: bool, by: str, now: datetime
) -> Tenant:
    """Create a portal and open its journal. Raises DoesNotFitError."""
    hosts = list(dict.fromkeys(host.lower().rstrip(".") for host in hosts))
    for host in hosts:
        if not naming.is_host_name(host):
            sentence = _("{host} ist kein Rechnername. Geben Sie ihn ohne Port und ohne http:// an.")
            raise DoesNotFitError("hosts", sentence.format(host=host))
    if not hosts:
        raise DoesNotFitError("hosts", _("Geben Sie bitte mindestens einen Rechnernamen an."))
    if ars and not re.fullmatch(r"\d{12}", ars, re.ASCII):
        sentence = _("{ars} ist kein Regionalschlüssel. Er hat zwölf Ziffern.")
        raise DoesNotFitError("ars", sentence.format(ars=ars))
    slug = naming.slug_of(name)
    if not slug:
        raise DoesNotFitError("name", _("Der Name braucht mindestens einen Buchstaben."))
    known = Tenant.objects.select_for_update().order_by("pk")  # one after the other: names and prefixes are unique
    if any(tenant.slug == slug for tenant in known):
        raise DoesNotFitError("name", _("{name} gibt es schon.").format(name=name))
    prefix = naming.free_prefix(slug, {tenant.prefix for tenant in known})
    if prefix is None:
        sentence = _("Zu {name} lässt sich kein freies Kürzel bilden. Wählen Sie einen anderen Namen.")
        raise DoesNotFitError("name", sentence.format(name=name))
    texts = {key: {"de": name} for key in ("name", "name_of", "portal", "place")}
    try:
        tenant = create_portal(
            slug=slug,
            name=name,
            prefix=prefix,
            hosts=hosts,
            parent=parent,
            ars=ars,
            texts=texts,
            in_preparation=in_preparation,
        )
    except HostTakenError as error:
        raise DoesNotFitError("hosts", str(error)) from error
    with scope.enter(tenant.pk):
        journal.note("portal_created", by=by, now=now, facts={"name": name, "hosts": hosts})
    return tenant


def parent_by_host(host: str | None) -> Tenant | None:
    """The portal above, by one of its host names. Raises DoesNotFitError when there is none."""
    above = directory().by_host(host) if host else None
    if host and above is None:
        sentence = _("Unter {host} gibt es kein Portal. `drehscheibe portal list` zeigt alle.")
        raise DoesNotFitError("parent", sentence.format(host=host))
    return above
