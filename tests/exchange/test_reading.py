"""Schemata and code lists are read as they really are."""

import pytest

from drehscheibe.exchange import hostile
from drehscheibe.exchange.fim import genericode, precision, reading, wording
from drehscheibe.exchange.fim.model import Precision
from drehscheibe.exchange.fim.report import Report
from tests.exchange import schemata


def schema_of(content: bytes):
    report = Report()
    return reading.read(hostile.parse(content), report), report


def test_both_versions_give_the_same_model_but_for_the_standard_and_its_lines():
    old, new = (schema_of(schemata.berth(version))[0] for version in ("2.0", "3.0"))
    assert (old.standard, new.standard) == ("2.0", "3.0")
    assert [one.key for one in old.fields()] == [one.key for one in new.fields()]
    assert [(one.label, one.precision, one.bases) for one in old.fields()] == [
        (one.label, one.precision, one.bases) for one in new.fields()
    ]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ('{"minLength":"1","maxLength":"80","pattern":"[\\\\p{L}]*"}', "text", Precision(1, 80, pattern=r"[\p{L}]*")),
        ('{"minValue":"1","maxValue":31}', "num_int", Precision(min_value="1", max_value="31")),
        ("1..31", "num_int", Precision(min_value="1", max_value="31")),
        ("1..31", "text", Precision(junk="1..31")),
        ("Anrede", "text", Precision(junk="Anrede")),
        ("5", "text", Precision(junk="5")),
        ('{"pattern":"Mehrfachauswahl"}', "text", Precision(junk="Mehrfachauswahl")),
        ('{"maxLength":"viel"}', "text", Precision()),
        ("{}", "text", Precision()),
        ('["a"]', "text", Precision(junk='["a"]')),
        ("[" * 50_000, "text", Precision(junk="[" * 200)),
    ],
)
def test_junk_in_a_precision_is_kept_as_junk(text, kind, found):
    assert precision.read({}, text, kind) == found


@pytest.mark.parametrize("style", ["prefixed", "default", "half"])
def test_genericode_is_read_in_all_three_styles(style):
    found = genericode.read(hostile.parse(schemata.code_list(schemata.BOATS, style=style)))
    assert (found.uri, found.version, found.key, dict(found.labels)) == ("urn:x:boote", "1", "code", {"de": "name"})
    assert [(one.key, one.label) for one in found.entries("de")] == schemata.BOATS


def test_a_code_list_with_many_columns_is_seen_by_its_keys():
    rows = [("D", "1", "Deutschland"), ("A", "2", "Österreich")]
    found = genericode.read(hostile.parse(schemata.code_list(rows, columns=("kurz", "nummer", "bezeichnung"))))
    assert (found.key, dict(found.labels)["de"]) == ("kurz", "nummer")
    assert found.seen_by("kurz", "bezeichnung").entry("A").label == "Österreich"


def test_missing_and_repeated_elements_are_remarked_on_and_read_all_the_same():
    content = schemata.berth().replace(b"<x:id>F99000001</x:id>", b"<x:id></x:id>", 1)
    content = content.replace(b"<x:anzahl>0:1</x:anzahl>", b"<x:anzahl>vielleicht</x:anzahl>", 1)
    content = content.replace(b"<x:name>Geburtsdatum</x:name>", b"<x:name>Geburtsdatum</x:name><x:name>Tag</x:name>", 1)
    found, report = schema_of(content)
    assert len(list(found.fields())) == 20
    assert {one.message for one in report.remarks} == {
        "Die Kennung fehlt. Gelesen wird das Element trotzdem.",
        "Die Anzahl „vielleicht“ ist keine. Angenommen wird 0:1.",
        "„name“ steht hier mehrmals. Es gilt das erste.",
    }
    assert all(one.line > 0 for one in report.remarks)


def test_groups_nested_deeper_than_anybody_reads_are_cut_and_remarked_on():
    spec = [("1:1", "F99000001", "Frage", {})]
    for number in range(25):
        spec = [("1:1", f"G990000{number:02}", "Gruppe", {}, [("1:1", f"F9900{number:04}", "Frage", {}), *spec])]
    found, report = schema_of(schemata.schema(spec))
    assert len(list(found.fields())) == 20
    assert any("verschachtelt" in one.message for one in report.remarks)


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("F60000227", "F60000000227"),
        ("F60000000227", "F60000000227"),
        ("F00-4cb0dd14", "F00000-4cb0dd14"),
        ("x1", "x1"),
    ],
)
def test_ids_are_brought_to_the_spelling_of_version_3(told, new):
    assert wording.new_id(told) == new


@pytest.mark.parametrize(
    ("label", "name", "read"),
    [
        ("Familienname ", "x", "Familienname"),
        ("", "Natürliche Person (abstrakt, umfassend)", "Natürliche Person"),
        (" * ", "Tag_Geburt (ohne Monat und Jahr)", "Tag Geburt"),
        ("Name (F60000227V1.1)", "x", "Name"),
        ("anschrift:", "x", "Anschrift"),
    ],
)
def test_labels_are_what_citizens_read(label, name, read):
    assert wording.label(label, name) == read


@pytest.mark.parametrize(
    ("base", "law"),
    [("§ 27 MuSchG", True), ("Art. 6 DSGVO", True), ("Hafenordnung § 3", True), ("Staatsangehörigkeitsgesetz", True),
     ("XInneres.Meldeanschrift.strasse", False), ("RFC 5322", False), ("BSI TR-03123", False)],
)  # fmt: skip
def test_law_is_told_from_standards(base, law):
    assert wording.is_law(base) is law
