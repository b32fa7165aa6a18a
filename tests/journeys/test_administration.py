"""Somebody who runs a portal changes hours, invites a colleague and edits the imprint; citizens see it at once."""

import pytest

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
WAYS = [
    pytest.param({"width": 1280}, "Samstag 9 bis 11 Uhr", id="wide"),
    pytest.param({"width": 375}, "Samstag 9 bis 11:30 Uhr", id="phone"),
    pytest.param({"width": 1280, "script": False}, "Samstag 9 bis 12:30 Uhr", id="without-script"),
]


@pytest.mark.parametrize(("way", "hours"), WAYS)
def test_a_portal_is_run_in_the_browser(visit: Visit, way: dict[str, object], hours: str) -> None:
    admin = visit(**way).sign_in("verwaltung")
    admin.go("/amt/").follow("Verwaltung des Portals").go("/amt/verwaltung/aemter/").follow("Standesamt")
    admin.fill("zeit.5.0", "12").fill("zeit.5.1", "9").press("Speichern")
    assert "Samstag: Zu jedem Beginn gehört ein späteres Ende" in admin.text
    end = hours.removeprefix("Samstag 9 bis ").removesuffix(" Uhr")
    admin.fill("zeit.5.0", "9").fill("zeit.5.1", end).press("Speichern")
    assert "Gespeichert." in admin.text
    admin.go("/amt/verwaltung/aemter/")
    assert hours in admin.text

    address = f"neu{end.replace(':', '')}{way['width']}@musterstadt.example"
    admin.go("/amt/verwaltung/personen/").follow("Person einladen")
    admin.fill("email", address).choose("role", "clerk").choose("department", "standesamt").press("Einladung senden")
    assert ("Die Einladung ist unterwegs." in admin.text, address in admin.text) == (True, True)

    admin.go("/amt/verwaltung/seiten/impressum/de/")
    text = admin.page.locator("main textarea[name=text]").input_value()
    admin.fill("text", f"{text}\n\n# Stand\n\nSo gilt es: {hours}").press("Vorschau")
    assert "Das ist eine Vorschau" in admin.text
    citizen = visit(**way).go("/impressum/")
    assert f"So gilt es: {hours}" not in citizen.text
    admin.press("Speichern")
    assert f"So gilt es: {hours}" in citizen.go("/impressum/").text
    refused = "422"  # the impossible hours above
    assert [error for error in admin.errors + citizen.errors if refused not in error] == []
