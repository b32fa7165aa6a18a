"""One page of a service's description, in both languages side by side; of an inherited one, what this body adds."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from pydantic import ValidationError

from drehscheibe.catalogue import classification, differing, editing
from drehscheibe.catalogue.going_live import SlugTakenError
from drehscheibe.catalogue.parts import BY_NAME, LOCAL_PAGES, Entry, Page
from drehscheibe.catalogue.rules import digest
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on, seen, who
from drehscheibe.desk.views.catalogue import typing_in
from drehscheibe.desk.views.catalogue.found import Found, called, found, ways
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel.revisions import ChangedMeanwhileError, Difference
from drehscheibe.tenants.queries import own_departments


@access(Access.SERVICE_EDITING)
def part(request: Any, slug: str, part: str) -> HttpResponse:
    """Show a page of the working copy; POST saves it. Who comes second sees who was first, and what they typed."""
    one = found(request, slug, to_edit=True)
    page = (BY_NAME if one.is_own else LOCAL_PAGES).get(part)
    if page is None:
        raise Http404
    if one.draft is None:  # „Bearbeiten“ comes first
        return go_on(f"{one.base}#teile")
    if request.method != "POST":
        return _page(request, one, page)
    typed = Typed(request.POST)
    document = typing_in.typed_in(page, typed, one.document, request.POST)
    meanwhile, differences = "", []
    if not typed.errors:
        try:
            _draft, notes = editing.change(
                service=one.service,
                seen=seen(request),
                what=lambda _current: document,  # as it was shown, else the revision differs
                about=part,
                by=actor(request.account),
                now=request.now,
            )
        except ChangedMeanwhileError as changed:
            meanwhile = who(changed.copy.edited_by)
            one.draft.revision = changed.copy.revision
            mine = typing_in.typed_in(page, Typed(request.POST), changed.copy.document, request.POST)
            differences = differing.compare(changed.copy.document, mine, names=called())
        except SlugTakenError as taken:
            typed.refuse("slug", _slug_sentence(one, str(taken)))
        except ValidationError as error:
            _refuse(typed, page, error)
        else:
            return go_on(f"{one.base}baustein/{part}/", "gesaeubert" if notes else "gespeichert")
    return _page(request, one, page, typed, meanwhile=meanwhile, differences=differences)


def _slug_sentence(one: Found, taken: str) -> str:
    if taken == one.service.slug:
        return _("Die Adresse bleibt: Unter ihr stellen Menschen Anträge. Nehmen Sie wieder: {slug}").format(slug=taken)
    return _("Diese Adresse hat schon eine andere Leistung.")


def _refuse(typed: Typed, page: Page, error: ValidationError) -> None:
    for told in error.errors():
        place = ".".join(map(str, told["loc"]))
        entry = next((one for one in page.entries if place.startswith(one.path)), page.entries[0])
        if place.startswith("fees"):
            typed.refuse(entry.control, _("Jede Gebühr ist kostenlos, ein Betrag oder von–bis: nur eines davon."))
        else:
            typed.refuse(_control(entry), _("Das passt so nicht. Bitte prüfen Sie diese Angabe."))


def _control(entry: Entry) -> str:
    return f"{entry.control}.de" if entry.kind in {"words", "paragraphs", "list"} else entry.control


def _page(
    request: Any,
    one: Found,
    page: Page,
    typed: Typed | None = None,
    *,
    meanwhile: str = "",
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    told = form_context(request, typed, typing_in.shown(page, one.document))
    offered = {
        "department": [one.slug for one in own_departments()],
        "topic": classification.topics(),
        "situations": classification.situations(),
    }
    known = called()
    context = {
        "found": one,
        "part": page,
        "offered": {name: [(slug, known[slug]) for slug in slugs] for name, slugs in offered.items()},
        "places": {
            entry.path: typing_in.rows_shown(entry, told["values"]) for entry in page.entries if entry.kind == "rows"
        },
        "meanwhile": meanwhile,
        "differences": differences,
        "inherited": None if one.is_own else one.service.texts.get(page.name),
        "ways": ways(one) if page.name == "wege" else [],
        "outdated": [_(entry.label) for entry in page.entries if entry.path in one.document.get("translated", {})],
        "easy_is_stale": page.name == "leichte-sprache" and _is_stale(one),
        **told,
    }
    status = 409 if meanwhile else 422 if told["errors"] else 200
    return render(request, "desk/catalogue/part.html", context, status=status)


def _is_stale(one: Found) -> bool:
    easy, now = one.document.get("easy", {}), one.document
    source = digest(now["name"], now.get("summary", {}), now.get("texts", {}))
    return bool(easy.get("text")) and easy.get("source") != source
