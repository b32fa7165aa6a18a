"""Only hostile files and other formats are refused, each with a sentence that helps."""

import time

import pytest

from drehscheibe.exchange import hostile
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.hostile import RefusedError
from drehscheibe.exchange.reading import read
from tests.exchange import schemata

HEAD = b'<?xml version="1.0"?>\n'
LAUGHS = HEAD + b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "telling"),
    [
        (LAUGHS, "Entities"),
        (HEAD + b'<!DOCTYPE a SYSTEM "http://beispiel.example/a.dtd"><a/>', "Dokumenttyp-Definition"),
        (LAUGHS.decode().replace("1.0", '1.0" encoding="UTF-16', 1).encode("utf-16"), "Entities"),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "Ebenen"),
        (b"<a>", "kein vollständiges XML (Zeile 1"),
        (b"%PDF-1.7", "PDF-Datei"),
        (b"PK\x03\x04rest", "ZIP-Archiv"),
        (b"Guten Tag", "weder XML noch JSON"),
        (b"", "leer"),
        (b"<html><body/></html>", "kein XDatenfelder"),
        (b'{"slug": "x"}', "kein Formular"),
        (b"{", "JSON lässt sich nicht lesen"),
        (b"[" * 100_000, "JSON lässt sich nicht lesen"),
        (b'<?xml version="1.0" encoding="unsinn"?><a/>', "lassen sich nicht lesen"),
    ],
)
def test_other_files_are_refused_with_a_sentence_that_helps(content, telling):
    with pytest.raises(RefusedError, match=telling.replace("(", r"\(")):
        read(content, Lists())


def test_two_hundred_megabytes_are_refused_before_they_are_parsed():
    began = time.process_time()
    with pytest.raises(RefusedError, match="größer als 20 MB"):
        hostile.parse(b"<a>" + b" " * 200_000_000 + b"</a>")
    assert time.process_time() - began < 1


def test_more_elements_than_any_schema_has_are_refused():
    with pytest.raises(RefusedError, match="500000 Elemente"):
        hostile.parse(b"<a>" + b"<b/>" * 500_001 + b"</a>")


@pytest.mark.parametrize(
    ("message", "telling"),
    [
        ("dokumentsteckbrief.0101", "Dokumentsteckbrief"),
        ("codeliste.0105", "--code-lists"),
        ("uebersetzung.0106", "Übersetzung"),
        ("stammdatenschema.0102", "enthält kein Stammdatenschema"),
    ],
)
def test_other_messages_of_the_standard_are_told_apart(message, telling):
    space = schemata.HEAD["3.0"]
    with pytest.raises(RefusedError, match=telling):
        read(f'<x:xdatenfelder.{message} xmlns:x="{space}"/>'.encode(), Lists())


@pytest.mark.parametrize(
    ("version", "telling"), [("_1", "XDatenfelder 1"), ("_unknown", "Den Namensraum"), ("", "Den Namensraum")]
)
def test_other_versions_are_refused_by_their_namespace(version, telling):
    content = schemata.berth().replace(b"xdatenfelder_2", f"xdatenfelder{version}".encode())
    with pytest.raises(RefusedError, match=telling):
        read(content, Lists())


def test_a_newer_version_is_read_like_the_one_before_it_and_reported():
    found = read(schemata.berth("3.0").replace(b"_3.0.0", b"_3.1.0"), Lists())
    assert next(one.message for one in found.report.remarks).startswith("XDatenfelder 3.1.0 wird wie 3.0 gelesen.")
    assert found.source == read(schemata.berth("3.0"), Lists()).source


def test_a_schema_without_fields_is_refused_by_its_line_and_name():
    with pytest.raises(RefusedError, match="Zeile 2: „Liegeplatz“ enthält keine Datenfelder"):
        read(schemata.schema([("1:1", "G99000001", "Leer", {}, [])]), Lists())
