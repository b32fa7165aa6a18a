"""Forms from files: FIM schemata with their code lists and our own documents become working copies and services."""

import json
from io import BytesIO

import pytest
from lxml import html

from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.models import CodeListVersion, WorkingCopy
from tests.cast import account
from tests.desk.small_form import document
from tests.exchange import schemata

ADDRESS = "/amt/formulare/einlesen/"
BERTH = "antrag-auf-einen-liegeplatz"


@pytest.fixture
def editor(musterstadt, scope_of, client_for):
    with scope_of(musterstadt):
        yield client_for(account("redaktion@musterstadt"))


@pytest.fixture
def publisher(client_for):
    return client_for(account("freigabe@musterstadt"))


def upload(client, *contents, name="datei.xml"):
    files = [BytesIO(content) for content in contents]
    for number, file in enumerate(files):
        file.name = f"{number}-{name}"
    return client.post(ADDRESS, {"datei": files})


def page(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", ["formular.json", "formular.yaml"])
def test_a_file_of_our_own_becomes_a_working_copy(editor, name):
    words = json.dumps(document("neues"), ensure_ascii=False)
    answer = upload(editor, (words if name.endswith("json") else f"# ein Kommentar\n{words}").encode(), name=name)
    assert answer["Location"] == "/amt/formulare/neues/?erledigt=eingelesen"
    assert WorkingCopy.objects.get(slug="neues").base is None
    assert "Dieses Formular ist neu." in page(editor.get("/amt/formulare/neues/veroeffentlichung/"))


def test_a_fim_schema_becomes_a_working_copy_and_its_report_is_shown(editor):
    answer = upload(editor, schemata.berth())
    assert answer["Location"] == f"/amt/formulare/{BERTH}/durchsicht/?erledigt=eingelesen"
    told = page(editor.get(answer["Location"]))
    assert "verstanden, " in told.partition("Bericht vom Einlesen")[2]
    assert "(F99000000002): Datum" in told
    assert page(editor.get(f"/amt/formulare/{BERTH}/vorschau/")).count("Familienname") >= 1


def test_code_lists_come_along_with_the_schema_that_names_them(editor):
    boats = ("1:1", "F99000020", "Boot", {"list": ("urn:x:boote", "1")})
    answer = upload(editor, schemata.schema([boats], title="Boote"), schemata.code_list(schemata.BOATS))
    assert answer.status_code == 303
    assert CodeListVersion.objects.filter(uri="urn:x:boote").count() == 1
    [field] = WorkingCopy.objects.get(slug="boote").document["steps"][0]["blocks"][0]["fields"]
    assert [option["label"]["de"] for option in field["options"]] == [name for _, name in schemata.BOATS]


def test_the_schema_of_a_published_form_is_a_change_of_it(editor, publisher):
    upload(editor, schemata.berth())
    publisher.post(f"/amt/formulare/{BERTH}/veroeffentlichung/", {"stand": "1"})
    upload(editor, schemata.berth("3.0").replace(b"Leistung in kW", b"Motorleistung in kW"))
    assert WorkingCopy.objects.get(slug=BERTH).base.number == 1
    assert "Motorleistung in kW" in page(publisher.get(f"/amt/formulare/{BERTH}/veroeffentlichung/"))


def test_nothing_of_a_colleague_is_overwritten(editor):
    upload(editor, schemata.berth())
    answer = upload(editor, schemata.berth("3.0"))
    assert answer.status_code == 422
    assert "Daran arbeitet schon" in page(answer)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "ist leer"),
        (b"\xff\xfe\x00", "XML"),
        (b"{", "JSON"),
        (b"a: &x [*x]\nsteps: []", "weder XML noch JSON"),
        (b"steps: 3", "kein Formular"),
        (b"<xml/>", "kein XDatenfelder"),
        (b'{"steps": 3}', "kein Formular"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "Dokumenttyp-Definition"),
        (b"<a>" * 10_000, "Ebenen tief"),
        (b"PK\x03\x04" + b"\0" * 100, "ZIP-Archiv"),
        (b"<x>" + b"0" * 10_000_001, "größer als 10 MB"),
    ],
    ids=["empty", "noise", "json", "alias", "yaml", "xml", "steps", "entities", "deep", "zip", "large"],
)
def test_what_is_no_form_is_refused_in_plain_words(editor, content, reason):
    answer = upload(editor, content)
    assert answer.status_code == 422
    assert reason in page(answer).partition("Was aus den Dateien geworden ist")[2]
    assert not WorkingCopy.objects.exists()


