"""What a decision is written from: text with typed placeholders, a fee, and what can be done against it.

A placeholder stands in curly brackets: `{vorgangsnummer}` and the other words of `KNOWN`, `{antrag.FELD}` for an answer
as the applicant read it, or the name of one of the template's own inputs, which the clerk fills in, each with its type.
A line that begins with `# ` is a heading, an empty line begins a new paragraph.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

KNOWN = ("vorgangsnummer", "leistung", "datum", "eingang", "amt", "koerperschaft", "name", "begruendung")
_PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")
_MONEY = re.compile(r"\d{1,9}(,\d\d)?")


class Remedy(StrEnum):
    """What can be done against the decision (Rechtsbehelf)."""

    OBJECTION = "widerspruch"
    OBJECTION_SOCIAL = "widerspruch_sozial"
    APPEAL = "einspruch"
    COURT = "klage"
    NONE = "keiner"


# § 70 VwGO, § 84 SGG, § 357 AO, § 74 VwGO; the duty to say so: § 37 Absatz 6 VwVfG, § 356 AO, § 36 SGB X, § 58 VwGO.
_START = "Gegen diesen Bescheid können Sie innerhalb eines Monats nach seiner Bekanntgabe "
REMEDIES: Mapping[Remedy, str] = {
    Remedy.OBJECTION: _START + "Widerspruch erheben. Der Widerspruch ist schriftlich, in elektronischer Form nach "
    "§ 3a Absatz 2 des Verwaltungsverfahrensgesetzes, schriftformersetzend nach § 3a Absatz 3 des "
    "Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift bei {office} zu "
    "erheben.",
    Remedy.OBJECTION_SOCIAL: _START + "Widerspruch einlegen. Der Widerspruch ist schriftlich, in elektronischer Form "
    "nach § 36a Absatz 2 des Ersten Buches Sozialgesetzbuch oder zur Niederschrift bei {office} einzulegen.",
    Remedy.APPEAL: _START + "Einspruch einlegen. Der Einspruch ist schriftlich oder elektronisch bei {office} "
    "einzureichen oder dort zur Niederschrift zu erklären.",
    Remedy.COURT: _START + "Klage erheben. Die Klage ist schriftlich, in elektronischer Form oder zur Niederschrift "
    "beim {court} zu erheben.",
    Remedy.NONE: "",
}


class Input(BaseModel):
    """What the clerk fills in: `money` in euros, `date` as day.month.year, `number` whole, or a line of `text`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    type: Literal["text", "money", "date", "number"]
    label: str = Field(min_length=1, max_length=120)


class Template(BaseModel):
    """A letter to be filled in. `outcome` is that of the decisions it is for; `court` stands in the remedy, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, max_length=120)
    outcome: str
    inputs: tuple[Input, ...] = ()
    body: str = Field(min_length=1, max_length=20_000)
    fee: str = Field(default="", max_length=2_000)
    remedy: Remedy = Remedy.OBJECTION
    court: str = Field(default="", max_length=200)


@dataclass(frozen=True)
class Content:
    """A letter ready to be set: `blocks` are kind (heading, paragraph, fee) and text, `remedy` the last paragraph."""

    title: str
    blocks: tuple[tuple[str, str], ...]
    remedy: str


@dataclass(frozen=True)
class Problem:
    """Why a template cannot be published: `unknown`, `twice` or `court`, and the word it is about."""

    kind: str
    word: str


class UnfilledError(ValueError):
    """An input that lacks its value or does not fit its type; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def problems(template: Template, fields: Collection[str]) -> Iterator[Problem]:
    """What keeps a template from being published; `fields` are the ids of the form's fields."""
    own = [one.name for one in template.inputs]
    known = {*KNOWN, *own, *(f"antrag.{field}" for field in fields)}
    for text in (template.title, template.body, template.fee):
        for word in dict.fromkeys(_PLACEHOLDER.findall(text)):
            if word not in known:
                yield Problem("unknown", word)
        if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
            yield Problem("bracket", text[:40])
    for name in dict.fromkeys(own):
        if own.count(name) > 1 or name in KNOWN:
            yield Problem("twice", name)
    if template.remedy is Remedy.COURT and not template.court:
        yield Problem("court", "")


def typed(one: Input, value: str) -> str:
    """The value as the letter shows it. Raises UnfilledError for what is missing or not of its type."""
    value = value.strip()
    try:
        match one.type:
            case "money":
                if not _MONEY.fullmatch(value.replace(".", "").removesuffix("€").strip()):
                    raise UnfilledError(one.name)
                amount = Decimal(value.replace(".", "").removesuffix("€").strip().replace(",", "."))
                return f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".") + " Euro"
            case "date":
                day, month, year = (int(part) for part in value.split("."))
                return f"{date(year, month, day):%d.%m.%Y}"
            case "number":
                return f"{int(value):,}".replace(",", ".")
            case _:
                return value or _missing(one)
    except (ValueError, InvalidOperation) as error:
        raise UnfilledError(one.name) from error


def _missing(one: Input) -> str:
    raise UnfilledError(one.name)


def filled(template: Template, value_of: Callable[[str], str], office: str) -> Content:
    """The letter with what `value_of` says for each placeholder. `office`: where to object."""

    def put(text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: value_of(found[1]), text)

    blocks: list[tuple[str, str]] = []
    for part in re.split(r"\n\s*\n", template.body.strip()):
        for kind, text in _lines(part):
            blocks.extend((kind, line) for line in put(text).split("\n") if line.strip())
    if template.fee:
        blocks.append(("fee", put(template.fee)))
    remedy = REMEDIES[template.remedy].format(office=office, court=template.court)
    return Content(put(template.title), tuple(blocks), remedy)


def _lines(part: str) -> Iterator[tuple[str, str]]:
    """The headings of a part, and the lines between them as one paragraph."""
    running: list[str] = []
    for line in part.strip().split("\n"):
        if line.startswith("# "):
            if running:
                yield "paragraph", " ".join(running)
            running = []
            yield "heading", line[2:].strip()
        else:
            running.append(line.strip())
    if running:
        yield "paragraph", " ".join(running)
