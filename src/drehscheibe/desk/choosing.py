"""Which cases a list shows, as its address says it; and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from drehscheibe.applications.queries import CASEWORKERS, services_of
from drehscheibe.applications.worklist import Choice, Pile
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.schema import text
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import Standing, colleagues
from drehscheibe.kernel import references
from drehscheibe.tenants.queries import own_departments

PILES = {
    "offen": Pile.OPEN,
    "neu": Pile.NEW,
    "meine": Pile.MINE,
    "bearbeitung": Pile.IN_PROGRESS,
    "wartet": Pile.WAITING,
    "entschieden": Pile.DECIDED,
    "zurueckgezogen": Pile.WITHDRAWN,
    "alle": Pile.ALL,
}
ENDED = frozenset({"entschieden", "zurueckgezogen", "alle"})
# What a saved view remembers: never a name or an address.
KEPT = ("status", "dienst", "person", "amt", "frist", "reihe")
LONGEST_SEARCH = 120


@dataclass(frozen=True)
class Chosen:
    """The choice of an address, its parts as they stand there, and what is wrong with what was typed."""

    choice: Choice
    values: dict[str, str]
    problem: str = ""

    @property
    def saved(self) -> str:
        """The query by which a saved view comes back to this choice."""
        return urlencode({name: self.values[name] for name in KEPT if self.values.get(name)})

    def query(self, **more: str) -> str:
        """The query of this list, with more of it."""
        return urlencode({**{name: value for name, value in self.values.items() if value}, **more})


def read(given: Mapping[str, str], account: Account, today: date) -> Chosen:
    """The choice that `given` (the query of an address) says; what makes no sense is left out."""
    typed = clean_line(given.get("q", ""))[:LONGEST_SEARCH]
    status = given.get("status", "")
    status = status if status in PILES else "alle" if typed else "offen"
    numbers = {name: value for name in ("person", "amt") if (value := given.get(name, "")).isdecimal()}
    numbers = {name: value for name, value in numbers.items() if len(value) < 12}
    values = {"status": status, "q": typed, "dienst": clean_line(given.get("dienst", ""))[:100], **numbers}
    days = {"heute": 0, "woche": 7}
    values |= {"frist": given["frist"]} if given.get("frist") in days else {}
    by_due = given.get("reihe") == "frist" and status not in ENDED  # what is decided is due no more
    values |= {"reihe": "frist"} if by_due else {}
    if given.get("person") == "ich":
        values["person"] = "ich"
    reference, problem = _reference(typed)
    choice = Choice(
        PILES[status],
        service=values["dienst"],
        assignee=account.pk if values.get("person") == "ich" else int(values.get("person", 0)) or None,
        department=int(values.get("amt", 0)) or None,
        typed=typed,
        reference=reference,
        due_by=today + timedelta(days=days[values["frist"]]) if "frist" in values else None,
        by_due="reihe" in values,
    )
    return Chosen(choice, values, problem)


def _reference(typed: str) -> tuple[str, str]:
    """The reference that was typed, or what is wrong with it; neither for names and addresses."""
    found = references.read_reference(typed) if typed else None
    if found:
        return found, ""
    looks_like_one = any(map(str.isdigit, typed)) and "@" not in typed
    return "", _("Diese Vorgangsnummer gibt es nicht. Haben Sie sich vielleicht vertippt?") if looks_like_one else ""


def offered(standing: Standing, account: Account, language: str) -> dict[str, list[dict[str, Any]]]:
    """What each select offers: services with cases, colleagues, and departments where there are several."""
    held = standing.departments(CASEWORKERS)
    departments = [one for one in own_departments() if held is None or one.pk in held]
    return {
        "services": [{"value": slug, "label": text(name, language)} for slug, name in services_of(held)],
        "people": [
            {"value": "ich", "label": _("Ich")},
            *({"value": str(one.pk), "label": one.name} for one in colleagues(held, CASEWORKERS) if one != account),
        ],
        "departments": [{"value": str(one.pk), "label": text(one.name, language)} for one in departments],
    }
