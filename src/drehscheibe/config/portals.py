"""Create and list portals from the command line."""

import re

from drehscheibe.catalogue.wording import sort_key
from drehscheibe.tenants.operations import create_portal
from drehscheibe.tenants.queries import directory


def _free_prefix(slug: str) -> str:
    taken = {tenant.prefix for tenant in directory().tenants.values()}
    letters = re.sub(r"[^a-z]", "", slug).upper() + "XXXX"
    choices = [letters[:3], letters[:4], *(letters[:2] + letters[i] for i in range(3, len(letters)))]
    free = [choice for choice in choices if choice not in taken]
    if not free:
        raise ValueError(f"Zu {slug} lässt sich kein freies Kürzel bilden. Wählen Sie einen anderen Rechnernamen.")
    return free[0]


def create(*, name: str, host: str, ars: str, parent: str | None) -> None:
    """Create a portal. Raises ValueError with the reason when something given does not fit."""
    if not re.fullmatch(r"[a-z0-9.-]+", host.lower()):
        raise ValueError(f"{host} ist kein Rechnername. Geben Sie ihn ohne Port und ohne http:// an.")
    if ars and not re.fullmatch(r"\d{12}", ars):
        raise ValueError(f"{ars} ist kein Regionalschlüssel. Er hat zwölf Ziffern.")
    above = directory().by_host(parent) if parent else None
    if parent and above is None:
        raise ValueError(f"Unter {parent} gibt es kein Portal. `drehscheibe portal list` zeigt alle.")
    slug = re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")
    if directory().by_slug(slug):
        raise ValueError(f"{name} gibt es schon. `drehscheibe portal list` zeigt alle.")
    create_portal(
        slug=slug,
        name=name,
        prefix=_free_prefix(slug),
        hosts=[host],
        parent=above,
        ars=ars,
        texts={key: {"de": name} for key in ("name", "name_of", "portal", "place")},
    )
    print(f"{name} antwortet jetzt unter {host}.")  # noqa: T201  the command line speaks here


def show() -> None:
    """Print host name, name and parent of every portal."""
    tree = directory()
    for tenant in tree.tenants.values():
        above = f" ({tree.tenants[tenant.parent_id].name})" if tenant.parent_id else ""
        print(f"{tree.primary.get(tenant.pk, '-')}\t{tenant.name}{above}")  # noqa: T201
