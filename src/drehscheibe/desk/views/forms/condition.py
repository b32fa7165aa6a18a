"""When a step or a question is shown: up to three comparisons with answers that were given before."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.views.forms.found import ADDRESS, copy_of
from drehscheibe.desk.views.forms.texts import Page, field_of
from drehscheibe.forms import conditions, revising
from drehscheibe.forms.conditions import Comparison, Condition
from drehscheibe.forms.editing import document_of
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.logic.telling import told
from drehscheibe.forms.models import WorkingCopy
from drehscheibe.forms.schema import text
from drehscheibe.identity.access import Access, access

ROWS = range(conditions.MOST)


def hows() -> dict[str, str]:
    """Ways to compare, as people say them."""
    return {
        "eq": _("ist"),
        "ne": _("ist nicht"),
        "gt": _("ist größer als"),
        "lt": _("ist kleiner als"),
        "given": _("ist beantwortet"),
        "left_out": _("ist nicht beantwortet"),
    }


@access(Access.FORM_EDITING)
def condition(request: Any, slug: str, kind: str, name: str) -> HttpResponse:
    """The condition of a step (`schritt`) or a question (`frage`); POST changes it."""
    copy = copy_of(slug)
    place, part, place_title = _place(copy, kind, name)
    expression = part.get("visible")
    read = conditions.read(expression) if expression is not None else Condition("and", ())
    earlier = _earlier(copy, kind, name)
    page = Page(request, copy, "desk/forms/condition.html", f"{ADDRESS}{slug}/bedingung/{kind}/{name}/")
    page.again = {
        "title": place_title,
        "kind": kind,
        "is_simple": read is not None,
        "said": text(told(document_of(copy), expression), get_language() or "de") if expression is not None else None,
        "rows": ROWS,
        "questions": [{"value": field["id"], "label": _label(field)} for field in earlier.values()],
        "answers": [(_label(field), _possible(field)) for field in earlier.values() if _possible(field)],
        "hows": [{"value": how, "label": words} for how, words in hows().items()],
        "shown": _shown(read or Condition("and", ()), earlier),
    }
    if request.method != "POST":
        return page.show(None, page.again)
    typed = Typed(request.POST)
    wanted = _wanted(typed, earlier)
    if read is None and request.POST.get("ersetzen") != "ja":
        typed.refuse("ersetzen", _("Setzen Sie ein Häkchen, wenn die bisherige Bedingung wegfallen soll."))
    if typed.errors or wanted is None:
        return page.show(typed, page.again)
    what = revising.write({"visible": conditions.write(wanted, earlier)}, **place)
    return page.save(typed, what, name) or page.show(typed, page.again)


def _place(copy: WorkingCopy, kind: str, name: str) -> tuple[dict[str, str], dict[str, Any], str]:
    if kind == "frage":
        field = field_of(copy, name)[2]
        return {"field_id": name}, field, _label(field)
    if kind != "schritt":
        raise Http404
    try:
        step = revising.find_step(copy.document, name)
    except revising.NoSuchPlaceError:
        raise Http404 from None
    return {"step_id": name}, step, text(step["title"], get_language() or "de").text


def _label(field: dict[str, Any]) -> str:
    return text(field["label"], get_language() or "de").text


def _earlier(copy: WorkingCopy, kind: str, name: str) -> dict[str, dict[str, Any]]:
    """The questions before the place by id, without those of other groups: what a condition may compare."""
    found: dict[str, dict[str, Any]] = {}
    own = field_of(copy, name)[1] if kind == "frage" else None
    for step, block in revising.blocks(copy.document):
        if kind == "schritt" and step["id"] == name:
            break
        for field in block.get("fields", ()):
            if kind == "frage" and field["id"] == name:
                return found
            kept = TYPES.get(field["type"])
            if kept and kept.has_input and ("item" not in block or block is own) and field["type"] != "upload":
                found[field["id"]] = field
    return found


def _possible(field: dict[str, Any]) -> str:
    """The answers there can be, as an editor types them."""
    if field["type"] in {"yes_no", "statement"}:
        return _("Ja oder Nein")
    return ", ".join(option["label"].get("de", option["value"]) for option in field.get("options", ()))


def _shown(read: Condition, earlier: dict[str, dict[str, Any]]) -> dict[str, str]:
    shown = {"verbunden": read.joined}
    for place, one in enumerate(read.comparisons):
        shown |= {f"{place}.frage": one.field, f"{place}.wie": one.how}
        shown[f"{place}.wert"] = _written(earlier.get(one.field, {}), one.value)
    return shown


def _written(field: dict[str, Any], value: Any) -> str:
    """A value as an editor types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if field.get("type") == "money":
        return f"{value / 100:.2f}".replace(".", ",")
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    labels = {option["value"]: option["label"].get("de", option["value"]) for option in field.get("options", ())}
    return str(labels.get(value, value))


def _wanted(typed: Typed, earlier: dict[str, dict[str, Any]]) -> Condition | None:
    """The condition that was typed; None, with the errors told, when it is none."""
    joined = typed.choice("verbunden", ("and", "or"), _("Wählen Sie bitte „alle“ oder „mindestens eine“."))
    found = []
    for place in ROWS:
        name, how = typed.line(f"{place}.frage"), typed.line(f"{place}.wie")
        value = typed.line(f"{place}.wert")
        if not name:
            continue
        if name not in earlier or how not in hows():
            typed.refuse(f"{place}.wie", _("Wählen Sie bitte eine Frage und wie verglichen werden soll."))
            continue
        try:
            literal = None if how in {"given", "left_out"} else conditions.literal(earlier[name], value)
        except conditions.UnusableValueError:
            sentence = _("Diese Antwort gibt es bei „{label}“ nicht: {value}")
            typed.refuse(f"{place}.wert", sentence.format(label=_label(earlier[name]), value=value or "–"))
            continue
        found.append(Comparison(name, how, literal))
    return None if typed.errors else Condition(joined, tuple(found))
