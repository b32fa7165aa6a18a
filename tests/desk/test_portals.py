"""Portals: created by operators, seen by staff alone while in preparation, published when the list is complete."""

import pytest

from drehscheibe.config import portals as command_line
from drehscheibe.identity.models import MailedLink, Role
from drehscheibe.identity.operations import appoint
from drehscheibe.tenants import administration
from drehscheibe.tenants.models import Hostname, Tenant
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW, account

HOST = "neudorf.example"
ROOM = "/amt/betrieb/portal-anlegen/"
SENT = {"name": "Stadt Neudorf", "hosts": f"{HOST}\nwww.{HOST}", "ars": "990010004004", "above": "kreis-musterland"}


@pytest.fixture
def operator(client_for):
    return client_for(account("betrieb"))


@pytest.fixture
def created(operator) -> Tenant:
    assert operator.post(ROOM, {**SENT, "stand": "vorbereitung", "email": "chefin@neudorf.example"}).status_code == 303
    return Tenant.objects.get(slug="stadt-neudorf")


def test_a_portal_is_created_with_its_hosts_and_its_first_admin_invited(created, kreis):
    assert (created.name, created.ars, created.parent, created.in_preparation) == (
        "Stadt Neudorf", "990010004004", kreis, True,
    )  # fmt: skip
    assert list(Hostname.objects.filter(portal=created).order_by("pk").values_list("host", flat=True)) == [
        HOST, f"www.{HOST}",
    ]  # fmt: skip
    assert MailedLink.objects.get(email="chefin@neudorf.example").places == [["tenant_admin", None]]


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "!"},
        {"name": "Stadt Musterstadt"},
        {"hosts": ""},
        {"hosts": "http://x.example"},
        {"hosts": "localhost"},
        {"hosts": "a_b.example"},
        {"hosts": "x.example:80"},
        {"ars": "12"},
        {"above": "x"},
        {"stand": ""},
        {"email": "kein"},
    ],
    ids=str,
)
def test_what_does_not_fit_creates_nothing(operator, change):
    before = Tenant.objects.count()
    if change.get("name") == "Stadt Musterstadt":
        operator.post(ROOM, {**SENT, "stand": "offen", "name": "Stadt Musterstadt", "hosts": "erste.example"})
        before = Tenant.objects.count()
    assert operator.post(ROOM, {**SENT, "stand": "offen", **change}).status_code == 422
    assert Tenant.objects.count() == before


def test_a_second_press_creates_no_second_portal(operator, created):
    assert operator.post(ROOM, {**SENT, "stand": "offen"}).status_code == 422
    assert Tenant.objects.filter(name="Stadt Neudorf").count() == 1


def test_a_portal_in_preparation_shows_itself_to_its_staff_alone(created, guest, client_for, operator):
    for path in ("/", "/leistungen/", "/impressum/", "/vorgang/"):
        answer = guest(HOST).get(path)
        assert (answer.status_code, "Stadt Neudorf: bald für Sie da" in answer.content.decode()) == (404, True)
    assert client_for(account("buergerin"), host=HOST).get("/").status_code == 404
    assert guest(HOST).get("/anmelden/").status_code == 200
    staff = client_for(account("betrieb"), host=HOST).get("/")
    assert (staff.status_code, "Dieses Portal ist in Vorbereitung." in staff.content.decode()) == (200, True)


def test_publishing_needs_the_whole_list(created, client_for, guest):
    chief = account("redaktion@musterstadt")
    with work_as(created):
        appoint(account=chief, role=Role.TENANT_ADMIN)
    browser = client_for(chief, host=HOST)
    publish = "/amt/verwaltung/veroeffentlichung/"
    assert browser.post(publish).status_code == 409
    for page in ("impressum", "datenschutz", "erklaerung-zur-barrierefreiheit"):
        assert browser.post(f"/amt/verwaltung/seiten/{page}/de/", {"text": "Das steht hier."}).status_code == 303
    assert (
        browser.post("/amt/verwaltung/amt-anlegen/", {"name.de": "Bürgerbüro", "phone": "030 23125 900"}).status_code
        == 303
    )
    assert browser.get(publish).content.decode().count("Fehlt noch") == 1
    with work_as(created):
        administration.describe_body(
            texts={"name": {"de": "Stadt Neudorf"}},
            contact={},
            controller={},
            officer={"name": {"de": "Beauftragte"}, "email": "ds@neudorf.example"},
            by="account 1",
            now=NOW,
        )
    assert guest(HOST).get("/").status_code == 404
    assert [browser.post(publish).status_code for _ in range(2)] == [303, 303]
    assert guest(HOST).get("/").status_code == 200


def test_the_command_line_publishes_unless_told_otherwise(db, guest, capsys):
    command_line.create(name="Dorf Eins", host="eins.example", ars="", parent="localhost", draft=False)
    command_line.create(name="Dorf Zwei", host="zwei.example", ars="", parent=None, draft=True)
    assert [guest(host).get("/").status_code for host in ("eins.example", "zwei.example")] == [200, 404]
    assert "in Vorbereitung" in capsys.readouterr().out
    for wrong in ({"host": "eins.example"}, {"host": "x y"}, {"ars": "1"}, {"parent": "nirgends.example"}):
        with pytest.raises(ValueError, match=r"."):
            command_line.create(
                **{"name": "Dorf Drei", "host": "drei.example", "ars": "", "parent": None, "draft": False} | wrong
            )
