"""Organisations: found one, look after its members, act for it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.front import browser
from drehscheibe.front.login.session import onward, see_other
from drehscheibe.front.views.account import one_line
from drehscheibe.front.views.errors import trouble
from drehscheibe.identity import actors, organisation_journal, organisations
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import Account, Member, MemberRole
from drehscheibe.identity.queries import ACTING_FOR, acts_for, invited_by, membership, open_invitations
from drehscheibe.kernel import attempts, references
from drehscheibe.tenants.queries import directory

FACTS = {"name": 200, "legal_form": 80, "register_number": 80, "address": 300}
CONTROLS = {"name": "name", "legal_form": "rechtsform", "register_number": "register", "address": "anschrift"}
LONGEST_NOTE = 120


def own(request: Any, organisation_id: int) -> Member:
    """The visitor's membership, or 404: nobody learns of organisations they do not belong to."""
    found = membership(request.account, organisation_id)
    if found is None:
        raise Http404
    return found


def managed(request: Any, organisation_id: int) -> Account:
    """The organisation, for one of its admins; 404 for everybody else."""
    member = own(request, organisation_id)
    if not member.is_admin:
        raise Http404
    return member.organisation


def _address(organisation: Account) -> str:
    return f"/konto/organisationen/{organisation.pk}/"


@access(Access.ACCOUNT)
def index(request: Any) -> HttpResponse:
    """The person's organisations, and whom they act for."""
    return render(request, "front/account/organisations.html", {"holders": acts_for(request.account)})


@access(Access.ACCOUNT)
def switch(request: Any) -> HttpResponse:
    """Act for an organisation, or for oneself again, until one switches or signs out."""
    if request.method != "POST":
        return see_other("/konto/organisationen/")
    wanted = request.POST.get("fuer", "")
    chosen = next((one for one in acts_for(request.account) if str(one.pk) == wanted), None)
    if chosen is None:
        raise Http404
    if chosen.is_organisation:
        request.session[ACTING_FOR] = chosen.pk
    else:
        request.session.pop(ACTING_FOR, None)
    return see_other(onward(request, "/konto/"))


def _typed(request: Any) -> dict[str, str]:
    return {fact: one_line(request.POST.get(CONTROLS[fact], ""), most) for fact, most in FACTS.items()}


def _facts_page(request: Any, typed: dict[str, str], *, organisation: Account | None = None) -> HttpResponse:
    posted = request.method == "POST"
    problem = _("Geben Sie bitte den Namen der Organisation ein.") if posted else None
    errors = [("f-name", problem)] if problem else []
    context = {"typed": typed, "problem": problem, "organisation": organisation, "errors": errors}
    return render(request, "front/account/organisation_facts.html", context, status=422 if posted else 200)


@access(Access.ACCOUNT)
def found(request: Any) -> HttpResponse:
    """Found an organisation; whoever does so is its first admin."""
    typed = _typed(request)
    if request.method != "POST" or not typed["name"]:
        return _facts_page(request, typed)
    same = [
        one
        for one in acts_for(request.account)
        if one.is_organisation and one.name == typed["name"] and (request.now - one.created).total_seconds() < 60
    ]
    if same:  # the button was pressed twice
        return see_other(_address(same[0]))
    return see_other(_address(organisations.found_organisation(by=request.account, now=request.now, **typed)))


@access(Access.ACCOUNT)
def page(request: Any, organisation_id: int) -> HttpResponse:
    """The organisation with its members; admins see the open invitations too."""
    return _page(request, own(request, organisation_id))


def _page(request: Any, mine: Member, *, problem: str = "", status: int = 200) -> HttpResponse:
    organisation = mine.organisation
    invited = open_invitations(organisation, request.now) if mine.is_admin else []
    context = {
        "organisation": organisation,
        "facts": organisation.organisation,
        "mine": mine,
        "members": organisation.members.select_related("person").order_by("since", "pk"),
        "invitations": [(invitation, references.access_code(invitation.pk)) for invitation in invited],
        "invitation_start": f"{request.scheme}://{request.get_host()}/konto/einladung/?code=",
        "problem": problem,
        "errors": [("", problem)] if problem else [],
    }
    return render(request, "front/account/organisation.html", context, status=status)


@access(Access.ACCOUNT)
@require_safe
def history(request: Any, organisation_id: int) -> HttpResponse:
    """Who founded, invited, joined, left and changed a role, on all portals; for its admins."""
    organisation = managed(request, organisation_id)
    events = organisation_journal.entries(organisation, directory().tenants)
    named = actors.names(
        [event.actor for event in events] + [f"account {event.facts.get('member')}" for event in events]
    )
    context = {
        "organisation": organisation,
        "entries": [(event, named[event.actor], named[f"account {event.facts.get('member')}"]) for event in events],
    }
    return render(request, "front/account/organisation_history.html", context)


