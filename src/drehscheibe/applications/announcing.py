"""When a decision counts as announced (Bekanntgabe): the rule sets of the law as data, and what follows from the facts.

Sources, as in force since 1 January 2025 (Postrechtsmodernisierungsgesetz: four days instead of three):

- By post: § 41 Absatz 2 Satz 1 VwVfG, § 122 Absatz 2 Nummer 1 AO, § 37 Absatz 2 Satz 1 SGB X: the fourth day after it
  was handed to the post, within Germany. If that day is none on which offices work, § 108 Absatz 3 AO moves it to the
  next one (Bundesfinanzhof, IX R 68/98); in the other two it stays (Bundessozialgericht, B 14 AS 12/09 R).
- By retrieval with consent, § 41 Absatz 2a VwVfG: the day after the retrieval. What is not retrieved within ten days
  after the notice of its provision was sent is not announced; the provision ends, and it has to go another way.
- § 122a Absatz 4 AO: the fourth day after it was provided, retrieved or not.
- § 37 Absatz 2a SGB X: the fourth day after the notice was sent, retrieved or not. If the notice cannot be proved, the
  day of the retrieval.

§ 9 OZG (the fourth day after provision, retrieved or not) is about the mailbox of a central account (§ 2 Absatz 7 OZG).
The Postkorb here is the body's own, so it is not among the rules; a Land's own VwVfG says the same as the federal one.
The office has to prove when something arrived, and whoever got it later, or not at all, may say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from drehscheibe.kernel import deadlines

KEPT_DAYS = 10  # calendar days for retrieval after the notice (§ 41 Absatz 2a Satz 4 VwVfG)


class From(Enum):
    """What the days of an announcement by retrieval are counted from."""

    RETRIEVAL = auto()
    PROVISION = auto()
    NOTICE = auto()


@dataclass(frozen=True)
class RuleSet:
    """One law. `shifts`: from a day off it moves to the next working day; `ends`: provision ends without retrieval."""

    post_law: str
    post_days: int
    retrieval_law: str
    retrieval_from: From
    retrieval_days: int
    shifts: bool
    ends: bool


RULES: Mapping[str, RuleSet] = {
    "vwvfg": RuleSet("§ 41 Absatz 2 VwVfG", 4, "§ 41 Absatz 2a VwVfG", From.RETRIEVAL, 1, shifts=False, ends=True),
    "ao": RuleSet("§ 122 Absatz 2 AO", 4, "§ 122a Absatz 4 AO", From.PROVISION, 4, shifts=True, ends=False),
    "sgbx": RuleSet("§ 37 Absatz 2 SGB X", 4, "§ 37 Absatz 2a SGB X", From.NOTICE, 4, shifts=False, ends=False),
}


def by_retrieval(
    rules: RuleSet, *, provided: date, notified: date | None, retrieved: date | None, land: str
) -> date | None:
    """The day on which what was provided for retrieval counts as announced; None: it does not (yet)."""
    start = {From.RETRIEVAL: retrieved, From.PROVISION: provided, From.NOTICE: notified}[rules.retrieval_from]
    if start is not None:
        return _after(rules, start, rules.retrieval_days, land)
    return retrieved if rules.retrieval_from is From.NOTICE else None


def by_post(rules: RuleSet, posted: date, land: str) -> date:
    """The day on which a letter counts as announced that was handed to the post on `posted`."""
    return _after(rules, posted, rules.post_days, land)


def _after(rules: RuleSet, start: date, days: int, land: str) -> date:
    end = deadlines.after_days(start, days)
    return deadlines.next_working_day(end, land) if rules.shifts else end
