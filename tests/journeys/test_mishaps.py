"""What people and machines do to a form: back, reload, two tabs, lost cookies, five presses, killed processes."""

import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.journeys import dog_tax
from tests.journeys.conftest import Visit
from tests.journeys.portal import PATIENCE, Portal
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey


def begin(visitor: Visitor) -> Visitor:
    return visitor.go("/antrag/hundesteuer-anmelden/").press("Starten")


def test_back_button_reload_and_second_tab_lose_nothing(visit: Visit) -> None:
    citizen = begin(visit())
    dog_tax.person(citizen)
    citizen.press("Weiter")
    citizen.page.go_back()
    assert citizen.page.locator("[name=vorname]").input_value() == "Erika"
    citizen.page.reload()
    assert citizen.page.locator("[name=vorname]").input_value() == "Erika"
    second = citizen.context.new_page()
    second.goto(citizen.page.url)
    second.locator("[name=vorname]").fill("Frieda")
    with second.expect_navigation(url="**/kontakt/"):
        second.locator("main").get_by_role("button", name="Weiter", exact=True).click()
    citizen.page.reload()
    assert citizen.page.locator("[name=vorname]").input_value() == "Frieda"
    citizen.go("/antrag/hundesteuer-anmelden/")
    assert "weiter ausfüllen" in citizen.text


def test_errors_lead_to_the_field_and_keep_what_was_typed(visit: Visit) -> None:
    citizen = begin(visit())
    citizen.fill("vorname", "Erika").date("geburtsdatum", "31.2.1964").press("Weiter")
    summary = citizen.page.locator(".portal-errors")
    assert citizen.page.title().startswith("Fehler:")
    assert citizen.page.evaluate("document.activeElement.classList.contains('portal-errors')")
    assert citizen.page.locator("[name=vorname]").input_value() == "Erika"
    summary.get_by_role("link").first.click()
    focused = citizen.page.evaluate("document.activeElement.name")
    assert focused in {"nachname", "geburtsdatum.day"}
    assert citizen.page.locator("[name='geburtsdatum.day']").get_attribute("aria-invalid") == "true"


def test_a_lost_session_in_the_middle_of_typing_loses_nothing(visit: Visit) -> None:
    citizen = begin(visit())
    dog_tax.person(citizen)
    citizen.context.clear_cookies()
    citizen.press("Weiter")
    assert citizen.path.endswith("/kontakt/")
    citizen.page.go_back()
    assert citizen.page.locator("[name=vorname]").input_value() == "Erika"


def test_another_device_goes_on_with_the_code(visit: Visit) -> None:
    citizen = begin(visit())
    dog_tax.person(citizen)
    citizen.press("Weiter")
    citizen.page.get_by_text("Später weitermachen").click()
    code, path = citizen.code(), citizen.path
    phone = visit(width=375)
    answer = phone.page.goto(phone.portal.url(path))
    assert answer is not None
    assert answer.status == 404
    assert "Zugangscode" in phone.look().text
    phone.page.locator("main [name=code]").first.fill(code.lower().replace("-", " "))
    phone.press("Weitermachen")
    assert phone.path == path


def test_a_foreign_or_tampered_draft_stays_closed(visit: Visit, portal: Portal) -> None:
    citizen = begin(visit())
    token = citizen.page.locator("input[name=seite]").get_attribute("value")
    assert token is not None
    forged = {"seite": token[:-1] + ("0" if token[-1] != "0" else "1"), "vorname": "Mallory"}
    assert post(citizen.page.url, forged) == 403
    assert post(citizen.page.url, {"vorname": "Mallory"}) == 404
    citizen.page.reload()
    assert citizen.page.locator("[name=vorname]").input_value() == ""
    assert citizen.path.endswith("/person/")
    assert post(citizen.page.url.replace("/person/", "/gibt-es-nicht/"), {"seite": token}) == 404


def post(url: str, fields: dict[str, str]) -> int:
    """The status of a POST without any cookie."""
    data = urllib.parse.urlencode(fields).encode()
    try:
        with urllib.request.urlopen(url, data, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_too_much_text_is_refused_and_the_draft_kept(visit: Visit) -> None:
    citizen = begin(visit())
    dog_tax.person(citizen)
    citizen.press("Weiter")
    token = citizen.page.locator("input[name=seite]").get_attribute("value") or ""
    assert post(citizen.page.url, {"seite": token, "email": "x" * 10_000_000}) == 413
    citizen.page.go_back()
    assert citizen.page.locator("[name=vorname]").input_value() == "Erika"


def test_five_presses_and_two_tabs_give_one_application(visit: Visit, portal: Portal) -> None:
    citizen = visit()
    dog_tax.fill_in(citizen)
    fields = {
        name: citizen.page.locator(f"input[name={name}]").get_attribute("value") or "" for name in ("seite", "stand")
    }
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in citizen.context.cookies())
    places = set()

    def send() -> None:
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(address, data, {"Cookie": cookies})
        with urllib.request.build_opener(Stay).open(request, timeout=PATIENCE) as answer:
            places.add(answer.headers["Location"])

    address = citizen.page.url

    presses = [threading.Thread(target=send) for _ in range(5)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert len(places) == 1, places
    citizen.press("Absenden")
    assert citizen.reference() in places.pop()
    assert post(address, {**fields, "stand": "0" * 64}) == 409
    assert citizen.context.request.post(address, form=fields).url.endswith(citizen.path)


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows the redirect instead of following it."""

    def redirect_request(self, *_args: object) -> None:
        return None

    def http_error_303(self, _req, fp, _code, _msg, _headers):
        return fp


def test_changes_in_another_tab_are_shown_before_sending(visit: Visit) -> None:
    citizen = visit()
    dog_tax.fill_in(citizen)
    second = citizen.context.new_page()
    second.goto(citizen.page.url.replace("/pruefen/", "/person/"))
    second.locator("[name=vorname]").fill("Frieda")
    with second.expect_navigation(url="**/kontakt/"):
        second.locator("main").get_by_role("button", name="Weiter", exact=True).click()
    citizen.press("Absenden")
    assert "haben sich geändert" in citizen.text
    assert "Frieda" in citizen.text
    citizen.errors.clear()  # the browser reports the 409
    citizen.press("Absenden")
    assert citizen.reference()


def test_wrong_files_are_refused_in_plain_words(visit: Visit) -> None:
    citizen = visit().go("/antrag/mitteilung/").press("Starten")
    upload = citizen.page.locator("main input[type=file]").first
    name = upload.get_attribute("name") or ""
    citizen.upload(name, [{"name": "bild.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}])
    assert "Format" in citizen.text
    big = b"%PDF-1.7" + b"0" * (11 * 1024 * 1024)
    citizen.upload(name, [{"name": "gross.pdf", "mimeType": "application/pdf", "buffer": big}])
    assert "zu groß" in citizen.text


def test_an_unknown_host_gets_a_plain_page(portal: Portal) -> None:
    request = urllib.request.Request(portal.url("/", "kreis"), headers={"Host": "fremd.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=PATIENCE)
    assert refused.value.code == 404
    assert "kein Portal" in refused.value.read().decode()
