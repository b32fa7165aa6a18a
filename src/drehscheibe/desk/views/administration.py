"""The first page of those who run a portal, its names and contacts, its look, and its way to the public."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.desk import opening, wording
from drehscheibe.desk.inputs import Typed, shown_address, shown_texts
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.tenants import administration as body
from drehscheibe.tenants import arms, colours
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.publication import NotReadyError, checks, publish_portal

ADDRESS = "/amt/verwaltung/"
NAMES = ("name", "name_of", "portal", "place", "head")
OFFICES = ("controller", "officer")


@access(Access.ADMIN)
@require_safe
def page(request: Any) -> HttpResponse:
    context = {"checks": checks(request.portal), "done": request.GET.get("erledigt", "")}
    return render(request, "desk/admin/overview.html", context)


def _shown(tenant: Tenant) -> dict[str, str]:
    shown: dict[str, str] = {}
    for key in NAMES:
        shown |= shown_texts(key, tenant.texts.get(key) or (tenant.name if key == "name" else ""))
    shown |= shown_texts("licence", tenant.texts.get("licence"))
    shown |= {key: tenant.contact.get(key, "") for key in ("phone", "email")}
    shown |= shown_address("address", tenant.contact.get("address")) | opening.shown(tenant.contact)
    for key, office in (("controller", tenant.controller), ("officer", tenant.officer)):
        shown |= shown_texts(f"{key}.name", office.get("name"))
        shown |= {f"{key}.{part}": office.get(part, "") for part in ("phone", "email")}
        shown |= shown_address(f"{key}.address", office.get("address"))
    return shown


def _office(typed: Typed, key: str) -> dict[str, Any]:
    return {
        "name": typed.texts(f"{key}.name"),
        "phone": typed.line(f"{key}.phone", longest=40),
        "email": typed.email(f"{key}.email"),
        "address": typed.address(f"{key}.address"),
    }


@access(Access.ADMIN)
def description(request: Any) -> HttpResponse:
    """Names, contacts and opening hours of the body, and who answers for data protection; POST changes them."""
    typed = None
    if request.method == "POST":
        typed = Typed(request.POST)
        sentence = _("Schreiben Sie bitte, wie die Körperschaft heißt.")
        texts = {key: typed.texts(key, sentence if key == "name" else "") for key in NAMES}
        texts = {key: value if value["de"] else texts["name"] for key, value in texts.items()}
        licence = typed.texts("licence")
        if any(licence.values()) or "licence" in request.portal.texts:
            texts["licence"] = licence
        contact = {
            "phone": typed.line("phone", longest=40),
            "email": typed.email("email"),
            "address": typed.address("address"),
            "hours": opening.read(typed, request.portal.contact),
        }
        controller, officer = (_office(typed, key) for key in OFFICES)
        if not typed.errors:
            body.describe_body(
                texts=texts,
                contact=contact,
                controller=controller,
                officer=officer,
                by=actor(request.account),
                now=request.now,
            )
            return go_on(f"{ADDRESS}koerperschaft/", "gespeichert")
    context = {"days": [_(day) for day in opening.DAYS], **form_context(request, typed, _shown(request.portal))}
    return render(request, "desk/admin/body.html", context, status=422 if typed else 200)


def _look(request: Any, typed: Typed | None = None, arms_error: str = "") -> HttpResponse:
    shown = {**shown_texts("claim", request.portal.texts.get("claim")), "accent": request.portal.accent}
    errors = [("f-wappen", arms_error)] if arms_error else []
    context = form_context(request, typed, shown)
    context |= {"errors": context["errors"] + errors, "error_of": context["error_of"] | dict(errors)}
    context["accents"] = [{"value": name, "label": _(word)} for name, word in colours.offered().items()]
    return render(request, "desk/admin/look.html", context, status=422 if context["errors"] else 200)


@access(Access.ADMIN)
def look(request: Any) -> HttpResponse:
    """Claim and accent colour; POST changes them."""
    if request.method != "POST":
        return _look(request)
    typed = Typed(request.POST)
    claim = typed.texts("claim", longest=120)
    accent = typed.choice("accent", colours.offered(), _("Wählen Sie bitte eine Farbe aus der Liste."))
    if typed.errors:
        return _look(request, typed)
    body.choose_look(claim=claim, accent=accent, by=actor(request.account), now=request.now)
    return go_on(f"{ADDRESS}aussehen/", "gespeichert")


@access(Access.ADMIN)
def coat_of_arms(request: Any) -> HttpResponse:
    """POST shows another picture, or (`entfernen`) the plain sign again."""
    if request.method != "POST":
        return go_on(f"{ADDRESS}aussehen/")
    if request.POST.get("entfernen"):
        arms.drop_arms(by=actor(request.account), now=request.now)
        return go_on(f"{ADDRESS}aussehen/", "entfernt")
    sent = request.FILES.get("wappen")
    if sent is None:
        return _look(request, arms_error=_("Wählen Sie bitte zuerst eine Datei aus."))
    try:
        arms.set_arms(content=sent.read(), by=actor(request.account), now=request.now)
    except arms.NotAPictureError:
        sentence = _(
            "Diese Datei können wir nicht zeigen. Nehmen Sie bitte ein Bild im Format PNG ohne „Interlacing“, "
            "höchstens 300 KB groß und höchstens 2.000 Bildpunkte breit und hoch. "
            "Bilder im Format SVG nehmen wir nicht an."
        )
        return _look(request, arms_error=sentence)
    return go_on(f"{ADDRESS}aussehen/", "wappen")


@access(Access.ADMIN)
def publication(request: Any) -> HttpResponse:
    """The check list before the portal opens; POST opens it."""
    if request.method == "POST":
        try:
            publish_portal(by=actor(request.account), now=request.now)
        except NotReadyError:
            return _publication(request, is_refused=True)
        return go_on(ADDRESS, "veroeffentlicht")
    return _publication(request)


def _publication(request: Any, *, is_refused: bool = False) -> HttpResponse:
    context = {"checks": checks(request.portal), "words": wording.check_names(), "is_refused": is_refused}
    return render(request, "desk/admin/publication.html", context, status=409 if is_refused else 200)
