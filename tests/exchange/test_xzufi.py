"""Services as XZuFi 2.2: every module under its code, in both languages; names as in the model of the FIM portal."""

import re

import pytest
from lxml import etree

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.models import Service
from drehscheibe.exchange import xzufi
from tests.cast import NOW
from tests.shared_data import FOLDER

TREE = FOLDER / "xzufi" / "xzufi_2.2.0_structure.txt"
NS = {"x": xzufi.NAMESPACE}


@pytest.fixture
def written(musterstadt, scope_of):
    with scope_of(musterstadt):
        Service.objects.filter(slug="hundesteuer-anmelden").update(
            ozg_id="10160",
            leika_key="99102013104000",
            fees=[
                {"label": {"de": "Erster <Hund>", "en": "First dog"}, "amount_cents": 9600, "prepayment": True},
                {"label": {"de": "Weitere"}, "from_cents": 1000, "to_cents": 2550},
                {"label": {"de": "Blindenhund"}, "free": True},
            ],
            details={
                "processing_time": {"least": 2, "most": 3, "unit": "weeks"},
                "deadlines": [{"what": {"de": "Anmelden"}, "amount": 14, "unit": "days"}],
                "papers": [{"name": {"de": "Chipnummer"}, "only_if": {"de": "Der Hund hat einen Chip"}}],
                "trust_level": "low",
                "written_form": "signature",
            },
            easy={"text": ["Sie haben einen Hund?"]},
            valid_until="2030-12-31",
        )
        services = [one for one in queries.own_services() if one.is_published]
        content = xzufi.write(services, body=musterstadt, address="https://musterstadt.example", now=NOW)
    return etree.fromstring(content), services


def of(root, slug):
    return root.xpath(f"//x:leistung[x:idSekundaer='{slug}']", namespaces=NS)[0]


def said(element, path):
    return [found if isinstance(found, str) else found.text for found in element.xpath(path, namespaces=NS)]


def test_every_published_service_its_departments_and_its_online_service_are_written(written):
    root, services = written
    assert len(root.xpath("//x:leistung", namespaces=NS)) == len(services)
    keys = said(root, "//x:leistung/x:id")
    assert sorted(keys) == sorted(said(root, "//x:organisationseinheit/x:zustaendigkeit/x:leistungID"))
    assert "https://musterstadt.example/antrag/hundesteuer-anmelden/" in said(root, "//x:onlinedienst/x:link/x:link")


def test_modules_stand_under_their_codes_in_each_language(written):
    dog = of(written[0], "hundesteuer-anmelden")
    by_code = {
        module.xpath("string(x:leikaTextmodul/code)", namespaces=NS): module
        for module in dog.findall("x:modulText", NS)
    }
    assert {"02", "05", "06", "22"} <= set(by_code)
    assert [one.get("languageCode") for one in by_code["02"].findall("x:inhalt", NS)] == ["de", "en"]
    assert "<p>Sie haben einen Hund?</p>" in said(by_code["06"], "x:inhalt[@languageCode='de-simple']")
    assert said(dog, "x:referenzLeiKa/code") == ["99102013104000"]
    assert said(dog, "x:modulKosten/x:kosten/x:kostenauswahl/@*") == [
        "xzufi:KostenFix",
        "xzufi:KostenVariabel",
        "xzufi:KostenFrei",
    ]
    assert said(dog, "x:modulKosten//x:betrag | x:modulKosten//x:betragObergrenze") == ["96.00", "25.50"]
    assert said(dog, "x:modulKosten/x:kosten[1]/x:beschreibung")[0] == "<p>Erster &lt;Hund&gt;</p>"
    assert said(dog, ".//x:fristauswahl/*[self::x:dauer or self::x:dauerBis]") == ["2", "3"]
    assert said(dog, "x:modulFrist/x:beschreibung") == ["<p>Anmelden: 14 Tage</p>"]
    assert said(dog, "x:vertrauensniveau/code") == ["20"]
    assert said(dog, "x:kennzeichenSchriftformerfordernis") == ["true"]
    assert said(dog, "x:gueltigkeit/x:ende") == ["2030-12-31T23:59:59"]


@pytest.mark.skipif(not TREE.exists(), reason="the model of the standard lies beside the checkout")
def test_elements_are_those_of_the_model_in_its_order(written):
    whole = TREE.read_text(encoding="utf-8").partition("## Leistung220")[2].partition("\n## ")[0]
    order = [name.replace("_", "").replace("schrit", "schrift") for name in re.findall(r"(?m)^   (\w+)\*:", whole)]
    assert len(order) > 25
    for service in written[0].xpath("//x:leistung", namespaces=NS):
        places = [order.index(etree.QName(child).localname.lower()) for child in service]
        assert places == sorted(places)
