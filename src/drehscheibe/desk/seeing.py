"""Post/Redirect/Get of the administration: where to go on, and what has just been done."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from drehscheibe.desk.inputs import Typed


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
