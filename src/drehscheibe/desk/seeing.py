"""Post/Redirect/Get of the staff's pages: where to go on, what has just been done, what was seen before."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from drehscheibe.desk.inputs import Typed
from drehscheibe.identity.actors import names


def go_on(address: str, done: str = "") -> HttpResponse:
    """Go on to a page; `done` names what has just been done, and the page says so."""
    response = HttpResponseRedirect(f"{address}?erledigt={done}" if done else address)
    response.status_code = 303
    return response


def form_context(request: Any, typed: Typed | None, shown: dict[str, str]) -> dict[str, Any]:
    """What every form page needs: values, errors as a list and by control, and what has just been done."""
    errors = typed.errors if typed else []
    return {
        "values": {**shown, **(typed.values if typed else {})},
        "errors": errors,
        "error_of": dict(reversed(errors)),
        "done": request.GET.get("erledigt", ""),
    }


def seen(request: Any) -> int:
    """The revision that the sent page showed; 0 when it says none."""
    stated = str(request.POST.get("stand", ""))
    return int(stated) if stated.isdecimal() and len(stated) < 10 else 0


def who(actor: str) -> str:
    """The name of whoever the audit means."""
    return names([actor])[actor]
