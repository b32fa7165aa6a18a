"""The auditor's pages: who did what to which case, and who changed what about the portal. Every look is recorded."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import history, review, worklist
from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.wording import deeds, role_names
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor, names
from drehscheibe.kernel import audit, clock, references
from drehscheibe.tenants import journal
from drehscheibe.tenants.queries import own_departments
from drehscheibe.ui.tables import csv_file

ADDRESS = "/amt/pruefung/"


@access(Access.AUDIT)
@require_safe
def page(request: Any) -> HttpResponse:
    """Search by reference, and the latest cases with the state of their chains."""
    typed = request.GET.get("nummer", "").strip()[:40]
    reference = references.read_reference(typed) if typed else None
    if reference:
        return go_on(f"{ADDRESS}vorgaenge/{reference}/")
    problem = _("Diese Vorgangsnummer gibt es nicht. Haben Sie sich vielleicht vertippt?") if typed else ""
    after, before = (worklist.read_mark(request.GET.get(name, "")) for name in ("nach", "vor"))
    cases, shown = review.listed(after=after, before=before)
    _note(request, "cases_listed")
    context = {
        "cases": cases,
        "typed": typed,
        "problem": problem,
        "errors": [("f-nummer", problem)] if problem else [],
        "newer": f"?vor={shown.newer}" if shown.newer else None,
        "older": f"?nach={shown.older}" if shown.older else None,
    }
    return render(request, "desk/review.html", context, status=422 if problem else 200)


def _note(request: Any, verb: str, **facts: object) -> None:
    journal.note(verb, by=actor(request.account), now=request.now, facts=facts)


def _case(request: Any, reference: str) -> tuple[review.Reviewed, list[dict[str, Any]]]:
    read = references.read_reference(reference)
    found = review.review(reference=read, by=request.account, now=request.now) if read else None
    if found is None:
        raise Http404
    named = names(event.actor for event in found.events)
    applicant = _("Antragstellende Person")
    rows = [
        {
            "at": event.at,
            "who": applicant if event.actor in {"guest", found.applicant} else named[event.actor],
            "what": history.sentence(event.verb),
            "office": history.office(event.facts, request.language),
            "purpose": history.purpose(event.facts),
        }
        for event in found.events
    ]
    return found, rows


@access(Access.AUDIT)
@require_safe
def case(request: Any, reference: str) -> HttpResponse:
    """Who did what to one case; never what is in it."""
    found, rows = _case(request, reference)
    return render(request, "desk/review_case.html", {"found": found, "rows": rows[::-1]})


@access(Access.AUDIT)
@require_safe
def case_table(request: Any, reference: str) -> HttpResponse:
    """The same as a table to take away."""
    found, rows = _case(request, reference)
    head = [_("Zeit"), _("Wer"), _("Was"), _("Amt und Funktion"), _("Zweck"), _("Kette")]
    state = _("unversehrt") if found.is_unbroken else _("verändert")
    cells = [[_time(row["at"]), row["who"], row["what"], row["office"], row["purpose"], state] for row in rows]
    return csv_file(head, cells, f"Protokoll-{found.reference}.csv")


def _time(moment: Any) -> str:
    return str(moment.astimezone(clock.BERLIN).isoformat(sep=" ", timespec="seconds"))


def _journal(request: Any) -> tuple[bool, list[dict[str, Any]]]:
    _note(request, "journal_read")
    events = journal.entries()
    accounts = [f"account {event.facts['account']}" for event in events if event.facts.get("account")]
    named = names([*(event.actor for event in events), *accounts])
    offices = {one.pk: one.name.get("de", one.slug) for one in own_departments(also_closed=True)}
    words, roles = deeds(), role_names()

    def about(facts: dict[str, Any]) -> str:
        parts = [
            facts.get("name"),
            named.get(f"account {facts['account']}") if facts.get("account") else None,
            ", ".join(roles.get(role, role) for role in [facts.get("role"), *facts.get("roles", ())] if role),
            offices.get(facts["department"]) if facts.get("department") and not facts.get("name") else None,
            facts.get("page"),
            facts.get("language"),
            facts.get("accent"),
            ", ".join(facts.get("changed", ())),
        ]
        return ", ".join(str(part) for part in parts if part not in {None, ""})

    rows = [
        {
            "at": event.at,
            "who": named[event.actor],
            "what": words.get(event.verb, event.verb),
            "about": about(event.facts),
        }
        for event in events
    ]
    return audit.is_unbroken(events), rows


@access(Access.AUDIT)
@require_safe
def administration(request: Any) -> HttpResponse:
    """Who changed what about the portal."""
    is_unbroken, rows = _journal(request)
    shown = rows[::-1][:500]
    context = {"is_unbroken": is_unbroken, "rows": shown, "is_cut": len(rows) > len(shown)}
    return render(request, "desk/journal.html", context)


@access(Access.AUDIT)
@require_safe
def administration_table(request: Any) -> HttpResponse:
    """The whole journal as a table to take away."""
    is_unbroken, rows = _journal(request)
    state = _("unversehrt") if is_unbroken else _("verändert")
    cells = [[_time(row["at"]), row["who"], row["what"], row["about"], state] for row in rows]
    return csv_file([_("Zeit"), _("Wer"), _("Was"), _("Worum es ging"), _("Kette")], cells, "Verwaltungsprotokoll.csv")
