"""The field types. A new one is a class here and its line in TYPES; no template learns of it."""

from drehscheibe.forms.fields.address import AddressKind
from drehscheibe.forms.fields.choice import ChoiceKind
from drehscheibe.forms.fields.code_list import CodeListKind
from drehscheibe.forms.fields.dates import DateKind
from drehscheibe.forms.fields.identifiers import EmailKind, IbanKind, PhoneKind
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.fields.number import MoneyKind, NumberKind
from drehscheibe.forms.fields.plate import PlateKind
from drehscheibe.forms.fields.shown import CalculatedKind, InformationKind
from drehscheibe.forms.fields.text import TextKind
from drehscheibe.forms.fields.times import TimeKind
from drehscheibe.forms.fields.upload import UploadKind
from drehscheibe.forms.fields.yes_no import StatementKind, YesNoKind

TYPES: dict[str, Kind] = {
    "text": TextKind(),
    "number": NumberKind(),
    "money": MoneyKind(),
    "date": DateKind(),
    "time": TimeKind(),
    "yes_no": YesNoKind(),
    "choice": ChoiceKind(),
    "code_list": CodeListKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "address": AddressKind(),
    "iban": IbanKind(),
    "plate": PlateKind(),
    "statement": StatementKind(),
    "information": InformationKind(),
    "upload": UploadKind(),
    "calculated": CalculatedKind(),
}
