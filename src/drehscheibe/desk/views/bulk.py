"""One act on several cases of a list, with a result for each of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import assigning, casework
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.desk.cases import in_sight
from drehscheibe.desk.restricted import RestrictedCaseError
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import colleagues

MOST = 50
TAKE, GIVE_BACK = "uebernehmen", "zurueck"


@access(Access.CASEWORK)
def page(request: Any) -> HttpResponse:
    """POST takes the ticked cases, gives them back or assigns them to a colleague; each by itself.

    What is ticked is a reference and, after `~`, the case's mark as the list showed it.
    """
    ticked, act = list(dict.fromkeys(request.POST.getlist("vorgang")))[:MOST], request.POST.get("tun", "")
    if request.method != "POST":
        return go_on("/amt/vorgaenge/")
    people = {str(one.pk): one for one in colleagues(request.standing.departments(CASEWORKERS), CASEWORKERS)}
    problem = ""
    if not ticked:
        problem = _("Sie haben keinen Vorgang angekreuzt. Es hat sich nichts geändert.")
    elif act not in {TAKE, GIVE_BACK, *people}:
        problem = _("Sie haben nicht gewählt, was geschehen soll. Es hat sich nichts geändert.")
    marked = [one.partition("~")[::2] for one in ticked]
    results = [] if problem else [(one, *_one(request, one, seen, act, people)) for one, seen in marked]
    context = {"results": results, "problem": problem, "done": sum(is_done for _reference, is_done, _text in results)}
    return render(request, "desk/bulk.html", context, status=422 if problem else 200)


def _one(request: Any, reference: str, seen: str, act: str, people: Mapping[str, Account]) -> tuple[bool, str]:
    """Whether it was done, and what to say about it; the other cases are not touched by a refusal."""
    refusals: dict[type[Exception], str] = {
        Http404: _("Diesen Vorgang gibt es in Ihren Ämtern nicht."),
        RestrictedCaseError: _("Der Vorgang ist gesperrt."),
        casework.AlreadyTakenError: _("Jemand anderes bearbeitet ihn schon."),
        assigning.NotTheirDepartmentError: _("Die Person arbeitet nicht in dem Amt, bei dem der Vorgang liegt."),
        ChangedMeanwhileError: _("Inzwischen ist hier etwas passiert. Öffnen Sie ihn bitte, und entscheiden Sie dann."),
        ClosedError: _("Der Vorgang ist schon abgeschlossen."),
    }
    try:
        application = in_sight(request, reference)
        with transaction.atomic():
            return True, _do(request, application, seen, act, people)
    except tuple(refusals) as error:
        return False, next(told for kind, told in refusals.items() if isinstance(error, kind))


def _do(request: Any, application: Application, seen: str, act: str, people: Mapping[str, Account]) -> str:
    acting = {"application": application, "by": request.account, "now": request.now, "seen": seen}
    if act == TAKE:
        casework.take(**acting)
        return _("Sie bearbeiten ihn jetzt.")
    if act == GIVE_BACK:
        assigning.assign(to=None, **acting)
        return _("Er liegt wieder im Eingang.")
    assigning.assign(to=people[act], **acting)
    return _("{name} bearbeitet ihn jetzt.").format(name=people[act].name)
