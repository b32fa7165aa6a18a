"""Pages for what went wrong: what happened, and what to do next."""

import sys
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from drehscheibe.front.cases import NotOpenedError
from drehscheibe.identity.access import Access, access
from drehscheibe.ui.plain import plain_page


def own_address(path: str) -> str:
    """A path of this portal as an address to redirect to: quoted, and never the address of another host (`//host`)."""
    return escape_leading_slashes(quote(path))


def trouble(request: Any, status: int, title: str, text: str, *, back: str = "", back_label: str = "") -> HttpResponse:
    """A page that says what happened (`title`), what to do (`text`) and where to go on."""
    if getattr(request, "portal", None) is None:  # before the host name was looked up
        return plain_page(status, {404: "not_found", 413: "too_much"}.get(status, "broken"))
    context = {"title": title, "text": text, "back": back, "back_label": back_label}
    return render(request, "front/trouble.html", context, status=status)


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return trouble(
            request,
            413,
            _("Das waren zu viele Dateien"),
            _("Gehen Sie im Browser zurück und wählen Sie höchstens {most} Dateien auf einmal.").format(most=most),
        )
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return trouble(
            request,
            413,
            _("Das war zu viel auf einmal"),
            _(
                "Ein Text oder eine Datei ist zu groß. Gehen Sie im Browser zurück. Kürzen Sie den Text, oder wählen "
                "Sie eine kleinere Datei. Was Sie vorher gespeichert haben, ist noch da."
            ),
        )
    return trouble(
        request,
        400,
        _("Diese Anfrage haben wir nicht verstanden"),
        _("Gehen Sie im Browser zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
    )


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's interface
    return trouble(request, 403, _("Das geht hier nicht"), _("Gehen Sie zurück zur Startseite und beginnen Sie dort."))


@access(Access.PUBLIC)
def form_outdated(request: Any, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's interface
    """The page was too old to be sent, or did not come from this portal."""
    context = {
        "title": _("Diese Seite war zu lange offen"),
        "text": _(
            "Gesendet wurde nichts. Kopieren Sie Ihren Text, laden Sie die Seite neu und senden Sie ihn noch einmal."
        ),
        "back": own_address(request.path),
        "back_label": _("Seite neu laden"),
        "kept": request.POST.get("text", ""),
    }
    return render(request, "front/trouble.html", context, status=403)


def signed_out(request: Any) -> HttpResponse:
    """Something was sent after the session had ended: nothing is done, and what was typed is shown to be kept."""
    context = {
        "title": _("Sie sind nicht mehr angemeldet"),
        "text": _("Gesendet wurde nichts. Kopieren Sie Ihren Text, melden Sie sich an und senden Sie ihn noch einmal."),
        "back": "/anmelden/",
        "back_label": _("Anmelden"),
        "kept": request.POST.get("text", ""),
    }
    return render(request, "front/trouble.html", context, status=403)


def in_preparation(request: Any) -> HttpResponse:
    """The portal is not open yet: only its staff sees more than this."""
    return render(request, "front/preparing.html", status=404)


def second_factor_first(request: Any) -> HttpResponse:
    """A member of staff without a second factor is led to it; what was sent meanwhile is not done, and kept."""
    path = "/konto/sicherheit/zweiter-faktor/"
    if request.method != "POST":
        return HttpResponseRedirect(f"{path}?{urlencode({'weiter': request.get_full_path()})}")
    context = {
        "title": _("Es fehlt der zweite Faktor"),
        "text": _("Gesendet wurde nichts. Wer im Rathaus arbeitet, meldet sich mit einem zweiten Faktor an."),
        "back": path,
        "back_label": _("Zweiten Faktor einrichten"),
        "kept": request.POST.get("text", ""),
    }
    return render(request, "front/trouble.html", context, status=403)


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """No such page; with a slash forgotten at the end, the page that was meant; without access, the way in by code."""
    if isinstance(exception, NotOpenedError):
        context = {"typed": exception.reference, "is_closed": True, "kept": request.POST.get("text", "")}
        return render(request, "front/enter.html", context, status=404)
    if request.method in {"GET", "HEAD"} and is_valid_path(f"{request.path}/"):
        return HttpResponseRedirect(own_address(f"{request.path}/"))
    return trouble(
        request,
        404,
        _("Diese Seite gibt es nicht"),
        _("Prüfen Sie die Adresse. Oder suchen Sie auf der Startseite, was Sie erledigen möchten."),
    )


def broken(request: Any) -> HttpResponse:
    """Something is wrong with us. When it is the database that is away, the page says so and the answer is 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return plain_page(503, "database_away")
    return trouble(
        request,
        500,
        _("Das hat leider nicht geklappt"),
        _(
            "Bei uns ist ein Fehler aufgetreten. Was Sie gespeichert haben, ist sicher. "
            "Versuchen Sie es bitte gleich noch einmal."
        ),
    )
