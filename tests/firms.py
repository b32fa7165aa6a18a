"""What people do with their organisations, as if on Musterstadt's portal: the journal lies in a portal's scope."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from drehscheibe.identity import organisations
from drehscheibe.tenants.operations import work_as
from tests.cast import tenant


def _on_a_portal(verb: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(verb)
    def done(**given: Any) -> Any:
        with work_as(tenant("musterstadt")):
            return verb(**given)

    return done


found_organisation = _on_a_portal(organisations.found_organisation)
invite = _on_a_portal(organisations.invite)
join = _on_a_portal(organisations.join)
part = _on_a_portal(organisations.part)
