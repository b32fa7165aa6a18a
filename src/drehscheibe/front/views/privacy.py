"""What a person may ask about their own data: a copy of all of it, and its deletion."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.front.login import session
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import trouble
from drehscheibe.front.views.organisations import managed
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, clock
from drehscheibe.privacy import erasure
from drehscheibe.privacy.archive import everything_about
from drehscheibe.ui.downloads import download


def _must_confirm(request: Any) -> HttpResponse | None:
    """Who has a password gives it again first: an unattended device hands out and deletes nothing."""
    if not request.account.has_usable_password() or session.is_fresh(request):
        return None
    return session.see_other(session.with_onward("/konto/sicherheit/bestaetigen/", request.path))


@access(Access.ACCOUNT)
def copy(request: Any) -> HttpResponse:
    """What the archive contains; POST makes and sends it. A few at a time, because each one is much work."""
    if request.method != "POST":
        return render(request, "front/account/copy.html")
    if asked := _must_confirm(request):
        return asked
    made = f"archive of account {request.account.pk}"
    if attempts.is_blocked(made, request.now):
        return trouble(
            request,
            429,
            _("Das waren viele Auskünfte hintereinander"),
            _("Warten Sie bitte eine halbe Stunde. Dann können Sie Ihre Daten wieder herunterladen."),
            back="/konto/",
            back_label=_("Zurück zu meinem Konto"),
        )
    attempts.count(made, request.now)
    content = everything_about(account=request.account, language=request.language, now=request.now)
    return download(content, "application/zip", f"Auskunft-{clock.day(request.now)}.zip")


@access(Access.ACCOUNT)
def erase(request: Any) -> HttpResponse:
    """What happens when the account is deleted; POST deletes it."""
    if request.method != "POST":
        return _erasing(request)
    if asked := _must_confirm(request):
        return asked
    if request.POST.get("sicher") != "ja":
        return _erasing(request, problem=_("Bestätigen Sie bitte, dass Sie Ihr Konto löschen wollen."), status=422)
    try:
        erasure.erase_account(account=request.user, now=request.now)
    except (erasure.StillInChargeError, erasure.StaffAccountError, erasure.DemoAccountError) as refusal:
        is_staff, is_demo = (
            isinstance(refusal, kind) for kind in (erasure.StaffAccountError, erasure.DemoAccountError)
        )
        return _erasing(request, is_staff=is_staff, is_demo=is_demo, status=409)
    logout(request)
    request.account = request.holder = None  # the page is a guest's
    return render(request, "front/account/erased.html")


def _erasing(
    request: Any, *, problem: str = "", is_staff: bool = False, is_demo: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "alone": erasure.in_charge_alone(request.account),
        "open_cases": erasure.open_cases(request.account),
        "is_staff": is_staff or bool(request.standing.roles),
        "is_demo": is_demo,
        "problem": problem,
        "errors": [("f-sicher", problem)] if problem else [],
    }
    return render(request, "front/account/erase.html", context, status=status)


@access(Access.ACCOUNT)
def dissolve(request: Any, organisation_id: int) -> HttpResponse:
    """What happens when an organisation is deleted; POST deletes it. Open cases need a word of their own."""
    organisation = managed(request, organisation_id)
    context: dict[str, Any] = {"organisation": organisation, "open_cases": erasure.open_cases(organisation)}
    if request.method != "POST":
        return render(request, "front/account/dissolve.html", context)
    if asked := _must_confirm(request):
        return asked
    if request.POST.get("sicher") == "ja":
        try:
            erasure.dissolve(
                organisation=organisation,
                knows_open_cases=request.POST.get("offene") == "ja",
                by=request.user,
                now=request.now,
            )
        except erasure.OpenCasesError:
            problem = _("Bestätigen Sie bitte, dass Sie von den offenen Vorgängen wissen.")
            context |= {"problem_open": problem, "errors": [("f-offene", problem)]}
            return render(request, "front/account/dissolve.html", context, status=422)
        return see_other("/konto/organisationen/")
    problem = _("Bestätigen Sie bitte, dass Sie die Organisation löschen wollen.")
    context |= {"problem": problem, "errors": [("f-sicher", problem)]}
    return render(request, "front/account/dissolve.html", context, status=422)
