"""Texts of a form, step or question in both languages side by side; what is required; the answers of a choice."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on, seen, who
from drehscheibe.desk.views.forms.found import ADDRESS, copy_of
from drehscheibe.forms import editing, revising
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.models import WorkingCopy
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel.revisions import ChangedMeanwhileError

LONGEST = 2_000
FREE_ROWS = 3
# name: what it is called, whether it is long, whether German is needed
Texts = Mapping[str, tuple[str, bool, bool]]
FORM_TEXTS: Texts = {
    "title": (gettext_noop("Titel"), False, True),
    "purpose": (gettext_noop("Wofür das Amt die Angaben braucht"), True, True),
    "legal_basis": (gettext_noop("Rechtsgrundlage"), True, True),
    "retention": (gettext_noop("Wann das Amt die Angaben löscht"), True, False),
}
STEP_TEXTS: Texts = {
    "title": (gettext_noop("Titel"), False, True),
    "intro": (gettext_noop("Einleitung"), True, False),
}
FIELD_TEXTS: Texts = {
    "label": (gettext_noop("Frage"), True, True),
    "hint": (gettext_noop("Hinweis"), True, False),
    "help": (gettext_noop("Ausführliche Hilfe"), True, False),
    "missing": (gettext_noop("Meldung, wenn die Antwort fehlt"), True, False),
    "pattern_message": (gettext_noop("Meldung, wenn die Form nicht stimmt"), True, False),
    "purpose": (gettext_noop("Wofür das Amt gerade diese Angabe braucht"), True, False),
    "legal_basis": (gettext_noop("Rechtsgrundlage gerade dieser Angabe"), True, False),
}


def _shown(texts: Texts, part: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name}.{lang}": (part.get(name) or {}).get(lang, "") for name in texts for lang in ("de", "en")}


def _typed(typed: Typed, texts: Texts) -> dict[str, dict[str, str]]:
    found = {}
    for name, (_label, _long, is_needed) in texts.items():
        sentence = _("Schreiben Sie bitte einen deutschen Text.") if is_needed else ""
        words = {"de": typed.text(f"{name}.de", sentence, LONGEST), "en": typed.text(f"{name}.en", "", LONGEST)}
        found[name] = {lang: said for lang, said in words.items() if said}
    return found


class Page:
    """A page that changes one part of the working copy, and what to say when it cannot."""

    def __init__(self, request: Any, copy: Any, template: str, address: str) -> None:
        self.request = request
        self.copy: Any = copy  # a working copy, or what stands for one
        self.template = template
        self.address = address

    def save(self, typed: Typed, what: revising.Change, about: str) -> HttpResponse | None:
        """Go on when it is saved; None, with the errors told, when it does not fit. Who comes second gets the page."""
        by, now = actor(self.request.account), self.request.now
        try:
            editing.change(slug=self.copy.slug, seen=seen(self.request), what=what, about=about, by=by, now=now)
        except ChangedMeanwhileError as changed:
            self.copy = changed.copy
            return self.show(typed, self.again, meanwhile=who(changed.copy.edited_by), status=409)
        except FormError as error:
            typed.errors.append(("", _("So geht das nicht: {reason}").format(reason=error.findings[0].message)))
            return None
        return go_on(self.address, "gespeichert")

    again: dict[str, Any] = {}

    def show(
        self, typed: Typed | None, context: dict[str, Any], *, meanwhile: str = "", status: int = 0
    ) -> HttpResponse:
        """The page; `meanwhile` names who has changed the working copy since the visitor saw it."""
        told = form_context(self.request, typed, context.get("shown", {}))
        whole = {"copy": self.copy, "meanwhile": meanwhile, **context, **told}
        return render(self.request, self.template, whole, status=status or (422 if told["errors"] else 200))


@access(Access.FORM_EDITING)
def whole(request: Any, slug: str) -> HttpResponse:
    """Title, purpose, legal basis and retention of the form."""
    copy = copy_of(slug)
    page = Page(request, copy, "desk/forms/texts.html", f"{ADDRESS}{slug}/angaben/")
    page.again = {"texts": FORM_TEXTS, "title": _("Angaben zum Formular"), "shown": _shown(FORM_TEXTS, copy.document)}
    return _texts(page, FORM_TEXTS, revising.write, "")


def _texts(page: Page, texts: Texts, write: Any, about: str, **place: str) -> HttpResponse:
    typed = None
    if page.request.method == "POST":
        typed = Typed(page.request.POST)
        facts = _typed(typed, texts)
        answer = None if typed.errors else page.save(typed, write(facts, **place), about)
        if answer:
            return answer
    return page.show(typed, page.again)


@access(Access.FORM_EDITING)
def step(request: Any, slug: str, form_step: str) -> HttpResponse:
    """Title and introduction of a step, and its questions in their order."""
    copy = copy_of(slug)
    found = _step(copy, form_step)
    page = Page(request, copy, "desk/forms/step.html", f"{ADDRESS}{slug}/schritt/{form_step}/")
    blocks = [block for at, block in revising.blocks(copy.document) if at["id"] == form_step]
    page.again = {"texts": STEP_TEXTS, "step": found, "blocks": blocks, "shown": _shown(STEP_TEXTS, found)}
    return _texts(page, STEP_TEXTS, revising.write, form_step, step_id=form_step)


def _step(copy: WorkingCopy, form_step: str) -> dict[str, Any]:
    try:
        return revising.find_step(copy.document, form_step)
    except revising.NoSuchPlaceError:
        raise Http404 from None


def field_of(copy: WorkingCopy, name: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Step, block and question. Raises Http404."""
    try:
        return revising.find_field(copy.document, name)
    except revising.NoSuchPlaceError:
        raise Http404 from None


