"""The field types. A new one is a class here and its line in TYPES; no template learns of it."""

from drehscheibe.forms.fields.account import AccountKind
from drehscheibe.forms.fields.address import AddressKind
from drehscheibe.forms.fields.calculated import CalculatedKind
from drehscheibe.forms.fields.choice import ChoiceKind
from drehscheibe.forms.fields.code_list import CodeListKind
from drehscheibe.forms.fields.date_range import DateRangeKind
from drehscheibe.forms.fields.dates import DateKind
from drehscheibe.forms.fields.email_address import EmailKind
from drehscheibe.forms.fields.iban import IbanKind
from drehscheibe.forms.fields.identifier import IdentifierKind
from drehscheibe.forms.fields.information import InformationKind
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.fields.location import LocationKind
from drehscheibe.forms.fields.money import MoneyKind
from drehscheibe.forms.fields.municipality import MunicipalityKind
from drehscheibe.forms.fields.nationality import NationalityKind
from drehscheibe.forms.fields.number import NumberKind
from drehscheibe.forms.fields.partial_date import PartialDateKind
from drehscheibe.forms.fields.percentage import PercentageKind
from drehscheibe.forms.fields.person_name import PersonNameKind
from drehscheibe.forms.fields.phone import PhoneKind
from drehscheibe.forms.fields.plate import PlateKind
from drehscheibe.forms.fields.statement import StatementKind
from drehscheibe.forms.fields.text import TextKind
from drehscheibe.forms.fields.times import TimeKind
from drehscheibe.forms.fields.upload import UploadKind
from drehscheibe.forms.fields.url import UrlKind
from drehscheibe.forms.fields.yes_no import YesNoKind

TYPES: dict[str, Kind] = {
    "text": TextKind(),
    "person_name": PersonNameKind(),
    "number": NumberKind(),
    "money": MoneyKind(),
    "percentage": PercentageKind(),
    "date": DateKind(),
    "partial_date": PartialDateKind(),
    "date_range": DateRangeKind(),
    "time": TimeKind(),
    "yes_no": YesNoKind(),
    "choice": ChoiceKind(),
    "code_list": CodeListKind(),
    "nationality": NationalityKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "url": UrlKind(),
    "address": AddressKind(),
    "municipality": MunicipalityKind(),
    "location": LocationKind(),
    "iban": IbanKind(),
    "identifier": IdentifierKind(),
    "plate": PlateKind(),
    "statement": StatementKind(),
    "information": InformationKind(),
    "upload": UploadKind(),
    "calculated": CalculatedKind(),
    "account": AccountKind(),
}
