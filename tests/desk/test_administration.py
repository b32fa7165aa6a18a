"""Those who run a portal change it: what citizens see next, what is refused, and what the journal keeps."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from drehscheibe.identity import links
from drehscheibe.identity.models import MailedLink, Membership, Role
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department, Page, Tenant
from tests.cast import account
from tests.pictures import png

ROOM = "/amt/verwaltung/"
EVIL = '"><script>alert(1)</script>'


@pytest.fixture
def admin(client_for) -> Client:
    return client_for(account("verwaltung@musterstadt"))


@pytest.fixture
def told(office):
    """What Musterstadt's journal tells since the test began, verb by verb, oldest first; the seed has told before."""

    def everything() -> list[str]:
        with office():
            return [event.verb for event in journal.entries()]

    before = everything()

    def read() -> list[str]:
        now = everything()
        assert now[: len(before)] == before
        return now[len(before) :]

    return read


def typed(page) -> dict[str, str]:
    """What a browser would send of the page's main form, unchanged."""
    body = page.content.decode()
    form = body[body.index('<form class="portal-form"') :].split("</form>")[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("radio" not in tag or " checked" in tag):
            fields[name[1]] = html.unescape(value[1] if value else "")
    fields |= {
        name: html.unescape(text) for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<', form)
    }
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_saving_an_unchanged_department_changes_nothing(admin, told, office):
    with office():
        before = Department.objects.get(slug="standesamt", tenant__slug="musterstadt").contact
    sent = typed(admin.get(f"{ROOM}aemter/standesamt/"))
    assert sent["zeit.0.0"] == "08:00"
    assert admin.post(f"{ROOM}aemter/standesamt/", sent).status_code == 303
    with office():
        after = Department.objects.get(slug="standesamt", tenant__slug="musterstadt")
    assert ({**after.contact, "hours": before["hours"]}, after.contact["hours"]) == (after.contact, before["hours"])


def test_new_opening_hours_are_on_the_next_page_and_in_the_journal(admin, guest, told):
    sent = typed(admin.get(f"{ROOM}aemter/steuern/")) | {"zeit.5.0": "9", "zeit.5.1": "11.30"}
    assert admin.post(f"{ROOM}aemter/steuern/", sent).status_code == 303
    assert "Samstag 9 bis 11:30 Uhr" in guest().get("/leistungen/hundesteuer-anmelden/").content.decode()
    assert told() == ["department_changed"]
    admin.post(f"{ROOM}aemter/steuern/", sent)
    assert told() == ["department_changed"]


@pytest.mark.parametrize(
    "change",
    [
        {"zeit.0.0": "acht"},
        {"zeit.0.0": "12", "zeit.0.1": "8"},
        {"zeit.6.0": "8"},
        {"email": "kein@"},
        {"phone": "<b>"},
        {"name.de": " "},
        {"name.de": "Bürgerbüro"},
        {"name.de": "x" * 101},
        {"frei.de": "x" * 601},
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_and_kept_on_the_page(admin, told, change):
    answer = admin.post(f"{ROOM}aemter/steuern/", typed(admin.get(f"{ROOM}aemter/steuern/")) | change)
    assert (answer.status_code, told()) == (422, [])
    body = answer.content.decode()
    assert "Bitte prüfen Sie Ihre Angaben" in body
    assert html.escape(next(iter(change.values())).strip(), quote=True) in body


def test_names_and_texts_never_become_markup(admin, guest, office):
    sent = typed(admin.get(f"{ROOM}aemter/steuern/")) | {"name.de": f"Amt {EVIL}", "room.de": EVIL, "frei.de": EVIL}
    assert admin.post(f"{ROOM}aemter/steuern/", sent).status_code == 303
    claim = typed(admin.get(f"{ROOM}aussehen/")) | {"claim.de": EVIL, "accent": "red"}
    assert admin.post(f"{ROOM}aussehen/", claim).status_code == 303
    assert admin.post(f"{ROOM}seiten/impressum/de/", {"text": f"# {EVIL}\n\n{EVIL}\n- {EVIL}"}).status_code == 303
    for path in ("/", "/impressum/", "/leistungen/hundesteuer-anmelden/"):
        page = guest().get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page, path


def test_ten_megabytes_of_text_are_refused_kindly(admin, told):
    answer = admin.post(f"{ROOM}seiten/impressum/de/", {"text": "x" * 10_000_000})
    assert (answer.status_code, told()) == (413, [])
    assert "Das war zu viel auf einmal" in answer.content.decode()
    assert admin.post(f"{ROOM}seiten/impressum/de/", {"text": "x" * 60_001}).status_code == 422


def test_a_second_press_makes_no_second_department(admin, told, office):
    sent = {"name.de": "Kulturamt", "phone": "040 66969 700"}
    assert [admin.post(f"{ROOM}amt-anlegen/", sent).status_code for _ in range(2)] == [303, 422]
    with office():
        assert Department.objects.filter(slug="kulturamt").count() == 1
    assert told() == ["department_created"]


def test_a_department_closes_only_when_nothing_hangs_on_it(admin, told):
    assert admin.post(f"{ROOM}aemter/steuern/schliessung/").status_code == 409
    admin.post(f"{ROOM}amt-anlegen/", {"name.de": "Kulturamt"})
    assert admin.post(f"{ROOM}aemter/kulturamt/schliessung/").status_code == 303
    assert admin.post(f"{ROOM}aemter/kulturamt/schliessung/").status_code == 404
    assert told() == ["department_created", "department_closed"]


def test_a_department_of_the_district_is_not_found_in_a_town(admin):
    assert admin.post(f"{ROOM}aemter/wohngeld/", {"name.de": "Unser"}).status_code == 404


@pytest.mark.parametrize("accent", ["", "yellow", "#ffd400", "red;", "petrol "])
def test_a_colour_that_is_not_offered_is_refused(admin, told, accent, musterstadt):
    assert admin.post(f"{ROOM}aussehen/", {"claim.de": "x", "accent": accent}).status_code == 422
    assert (Tenant.objects.get(pk=musterstadt.pk).accent, told()) == (musterstadt.accent, [])


def test_arms_are_shown_and_taken_away(admin, guest, told):
    svg = SimpleUploadedFile("wappen.png", b"<svg onload='alert(1)'/>", "image/png")
    assert admin.post(f"{ROOM}aussehen/wappen/", {"wappen": svg}).status_code == 422
    assert admin.post(f"{ROOM}aussehen/wappen/").status_code == 422
    good = SimpleUploadedFile("wappen.png", png(), "image/png")
    assert admin.post(f"{ROOM}aussehen/wappen/", {"wappen": good}).status_code == 303
    address = re.search(r"/wappen/\w+\.png", guest().get("/").content.decode())
    assert address
    shown = guest().get(address[0])
    assert (shown.content, shown["Content-Type"]) == (png(), "image/png")
    assert guest("auenfeld.localhost").get(address[0]).status_code == 404
    admin.post(f"{ROOM}aussehen/wappen/", {"entfernen": "ja"})
    assert "/wappen/" not in guest().get("/").content.decode()
    assert told() == ["arms_changed", "arms_removed"]


def test_a_preview_saves_nothing_and_saving_shows_the_day(admin, guest, told, office):
    sent = {"text": "# Neu\n\n-> /leistungen/ Alle"}
    preview = admin.post(f"{ROOM}seiten/impressum/de/", {**sent, "vorschau": "ja"})
    assert '<a href="/leistungen/">Alle</a>' in preview.content.decode()
    assert told() == []
    admin.post(f"{ROOM}seiten/impressum/de/", sent)
    page = guest().get("/impressum/").content.decode()
    assert ("<h2>Neu</h2>" in page, "Zuletzt geändert am 10.03.2027" in page) == (True, True)
    with office():
        assert "en" in Page.objects.get(slug="impressum", tenant__slug="musterstadt").body
    assert admin.post(f"{ROOM}seiten/impressum/de/", {"text": "-> javascript:alert(1) x"}).status_code == 422


def member(office, subject: str) -> list[str]:
    with office():
        return sorted(Membership.objects.filter(account=account(subject)).values_list("role", flat=True))


def test_a_role_is_given_once_and_taken_away(admin, office, told):
    person = f"{ROOM}personen/{account('redaktion@musterstadt').pk}/"
    for _ in range(2):
        assert admin.post(f"{person}rollen/", {"role": "publisher", "department": "alle"}).status_code == 303
    assert member(office, "redaktion@musterstadt") == ["editor", "publisher"]
    with office():
        held = Membership.objects.get(account=account("redaktion@musterstadt"), role="publisher")
    assert admin.post(f"{person}rollen/{held.pk}/entzug/").status_code == 303
    assert (member(office, "redaktion@musterstadt"), told()) == (["editor"], ["role_given", "role_taken"])


@pytest.mark.parametrize("role", ["operator", "", "root", "Lead", "lead\0"])
def test_a_forged_role_is_refused(admin, office, told, role):
    path = f"{ROOM}personen/{account('redaktion@musterstadt').pk}/rollen/"
    assert admin.post(path, {"role": role, "department": "alle"}).status_code == 422
    assert (
        admin.post(f"{ROOM}einladungen/", {"email": "neu@amt.example", "role": role, "department": "alle"}).status_code
        == 422
    )
    assert (member(office, "redaktion@musterstadt"), told()) == (["editor"], [])


def test_a_department_of_another_body_is_refused(admin, told):
    path = f"{ROOM}personen/{account('redaktion@musterstadt').pk}/rollen/"
    assert admin.post(path, {"role": "clerk", "department": "wohngeld"}).status_code == 422
    assert told() == []


@pytest.mark.parametrize("person", ["verwaltung@musterstadt", "betrieb"])
def test_nobody_gives_a_role_to_themselves(client_for, office, person):
    path = f"{ROOM}personen/{account(person).pk}/rollen/"
    before = member(office, person)
    assert client_for(account(person)).post(path, {"role": "tenant_admin", "department": "alle"}).status_code == 409
    assert member(office, person) == before


def test_the_last_tenant_admin_stays_until_there_is_another(admin, client_for, office):
    me = account("verwaltung@musterstadt")
    with office():
        held = Membership.objects.get(account=me)
    path = f"{ROOM}personen/{me.pk}/rollen/{held.pk}/entzug/"
    assert admin.post(path).status_code == 409
    assert client_for(account("betrieb")).post(path).status_code == 409
    assert member(office, "verwaltung@musterstadt") == [Role.TENANT_ADMIN]
    other = f"{ROOM}personen/{account('redaktion@musterstadt').pk}/rollen/"
    admin.post(other, {"role": "tenant_admin", "department": "alle"})
    assert admin.post(path)["Location"] == "/"
    assert (member(office, "verwaltung@musterstadt"), admin.get(ROOM).status_code) == ([], 404)


def test_an_admin_takes_no_role_from_an_operator(admin, office):
    with office():
        held = Membership.objects.get(account=account("betrieb"))
    assert admin.post(f"{ROOM}personen/{account('betrieb').pk}/rollen/{held.pk}/entzug/").status_code == 409
    assert member(office, "betrieb") == [Role.OPERATOR]


def test_a_colleague_is_invited_once_and_the_invitation_taken_back(admin, client_for, told):
    sent = {"email": "Neu@amt.example", "name": "Neue Person", "role": "clerk", "department": "steuern"}
    for _ in range(2):
        assert admin.post(f"{ROOM}einladungen/", sent).status_code == 303
    link = MailedLink.objects.get(email="neu@amt.example")
    assert "neu@amt.example" in admin.get(f"{ROOM}personen/").content.decode()
    back = f"{ROOM}einladungen/{link.pk}/ruecknahme/"
    far = client_for(account("verwaltung@auenfeld"), host="auenfeld.localhost")
    assert (far.post(back).status_code, client_for(account("betrieb")).post(back).status_code) == (404, 404)
    assert [admin.post(back).status_code for _ in range(2)] == [303, 404]
    assert told() == ["invited", "invitation_withdrawn"]


def test_opening_hours_of_the_body_are_on_the_next_page_and_unchanged_ones_stay(admin, guest, told):
    address = f"{ROOM}koerperschaft/"
    sent = typed(admin.get(address))
    assert sent["zeit.0.0"] == "08:00"
    assert admin.post(address, sent | {"zeit.5.0": "9", "zeit.5.1": "8"}).status_code == 422
    assert admin.post(address, sent | {"zeit.5.0": "9", "zeit.5.1": "11.30"}).status_code == 303
    assert "Samstag 9 bis 11:30 Uhr" in guest().get("/themen/").content.decode()
    admin.post(address, typed(admin.get(address)))
    assert told() == ["body_changed"]


def test_an_invitation_ends_with_the_role_of_who_sent_it(admin, told, client_for, office, musterstadt, guest):
    other = account("leitstelle@musterstadt")
    with office():
        second = Membership.objects.create(tenant=musterstadt, account=other, role=Role.TENANT_ADMIN)
    client_for(other).post(f"{ROOM}einladungen/", {"email": "neu@amt.example", "role": "clerk", "department": "alle"})
    assert "neu@amt.example" in admin.get(f"{ROOM}personen/").content.decode()
    assert admin.post(f"{ROOM}personen/{other.pk}/rollen/{second.pk}/entzug/").status_code == 303
    assert "neu@amt.example" not in admin.get(f"{ROOM}personen/").content.decode()
    assert guest().get(links.path(MailedLink.objects.get())).status_code == 404
    assert told() == ["invited", "role_taken", "invitation_withdrawn"]


def test_the_body_keeps_its_name_in_every_form(admin, guest, musterstadt, told):
    sent = typed(admin.get(f"{ROOM}koerperschaft/"))
    admin.post(f"{ROOM}koerperschaft/", sent)
    assert told() == []
    assert admin.post(f"{ROOM}koerperschaft/", sent | {"name.de": ""}).status_code == 422
    assert admin.post(f"{ROOM}koerperschaft/", sent | {"portal.de": "Rathaus im Netz"}).status_code == 303
    assert "Rathaus im Netz" in guest().get("/").content.decode()
    assert told() == ["body_changed"]
