"""Opening hours between the form of a body or a department and the lines that citizens read."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.desk.inputs import Typed
from drehscheibe.tenants import week

DAYS = (
    gettext_noop("Montag"),
    gettext_noop("Dienstag"),
    gettext_noop("Mittwoch"),
    gettext_noop("Donnerstag"),
    gettext_noop("Freitag"),
    gettext_noop("Samstag"),
    gettext_noop("Sonntag"),
)
MOST_FREE = 600


def shown(contact: dict[str, Any]) -> dict[str, str]:
    """What the form shows of the hours that are kept."""
    kept = contact.get("hours") or {}
    kept_week, free = week.read(kept if isinstance(kept, dict) else {"de": kept})
    values = {"frei.de": "\n".join(free["de"]), "frei.en": "\n".join(free["en"])}
    for day, day_spans in kept_week.items():
        edges = [edge for span in day_spans for edge in span]
        values |= {f"zeit.{day}.{place}": week.written(edge) for place, edge in enumerate(edges)}
    return values


def read(typed: Typed, contact: dict[str, Any]) -> dict[str, list[str]]:
    """The lines that follow from what was typed. Hours that stay as they were keep their own wording."""
    typed_week: week.Week = {}
    written = [[typed.line(f"zeit.{day}.{place}", longest=12) for place in range(4)] for day in range(7)]
    for day, name in enumerate(DAYS):
        try:
            typed_week[day] = week.spans([week.read_time(time) for time in written[day]])
        except week.NotATimeError:
            sentence = _("{day}: Schreiben Sie die Uhrzeit bitte so: 8:00 oder 14:30.")
            typed.refuse(f"zeit.{day}.0", sentence.format(day=_(name)))
        except week.ImpossibleHoursError:
            sentence = _("{day}: Zu jedem Beginn gehört ein späteres Ende, und die Zeiten müssen aufeinander folgen.")
            typed.refuse(f"zeit.{day}.0", sentence.format(day=_(name)))
    free = {language: typed.text(f"frei.{language}", longest=MOST_FREE).split("\n") for language in ("de", "en")}
    free = {language: [line for line in lines if line.strip()] for language, lines in free.items()}
    before = contact.get("hours")
    if before and (dict.fromkeys(range(7), ()) | week.read(before)[0], week.read(before)[1]) == (typed_week, free):
        return dict(before)
    return week.lines(typed_week, free)
