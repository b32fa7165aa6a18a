"""Templates of decisions: write, preview, publish. What is published holds no placeholder that nobody knows."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from drehscheibe.applications import letters
from drehscheibe.applications.delivery import LetterTemplate
from drehscheibe.applications.letters import Problem, Remedy, Template
from drehscheibe.applications.operations.templating import (
    UnpublishableError,
    check,
    preview,
    publish_template,
    save_template,
)
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.views.case import decisions
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants.naming import slug_of
from drehscheibe.ui.downloads import pdf

TYPES = {"Text": "text", "Betrag": "money", "Datum": "date", "Zahl": "number"}
_NAMES = {kind: word for word, kind in TYPES.items()}


def _own_services() -> dict[str, OnlineService]:
    rows = OnlineService.objects.select_related("service", "department").filter(is_contact=False)
    return {row.slug: row for row in rows.order_by("service__sort_key")}


def _found(slug: str) -> LetterTemplate:
    found = LetterTemplate.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@access(Access.FORMS)
@require_safe
def page(request: Any) -> HttpResponse:
    """All templates of the body."""
    return render(request, "desk/templates.html", {"templates": LetterTemplate.objects.order_by("name")})


@access(Access.FORM_EDITING)
def creation(request: Any) -> HttpResponse:
    """GET shows an empty template; POST keeps it as a working copy."""
    return _edit(request, None)


@access(Access.FORMS)
def template(request: Any, slug: str) -> HttpResponse:
    """GET shows a template; POST keeps its working copy, for editors: others who see the page may only read it."""
    found = _found(slug)
    if request.method == "POST" and "editor" not in request.standing.roles:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _edit(request, found)


@access(Access.FORMS)
@require_safe
def sample(request: Any, slug: str) -> HttpResponse:
    """The working copy as PDF, each placeholder by its name."""
    found = _found(slug)
    service = _own_services().get(found.online_service)
    if service is None:
        raise Http404
    made = Template.model_validate(found.draft)
    return pdf(preview(template=made, online_service=service, by=request.account, now=request.now), f"{slug}.pdf")


@access(Access.FORM_PUBLISHING)
def publication(request: Any, slug: str) -> HttpResponse:
    """POST publishes the working copy, or says why not."""
    found = _found(slug)
    if request.method != "POST":
        return go_on(f"/amt/vorlagen/{slug}/")
    try:
        publish_template(template=found, by=request.account, now=request.now)
    except UnpublishableError:
        return _show(request, found, None, status=422)
    return go_on(f"/amt/vorlagen/{slug}/", "veroeffentlichung")


def _edit(request: Any, found: LetterTemplate | None) -> HttpResponse:
    if request.method != "POST":
        return _show(request, found, None)
    typed = Typed(request.POST)
    name = typed.line("name", _("Geben Sie der Vorlage bitte einen Namen."), 120)
    service = typed.choice("leistung", _own_services().keys(), _("Wählen Sie bitte eine Leistung."))
    outcome = typed.choice(
        "ergebnis", [one["value"] for one in decisions()], _("Wählen Sie bitte aus, wie Sie entscheiden.")
    )
    remedy = typed.choice("rechtsbehelf", set(Remedy), _("Wählen Sie bitte einen Rechtsbehelf."))
    title, body = typed.line("titel", _("Geben Sie bitte eine Überschrift ein."), 120), typed.text("text")
    fee, court = typed.line("gebuehr", longest=2000), typed.line("gericht", longest=200)
    inputs = _inputs(typed)
    if not body:
        typed.refuse("text", _("Schreiben Sie bitte den Text der Vorlage."))
    slug = found.slug if found else slug_of(name)
    if not found and LetterTemplate.objects.filter(slug=slug).exists():
        typed.refuse("name", _("So heißt schon eine Vorlage. Wählen Sie bitte einen anderen Namen."))
    if typed.errors:
        return _show(request, found, typed, status=422)
    made = Template(
        title=title, outcome=outcome, inputs=tuple(inputs), body=body, fee=fee, remedy=Remedy(remedy), court=court
    )
    save_template(slug=slug, name=name, online_service=service, template=made, by=request.account, now=request.now)
    return go_on(f"/amt/vorlagen/{slug}/", "gespeichert")


def _inputs(typed: Typed) -> list[letters.Input]:
    """What the clerk is to fill in, one a line: name; type; label."""
    found = []
    for line in typed.text("eingaben").split("\n"):
        parts = [part.strip() for part in line.split(";")]
        if not line.strip():
            continue
        try:
            name, kind, label = parts
            found.append(letters.Input(name=name, type=TYPES[kind], label=label))
        except (ValueError, KeyError, ValidationError):
            sentence = _(
                "Diese Zeile passt nicht: „{line}“. Schreiben Sie zum Beispiel: steuer; Betrag; Steuer im Jahr"
            )
            typed.refuse("eingaben", sentence.format(line=line.strip()[:60]))
            break
    return found


def _remedies() -> dict[str, str]:
    return {
        Remedy.OBJECTION.value: _("Widerspruch"),
        Remedy.OBJECTION_SOCIAL.value: _("Widerspruch im Sozialrecht"),
        Remedy.APPEAL.value: _("Einspruch"),
        Remedy.COURT.value: _("Klage"),
        Remedy.NONE.value: _("Keiner, es ist kein Bescheid"),
    }


def _shown(found: LetterTemplate | None) -> dict[str, str]:
    if found is None:
        return {"rechtsbehelf": Remedy.OBJECTION.value}
    made = Template.model_validate(found.draft)
    return {
        "name": found.name,
        "leistung": found.online_service,
        "ergebnis": made.outcome,
        "titel": made.title,
        "eingaben": "\n".join(f"{one.name}; {_NAMES[one.type]}; {one.label}" for one in made.inputs),
        "text": made.body,
        "gebuehr": made.fee,
        "rechtsbehelf": made.remedy.value,
        "gericht": made.court,
    }


def _sentence(problem: Problem) -> str:
    return {
        "unknown": _("Den Platzhalter {{{word}}} gibt es nicht. Prüfen Sie bitte, ob er richtig geschrieben ist."),
        "bracket": _("Eine geschweifte Klammer ist offen oder steht allein: „{word}“"),
        "twice": _("Die Eingabe „{word}“ gibt es schon."),
        "court": _("Für die Klage fehlt das Gericht."),
    }[problem.kind].format(word=problem.word)


def _show(request: Any, found: LetterTemplate | None, typed: Typed | None, status: int = 200) -> HttpResponse:
    problems = check(Template.model_validate(found.draft), found.online_service) if found else []
    services = _own_services()
    context = {
        "template": found,
        "values": typed.values if typed else _shown(found),
        "errors": typed.errors if typed else [],
        "problems": [_sentence(problem) for problem in problems],
        "is_published": bool(found and found.published == found.draft),
        "services": [{"value": slug, "label": row.service.name["de"]} for slug, row in services.items()],
        "outcomes": decisions(),
        "remedies": [{"value": value, "label": label} for value, label in _remedies().items()],
        "known": letters.KNOWN,
        "types": ", ".join(TYPES),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/template.html", context, status=status)
