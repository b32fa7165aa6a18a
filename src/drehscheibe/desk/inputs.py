"""What was typed into a page of the administration: cleaned, and with a sentence for everything that does not fit."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from drehscheibe.forms.fields.cleaning import clean_line, clean_lines

LINE, TEXT = 200, 20_000


class Typed:
    """Reads a POST. `values` is what the page shows again, `errors` are (control id, sentence) in reading order."""

    def __init__(self, post: Any) -> None:
        self._post = post
        self.values: dict[str, str] = {}
        self.errors: list[tuple[str, str]] = []

    def refuse(self, name: str, sentence: str) -> None:
        """Say what is wrong with a control."""
        self.errors.append((f"f-{name.replace('.', '-')}", sentence))

    def line(self, name: str, required: str = "", longest: int = LINE) -> str:
        """One line. `required`: the sentence for when it is empty."""
        return self._kept(name, clean_line(self._post.get(name, "")), required, longest)

    def text(self, name: str, required: str = "", longest: int = TEXT) -> str:
        """Several lines."""
        return self._kept(name, clean_lines(self._post.get(name, "")), required, longest)

    def _kept(self, name: str, value: str, required: str, longest: int) -> str:
        self.values[name] = value
        if required and not value:
            self.refuse(name, required)
        if len(value) > longest:
            sentence = _("Das ist zu lang. Kürzen Sie es bitte auf höchstens {longest} Zeichen.")
            self.refuse(name, sentence.format(longest=f"{longest:,}".replace(",", ".")))
        return value

    def email(self, name: str, required: str = "") -> str:
        """An e-mail address."""
        value = self.line(name, required)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.refuse(name, _("Das ist keine E-Mail-Adresse. Sie sieht zum Beispiel so aus: amt@stadt.de"))
        return value

    def date(self, name: str, required: str) -> date | None:
        """A calendar day, as browsers send it or as people write it (14.6.2027); `required`: said about all else."""
        value = self.line(name, required, 20)
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(value, pattern).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        if value:
            self.refuse(name, required)
        return None

    def choice(self, name: str, options: Collection[str], sentence: str) -> str:
        """One of `options`; `sentence` is said about anything else, and the value is then empty."""
        value = self.values[name] = str(self._post.get(name, ""))
        if value in options:
            return value
        self.refuse(name, sentence)
        return ""

    def texts(self, name: str, required: str = "", longest: int = LINE) -> dict[str, str]:
        """A line in German (`name.de`) and, where typed, in English."""
        found = {"de": self.line(f"{name}.de", required, longest), "en": self.line(f"{name}.en", "", longest)}
        return {language: value for language, value in found.items() if value or language == "de"}

    def address(self, name: str) -> dict[str, str]:
        """Street, postal code and city, as far as they were typed."""
        found = {part: self.line(f"{name}.{part}") for part in ("street", "postal_code", "city")}
        return {part: value for part, value in found.items() if value}


def shown_texts(name: str, texts: Any) -> dict[str, str]:
    """What `Typed.texts` reads, the other way round: for the page before anything was typed."""
    known = texts if isinstance(texts, Mapping) else {"de": texts or ""}
    return {f"{name}.{language}": known.get(language, "") for language in ("de", "en")}


def shown_address(name: str, address: Any) -> dict[str, str]:
    """What `Typed.address` reads, the other way round."""
    return {f"{name}.{part}": (address or {}).get(part, "") for part in ("street", "postal_code", "city")}
