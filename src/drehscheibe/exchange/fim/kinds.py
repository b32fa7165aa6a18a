"""What field of ours a FIM field becomes: its type, bounds and texts."""

from typing import Any

from drehscheibe.exchange.fim import known, patterns, wording
from drehscheibe.exchange.fim.choices import Choices
from drehscheibe.exchange.fim.model import DataField, FieldGroup, Precision
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.tree import Node
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.upload import MEDIA_TYPES
from drehscheibe.forms.schema import Field

_HINT = 200
_LONG_TEXT = 255
_LONGEST = 20_000
_SPECIAL = {
    "email": "E-Mail-Adresse",
    "phone": "Telefonnummer",
    "iban": "IBAN",
    "plate": "Kfz-Kennzeichen",
    "identifier": "Nummer mit Prüfziffer",
    "url": "Internetadresse",
}
_TEXTUAL = {"text", "text_latin"}


class Kinds:
    """Makes the fields of one schema; notes in the report what each became."""

    def __init__(self, choices: Choices, report: Report) -> None:
        self.choices = choices
        self.report = report

    def note(self, node: Node, sort: Any, message: str) -> None:
        self.report.add(sort, node.element.line, node.way, message)

    def make(self, node: Node) -> dict[str, Any] | None:
        """The field without its id and conditions; None when there is nothing to ask or to show."""
        data = node.data
        if data is None:
            return None
        made = self.shown(node, data) if data.kind in {"label", "hidden", "locked"} else self.asked(node, data)
        if made is None:
            return None
        texts = {"label": data.label or data.name or "Angabe", **self.helped(data, made)}
        if laws := [base for base in (*data.bases, *node.place.bases) if wording.is_law(base)]:
            texts["legal_basis"] = "; ".join(dict.fromkeys(laws))[:5_000]
        return {"type": "text", **texts, **made, **named(data)}

    @staticmethod
    def helped(data: DataField | FieldGroup, made: dict[str, Any]) -> dict[str, Any]:
        if not data.help or "hint" in made or data.help == data.label:
            return {}
        return {"hint" if len(data.help) <= _HINT and "\n" not in data.help else "help": data.help[:5_000]}

    def shown(self, node: Node, data: DataField) -> dict[str, Any] | None:
        text = data.content or data.help
        if data.kind == "label":
            self.note(node, "understood", "Hinweis zum Lesen")
            return {"type": "information", **({"hint": text[:5_000]} if text else {})}
        if not data.content:
            told = "gesperrtes" if data.kind == "locked" else "verstecktes"
            self.note(node, "left", f"Ein {told} Feld ohne Inhalt wird nicht gefragt. Wer füllt es?")
            return None
        self.note(
            node, "guessed", f"Fester Wert „{data.content[:60]}“" + ("" if data.kind == "locked" else ", nicht gezeigt")
        )
        return {"type": "calculated", "value": data.content, **({"internal": True} if data.kind == "hidden" else {})}

    def asked(self, node: Node, data: DataField) -> dict[str, Any]:
        if data.content:
            self.note(node, "left", f"Die Vorbelegung „{data.content[:60]}“ wurde nicht übernommen.")
        if data.precision.junk:
            self.note(node, "guessed", f"In der Präzisierung steht „{data.precision.junk[:60]}“. Das prüft niemand.")
        if data.kind == "select" and data.type != "bool":
            chosen = self.choices.make(node, data)
            if chosen is not None:
                return chosen
        if data.type in _MAKERS:
            return _MAKERS[data.type](self, node, data)
        if data.type not in _TEXTUAL:
            self.note(node, "guessed", f"Den Datentyp „{data.type}“ gibt es nicht. Gefragt wird ein Text.")
        return self.text(node, data)

    def moment(self, node: Node, _data: DataField) -> dict[str, Any]:
        self.note(node, "guessed", "Datum mit Uhrzeit wird als Text gefragt.")
        return {"type": "text", "max_length": 40}

    def time(self, node: Node, _data: DataField) -> dict[str, Any]:
        return self.told(node, {"type": "time"}, "Uhrzeit")

    def told(self, node: Node, made: dict[str, Any], words: str) -> dict[str, Any]:
        self.note(node, "understood", words)
        return made

    def yes_no(self, node: Node, data: DataField) -> dict[str, Any]:
        if node.place.least and known.STATEMENT.match(data.label):
            self.note(node, "guessed", "Erklärung zum Ankreuzen")
            return {"type": "statement"}
        return self.told(node, {"type": "yes_no"}, "Ja oder Nein")

    def day(self, node: Node, data: DataField) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "date"}
        bounds = {"min": data.precision.min_value, "max": data.precision.max_value}
        made |= {key: bound for key, bound in bounds.items() if len(bound) == 10}
        if known.known(node).type == "birthday":
            made.setdefault("max", "today")
            if known.is_own(node):
                made["autocomplete"] = "bday"
        return self.told(node, made, "Datum")

    def number(self, node: Node, data: DataField) -> dict[str, Any]:
        if data.type != "num_currency" and not data.precision.max_value and known.NUMBER.search(data.label):
            self.note(node, "guessed", "Die Nummer wird als Text gefragt, damit führende Nullen bleiben.")
            return {
                "type": "text",
                "autocomplete": "off",
                **self.pattern(node, Precision(pattern="[0-9]{1,30}")),
            }
        places = {"num": 2, "num_int": 0, "num_currency": 2}[data.type]
        made: dict[str, Any] = (
            {"type": "money"} if data.type == "num_currency" else {"type": "number", "decimals": places}
        )
        for key, bound in (("min", data.precision.min_value), ("max", data.precision.max_value)):
            if bound:
                value = float(bound) * (100 if data.type == "num_currency" else 1)
                made[key] = int(value) if value.is_integer() else value
        if data.type != "num":
            made.pop("decimals", None)
        if TYPES[made["type"]].faults(_tried(made)):
            self.note(node, "guessed", "Die Grenzen der Zahl widersprechen sich und werden nicht geprüft.")
            made = {key: value for key, value in made.items() if key not in {"min", "max"}}
        return self.told(
            node, made, {"num": "Kommazahl", "num_int": "ganze Zahl", "num_currency": "Geldbetrag"}[data.type]
        )

    def upload(self, node: Node, data: DataField) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "upload"}
        fitting = tuple(one for one in MEDIA_TYPES if one in data.media_types)
        if data.media_types and fitting:
            made["media_types"] = fitting
        elif data.media_types:
            self.note(
                node, "guessed", f"Angenommen werden {', '.join(MEDIA_TYPES)} statt {', '.join(data.media_types)[:80]}."
            )
        if data.max_size:
            made["max_size"] = data.max_size
        if node.repeats:
            made |= {"multiple": True, "max": min(node.most, 20)}
        return self.told(node, made, "Datei zum Hochladen")

    def text(self, node: Node, data: DataField) -> dict[str, Any]:
        """A text, or the type of ours that the field is known to be."""
        found, narrow = known.known(node), data.precision
        token = found.token if known.is_own(node) and found.token else "off"
        made: dict[str, Any] = {"autocomplete": token}
        if narrow.max_length:
            made["max_length"] = min(narrow.max_length, _LONGEST)
        special = found.type in _SPECIAL and (found.type != "plate" or "deutsch" not in data.help.lower())
        if special:
            self.note(node, "understood" if found.type == "email" else "guessed", _SPECIAL[found.type])
            return {"type": found.type, **found.facts, **({} if found.type == "plate" else {"autocomplete": token})}
        most = f", höchstens {narrow.max_length} Zeichen" if narrow.max_length else ""
        long = (narrow.max_length or 0) > _LONG_TEXT and not known.NAME.search(data.label)
        if long or (known.LONG.search(data.label) and (narrow.max_length or _LONG_TEXT) > 100):
            return self.told(node, {**made, "multiline": True}, f"mehrzeiliger Text{most}")
        made |= self.pattern(node, narrow, is_postcode=found.type == "postcode")
        return self.told(node, made, f"Text{most}")

    def pattern(self, node: Node, narrow: Precision, *, is_postcode: bool = False) -> dict[str, Any]:
        asked = narrow.pattern
        if not asked and (narrow.min_length or 0) > 1:
            asked = f".{{{min(narrow.min_length or 0, 60)},}}"
        if not asked:
            return {}
        try:
            text, sample = patterns.translate(asked)
        except patterns.PatternError as error:
            self.note(node, "left", f"Das Muster „{asked[:60]}“ wird nicht geprüft. {error}")
            return {}
        sample = "12345" if is_postcode and patterns.fits(text, "12345") else sample
        made = {"type": "text", "pattern": text, "sample": sample}
        if faults := TYPES["text"].faults(_tried(made)):
            self.note(node, "left", f"Das Muster „{asked[:60]}“ wird nicht geprüft. {faults[0]}")
            return {}
        message = _POSTCODE if is_postcode else patterns.told(text)
        return {"pattern": text, "sample": sample, **({"pattern_message": message} if message else {})}


_MAKERS = {
    "bool": Kinds.yes_no,
    "date": Kinds.day,
    "time": Kinds.time,
    "datetime": Kinds.moment,
    "num": Kinds.number,
    "num_int": Kinds.number,
    "num_currency": Kinds.number,
    "file": Kinds.upload,
    "obj": Kinds.upload,
}
_POSTCODE = {
    "de": "Bitte geben Sie die Postleitzahl mit fünf Ziffern an.",
    "en": "Please enter the postcode with five digits.",
}


def named(element: Any) -> dict[str, str]:
    """The names that FIM has for an element."""
    found = {"fim_id": element.id, "fim_version": element.version}
    return {key: value for key, value in found.items() if value}


def _tried(made: dict[str, Any]) -> Field:
    return Field.model_validate({"id": "tried", "label": "Angabe", **made})
