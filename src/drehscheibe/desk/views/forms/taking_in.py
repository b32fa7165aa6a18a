"""Take in a form from a file: it becomes a working copy, with the report of what was understood."""

import json
from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.views.forms.found import ADDRESS, who
from drehscheibe.forms import editing
from drehscheibe.forms.schema import FormError
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor

LARGEST = 5_000_000


class UnreadableFileError(ValueError):
    """The file holds no form; the message says what to do."""


def _read(content: bytes) -> dict[str, Any]:
    """Our own JSON or YAML. Raises UnreadableFileError."""
    try:
        words = content.decode("utf-8-sig")
        # aliases could blow a small file up; documents do without them
        found = (
            json.loads(words) if words.lstrip().startswith("{") else yaml.safe_load(words) if "&" not in words else None
        )
    except (ValueError, yaml.YAMLError, RecursionError):
        found = None
    if not isinstance(found, dict) or "steps" not in found:
        raise UnreadableFileError(
            _("In dieser Datei steht kein Formular. Nehmen Sie bitte eine Datei, die dieses Portal ausgegeben hat.")
        )
    return found


@access(Access.FORM_EDITING)
def page(request: Any) -> HttpResponse:
    """The page for the file; POST takes it in."""
    if request.method != "POST":
        return render(request, "desk/forms/taking_in.html", {"errors": [], "findings": []})
    sent = request.FILES.get("datei")
    findings: list[Any] = []
    if sent is None:
        sentence = _("Wählen Sie bitte zuerst eine Datei aus.")
    elif sent.size > LARGEST:
        sentence = _("Diese Datei ist zu groß. Ein Formular hat höchstens 5 MB.")
    else:
        try:
            copy = editing.take_in(document=_read(sent.read()), report=[], by=actor(request.account), now=request.now)
            return go_on(f"{ADDRESS}{copy.slug}/", "eingelesen")
        except UnreadableFileError as error:
            sentence = str(error)
        except FormError as error:
            sentence, findings = _("An diesen Stellen stimmt das Formular nicht:"), error.findings[:50]
        except editing.ChangedMeanwhileError as known:
            sentence = _(
                "An diesem Formular arbeitet schon {name}. "
                "Verwerfen oder veröffentlichen Sie zuerst die Arbeitsfassung."
            )
            sentence = sentence.format(name=who(known.copy.edited_by))
    context = {"errors": [("f-datei", sentence)], "findings": findings}
    return render(request, "desk/forms/taking_in.html", context, status=422)
