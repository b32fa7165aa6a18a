"""The four forms in a browser, from start page to receipt: each page with axe, wide, as a phone, without script."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from drehscheibe.forms.journey import Raw
from drehscheibe.kernel import clock
from tests.demo import test_certificates, test_parking, test_special_use
from tests.demo.forms import FORMS
from tests.demo.housing import FAMILY, TOGETHER
from tests.forms.dogs import to_raw
from tests.journeys.conftest import Visit
from tests.journeys.dog_tax import PDF
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
TOMORROW = clock.day(clock.now()) + timedelta(1)  # today may be over before the form is sent
SEASON = {
    "beginn": TOMORROW.isoformat(),
    "ende": (TOMORROW + timedelta(213)).isoformat(),
}  # 7 months
PARKING = test_parking.NEW | {"zone": "A", "beginn": TOMORROW.isoformat()}
EVENT = test_special_use.TERRACE | test_special_use.SITE | SEASON | {"art": "veranstaltung"}


def fill_in(visitor: Visitor, raw: Raw) -> None:
    """Page by page until the check page; what an answer brings up is filled in when it is there."""
    for _ in range(60):
        if urlsplit(visitor.path).path.endswith("/pruefen/"):
            return
        while _fill(visitor, raw):
            visitor.settle()
        groups = visitor.page.locator("main button[name=add]")
        wanted = len(raw[f"{groups.first.get_attribute('value')}._rows"]) if groups.count() else 0
        if visitor.page.locator("main fieldset.portal-row").count() < wanted:
            visitor.click(groups.first)
        else:
            visitor.press("Weiter")
    raise AssertionError(visitor.text)


def _fill(visitor: Visitor, raw: Raw) -> bool:
    """Fill in what the page shows and is still empty; whether a choice was made that may bring up more."""
    for control in visitor.page.locator("main form :is(input, textarea, select)[name]").all():
        name, sort = control.get_attribute("name") or "", control.get_attribute("type")
        typed = raw.get(name, [])
        if sort in {"radio", "checkbox"}:
            if control.get_attribute("value") in typed and not control.is_checked():
                control.check()
                return True
        elif sort == "file":
            stored = visitor.page.locator(f"main button[name=detach][value^='{name}/']").count()
            if typed and not stored:
                visitor.upload(name, [PDF])
        elif typed and typed[0] and control.input_value() != typed[0]:
            if visitor.page.locator(f"main select[name='{name}']").count():
                control.select_option(typed[0])
                return True
            control.fill(typed[0])
    return False


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
