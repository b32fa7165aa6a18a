"""Lists and documents come into a portal whole or not at all, and take nothing away that people wrote."""

import csv
import json
import time

import pytest

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.importing import documents
from drehscheibe.catalogue.importing.operations import bring_in
from drehscheibe.catalogue.importing.report import RefusedError
from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.tenants.operations import create_portal
from tests.shared_data import LEIKA, OZG, needs_lists

OZG_LIST = """ozg_id,ozg_leistung,lage,themenfeld
19001,Drachensteigen,Tierhaltung,Engagement & Hobby
19002,Mondscheinsteuer,Steuern & Abgaben,Steuern & Zoll
"""
BARE = "{slug: a, name: {de: A}, topic: umwelt}"
LEIKA_LIST = """leika_schluessel,leistungstyp,bezeichnung,typisierung,ozg_id
99001001000000,LO,Drachen,4,19001
99001001001000,LOV,Drachen Erlaubnis zum Steigenlassen,4,19001
99001002001000,LOV,Mondschein Besteuerung,4,19002
,,Ohne Leistung,4,
"""


@pytest.fixture
def town(db):
    """A new portal without departments, forms and services."""
    return create_portal(slug="neustadt", name="Neustadt", prefix="NEU", hosts=["neustadt.localhost"])


@pytest.fixture
def bring(tmp_path, scope_of, now):
    """`bring(portal, content)`: import a file of this content."""

    def write(portal, content, name="liste.csv", *, is_draft=False):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with scope_of(portal):
            return bring_in(path=file, is_draft=is_draft, by="test", now=now)

    return write


def rows(portal, scope_of):
    with scope_of(portal):
        found = Service.objects.filter(tenant=portal).select_related("department")
        return {service.slug: service for service in found}


def test_each_line_of_the_ozg_list_becomes_a_service_with_topic_situation_and_audience(town, bring, scope_of):
    report = bring(town, OZG_LIST)
    assert (report.read, report.created, report.same) == (2, 2, 0)
    found = rows(town, scope_of)
    assert sorted(found) == ["drachensteigen", "mondscheinsteuer"]
    tax = found["mondscheinsteuer"]
    assert (tax.ozg_id, tax.topic, tax.situations, tax.audience) == (
        "19002",
        "steuern-zoll",
        ["steuern-abgaben"],
        ["businesses"],
    )
    assert found["drachensteigen"].audience == ["citizens"]


def test_the_same_list_twice_changes_nothing(town, bring, scope_of):
    bring(town, OZG_LIST)
    before = rows(town, scope_of)
    report = bring(town, OZG_LIST)
    assert (report.created, report.changed, report.kept, report.same) == (0, [], [], 2)
    assert {slug: one.pk for slug, one in rows(town, scope_of).items()} == {
        slug: one.pk for slug, one in before.items()
    }


def test_the_leika_list_adds_keys_and_search_words_and_no_services(town, bring, scope_of):
    bring(town, OZG_LIST)
    report = bring(town, LEIKA_LIST)
    assert (report.read, report.created, len(report.changed)) == (3, 0, 2)
    kite = rows(town, scope_of)["drachensteigen"]
    assert kite.leika_keys == ["99001001000000", "99001001001000"]
    assert kite.search_words == ["Drachen", "Drachen Erlaubnis zum Steigenlassen"]
    assert bring(town, LEIKA_LIST).changed == []


def test_a_new_list_brings_changes_and_says_what(town, bring, scope_of):
    bring(town, OZG_LIST)
    report = bring(town, OZG_LIST.replace("Mondscheinsteuer", "Sternenscheinsteuer"))
    assert report.changed == ["Mondscheinsteuer: Name „Mondscheinsteuer“ -> „Sternenscheinsteuer“"]
    assert rows(town, scope_of)["mondscheinsteuer"].name == {"de": "Sternenscheinsteuer"}


def test_what_was_changed_by_hand_stays_and_the_difference_is_told(town, bring, scope_of):
    bring(town, OZG_LIST)
    with scope_of(town):
        Service.objects.filter(slug="mondscheinsteuer").update(name={"de": "Steuer auf Mondschein"})
    assert bring(town, OZG_LIST).kept == []
    report = bring(town, OZG_LIST.replace("Mondscheinsteuer", "Sternenscheinsteuer"))
    assert report.kept == ["Steuer auf Mondschein: Name „Steuer auf Mondschein“ -> „Sternenscheinsteuer“"]
    assert rows(town, scope_of)["mondscheinsteuer"].name == {"de": "Steuer auf Mondschein"}


