"""Choosing from entries: radio buttons up to seven, a select up to 199, and beyond a search in one text box.

The search works without JavaScript: what was typed is looked up when the page is sent, and where several entries fit
they come back as radio buttons (part `choice`). A choice counts as long as it fits what is typed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from drehscheibe.forms.code_lists import CodeList, Column, Entry
from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, Phrase, text

RADIO_UP_TO = 7
SEARCH_FROM = 200
CHECKBOXES_UP_TO = 50
SUGGESTED_AT_ONCE = 300
MATCHES = 12
SEARCHED = ("", "choice")
NO_ENTRIES = CodeList("", "", "", (Column("key"),), (), "key", (("de", "key"),))


def display(field: Field, entries: int) -> str:
    """radio, select or search: as the field says, else by the number of entries."""
    by_number = "radio" if entries <= RADIO_UP_TO else "select" if entries < SEARCH_FROM else "search"
    return field.display or by_number


def choices(entries: Sequence[Entry], name: str, lang: str) -> tuple[Choice, ...]:
    """The entries as options; the first has the control's own id."""
    ids = [anchor(name), *(f"{anchor(name)}-{place}" for place in range(2, len(entries) + 1))]
    return tuple(
        Choice(entry.key, Phrase(entry.label, lang), None, own) for entry, own in zip(entries, ids, strict=False)
    )


def search_key(field: Field, listed: CodeList, raw: Parts) -> str | None:
    """The key of the entry that was typed, or chosen among those that fit; None when nothing was typed. Raise Invalid.

    Control characters and endless texts find nothing.
    """
    typed = clean_line(first(raw)[:500])
    if not typed:
        return None
    if key := _key(listed, raw):
        return key
    if listed.search(typed, "de", most=1):
        raise wrong(field, "several_matches", "choice" if len(listed.search(typed, "de", most=2)) > 1 else "")
    raise wrong(field, "no_match", typed=typed[:60])


def _key(listed: CodeList, raw: Parts) -> str | None:
    typed, chosen = clean_line(first(raw)[:500]), first(raw, "choice")
    if chosen and listed.fits(chosen, typed):
        return chosen
    exact = listed.named(typed) if typed else None
    if exact:
        return exact.key
    found = listed.search(typed, "de", most=2)
    return found[0].key if len(found) == 1 else None


class Selection(Kind):
    """Types whose answers are keys of entries; they say which (`listed`), or None where nothing is known."""

    missing = "missing_choice"

    def listed(self, _field: Field, /) -> CodeList | None:
        raise NotImplementedError

    def shown_as(self, field: Field, listed: CodeList, /) -> str:
        """radio, select, search or checkboxes."""
        return "checkboxes" if field.multiple else display(field, len(listed.rows))

    def parts_of(self, field: Field, /) -> Sequence[str]:
        listed = self.listed(field)
        return SEARCHED if listed is not None and self.shown_as(field, listed) == "search" else ("",)

    def logic_kind(self, field: Field, /) -> str:
        return "list" if field.multiple else "text"

    def parts_known(self, field: Field, /) -> dict[str, str]:
        listed = self.listed(field)
        return {} if listed is None or field.multiple else {column.id: "text" for column in listed.columns}

    def part(self, field: Field, value: Any, part: str, /) -> Any:
        listed = self.listed(field)
        return listed and listed.value(value, part)

    def possible(self, field: Field, /) -> frozenset[str] | None:
        listed = self.listed(field)
        return None if listed is None else frozenset(entry.key for entry in listed.entries("de"))

    def controls(self, field: Field, name: str, lang: str, /, typed: Parts = NOTHING) -> list[Control]:
        listed = self.listed(field)
        if listed is None:
            return [self.describe(field, name, lang, maxlength=200, autocomplete=field.autocomplete or "")]
        shown = self.shown_as(field, listed)
        if shown == "search":
            return self.search(field, name, lang, typed)
        facts = {"kind": shown, "autocomplete": field.autocomplete or ""}
        options = choices(listed.entries(lang), name, lang)
        return [self.describe(field, name, lang, **facts, options=options, multiple=field.multiple)]

    def search(self, field: Field, name: str, lang: str, typed: Parts, /) -> list[Control]:
        """The text box with its suggestions; and the entries that fit, while several do."""
        listed = self.listed(field) or NO_ENTRIES
        words, shown = clean_line(first(typed)[:500]), len(listed.rows) <= SUGGESTED_AT_ONCE
        fitting = listed.search(words, lang, most=MATCHES)
        suggested = listed.entries(lang) if shown else fitting
        facts: dict[str, Any] = {"kind": "search", "autocomplete": field.autocomplete or "off"}
        facts |= {"suggestions": tuple(entry.label for entry in suggested), "updates": "" if shown else name}
        box = self.describe(field, name, lang, **facts)
        if len(fitting) < 2 or (_key(listed, typed) and not first(typed, "choice")):
            return [box]
        options = choices(fitting, f"{name}.choice", lang)
        box = box._replace(label=text(MESSAGES["search_words"], lang), hint=None)
        return [box, Control("radio", f"{name}.choice", text(field.label, lang), options=options)]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        listed = self.listed(field)
        if listed is None:
            return self.free_text(field, raw)
        if len(self.parts_of(field)) > 1:
            return search_key(field, listed, raw)
        given = {value for value in raw.get("", ()) if value}
        chosen = [entry.key for entry in listed.entries("de") if entry.key in given]
        if len(chosen) < len(given) or (len(chosen) > 1 and not field.multiple):
            raise wrong(field, self.missing)
        return (chosen if field.multiple else chosen[0]) if chosen else None

    def free_text(self, field: Field, raw: Parts, /) -> str | None:
        """What was typed where no entries are known."""
        line = clean_line(first(raw)[:2_000])
        if len(line) > 200:
            raise wrong(field, "too_long", limit=200)
        return line or None

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        listed = self.listed(field)
        found = [(one, listed and listed.entry(one, lang)) for one in (value if field.multiple else [value])]
        return "\n".join(entry.label if entry else one for one, entry in found)

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        possible = self.possible(field)
        one: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
        if possible is not None:
            one = {"type": "string", "enum": sorted(possible)}
        return {"type": "array", "items": one, "minItems": 1, "uniqueItems": True} if field.multiple else one

    def faults(self, field: Field, /) -> list[str]:
        listed = self.listed(field)
        if field.multiple and listed is not None and len(listed.rows) > CHECKBOXES_UP_TO:
            return [f"Mehrere Antworten aus über {CHECKBOXES_UP_TO}: Nehmen Sie eine Gruppe, die sich wiederholt."]
        return []