@access(Access.ACCOUNT)
def describe(request: Any, organisation_id: int) -> HttpResponse:
    """Change name, legal form, register number and address."""
    organisation = managed(request, organisation_id)
    if request.method != "POST":
        known = {fact: getattr(organisation.organisation, fact, organisation.name) for fact in FACTS}
        return _facts_page(request, known, organisation=organisation)
    typed = _typed(request)
    if not typed["name"]:
        return _facts_page(request, typed, organisation=organisation)
    organisations.describe_organisation(organisation=organisation, by=request.account, now=request.now, **typed)
    return see_other(_address(organisation))


@access(Access.ACCOUNT)
def invite(request: Any, organisation_id: int) -> HttpResponse:
    """Make an invitation: a link for one person, to be handed over by the admin."""
    organisation = managed(request, organisation_id)
    if request.method == "POST":
        role = MemberRole.ADMIN if request.POST.get("rolle") == MemberRole.ADMIN else MemberRole.MEMBER
        note = one_line(request.POST.get("notiz", ""), LONGEST_NOTE)
        try:
            organisations.invite(organisation=organisation, role=role, note=note, by=request.account, now=request.now)
        except organisations.TooManyInvitationsError:
            problem = _("Es sind schon 20 Einladungen offen. Nehmen Sie zuerst eine zurück.")
            return _page(request, own(request, organisation_id), problem=problem, status=422)
    return see_other(f"{_address(organisation)}#einladungen")


@access(Access.ACCOUNT)
def take_back(request: Any, organisation_id: int, invitation_id: uuid.UUID) -> HttpResponse:
    """Take back an invitation that nobody has accepted yet."""
    organisation = managed(request, organisation_id)
    if request.method == "POST":
        organisations.take_back(
            organisation=organisation, invitation_id=invitation_id, by=request.account, now=request.now
        )
    return see_other(f"{_address(organisation)}#einladungen")


@access(Access.ACCOUNT)
def role(request: Any, organisation_id: int, member_id: int) -> HttpResponse:
    """Make a member an admin, or an admin a member."""
    organisation = managed(request, organisation_id)
    if request.method != "POST":
        return see_other(_address(organisation))
    wanted = request.POST.get("rolle", "")
    if wanted not in MemberRole.values:
        raise Http404
    try:
        organisations.set_role(
            organisation=organisation,
            member_id=member_id,
            role=MemberRole(wanted),
            by=request.account,
            now=request.now,
        )
    except organisations.LastAdminError:
        return _last_admin(request, organisation)
    return see_other(_address(organisation))


@access(Access.ACCOUNT)
def part(request: Any, organisation_id: int, member_id: int) -> HttpResponse:
    """Remove a member, or leave."""
    mine = own(request, organisation_id)
    if not mine.is_admin and mine.pk != member_id:
        raise Http404
    if request.method != "POST":
        return see_other(_address(mine.organisation))
    try:
        organisations.part(organisation=mine.organisation, member_id=member_id, by=request.account, now=request.now)
    except organisations.LastAdminError:
        return _last_admin(request, mine.organisation)
    return see_other("/konto/organisationen/" if mine.pk == member_id else _address(mine.organisation))


def _last_admin(request: Any, organisation: Account) -> HttpResponse:
    return trouble(
        request,
        409,
        _("Jemand muss die Organisation verwalten"),
        _(
            "Sie sind die einzige Person mit der Rolle „Verwaltung der Organisation“. Geben Sie diese Rolle zuerst "
            "einem anderen Mitglied. Oder löschen Sie die Organisation."
        ),
        back=_address(organisation),
        back_label=_("Zurück zur Organisation"),
    )


@access(Access.ACCOUNT)
def join(request: Any) -> HttpResponse:
    """GET shows who invites; POST accepts. Guesses are limited."""
    typed = request.POST.get("code", "") if request.method == "POST" else request.GET.get("code", "")
    typed = typed[:60]
    context: dict[str, Any] = {"typed": typed}
    if not typed:
        return render(request, "front/account/join.html", context)
    guesser = f"invitation {browser.address(request)}"
    if attempts.is_blocked(guesser, request.now):
        problem = _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")
        context |= {"problem": problem, "errors": [("f-code", problem)]}
        return render(request, "front/account/join.html", context, status=429)
    try:
        if request.method == "POST":
            organisation = organisations.join(typed=typed, by=request.account, now=request.now)
            return see_other(_address(organisation))
        context["organisation"] = invited_by(typed, request.account, request.now)
    except organisations.NotInvitedError:
        pass
    if not context.get("organisation"):
        attempts.count(guesser, request.now)
        problem = _("Diese Einladung gilt nicht (mehr). Bitten Sie die Organisation um eine neue.")
        context |= {"problem": problem, "errors": [("f-code", problem)]}
        return render(request, "front/account/join.html", context, status=422)
    return render(request, "front/account/join.html", context)
