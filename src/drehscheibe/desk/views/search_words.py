"""What people search for: the portal's own synonyms, and searches that found nothing."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.catalogue import fruitless, vocabulary
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor

ADDRESS = "/amt/verwaltung/suchwoerter/"


@access(Access.ADMIN)
def page(request: Any) -> HttpResponse:
    """List synonyms and fruitless searches; POST adds a synonym."""
    typed = Typed(request.POST) if request.method == "POST" else None
    if typed is not None and _add(typed, request):
        return go_on(ADDRESS, "gespeichert")
    context = {
        **form_context(request, typed, {"word": request.GET.get("wort", "")[: vocabulary.LONGEST]}),
        "synonyms": vocabulary.own_synonyms(),
        "fruitless": fruitless.listed(),
    }
    return render(request, "desk/admin/search_words.html", context, status=422 if typed else 200)


def _add(typed: Typed, request: Any) -> bool:
    longest = vocabulary.LONGEST
    word = typed.line("word", _("Schreiben Sie bitte das Wort, nach dem gesucht wird."), longest=longest)
    line = typed.line("meant", _("Schreiben Sie bitte, wie die Leistung heißt, die gemeint ist."))
    meant = [one.strip() for one in line.split(",") if one.strip()]
    if typed.errors:
        return False
    try:
        vocabulary.add_synonym(word=word, meant=meant, by=actor(request.account), now=request.now)
    except vocabulary.UnusableWordError:
        typed.refuse("word", _("Danach lässt sich nicht suchen. Nehmen Sie ganze Wörter mit höchstens 60 Zeichen."))
    except vocabulary.TooManySynonymsError:
        typed.refuse("word", _("Mehr als 500 Wörter gehen nicht. Nehmen Sie erst eines heraus."))
    return not typed.errors


@access(Access.ADMIN)
def removal(request: Any, synonym_id: int) -> HttpResponse:
    """Take a synonym away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = next((one for one in vocabulary.own_synonyms() if one.pk == synonym_id), None)
    if found is None:
        raise Http404
    vocabulary.remove_synonym(synonym=found, by=actor(request.account), now=request.now)
    return go_on(ADDRESS, "entfernt")