def test_described_services_are_never_renamed_or_emptied(musterstadt, bring, scope_of):
    before = rows(musterstadt, scope_of)
    numbers = {service.ozg_id for service in before.values() if service.ozg_id}
    lines = [f"{number},Ganz anderer Name {number},Tierhaltung,Umwelt" for number in sorted(numbers)]
    report = bring(musterstadt, "\n".join(["ozg_id,ozg_leistung,lage,themenfeld", *lines]))
    assert report.created == len(numbers)
    after = rows(musterstadt, scope_of)
    for slug, service in before.items():
        assert (after[slug].name, after[slug].texts, after[slug].topic) == (service.name, service.texts, service.topic)


def test_a_service_with_a_key_of_its_own_gets_the_names_of_the_same_object_alone(musterstadt, bring, scope_of):
    with scope_of(musterstadt):
        dog = Service.objects.get(slug="hundesteuer-anmelden")
    other = "99" + ("111" if dog.leika_key[2:5] != "111" else "222") + "000000000"
    lines = [f"{dog.leika_key[:8]}070000,LOV,Eigenes,4,{dog.ozg_id}", f"{other},LOV,Fremdes,4,{dog.ozg_id}"]
    bring(musterstadt, "\n".join(["leika_schluessel,leistungstyp,bezeichnung,typisierung,ozg_id", *lines]))
    with scope_of(musterstadt):
        assert Service.objects.get(slug="hundesteuer-anmelden").search_words == ["Eigenes"]


def test_every_imported_service_can_be_written_to_and_names_who_answers(musterstadt, bring, scope_of, guest):
    bring(musterstadt, OZG_LIST)
    with scope_of(musterstadt):
        contact = OnlineService.objects.select_related("department").get(slug="drachensteigen-kontakt")
        assert contact.is_contact
    page = guest().get("/leistungen/drachensteigen/").content.decode()
    assert "Drachensteigen" in page
    assert "/antrag/drachensteigen-kontakt/" in page
    assert contact.department.contact["phone"] in page


def test_a_portal_without_departments_gets_one_that_answers(town, bring, scope_of, guest):
    bring(town, OZG_LIST)
    assert {service.department.slug for service in rows(town, scope_of).values()} == {"zentrale"}
    assert guest("neustadt.localhost").get("/leistungen/drachensteigen/").status_code == 200


