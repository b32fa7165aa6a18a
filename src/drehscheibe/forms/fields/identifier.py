"""Numbers with a check digit or a form of their own: `scheme` says which."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from stdnum import bic, lei
from stdnum.de import handelsregisternummer, idnr, stnr, vat
from stdnum.exceptions import ValidationError

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_PENSION = re.compile(r"[0-9]{2}(?:[0-2][0-9]|[3-8][0-9])(?:0[0-9]|1[0-2])[0-9]{2}[A-Z][0-9]{3}")
_HEALTH = re.compile(r"[A-Z][0-9]{9}")
_BUSINESS = re.compile(r"(DE[0-9]{9})-?([0-9]{5})")


class Scheme(NamedTuple):
    """`read` gives the number as it is kept, or raises ValueError; `show` as people write it; `refusal`: message."""

    read: Callable[[str], str]
    show: Callable[[str], str]
    refusal: str
    width: int


def _compact(line: str) -> str:
    return re.sub(r"[\s./-]", "", line).upper()


def _sum_of_digits(digits: str, weights: tuple[int, ...]) -> int:
    """The last digit of all digits of the products added up, as both social insurance numbers are checked."""
    products = (int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return sum(sum(map(int, str(product))) for product in products) % 10


def _place(letter: str) -> str:
    return f"{ord(letter) - 64:02}"


def _pension(line: str) -> str:
    """Versicherungsnummer of the Rentenversicherung, § 2 VKVV: area, birthday, first letter of the name, serial."""
    number = _compact(line)
    if not number.isascii() or not _PENSION.fullmatch(number):
        raise ValueError(number)
    checked = number[:8] + _place(number[8]) + number[9:11]
    if _sum_of_digits(checked, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)) != int(number[11]):
        raise ValueError(number)
    return number


def _health(line: str) -> str:
    """The part of the Krankenversichertennummer that never changes, § 290 SGB V: a letter and nine digits."""
    number = _compact(line)
    if not number.isascii() or not _HEALTH.fullmatch(number):
        raise ValueError(number)
    if _sum_of_digits(_place(number[0]) + number[1:9], (1, 2) * 5) != int(number[9]):
        raise ValueError(number)
    return number


def _business(line: str) -> str:
    """Wirtschafts-Identifikationsnummer, § 139c AO: checked as the VAT number is, with five digits behind it."""
    found = _BUSINESS.fullmatch(re.sub(r"[\s./]", "", line).upper())
    if found is None:
        raise ValueError(line)
    return f"DE{vat.validate(found[1])}-{found[2]}"


def _pension_shown(number: str) -> str:
    return f"{number[:2]} {number[2:8]} {number[8]} {number[9:]}"


SCHEMES = {
    "tax_id": Scheme(idnr.validate, idnr.format, "no_tax_id", 16),  # § 139b AO
    "tax_number": Scheme(stnr.validate, lambda number: number, "no_tax_number", 20),  # of any Land
    "vat_id": Scheme(lambda line: "DE" + vat.validate(line), lambda number: number, "no_vat_id", 16),  # § 27a UStG
    "business_id": Scheme(_business, lambda number: number, "no_business_id", 24),
    "commercial_register": Scheme(
        handelsregisternummer.validate, lambda number: number, "no_commercial_register", 40
    ),  # court, HRA or HRB, number
    "pension_number": Scheme(_pension, _pension_shown, "no_pension_number", 20),
    "health_insurance_number": Scheme(_health, lambda number: number, "no_health_insurance_number", 16),
    "bic": Scheme(bic.validate, lambda number: number, "no_bic", 16),  # ISO 9362
    "lei": Scheme(lei.validate, lambda number: number, "no_lei", 28),  # ISO 17442
}


class IdentifierKind(OneLine):
    """Kept as its issuer spells it, without blanks."""

    uses = frozenset({"scheme"})
    longest = 60

    def describe(self, field: Field, name: str, lang: str, /, **more: Any) -> Any:
        return super().describe(field, name, lang, **{"width": SCHEMES[field.scheme or "tax_id"].width, **more})

    def read(self, field: Field, line: str, /) -> str:
        scheme = SCHEMES[field.scheme or "tax_id"]
        try:
            return scheme.read(line)
        except (ValidationError, ValueError):
            raise wrong(field, scheme.refusal) from None

    def summary(self, field: Field, value: Any, _lang: str, /) -> str:
        return SCHEMES[field.scheme or "tax_id"].show(value)

    def faults(self, field: Field, /) -> list[str]:
        known = field.scheme in SCHEMES
        return [] if known else [f"„scheme“ sagt, welche Nummer gemeint ist: {', '.join(SCHEMES)}."]
