"""Errors as problem documents (RFC 9457): what happened and what to do, in the caller's language."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

CONTENT_TYPE = "application/problem+json"
BROKEN = (
    _("Das hat leider nicht geklappt"),
    _("Bei uns ist ein Fehler aufgetreten. Versuchen Sie es bitte gleich noch einmal."),
)
SENTENCES = {
    400: (
        _("Diese Anfrage haben wir nicht verstanden"),
        _("Prüfen Sie Adresse und Kopfzeilen. Was es hier gibt, steht unter /api/v1/openapi.json."),
    ),
    404: (
        _("Unter dieser Adresse gibt es nichts"),
        _("Prüfen Sie Rechnername und Adresse. Was es hier gibt, steht unter /api/v1/openapi.json."),
    ),
    405: (_("Hier kann man nur lesen"), _("Fragen Sie mit GET oder HEAD.")),
    422: (_("Eine Angabe in der Anfrage stimmt nicht"), _("Unter „errors“ steht, welche es ist und was möglich ist.")),
    503: (
        _("Das Portal ist gerade kurz nicht erreichbar"),
        _("Versuchen Sie es nach der Zeit, die unter „Retry-After“ steht, noch einmal."),
    ),
}


class Problem(BaseModel):
    """What every error says (RFC 9457)."""

    title: str = Field(description="What happened, in the language asked for.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What to do about it.")
    errors: dict[str, str] = Field(default={}, description="What is wrong, by the name of the parameter.")


def problem(status: int, *, detail: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    """An error as an answer. `detail` in the caller's language; without it, what applies to the status in general."""
    title, general = SENTENCES.get(status, BROKEN if status >= 500 else SENTENCES[400])
    told = Problem(
        title=translation.gettext(title),
        status=status,
        detail=detail or translation.gettext(general),
        errors=errors or {},
    )
    return HttpResponse(told.model_dump_json(), status=status, content_type=CONTENT_TYPE)


def described(*statuses: int) -> dict[str, Any]:
    """The part of an operation's description that says with which of these it may answer."""
    return {"responses": {status: _description(status) for status in statuses}}


def _description(status: int) -> dict[str, Any]:
    return {
        "description": {404: "There is no such thing in this portal.", 422: "A parameter is not as described."}[status],
        "content": {CONTENT_TYPE: {"schema": Problem.model_json_schema()}},
    }


def wrong_parameters(errors: Iterable[dict[str, Any]], sentences: dict[str, str]) -> HttpResponse:
    """The answer to parameters that do not fit; `sentences` says by their names what is possible."""
    names = [str(error["loc"][-1]) for error in errors]
    return problem(422, errors={name: translation.gettext(sentences[name]) for name in names})