def test_a_draft_is_not_shown(town, bring, scope_of, guest):
    bring(town, OZG_LIST, is_draft=True)
    assert guest("neustadt.localhost").get("/leistungen/drachensteigen/").status_code == 404
    with scope_of(town):
        assert queries.services() == []


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (OZG_LIST.replace("19002,", "1900,"), 3, "keine OZG-Nummer"),
        (OZG_LIST.replace("Steuern & Zoll", "Steuern & Toll"), 3, "Themenfeld"),
        (OZG_LIST + "19001,Anderes,Tierhaltung,Umwelt\n", 4, "steht schon in Zeile 2"),
        (OZG_LIST + "19003,Halbe Zei", 4, "Spalten"),
        (OZG_LIST + '19003,"Offen', 4, "vollständig"),
        (OZG_LIST.replace("ozg_id,", "nummer,"), 1, "nichts, was wir kennen"),
        (OZG_LIST.replace("Mond", "Mönd").encode() + "19003,Ämter,,Umwelt".encode("latin-1"), 4, "UTF-8"),
        (b"\x00\x01\x02", 1, "keine Textdatei"),
        (b"", 0, "leer"),
        ("<xzufi/>", 1, "XML"),
        ('{"services": [{"slug": "a"', 1, "JSON"),
        ("services:\n- slug: a\n  name: {de: A\n", 4, "YAML"),
        ('services: [{slug: a, name: {de: A}, topic: umwelt, popularity: "x"}]', 1, "popularity"),
        ("services:\n- {slug: a, name: {de: A}, topic: luft}\n", 2, "Themenfeld"),
        ("services:\n- {slug: a, name: {de: A}, topic: umwelt, farbe: rot}\n", 2, "kennen wir nicht"),
        ("services:\n- &a {slug: a, name: {de: A}, topic: umwelt}\n- *a\n", 3, "Verweise"),
        (f"services:\n- {BARE}\n- {BARE}", 3, "zweimal"),
        ('{"services": [\n{"slug": "a", "name": {"de": "A"},\n"slug": "b", "topic": "umwelt"}]}', 3, "zweimal"),
        ("services:\n- {slug: a, name: {de: A}, topic: umwelt, audience: [alle]}\n", 2, "erlaubt ist 'citizens' oder"),
        ("services:\n- {slug: a, slug: b, name: {de: A}, topic: umwelt}\n", 2, "zweimal"),
        ("services: " + "[" * 5000 + "]" * 5000, 0, "verschachtelt"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_line_and_reason_and_nothing_of_it_is_there(
    town, bring, scope_of, content, line, words
):
    with pytest.raises(RefusedError) as refusal:
        bring(town, content)
    assert words in str(refusal.value)
    assert line in {finding.line for finding in refusal.value.findings}
    assert rows(town, scope_of) == {}


def test_a_file_of_two_hundred_megabytes_is_refused_without_reading_it(town, tmp_path, scope_of, now):
    file = tmp_path / "riese.csv"
    with file.open("wb") as large:
        large.truncate(200_000_000)
    with scope_of(town), pytest.raises(RefusedError, match="200 MB"):
        bring_in(path=file, is_draft=False, by="test", now=now)


def test_other_delimiters_and_excels_encoding_are_understood(town, bring, scope_of):
    content = "ozg_id;ozg_leistung;lage;themenfeld\n19001;Zulässige Größe;Tierhaltung;Umwelt\n".encode("cp1252")
    report = bring(town, content)
    assert report.created == 1
    assert [str(one) for one in report.findings] == [
        "Zeile 2: Die Datei ist als Windows-1252 gelesen worden, nicht UTF-8."
    ]
    assert rows(town, scope_of)["zulaessige-groesse"].name == {"de": "Zulässige Größe"}


def test_scripts_and_markup_are_taken_out_of_texts_and_the_report_says_so(town, bring, scope_of):
    paragraphs = ["<p>Erst <b>dies</b></p><script>alert(1)</script>", "3 < 4 und 5 > 4"]
    service = {"slug": "a", "name": {"de": "A"}, "topic": "umwelt", "texts": {"description": {"de": paragraphs}}}
    content = {"services": [service]}
    report = bring(town, json.dumps(content), "a.json")
    assert rows(town, scope_of)["a"].texts == {"description": {"de": ["Erst dies", "3 < 4 und 5 > 4"]}}
    assert [str(one) for one in report.findings] == ["Zeile 1: Leistung 1 (a): Skript aus einem Text entfernt."]


@pytest.mark.parametrize("as_yaml", [False, True])
def test_what_was_exported_comes_back_the_same(musterstadt, town, bring, scope_of, as_yaml):
    with scope_of(musterstadt):
        written = documents.write(queries.own_services(), as_yaml=as_yaml)
        departments = {one.department.slug: one.department for one in queries.own_services()}
    with scope_of(town):
        from drehscheibe.tenants.operations import set_department  # noqa: PLC0415

        for slug, one in departments.items():
            set_department(slug=slug, name=one.name, contact={})
    bring(town, written, "alles.txt")
    with scope_of(town):
        again = documents.write(queries.own_services(), as_yaml=as_yaml)
    assert bring(musterstadt, written, "alles.txt").changed == []
    for one in (written, again):
        assert "Hundesteuer" in one
    read = [{one["slug"]: one for one in documents._parsed("x", text)["services"]} for text in (written, again)]
    for service in read[0].values():
        service.get("channels", {}).pop("online", None)
        if not service.get("channels"):
            service.pop("channels", None)
    assert read[0] == read[1]


@needs_lists
def test_the_real_lists_give_557_services_with_names_of_the_leika_in_ten_seconds(town, bring, scope_of):
    started = time.process_time()
    report = bring(town, OZG.read_bytes())
    assert (report.read, report.created) == (557, 557)
    named = bring(town, LEIKA.read_bytes())
    assert time.process_time() - started < 10
    assert named.created == 0
    found = rows(town, scope_of)
    assert len(found) == 557
    with LEIKA.open(encoding="utf-8") as file:
        keys = [row for row in csv.DictReader(file) if row["leika_schluessel"] and row["ozg_id"]]
    assert sum(len(service.leika_keys) for service in found.values()) == len(keys)
    assert bring(town, OZG.read_bytes()).same == 557
    assert bring(town, LEIKA.read_bytes()).changed == []
