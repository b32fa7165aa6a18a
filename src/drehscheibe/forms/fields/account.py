"""A value that the account knows, shown and not asked again; who has no account fills it in. `source` says which."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.email_address import EmailKind
from drehscheibe.forms.fields.kind import NOTHING, Kind, OneLine, Parts, first
from drehscheibe.forms.fields.person_name import PersonNameKind
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, FormDocument, Group, text

_TYPED: dict[str, OneLine] = {"name": PersonNameKind(), "email": EmailKind()}


class AccountKind(Kind):
    """The part `account` is what the account said when the draft was begun; pages cannot send it."""

    parts = ("", "account")
    unsent = frozenset({"account"})
    uses = frozenset({"source"})

    def controls(self, field: Field, name: str, lang: str, /, typed: Parts = NOTHING) -> list[Control]:
        if first(typed, "account"):
            return [self.describe(field, name, lang, kind="output", hint=text(MESSAGES["from_account"], lang))]
        return _typed(field).controls(field, name, lang)

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        known = clean_line(first(raw, "account")[:500])
        return known or _typed(field).parse(field, raw, today)

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 500}

    def faults(self, field: Field, /) -> list[str]:
        return [] if field.source in _TYPED else [f"„source“ sagt, was das Konto weiß: {', '.join(_TYPED)}."]


def _typed(field: Field) -> OneLine:
    return _TYPED[field.source or "name"]


def from_account(document: FormDocument, facts: Mapping[str, str]) -> dict[str, list[str]]:
    """Raw answers of what the account knows (`name`, `email`), for a draft that begins; groups are left alone."""
    asked = (field for _, block, field in document.fields() if field.type == "account" and not isinstance(block, Group))
    known = ((field.id, facts.get(field.source or "", "")) for field in asked)
    return {f"{name}.account": [fact] for name, fact in known if fact}
