"""Bring a decision to the applicant, and record when it counts as announced."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from drehscheibe.applications import announcing
from drehscheibe.applications.acts import TimerKind, TodoKind
from drehscheibe.applications.delivery import Announcement, Letter, PrintRun, Way
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import timing
from drehscheibe.applications.operations.state import lock, office
from drehscheibe.applications.operations.submit import actor
from drehscheibe.applications.queries import declaration
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.forms.participants import own_values
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, clock, crypto, deadlines
from drehscheibe.kernel.models import StoredFile


class PostedError(Exception):
    """The posting of these letters is recorded already."""


def choose_way(*, application: Application, way: Way, by: Account | None, now: datetime) -> None:
    """How the applicant wants the decision; may be changed while it is not there (consent can be taken back)."""
    lock(application)
    if not application.is_open or application.way == way:
        return
    _set_way(application, way, now)
    audit.record(application.pk, "way_chosen", by=actor(by), now=now, facts={"way": str(way)})


def _set_way(application: Application, way: Way, now: datetime) -> None:
    application.way, application.consented = way, now if way == Way.RETRIEVAL else None
    Application.objects.filter(pk=application.pk).update(way=way, consented=application.consented)


def announce(*, application: Application, document: StoredFile, now: datetime) -> Announcement:
    """Provide the document for retrieval, or queue it as a letter: as the applicant has chosen."""
    found = Announcement.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        document=document,
        way=application.way,
        rules=application.online_service.rules,
        consented=application.consented,
    )
    if found.way == Way.LETTER:
        _queue(application, found, now)
        return found
    found.provided = now
    _work_out(application, found)
    audit.record(application.pk, "provided", by="system", now=now, facts=office(application))
    _await_retrieval(application, found, now)
    return found


def _await_retrieval(application: Application, found: Announcement, since: datetime) -> None:
    last = deadlines.after_days(clock.day(since), announcing.KEPT_DAYS)
    timing.arm(application, TimerKind.NOT_RETRIEVED, found.pk, deadlines.end_of(last))


def _work_out(application: Application, found: Announcement) -> None:
    rules, land = announcing.RULES[found.rules], timing.land_of(application)
    days = {name: moment and clock.day(moment) for name, moment in (("n", found.notified), ("r", found.retrieved))}
    if found.provided and found.ended is None:
        found.announced_on = announcing.by_retrieval(
            rules, provided=clock.day(found.provided), notified=days["n"], retrieved=days["r"], land=land
        )
    found.save()


def _latest(application: Application) -> Announcement | None:
    rows = Announcement.objects.select_for_update().filter(application=application, way=Way.RETRIEVAL)
    return rows.order_by("-pk").first()


@transaction.atomic
def note_notice(*, application: Application, now: datetime) -> None:
    """The notice of the provision has been sent; the ten days for retrieval count from it. The first time counts."""
    found = _latest(application)
    if found is None or found.notified or found.ended:
        return
    found.notified = now
    _work_out(application, found)
    audit.record(application.pk, "notified", by="system", now=now, facts={})
    _await_retrieval(application, found, now)


@transaction.atomic
def note_refusal(*, application: Application, now: datetime) -> None:
    """The notice could not be delivered and never will be: the decision goes out as a letter at once, with a task."""
    found = _latest(application)
    if found is None or found.notified or found.ended or found.retrieved or Letter.objects.filter(announcement=found):
        return
    audit.record(application.pk, "notice_refused", by="system", now=now, facts=office(application))
    timing.remember(application, TodoKind.NOT_NOTIFIED, now)
    found.application = application
    _give_up(found, now)


@transaction.atomic
def note_retrieval(*, application: Application, document: StoredFile, by: Account | None, now: datetime) -> None:
    """The applicant has retrieved the document. The first time counts; once the provision has ended, nothing does."""
    rows = Announcement.objects.select_for_update().filter(application=application, document=document)
    found = rows.filter(way=Way.RETRIEVAL).first()
    if found is None or found.retrieved or found.ended:
        return
    found.retrieved = now
    _work_out(application, found)
    timing.settle(application, (TodoKind.NOT_RETRIEVED,), now)
    audit.record(application.pk, "retrieved", by=actor(by), now=now, facts={})


def end_provision(found: Announcement, now: datetime) -> None:
    """Ten days are over. Where that is the law, the provision ends and a letter announces; else a copy goes out."""
    if found.retrieved or found.ended or Letter.objects.filter(announcement=found).exists():
        return
    _give_up(found, now)
    timing.remember(found.application, TodoKind.NOT_RETRIEVED, now)


def _give_up(found: Announcement, now: datetime) -> None:
    application = found.application
    is_announced = not announcing.RULES[found.rules].ends and found.announced_on is not None
    if not is_announced:
        found.ended = now
        found.save()
        audit.record(application.pk, "provision_ended", by="system", now=now, facts=office(application))
    _queue(application, found, now, is_copy=is_announced)


def _queue(application: Application, found: Announcement, now: datetime, *, is_copy: bool = False) -> None:
    lines = address_of(application)
    letter = Letter(tenant_id=application.tenant_id, announcement=found, is_copy=is_copy, queued=now)
    letter.sealed = _seal(application, found, lines)
    letter.save()
    if not lines:
        timing.remember(application, TodoKind.UNDELIVERABLE, now)


def _seal(application: Application, found: Announcement, lines: list[str]) -> bytes:
    content = json.dumps(lines, ensure_ascii=False).encode()
    return crypto.cipher(application.key).seal(f"letter {found.document_id}", content)


def address_lines(letter: Letter) -> list[str]:
    """To whom the letter goes; empty when the form did not ask for an address."""
    found = letter.announcement
    content = crypto.cipher(found.application.key).open(f"letter {found.document_id}", letter.sealed)
    return [str(line) for line in json.loads(content)]


def address_of(application: Application) -> list[str]:
    """Name and first complete postal address that the applicant declared; empty without one.

    An address that is not filled in by the browser (`autocomplete: off`) is that of a plot, not of a person.
    """
    document = offer_as_answered(application.online_service_id, application.form_version_id).document
    values = own_values(document, declaration(application).values, None)
    elsewhere = {field.id for _, _, field in document.fields() if field.autocomplete == "off"}
    own = [values[name] for name in values if name not in elsewhere] or values.values()
    place = next((one for one in _mappings(own) if {"street", "postcode", "city"} <= one.keys()), None)
    if place is None:
        return []
    name = " ".join(str(values[part]) for part in ("vorname", "nachname") if values.get(part))
    if application.account and application.account.is_organisation:
        name = application.account.name
    street = " ".join(str(place[part]) for part in ("street", "house_number") if place.get(part))
    town = f"{place['postcode']} {place['city']}"
    return [line for line in (name, place.get("addition", ""), street, town) if line]


def _mappings(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)]


@transaction.atomic
def address_letter(*, letter: Letter, lines: list[str], by: Account, now: datetime) -> None:
    """Say where a letter goes that has no address, or a wrong one. Raises PostedError once it is printed."""
    current = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if current.run_id:
        raise PostedError
    application = letter.announcement.application
    Letter.objects.filter(pk=letter.pk).update(sealed=_seal(application, letter.announcement, lines))
    timing.settle(application, (TodoKind.UNDELIVERABLE,), now)
    audit.record(application.pk, "addressed", by=actor(by), now=now, facts=office(application))


@transaction.atomic
def print_letters(*, letters: list[Letter], by: Account, now: datetime) -> PrintRun | None:
    """Put the waiting letters that have an address into one run; None when there is none."""
    ids = [letter.pk for letter in letters]
    rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=ids, run=None)
    found = [row for row in rows.select_related("announcement__application__key") if address_lines(row)]
    if not found:
        return None
    run = PrintRun.objects.create(tenant_id=found[0].tenant_id, by=by, at=now)
    Letter.objects.filter(pk__in=[row.pk for row in found]).update(run=run)
    for row in found:
        application = row.announcement.application
        audit.record(application.pk, "printed", by=actor(by), now=now, facts=office(application))
    return run


@transaction.atomic
def record_posting(*, run: PrintRun, posted: date, by: Account, now: datetime) -> None:
    """These letters were handed to the post on `posted`: the law counts from it. Raises PostedError when repeated."""
    current = PrintRun.objects.select_for_update().get(pk=run.pk)
    if current.posted:
        raise PostedError
    current.posted, current.posted_by = posted, by
    current.save(update_fields=["posted", "posted_by"])
    for letter in Letter.objects.filter(run=run).select_related("announcement__application__department"):
        found, application = letter.announcement, letter.announcement.application
        if not letter.is_copy:
            found.announced_on = announcing.by_post(announcing.RULES[found.rules], posted, timing.land_of(application))
            found.save(update_fields=["announced_on"])
        timing.settle(application, (TodoKind.NOT_RETRIEVED, TodoKind.NOT_NOTIFIED), now)
        facts = {**office(application), "posted": posted.isoformat()}
        audit.record(application.pk, "posted", by=actor(by), now=now, facts=facts)
