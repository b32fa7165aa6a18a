"""Take a draft or a case into the account, or into the organisation acted for: by its access code alone."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations.claiming import HeldByAnotherError, SentMeanwhileError, claim, claim_draft
from drehscheibe.applications.queries import draft_anywhere, responsible_body
from drehscheibe.front import browser
from drehscheibe.front.cases import by_code, opened
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import trouble
from drehscheibe.front.views.start import shows_another_holder
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, references


def _take(request: Any, found: Application | Draft) -> str:
    """Give what was found to the visitor's holder; where to go on. Raises the errors of claiming."""
    work = {"holder": request.holder, "by": request.account, "now": request.now}
    with responsible_body(found.tenant_id):
        if isinstance(found, Application):
            claim(application=found, **work)
            return f"/vorgang/{found.reference}/?uebernommen=1"
        claim_draft(draft=found, **work)
        if found.portal_id != request.portal.pk:  # it goes on where it began
            return "/konto/?gespeichert=entwurf"
        return f"/antrag/{found.online_service.slug}/{found.pk}/pruefen/"


def _refused(error: Exception, back: str, request: Any) -> HttpResponse:
    title, text = _reason(error)
    return trouble(request, 409, title, text, back=back, back_label=_("Zurück"))


def _reason(error: Exception) -> tuple[str, str]:
    if isinstance(error, SentMeanwhileError):
        return _("Dieser Antrag ist schon abgesendet"), _(
            "Übernehmen Sie ihn mit der Vorgangsnummer und dem Zugangscode. Beide stehen auf der Eingangsbestätigung."
        )
    return _("Das gehört schon zu einem anderen Konto"), _(
        "Was schon zu einem Konto gehört, kann niemand in ein anderes übernehmen. Fragen Sie die Person, die es "
        "übernommen hat. Mit dem Zugangscode können Sie es weiter öffnen."
    )


@access(Access.ACCOUNT)
def add(request: Any) -> HttpResponse:
    """Ask for reference and code (of a draft: the code alone); POST takes it over."""
    if request.method != "POST":
        return render(request, "front/account/claim.html", {"typed": request.GET.get("nummer", "")[:40]})
    typed, code = request.POST.get("nummer", "").strip()[:40], request.POST.get("code", "")[:60]
    if shows_another_holder(request):
        return _again(request, typed, _("Sie handeln inzwischen für jemand anderen. Prüfen Sie bitte, für wen."), 409)
    where = browser.address(request)
    guesser = f"case code {where} {references.read_reference(typed)}" if typed else f"draft code {where}"
    if attempts.is_blocked(guesser, request.now):
        problem = _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")
        return _again(request, typed, problem, 429)
    found = by_code(typed, code) if typed else draft_anywhere(code, request.now)
    if found is None:
        attempts.count(guesser, request.now)
        problem = (
            _("Vorgangsnummer und Zugangscode passen nicht zusammen. Beide stehen auf Ihrer Eingangsbestätigung.")
            if typed
            else _("Zu diesem Code gibt es keinen begonnenen Antrag. Prüfen Sie bitte, ob Sie sich vertippt haben.")
        )
        return _again(request, typed, problem, 422)
    try:
        return see_other(_take(request, found))
    except (HeldByAnotherError, SentMeanwhileError) as error:
        return _refused(error, "/konto/uebernahme/", request)


def _again(request: Any, typed: str, problem: str, status: int) -> HttpResponse:
    context = {"typed": typed, "problem": problem, "errors": [("f-nummer" if typed else "f-code", problem)]}
    return render(request, "front/account/claim.html", context, status=status)


@access(Access.HOLDER)
def case(request: Any, reference: str) -> HttpResponse:
    """Take over the case that this browser has opened with its code, or has sent itself."""
    with opened(request, reference) as application:
        back = f"/vorgang/{application.reference}/"
        if request.method != "POST":
            return see_other(back)
        if not request.account:
            return see_other(f"/anmelden/?{urlencode({'weiter': back})}")
        if shows_another_holder(request):
            return trouble(
                request,
                409,
                _("Sie handeln inzwischen für jemand anderen"),
                _("Gehen Sie zurück und prüfen Sie, für wen Sie den Vorgang übernehmen."),
                back=back,
                back_label=_("Zurück"),
            )
        try:
            return see_other(_take(request, application))
        except HeldByAnotherError as error:
            return _refused(error, back, request)