@access(Access.FORM_EDITING)
def question(request: Any, slug: str, field: str) -> HttpResponse:
    """The texts of a question, and whether it must be answered."""
    copy = copy_of(slug)
    at, _block, found = field_of(copy, field)
    texts = {name: facts for name, facts in FIELD_TEXTS.items() if name != "pattern_message" or found.get("pattern")}
    kind = TYPES.get(found["type"])
    is_input = kind is not None and kind.has_input
    if not is_input:
        texts.pop("missing")
    page = Page(request, copy, "desk/forms/question.html", f"{ADDRESS}{slug}/frage/{field}/")
    required = found.get("required", True)
    is_conditional = isinstance(required, dict)
    stated = "bedingt" if is_conditional else "ja" if required else "nein"
    page.again = {
        "texts": texts,
        "step": at,
        "field": found,
        "is_input": is_input,
        "is_conditional": is_conditional,
        "has_options": bool(found.get("options")),
        "shown": {**_shown(texts, found), "noetig": stated},
    }
    if request.method != "POST":
        return page.show(None, page.again)
    typed = Typed(request.POST)
    facts: dict[str, Any] = _typed(typed, texts)
    if is_input:
        choices = ("ja", "nein", "bedingt") if is_conditional else ("ja", "nein")
        chosen = typed.choice("noetig", choices, _("Wählen Sie bitte aus, ob die Antwort nötig ist."))
        facts["required"] = {"ja": None, "nein": False, "bedingt": required}.get(chosen)
    answer = None if typed.errors else page.save(typed, _question_change(facts, field), field)
    return answer or page.show(typed, page.again)


def _question_change(facts: dict[str, Any], field: str) -> revising.Change:
    """Like `write`, but `required: false` is a fact and not an empty one."""
    is_optional = facts.get("required") is False
    plain = {name: value for name, value in facts.items() if name != "required" or not is_optional}

    def change(document: dict[str, Any]) -> dict[str, Any]:
        fresh = revising.write(plain, field_id=field)(document)
        if is_optional:
            revising.find_field(fresh, field)[2]["required"] = False
        return fresh

    return change


