"""From the answers to the receipt: the forms through the real operations, and what is on paper and on the desk."""

import io
import re
from functools import partial

import pytest
from pypdf import PdfReader

from drehscheibe.applications import queries
from drehscheibe.applications.operations.paper import receipt
from tests.cast import NOW, account, tenant
from tests.demo import test_certificates, test_parking, test_special_use
from tests.demo.forms import FORMS, SERVICES
from tests.demo.housing import ALONE, TOGETHER
from tests.forms.dogs import to_raw

CASES = [
    (
        "bewohnerparkausweis",
        "musterstadt",
        "MUS",
        test_parking.NEW | {"zone": "A"},
        ["MUS-AB 123", "120,00 €", "Zone A"],
    ),
    ("bewohnerparkausweis", "auenfeld", "AUE", test_parking.CHANGE | {"zone": "2"}, ["5,00 €", "Zone 2: Am Hafen"]),
    ("urkunde-anfordern", "musterstadt", "MUS", test_certificates.ORDER, ["15,00 €", "Posten 1: Deutsche Urkunde"]),
    ("geburtsurkunde", "auenfeld", "AUE", test_certificates.ORDER, ["12,00 €", "Geburtsurkunde"]),
    ("sondernutzung", "musterstadt", "MUS", test_special_use.TERRACE, ["630,00 €", "Café Muster GmbH", "22:00 Uhr"]),
    ("sondernutzung", "auenfeld", "AUE", test_special_use.TERRACE, ["420,00 €", "15 m²", "Handelsregister B"]),
    ("wohngeld", "kreis-musterland", "KML", ALONE, ["1.450,00 €", "58,5", "DE02 1203 0000 0000 2020 51"]),
    ("wohngeld", "musterstadt", "KML", TOGETHER, ["Person 5: Ida Muster", "3.982,27 €", "812,77 €"]),
]


def typed(service, values, raw):
    """Put exactly these answers into `raw`."""
    raw.clear()
    raw.update(to_raw(FORMS[SERVICES[service]["channels"]["online"]["form"]], values))


@pytest.fixture
def sent(application):
    """`sent("wohngeld", portal, values)`: an application with exactly these answers."""

    def make(service, portal, values):
        return application(service, tenant(portal), change=partial(typed, service, values))

    return make


@pytest.mark.parametrize(
    ("service", "portal", "prefix", "values", "said"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_answers_arrive_at_the_responsible_body_and_stand_on_the_receipt(
    sent, scope_of, run_jobs, service, portal, prefix, values, said
):
    case = sent(service, portal, values)
    assert case.reference.startswith(f"{prefix}-")
    run_jobs()
    with scope_of(case.tenant):
        paper = receipt(application=queries.application(case.pk), now=NOW)
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages))
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize(
    ("service", "portal", "clerk"),
    [
        ("bewohnerparkausweis", "musterstadt", "ordnungsamt@musterstadt"),
        ("urkunde-anfordern", "auenfeld", "standesamt@auenfeld"),
        ("sondernutzung", "birkental", "bauamt@birkental"),
        ("wohngeld", "kreis-musterland", "wohngeldstelle@kreis-musterland"),
    ],
)
def test_the_office_that_is_named_opens_the_case(application, client_for, service, portal, clerk):
    case = application(service, tenant(portal), seed=3)
    host = {"kreis-musterland": "localhost"}.get(portal, f"{portal}.localhost")
    assert client_for(account(clerk), host).get(f"/amt/vorgaenge/{case.reference}/").status_code == 200
