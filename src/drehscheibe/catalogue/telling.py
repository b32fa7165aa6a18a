"""Typed modules of a service as words, in the language of who reads: spans, deadlines, fees, forms of proof."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def said(texts: Any) -> str:
    """The text in the reader's language, else in German."""
    if isinstance(texts, Mapping):
        return str(texts.get(get_language() or "de") or texts.get("de") or "")
    return str(texts or "")


def line(block: Any) -> str:
    """A paragraph, a point, or a law with its address, as one line of plain text."""
    if isinstance(block, Mapping):
        told = [str(block[key]) for key in ("heading", "text") if block.get(key)]
        return " ".join(
            [*told, *map(str, block.get("list", [])), *([f"({block['link']})"] if block.get("link") else [])]
        )
    return str(block)


def money(cents: int) -> str:
    """Cents as euros, e.g. `96,00 €`."""
    return f"{number_format(cents / 100, decimal_pos=2, force_grouping=True)} €"


def day(value: date) -> str:
    """A day with its year."""
    return f"{value.day} {value:%B %Y}" if get_language() == "en" else f"{value:%d.%m.%Y}"


def _counted(least: int | None, most: int, unit: str) -> str:
    number = f"{least}–{most}" if least not in {None, most} else str(most)
    words = {
        "days": ngettext("{number} Tag", "{number} Tage", most),
        "working_days": ngettext("{number} Arbeitstag", "{number} Arbeitstage", most),
        "weeks": ngettext("{number} Woche", "{number} Wochen", most),
        "months": ngettext("{number} Monat", "{number} Monate", most),
        "years": ngettext("{number} Jahr", "{number} Jahre", most),
    }
    return words[unit].format(number=number)


def span(found: Mapping[str, Any]) -> str:
    """How long something takes, such as "2–3 Wochen"."""
    return _counted(found.get("least"), found["most"], found["unit"])


def deadline(found: Mapping[str, Any]) -> str:
    """By when something must be done, in one line."""
    what = said(found["what"])
    if found.get("day"):
        month, day = map(int, found["day"].split("-"))
        return _("{what}: jedes Jahr bis zum {day}").format(what=what, day=_day(month, day))
    if found.get("amount") is None or not found.get("unit"):
        return what
    line = f"{what}: {_counted(None, found['amount'], found['unit'])}"
    since = said(found.get("counted_from"))
    return _("{line}, gerechnet ab: {event}").format(line=line, event=since) if since else line


def _day(month: int, day: int) -> str:
    return date_format(date(2024, month, day), "j. F" if get_language() != "en" else "j F")


def paper(found: Mapping[str, Any]) -> str:
    """A document, and when it is needed."""
    name, only_if = said(found["name"]), said(found.get("only_if"))
    return _("{name} (nur wenn: {condition})").format(name=name, condition=only_if) if only_if else name


def amount(fee: Mapping[str, Any]) -> str:
    """What a fee comes to."""
    if fee.get("free"):
        told = _("kostenlos")
    elif fee.get("amount_cents") is not None:
        told = money(fee["amount_cents"])
    else:
        told = _("{least} bis {most}").format(least=money(fee["from_cents"]), most=money(fee["to_cents"]))
    told = " ".join(filter(None, (told, said(fee.get("unit")))))
    return _("{amount}, im Voraus zu zahlen").format(amount=told) if fee.get("prepayment") else told


def trust(level: str) -> str:
    """How surely people must show who they are."""
    return {
        "none": _("Sie müssen sich nicht ausweisen."),
        "low": _("Sie brauchen ein Konto."),
        "substantial": _("Sie müssen sich sicher anmelden, zum Beispiel mit ELSTER."),
        "high": _("Sie weisen sich aus: mit dem Online-Ausweis oder im Amt."),
    }.get(level, "")


def written_form(rule: str) -> str:
    """What the law demands of the form of an application."""
    return {
        "none": _("Der Antrag braucht keine bestimmte Form."),
        "text": _("Der Antrag muss schriftlich sein. Eine E-Mail oder das Online-Formular genügt."),
        "signature": _("Der Antrag braucht Ihre Unterschrift."),
        "in_person": _("Sie müssen selbst ins Amt kommen."),
    }.get(rule, "")


def _validity(since: str | None, until: date | None) -> str:
    if since and until:
        return _("Gilt vom {since} bis zum {until}.").format(since=day(date.fromisoformat(since)), until=day(until))
    if since:
        return _("Gilt seit dem {since}.").format(since=day(date.fromisoformat(since)))
    return _("Gilt bis zum {until}.").format(until=day(until)) if until else ""


def modules(service: Any) -> dict[str, Any]:
    """Everything typed that the service's page says beside its texts; what is empty is not there."""
    details = service.details
    papers = details.get("papers", [])
    proof = trust(details.get("trust_level", "")), written_form(details.get("written_form", ""))
    found = {
        "processing_time": span(details["processing_time"]) if details.get("processing_time") else "",
        "deadlines": [deadline(one) for one in details.get("deadlines", [])],
        "incoming": [paper(one) for one in papers if one.get("direction") != "outgoing"],
        "outgoing": [paper(one) for one in papers if one.get("direction") == "outgoing"],
        "proof": [line for line in proof if line],
        "contact": details.get("contact", {}),
        "validity": _validity(details.get("valid_from"), service.valid_until),
        "easy": service.easy.get("text", []),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}
