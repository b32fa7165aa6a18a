"""One act on several cases of a list, with a result for each of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import assigning, casework
from drehscheibe.applications.operations.state import ClosedError
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
    """POST takes the ticked cases, gives them back or assigns them to a colleague; each by itself."""
    ticked, act = list(dict.fromkeys(request.POST.getlist("vorgang")))[:MOST], request.POST.get("tun", "")
    if request.method != "POST":
        return go_on("/amt/vorgaenge/")
    people = {str(one.pk): one for one in colleagues(request.standing.departments(CASEWORKERS), CASEWORKERS)}
    problem = ""
    if not ticked:
        problem = _("Sie haben keinen Vorgang angekreuzt. Es hat sich nichts geändert.")
    elif act not in {TAKE, GIVE_BACK, *people}:
        problem = _("Sie haben nicht gewählt, was geschehen soll. Es hat sich nichts geändert.")
    results = [] if problem else [(reference, *_one(request, reference, act, people)) for reference in ticked]
    context = {"results": results, "problem": problem, "done": sum(is_done for _reference, is_done, _text in results)}
    return render(request, "desk/bulk.html", context, status=422 if problem else 200)


def _one(request: Any, reference: str, act: str, people: Mapping[str, Account]) -> tuple[bool, str]:
    """Whether it was done, and what to say about it; the other cases are not touched by a refusal."""
    try:
        application = in_sight(request, reference)
        with transaction.atomic():
            return True, _do(request, application, act, people)
    except Http404:
        return False, _("Diesen Vorgang gibt es in Ihren Ämtern nicht.")
    except RestrictedCaseError:
        return False, _("Der Vorgang ist gesperrt.")
    except casework.AlreadyTakenError:
        return False, _("Jemand anderes bearbeitet ihn schon.")
    except assigning.NotTheirDepartmentError:
        return False, _("Die Person arbeitet nicht in dem Amt, bei dem der Vorgang liegt.")
    except ClosedError:
        return False, _("Der Vorgang ist schon abgeschlossen.")


def _do(request: Any, application: Application, act: str, people: Mapping[str, Account]) -> str:
    acting = {"application": application, "by": request.account, "now": request.now}
    if act == TAKE:
        casework.take(**acting)
        return _("Sie bearbeiten ihn jetzt.")
    if act == GIVE_BACK:
        assigning.assign(to=None, **acting)
        return _("Er liegt wieder im Eingang.")
    assigning.assign(to=people[act], **acting)
    return _("{name} bearbeitet ihn jetzt.").format(name=people[act].name)
