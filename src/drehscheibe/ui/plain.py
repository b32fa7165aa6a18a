"""Pages that need no database, no template and no portal: for unknown hosts, and when all else is away."""

from html import escape

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_noop as _

TEXTS = {
    "unknown_host": (
        _("Unter dieser Adresse gibt es kein Portal"),
        _("Prüfen Sie die Adresse oben im Browser. Steht sie in einem Schreiben, fragen Sie bitte dort nach."),
    ),
    "database_away": (
        _("Wir sind gleich wieder für Sie da"),
        _(
            "Das Portal ist gerade kurz nicht erreichbar. Was Sie gespeichert haben, ist sicher. "
            "Laden Sie die Seite in einer Minute neu."
        ),
    ),
    "not_found": (
        _("Diese Seite gibt es nicht"),
        _("Prüfen Sie die Adresse in der Zeile oben im Browser."),
    ),
    "too_much": (
        _("Das war zu viel auf einmal"),
        _("Gehen Sie im Browser zurück und versuchen Sie es mit weniger."),
    ),
    "broken": (
        _("Das hat leider nicht geklappt"),
        _(
            "Bei uns ist ein Fehler aufgetreten. Was Sie gespeichert haben, ist sicher. "
            "Bitte versuchen Sie es in ein paar Minuten noch einmal."
        ),
    ),
}


def plain_page(status: int, key: str) -> HttpResponse:
    """A page that needs no database, no template and no portal."""
    title, sentence = (escape(translation.gettext(text)) for text in TEXTS[key])
    language = translation.get_language() or "de"
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"</head><body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>"
    )
    response = HttpResponse(body, status=status)
    if status == 503:
        response["Retry-After"] = "10"
    return response
