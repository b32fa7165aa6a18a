"""Lists to take away as tables, made in the background: CSV or XLSX, sealed until they expire after seven days."""

import csv
import io
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.applications import events, worklist
from drehscheibe.applications.models import Application, Status
from drehscheibe.applications.office import ListExport
from drehscheibe.applications.worklist import Choice, Pile
from drehscheibe.forms.schema import text
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import standing
from drehscheibe.kernel import clock, crypto, files, jobs, scope
from drehscheibe.ui.spreadsheets import harmless

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CASES = 50_000
KEPT_DAYS = 7
MOST_AT_ONCE = 5  # unfinished ones of one person


class TooManyError(Exception):
    """Several lists of this person are still being made."""


@transaction.atomic
def order(*, choice: Choice, media_type: str, by: Account, now: datetime) -> ListExport:
    """Let a list be made for `by`: of what they may see when it is made. What was typed to search is left out.

    Raises TooManyError.
    """
    if ListExport.objects.filter(account=by, ready=None, expires__gt=now).count() >= MOST_AT_ONCE:
        raise TooManyError
    number = uuid.uuid4()
    ordered = ListExport.objects.create(
        id=number,
        tenant_id=scope.current().tenant_id,
        account_id=by.pk,
        key=crypto.create_case_key(number),
        query=_written(choice),
        media_type=media_type,
        created=now,
        expires=clock.days_after(now, KEPT_DAYS),
    )
    jobs.emit(events.ListOrdered(number))
    return ordered


def _written(choice: Choice) -> str:
    kept = {**asdict(choice), "pile": choice.pile.name, "typed": "", "reference": ""}
    kept["due_by"] = choice.due_by.isoformat() if choice.due_by else None
    return json.dumps(kept)


def _read(written: str) -> Choice:
    kept = json.loads(written)
    kept["due_by"] = date.fromisoformat(kept["due_by"]) if kept.get("due_by") else None
    return Choice(**{**kept, "pile": Pile[kept["pile"]]})


@transaction.atomic
def make(*, export_id: uuid.UUID, now: datetime) -> None:
    """Make the ordered list; once."""
    ordered = ListExport.objects.select_for_update(of=("self",)).select_related("account", "key").get(pk=export_id)
    if ordered.ready:
        return
    allowed = standing(ordered.account, clock.day(now))
    choice = _read(ordered.query)
    found = worklist.cases(choice, standing=allowed, account=ordered.account)
    onward, _back = worklist.DUE_FIRST if choice.by_due else worklist.LATEST_FIRST
    cases = list(islice(found.order_by(*onward).iterator(2_000), MOST_CASES))
    lines = [_line(case) for case in cases]
    content = _csv(lines) if ordered.media_type == CSV else _xlsx(lines)
    ordered.file, ordered.cases, ordered.ready = (
        files.store(ordered.key, content, ordered.media_type, now),
        len(cases),
        now,
    )
    ordered.save(update_fields=["file", "cases", "ready"])
    jobs.emit(events.ListReady(export_id))


def of(account: Account, now: datetime) -> list[ListExport]:
    """The lists that `account` has ordered in the entered body, the latest first."""
    return list(ListExport.objects.select_related("file__key").filter(account=account, expires__gt=now))


def drop_expired(*, now: datetime) -> None:
    """Delete the entered body's expired lists with their keys."""
    for one in ListExport.objects.select_related("file", "key").filter(expires__lte=now):
        if one.file:
            files.delete(one.file)
        one.key.delete()


def _head() -> list[str]:
    return [_("Vorgang"), _("Leistung"), _("Amt"), _("Eingegangen"), _("Stand"), _("Frist"), _("Bearbeitung")]


def _statuses() -> dict[str, str]:
    return {
        Status.RECEIVED: _("Neu"),
        Status.IN_PROGRESS: _("In Bearbeitung"),
        Status.QUESTION_OPEN: _("Wartet auf Antwort"),
        Status.DECIDED: _("Entschieden"),
        Status.WITHDRAWN: _("Zurückgezogen"),
    }


def _line(case: Application) -> list[str | datetime]:
    return [
        case.reference,
        text(case.online_service.name, "de").text,
        text(case.department.name, "de").text,
        case.submitted.astimezone(clock.BERLIN).replace(tzinfo=None),
        _statuses()[case.status],
        f"{case.due:%d.%m.%Y}" if case.due and case.is_open else "",
        case.assignee.name if case.assignee else "",
    ]


def _csv(lines: Sequence[Sequence[str | datetime]]) -> bytes:
    """UTF-8 with a mark, semicolons, every cell quoted."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(_head())
    writer.writerows(map(harmless, _texts(line)) for line in lines)
    return ("\ufeff" + written.getvalue()).encode()


def _texts(line: Sequence[str | datetime]) -> Iterator[str]:
    yield from (date_format(cell, "d.m.Y H:i") if isinstance(cell, datetime) else cell for cell in line)


def _xlsx(lines: Sequence[Sequence[str | datetime]]) -> bytes:
    """Texts are written as texts, never as formulas; nothing of it lies on a disk in between."""
    import xlsxwriter  # noqa: PLC0415  few processes need it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, moment = book.add_worksheet(_("Vorgänge")), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    bold = book.add_format({"bold": True})
    for column, title in enumerate(_head()):
        sheet.write_string(0, column, title, bold)
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, moment)
            else:
                sheet.write_string(row, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(_head()) - 1)
    sheet.set_column(0, 6, 24)
    book.close()
    return out.getvalue()
