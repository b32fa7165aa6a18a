"""Create and list portals from the command line."""

from drehscheibe.kernel import clock
from drehscheibe.tenants.founding import found, parent_by_host
from drehscheibe.tenants.queries import directory


def create(*, name: str, host: str, ars: str, parent: str | None, draft: bool) -> None:
    """Create a portal. Raises ValueError with the reason when something given does not fit."""
    found(
        name=name,
        hosts=[host],
        ars=ars,
        parent=parent_by_host(parent),
        in_preparation=draft,
        by="command line",
        now=clock.now(),
    )
    state = " (in Vorbereitung: nur Beschäftigte sehen es)" if draft else ""
    print(f"{name} antwortet jetzt unter {host}{state}.")  # noqa: T201  the command line speaks here


def show() -> None:
    """Print host name, name and parent of every portal."""
    tree = directory()
    for tenant in tree.tenants.values():
        above = f" ({tree.tenants[tenant.parent_id].name})" if tenant.parent_id else ""
        print(f"{tree.primary.get(tenant.pk, '-')}\t{tenant.name}{above}")  # noqa: T201