def test_without_a_file_the_page_says_what_to_do(editor):
    assert "Wählen Sie bitte zuerst eine Datei aus." in page(editor.post(ADDRESS))


PLAN = {"leistung": "neu", "thema": "umwelt", "amt": "ordnung", "niveau": "10", "tage": "365"}


def test_a_new_form_becomes_an_online_service_with_four_eyes(editor, publisher, guest):
    upload(editor, schemata.berth())
    base = f"/amt/formulare/{BERTH}/"
    assert "Kein Onlinedienst geplant" in page(publisher.get(f"{base}veroeffentlichung/"))
    assert editor.post(f"{base}onlinedienst/", {"stand": "1", **PLAN}).status_code == 303
    assert "Konto mit Passwort (niedrig)" in page(publisher.get(f"{base}veroeffentlichung/"))
    assert publisher.post(f"{base}veroeffentlichung/", {"stand": "1"}).status_code == 409
    assert publisher.post(f"{base}veroeffentlichung/", {"stand": "2"}).status_code == 303
    online = OnlineService.objects.select_related("service", "department").get(form__slug=BERTH)
    assert (online.trust_level, online.retention_days, online.department.slug) == (10, 365, "ordnung")
    assert (online.service.topic, online.slug) == ("umwelt", BERTH)
    assert guest("musterstadt.localhost").get(f"/leistungen/{BERTH}/").status_code == 200
    upload(editor, schemata.berth("3.0").replace(b"Leistung in kW", b"Motorleistung in kW"))
    change = page(editor.get(f"{base}onlinedienst/"))
    assert ">Onlinedienst ändern</h1>" in change
    assert 'value="365"' in change
    assert 'name="leistung"' not in change
    assert editor.post(f"{base}onlinedienst/", {"stand": "1", **PLAN, "niveau": "20", "tage": "730"}).status_code == 303
    assert OnlineService.objects.get(form__slug=BERTH).retention_days == 365
    shown = page(publisher.get(f"{base}veroeffentlichung/"))
    assert "Geprüftes Konto (substanziell), bisher: Konto mit Passwort (niedrig)" in shown
    assert "730 Tagen, bisher: 365 Tagen" in shown
    assert publisher.post(f"{base}veroeffentlichung/", {"stand": "2"}).status_code == 303
    online = OnlineService.objects.select_related("service").get(form__slug=BERTH)
    assert (online.trust_level, online.retention_days, online.slug) == (20, 730, BERTH)
    assert online.service.channels["online"] == {"form": BERTH, "trust": "substantial", "retention_days": 730}


def test_a_form_is_offered_for_a_service_that_had_none(editor, publisher):
    upload(editor, json.dumps(document("neues")).encode(), name="neues.json")
    base = "/amt/formulare/neues/"
    assert ">Reisepass" in page(editor.get(f"{base}onlinedienst/"))
    editor.post(f"{base}onlinedienst/", {"stand": "1", **PLAN, "leistung": "reisepass", "niveau": "0"})
    publisher.post(f"{base}veroeffentlichung/", {"stand": "2"})
    online = OnlineService.objects.select_related("service", "department").get(form__slug="neues")
    assert (online.slug, online.department.slug) == ("reisepass", "ordnung")
    assert online.service.channels["online"] == {"form": "neues", "trust": "none", "retention_days": 365}
    assert "office" in online.service.channels


