"""The field types. A new one is a file here and its line in TYPES; no template learns of it."""

from drehscheibe.forms.fields.address import AddressKind
from drehscheibe.forms.fields.calculated import CalculatedKind
from drehscheibe.forms.fields.choice import ChoiceKind
from drehscheibe.forms.fields.dates import DateKind
from drehscheibe.forms.fields.email import EmailKind
from drehscheibe.forms.fields.iban import IbanKind
from drehscheibe.forms.fields.information import InformationKind
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.fields.money import MoneyKind
from drehscheibe.forms.fields.number import NumberKind
from drehscheibe.forms.fields.phone import PhoneKind
from drehscheibe.forms.fields.statement import StatementKind
from drehscheibe.forms.fields.text import TextKind
from drehscheibe.forms.fields.upload import UploadKind
from drehscheibe.forms.fields.yes_no import YesNoKind

TYPES: dict[str, Kind] = {
    "text": TextKind(),
    "number": NumberKind(),
    "money": MoneyKind(),
    "date": DateKind(),
    "yes_no": YesNoKind(),
    "choice": ChoiceKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "address": AddressKind(),
    "iban": IbanKind(),
    "statement": StatementKind(),
    "information": InformationKind(),
    "upload": UploadKind(),
    "calculated": CalculatedKind(),
}
