"""The four forms in a browser, from start page to receipt: each page with axe, wide, as a phone, without script."""

from datetime import timedelta

import pytest

from drehscheibe.kernel import clock
from tests.demo import test_certificates, test_parking, test_special_use
from tests.demo.forms import FORMS
from tests.demo.housing import FAMILY, TOGETHER
from tests.forms.dogs import to_raw
from tests.journeys.conftest import Visit
from tests.journeys.filling import fill_in

pytestmark = pytest.mark.journey
TOMORROW = clock.day(clock.now()) + timedelta(1)  # today may be over before the form is sent
SEASON = {
    "beginn": TOMORROW.isoformat(),
    "ende": (TOMORROW + timedelta(213)).isoformat(),
}  # 7 months
PARKING = test_parking.NEW | {"zone": "A", "beginn": TOMORROW.isoformat()}
EVENT = test_special_use.TERRACE | test_special_use.SITE | SEASON | {"art": "veranstaltung"}


@pytest.mark.parametrize(
    ("service", "town", "values", "way", "said"),
    [
        ("bewohnerparkausweis", "musterstadt", PARKING, {"width": 375}, ["MUS-AB 123", "120,00 €"]),
        ("sondernutzung", "auenfeld", EVENT, {"width": 1280}, ["Café Muster GmbH", "963,00 €"]),
        ("urkunde-anfordern", "musterstadt", test_certificates.ORDER, {"width": 1280, "script": False}, ["15,00 €"]),
        ("wohngeld", "musterstadt", TOGETHER | {"personen": FAMILY[:2]}, {"width": 375}, ["Person 2: Mia Muster"]),
    ],
    ids=["parking-phone", "special-use-wide", "certificate-without-script", "housing-phone"],
)
def test_form_can_be_filled_in_to_the_receipt(
    visit: Visit, service: str, town: str, values: dict[str, object], way: dict[str, object], said: list[str]
) -> None:
    citizen = visit(**way).go(f"/antrag/{service}/", town).press("Starten")
    fill_in(citizen, to_raw(FORMS[service], values))
    assert [words for words in said if words not in citizen.text] == []
    assert citizen.press("Absenden").reference()
    assert citizen.errors == []
