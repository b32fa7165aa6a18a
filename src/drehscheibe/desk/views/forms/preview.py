"""Walk through a form as people will, without storing anything: the answers travel with the page."""

import json
import uuid
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from drehscheibe.catalogue.form_uses import rates
from drehscheibe.desk.views.forms.found import Shown, shown
from drehscheibe.forms import answers, journey, revising
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.editing import as_plain
from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.presentation import Errors, view_step
from drehscheibe.forms.queries import equip
from drehscheibe.forms.schema import FormDocument, load, text
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock

_OWN = ("csrfmiddlewaretoken", "schritt", "antworten", "zurueck")
_STAYING = ("add", "remove", "detach", "stay", "_refresh")
MOST = 2_000


def kept(stated: str) -> Kept:
    """The raw answers that the page brought along; what is none is left out."""
    try:
        found = json.loads(stated or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: [str(one) for one in values] for name, values in list(found.items())[:MOST] if isinstance(values, list)
    }


def _on_whole_pages(document: FormDocument) -> FormDocument:
    """The same with all rows on the page of their step: pages of their own would need stored answers."""
    plain = as_plain(document)
    for _step, block in revising.blocks(plain):
        if "item" in block:
            block["apart"] = False
    whole = load(plain)
    equip(whole)
    return whole


class _Walk:
    """One request of the walk. A step "" is the end."""

    def __init__(self, request: Any, found: Shown) -> None:
        self.request = request
        self.found = found
        self.document = _on_whole_pages(found.document)
        self.parameters = rates(found.slug, found.document)
        self.today = clock.day(request.now)

    def compute(self, raw: Kept) -> journey.Journey:
        return journey.compute(self.document, raw, parameters=self.parameters, today=self.today)

    def visible(self, raw: Kept) -> list[str]:
        """The ids of the steps that are shown; the first of all where none is."""
        return [state.id for state in self.compute(raw).steps if state.visible] or [self.document.steps[0].id]

    def take(self, raw: Kept, step: str, posted: journey.Raw) -> Kept:
        """The answers after the page; uploads are noted and thrown away."""
        taken = answers.accept(self.document, step, raw, posted, parameters=self.parameters, today=self.today)
        for name, files in self.request.FILES.lists():
            for file in files:
                facts = {"name": file.name, "size": file.size, "media_type": file.content_type}
                with suppress(LookupError):
                    told = {"file": str(uuid.uuid4()), **facts}
                    taken = answers.attach(self.document, self.compute(taken), taken, name, told)
        return taken

    def page(self, raw: Kept, step: str, *, errors: Errors = (), status: int = 200) -> HttpResponse:
        walked, lang = self.compute(raw), self.request.language
        context = {"found": self.found, "raw": json.dumps(raw), "errors": [], "step": step}
        if not step:
            sections = answers.summary(self.document, walked, lang)
            return render(self.request, "desk/forms/preview_end.html", {**context, "sections": sections})
        view = view_step(self.document, walked, step, raw, lang=lang, errors=errors)
        visible = self.visible(raw)
        more = {
            "view": view,
            "place": visible.index(step) + 1 if step in visible else 1,
            "total": len(visible) + 1,
            "errors": [(error.href, error.message) for error in view.errors],
            "has_before": walked.previous_before(step) is not None,
        }
        return render(self.request, "desk/forms/preview.html", {**context, **more}, status=status)

    def sent(self, raw: Kept, step: str, posted: journey.Raw) -> HttpResponse:
        """The page after a sent one. Raise Invalid, UnknownStep."""
        if self.request.POST.get("zurueck"):
            taken = self.take(raw, step, {**posted, "_refresh": ["1"]})
            return self.page(taken, self.compute(taken).previous_before(step) or step)
        taken = self.take(raw, step, posted)
        walked = self.compute(taken)
        if any(posted.get(name) for name in _STAYING):
            return self.page(taken, step)
        if walked.step(step).complete:
            return self.page(taken, walked.next_after(step) or "")
        return self.page(taken, step, errors=walked.errors(step, self.request.language))


@access(Access.FORMS)
def preview(request: Any, slug: str) -> HttpResponse:
    """GET begins; POST takes the page's answers and shows the next page."""
    walk = _Walk(request, shown(slug))
    if request.method != "POST":
        return walk.page({}, walk.visible({})[0])
    raw, step = kept(request.POST.get("antworten", "")), request.POST.get("schritt", "")
    posted = {name: values for name, values in request.POST.lists() if name not in _OWN}
    try:
        return walk.sent(raw, step, posted) if step else walk.page(raw, walk.visible(raw)[-1])
    except Invalid as invalid:
        return walk.page(raw, step, errors=[("", text(invalid.message, request.language).text)], status=413)
    except UnknownStep:
        return walk.page(raw, walk.visible(raw)[0])
