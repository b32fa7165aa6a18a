"""Decide from a template: fill in, preview as PDF, check, make the decision."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import lettering
from drehscheibe.applications.letters import Content, Template
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.views.case import LONGEST_DECISION
from drehscheibe.desk.views.verbs import not_decided
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import typeset
from drehscheibe.ui.downloads import pdf

HINTS = {"money": "96,00", "date": "14.06.2027", "number": "3", "text": ""}


@access(Access.CASEWORK)
def decision(request: Any, reference: str, slug: str) -> HttpResponse:
    """GET asks for the inputs; POST checks them, with `vorschau` shows the PDF, with `geprueft` makes the decision."""
    application = visible(request, reference)
    found = lettering.templates_for(application).filter(slug=slug).first()
    if found is None:
        raise Http404
    if not application.is_open:
        return see_case(application)
    template = Template.model_validate(found.published)
    if request.method != "POST":
        return _page(request, application, template, {}, [])
    typed = Typed(request.POST)
    inputs = {one.name: typed.line(f"wert.{one.name}") for one in template.inputs}
    reasons = typed.text("begruendung", longest=LONGEST_DECISION)
    content, wrong = lettering.written(application, template, inputs, reasons, request.now)
    for one in template.inputs:
        if one.name in wrong:
            typed.refuse(f"wert.{one.name}", _wrong(one.type, one.label))
    if not typeset.can_show(reasons + "".join(inputs.values())):
        problem = _("Löschen Sie bitte Emojis und Zeichen, die sich im Bescheid nicht drucken lassen.")
        typed.refuse("begruendung", problem)
    if typed.errors or content is None or "aendern" in request.POST:
        return _page(request, application, template, typed.values, typed.errors)
    return _decide(request, application, template, content, typed.values)


def _decide(
    request: Any, application: Application, template: Template, content: Content, values: dict[str, str]
) -> HttpResponse:
    outcome, text = Outcome(template.outcome), values["begruendung"]
    by, now = request.account, request.now
    try:
        if "vorschau" in request.POST:
            paper = decision_document(
                application=application, outcome=outcome, text=text, by=by, now=now, content=content
            )
            return pdf(paper, f"Vorschau-{application.reference}.pdf")
        if "geprueft" not in request.POST:
            return _page(request, application, template, values, [], content=content)
        seen = request.POST.get("gesehen", "")
        casework.decide(application=application, outcome=outcome, text=text, by=by, now=now, content=content, seen=seen)
    except (ChangedMeanwhileError, ClosedError, typeset.TypesettingError) as error:
        return not_decided(request, application.reference, {"outcome": str(outcome), "decision": text}, error)
    return see_case(application, "entscheidung")


def _wrong(kind: str, label: str) -> str:
    sentences = {
        "money": _("Geben Sie bei „{label}“ bitte einen Betrag ein, zum Beispiel 96,00."),
        "date": _("Geben Sie bei „{label}“ bitte ein Datum ein, zum Beispiel 14.06.2027."),
        "number": _("Geben Sie bei „{label}“ bitte eine Zahl ein, zum Beispiel 3."),
        "text": _("Füllen Sie bitte „{label}“ aus."),
    }
    return sentences[kind].format(label=label)


def _page(
    request: Any,
    application: Application,
    template: Template,
    values: dict[str, str],
    errors: list[tuple[str, str]],
    *,
    content: Content | None = None,
) -> HttpResponse:
    context = {
        "application": application,
        "template": template,
        "values": values,
        "errors": errors,
        "content": content,
        "hints": HINTS,
        "longest": LONGEST_DECISION,
        "stand": request.POST.get("gesehen") or application.mark,
    }
    return render(request, "desk/acts/letter.html", context, status=422 if errors else 200)