@access(Access.FORM_EDITING)
def options(request: Any, slug: str, field: str) -> HttpResponse:
    """The answers of a choice: their texts, their order, fewer and more of them."""
    copy = copy_of(slug)
    at, _block, found = field_of(copy, field)
    if not found.get("options"):
        raise Http404
    page = Page(request, copy, "desk/forms/options.html", f"{ADDRESS}{slug}/frage/{field}/antworten/")
    known = found["options"]
    shown = {
        f"{place}.{lang}": option["label"].get(lang, "") for place, option in enumerate(known) for lang in ("de", "en")
    }
    shown |= {f"{place}.platz": str(place + 1) for place in range(len(known))}
    places = range(len(known) + FREE_ROWS)
    page.again = {"step": at, "field": found, "known": known, "places": places, "shown": shown}
    if request.method != "POST":
        return page.show(None, page.again)
    typed = Typed(request.POST)
    fresh = _options(request, typed, known)
    if not typed.errors and not fresh:
        typed.refuse("0.de", _("Mindestens eine Antwort muss bleiben."))
    answer = None if typed.errors else page.save(typed, revising.write_options(fresh, field_id=field), field)
    return answer or page.show(typed, page.again)


def _options(request: Any, typed: Typed, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was typed, in the order of the places given; answers ticked to go are left out."""
    rows = []
    taken = {option["value"] for option in known}
    for place in range(len(known) + FREE_ROWS):
        words = {"de": typed.line(f"{place}.de"), "en": typed.line(f"{place}.en")}
        stated = typed.line(f"{place}.platz", longest=3)
        if place >= len(known) and not words["de"]:
            continue
        if request.POST.get(f"{place}.weg"):
            continue
        if not words["de"]:
            typed.refuse(f"{place}.de", _("Schreiben Sie bitte einen deutschen Text, oder entfernen Sie die Antwort."))
        label = {lang: said for lang, said in words.items() if said}
        option = dict(known[place]) if place < len(known) else {"value": option_value(words["de"], taken)}
        taken.add(option["value"])
        order = int(stated) if stated.isdecimal() else len(known) + place + 1
        rows.append((order, place, option | {"label": label}))
    return [option for _order, _place, option in sorted(rows, key=lambda row: row[:2])]


def option_value(words: str, taken: set[str]) -> str:
    """A value for a new answer, from its words; once given it never changes."""
    plain = words.lower().translate(str.maketrans("äöü", "aou")).replace("ß", "ss")
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "antwort"
    return next(one for one in (stem, *(f"{stem}_{number}" for number in range(2, 600))) if one not in taken)


@access(Access.FORM_EDITING)
def order(request: Any, slug: str) -> HttpResponse:
    """POST moves a step (`schritt`) or a question (`frage`) up or down (`richtung`: hoch, runter)."""
    copy = copy_of(slug)
    form_step, field = request.POST.get("schritt", ""), request.POST.get("frage", "")
    distance = -1 if request.POST.get("richtung") == "hoch" else 1
    back = f"{ADDRESS}{slug}/schritt/{form_step}/" if field else f"{ADDRESS}{slug}/"
    if request.method != "POST" or not (form_step or field):
        return go_on(f"{ADDRESS}{slug}/")
    move = revising.move_field(field, distance) if field else revising.move_step(form_step, distance)
    try:
        editing.change(
            slug=slug,
            seen=seen(request),
            what=move,
            about=field or form_step,
            by=actor(request.account),
            now=request.now,
        )
    except ChangedMeanwhileError:
        return go_on(back, "inzwischen")
    except revising.CannotMoveError:
        return go_on(back, "ende")
    except revising.NoSuchPlaceError:
        raise Http404 from None
    return go_on(
        f"{ADDRESS}{slug}/schritt/{field_of(copy_of(copy.slug), field)[0]['id']}/" if field else back, "verschoben"
    )
