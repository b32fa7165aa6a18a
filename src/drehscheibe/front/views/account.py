"""The account: own data, sign-ins, and which news come by e-mail."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.front import browser
from drehscheibe.front.login.session import see_other
from drehscheibe.identity import personal
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import News
from drehscheibe.identity.queries import acts_for

LONGEST_NAME = 200
SHOWN_SIGN_INS = 50


def one_line(typed: str, most: int = LONGEST_NAME) -> str:
    """What was typed into a line, without control characters and needless spaces, cut at `most`."""
    return " ".join("".join(char if char.isprintable() else " " for char in typed).split())[:most]


@access(Access.ACCOUNT)
def page(request: Any) -> HttpResponse:
    """What there is to see and to change."""
    context = {
        "is_staff": bool(request.standing.roles),
        "trust_level": request.session.get("trust_level", 0),
        "holders": acts_for(request.account),
        "last": request.account.sign_ins.first(),
    }
    return render(request, "front/account/page.html", context)


@access(Access.ACCOUNT)
def data(request: Any) -> HttpResponse:
    """Name and contact; POST changes the name."""
    if request.method != "POST":
        return render(request, "front/account/data.html", {"typed": request.account.name})
    typed = one_line(request.POST.get("name", ""))
    if not typed:
        problem = _("Geben Sie bitte Ihren Namen ein.")
        context = {"typed": "", "problem": problem, "errors": [("f-name", problem)]}
        return render(request, "front/account/data.html", context, status=422)
    personal.rename(account=request.account, name=typed)
    return see_other("/konto/?gespeichert=daten")


@access(Access.ACCOUNT)
def sign_ins(request: Any) -> HttpResponse:
    """When and how the person has signed in."""
    return render(request, "front/account/sign_ins.html", {"sign_ins": request.account.sign_ins.all()[:SHOWN_SIGN_INS]})


@access(Access.ACCOUNT)
def everywhere(request: Any) -> HttpResponse:
    """Sign out on every device, this one too."""
    if request.method != "POST":
        return see_other("/konto/anmeldungen/")
    personal.sign_out_everywhere(account=request.account)
    logout(request)
    response = see_other("/anmelden/?abgemeldet=1")
    browser.close(response)
    return response


@access(Access.ACCOUNT)
def news(request: Any) -> HttpResponse:
    """Which news come by e-mail; POST changes it."""
    if request.method == "POST":
        personal.choose_news(account=request.account, wanted=request.POST.getlist("hinweise"))
        return see_other("/konto/?gespeichert=hinweise")
    wanted = [kind for kind in News.values if kind not in request.account.silenced]
    return render(request, "front/account/news.html", {"wanted": wanted})