def test_the_rates_of_a_new_form_are_asked_for(editor, publisher):
    rates = {
        "fee": {"type": "money", "label": {"de": "Gebühr"}},
        "farben": {"type": "options", "label": {"de": "Farben"}},
    }
    whole = document("neues") | {"parameters": rates}
    field = whole["steps"][0]["blocks"][0]["fields"][1]
    field |= {"options_from": "farben"}
    del field["options"]
    upload(editor, json.dumps(whole).encode(), name="neues.json")
    base = "/amt/formulare/neues/"
    wrong = editor.post(f"{base}onlinedienst/", {"stand": "1", **PLAN, "satz.fee": "viel", "satz.farben": ""})
    assert wrong.status_code == 422
    assert "Das ist keine Zahl." in page(wrong)
    typed = {"satz.fee": "12,50 €", "satz.farben": "Rot\nHellblau\n"}
    assert editor.post(f"{base}onlinedienst/", {"stand": "1", **PLAN, **typed}).status_code == 303
    assert "12,50" in page(editor.get(f"{base}onlinedienst/"))
    publisher.post(f"{base}veroeffentlichung/", {"stand": "2"})
    kept = OnlineService.objects.get(form__slug="neues").parameters
    assert kept["fee"] == 1_250
    assert [one["value"] for one in kept["farben"]] == ["rot", "hellblau"]


@pytest.mark.parametrize("changed", ["leistung", "amt", "niveau", "tage", "thema"])
def test_a_plan_that_does_not_fit_is_not_kept(editor, changed):
    upload(editor, json.dumps(document("neues")).encode(), name="neues.json")
    answer = editor.post("/amt/formulare/neues/onlinedienst/", {"stand": "1", **PLAN, changed: "0x"})
    assert answer.status_code == 422
    assert WorkingCopy.objects.get(slug="neues").offer == {}


def test_a_body_changes_its_online_service_with_a_form_of_its_district_with_four_eyes(editor, publisher):
    base = "/amt/formulare/hundesteuer-anmelden/"
    assert "Onlinedienst ändern" in page(editor.get(base))
    assert publisher.get(f"{base}veroeffentlichung/").status_code == 404
    before = OnlineService.objects.select_related("service", "department").get(slug="hundesteuer-anmelden")
    shown = page(editor.get(f"{base}onlinedienst/"))
    assert (">Onlinedienst ändern</h1>" in shown, f'value="{before.retention_days}"' in shown) == (True, True)
    rates = html.fromstring(shown).xpath("//input[starts-with(@name, 'satz.')]")
    typed = {one.get("name"): one.get("value") for one in rates} | {"niveau": "10", "tage": "400"}
    typed |= {"amt": before.department.slug, "stand": "0"}
    [first, *_] = [name for name, value in typed.items() if value == "96,00"]
    typed[first] = "97"
    assert editor.post(f"{base}onlinedienst/", {**typed, "tage": "bald"}).status_code == 422
    assert editor.post(f"{base}onlinedienst/", typed).status_code == 303
    assert editor.post(f"{base}onlinedienst/", typed).status_code == 409
    shown = page(publisher.get(f"{base}veroeffentlichung/"))
    assert f"400 Tagen, bisher: {before.retention_days} Tagen" in shown
    assert "97,00 €, bisher: 96,00 €" in shown
    assert editor.post(f"{base}veroeffentlichung/", {"stand": "1"}).status_code == 409
    assert publisher.post(f"{base}veroeffentlichung/", {"stand": "0"}).status_code == 409
    assert OnlineService.objects.get(pk=before.pk).trust_level == before.trust_level
    assert publisher.post(f"{base}veroeffentlichung/", {"stand": "1"}).status_code == 303
    after = OnlineService.objects.select_related("service").get(pk=before.pk)
    assert (after.trust_level, after.retention_days) == (10, 400)
    assert after.parameters == before.parameters | {first.removeprefix("satz."): 9_700}
    assert (after.planned, after.service.channels["online"]["trust"]) == ({}, "low")
    assert publisher.get(f"{base}veroeffentlichung/").status_code == 404
