"""Versioned code lists: read, searched, kept once, and pinned by the forms that name them."""

import pytest
from django.db import ProgrammingError, transaction

from drehscheibe.forms import queries
from drehscheibe.forms.code_lists import CodeListError, Column, code_list, fold, read
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.models import CodeListVersion, FormVersion
from drehscheibe.forms.operations import keep_code_list, publish
from drehscheibe.forms.schema import load
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW

COUNTRIES = {
    "uri": "urn:beispiel:staaten",
    "version": "2026-01-01",
    "name": "Staaten",
    "columns": [{"id": "key", "name": "Schlüssel"}, {"id": "name"}, {"id": "english"}, {"id": "iso"}],
    "rows": [
        ("151", "Österreich", "Austria", "AT"),
        ("255", "Niger", "Niger", "NE"),
        ("232", "Nigeria", "Nigeria", "NG"),
        ("130", "Republik Kosovo", "Kosovo", "XK"),
    ],
    "key": "key",
    "labels": {"de": "name", "en": "english"},
}
STATES = code_list(**COUNTRIES)


def with_list(**named):
    field = {"id": "staat", "type": "code_list", "label": "Staat", "code_list": {"uri": STATES.uri, **named}}
    steps = [{"id": "eins", "title": "Eins", "blocks": [{"fields": [field]}]}]
    return {"slug": "liste", "title": "Liste", "purpose": "Test", "legal_basis": "Test", "steps": steps}


def test_words_are_compared_without_capitals_marks_and_ways_to_write_umlauts():
    assert fold("  ÖSTERREICH ") == fold("Oesterreich") == fold("osterreich")
    assert [fold("Straße"), fold("Łódź"), fold("Côte d’Ivoire")] == ["strasse", "lodz", "cote d ivoire"]


def test_entry_is_found_by_label_in_any_language_or_by_key():
    assert [STATES.named(typed).key for typed in ("oesterreich", "Austria", "151", "NIGER")] == [
        "151",
        "151",
        "151",
        "255",
    ]
    assert STATES.named("Nig") is None
    assert STATES.value("151", "iso") == "AT"
    assert STATES.value("151", "strange") is None


def test_search_takes_beginnings_of_words_and_tells_first_what_begins_so():
    assert [entry.label for entry in STATES.search("nig", "de")] == ["Niger", "Nigeria"]
    assert [entry.label for entry in STATES.search("kos", "de")] == ["Republik Kosovo"]
    assert [entry.label for entry in STATES.search("aus", "de")] == ["Österreich"]
    assert STATES.search(" ", "de") == STATES.search("ger", "de") == []
    assert [STATES.fits("232", "nig"), STATES.fits("151", "nig")] == [True, False]


def test_labels_that_stand_there_twice_are_told_apart_by_their_keys():
    twice = code_list(
        uri="u", version="1", columns=[Column("k"), Column("n")], rows=[("1", "Aach"), ("2", "Aach")], key="k",
        labels={"de": "n"},
    )  # fmt: skip
    assert [entry.label for entry in twice.entries("de")] == ["Aach (1)", "Aach (2)"]


def test_list_survives_the_way_through_json():
    assert read(STATES.plain()) == STATES
    assert read(STATES.plain()).digest == STATES.digest


def test_list_can_be_seen_by_other_columns():
    assert STATES.seen_by("iso", None).entry("AT").label == "Österreich"
    assert STATES.seen_by(None, "iso").entry("151").label == "AT"
    with pytest.raises(CodeListError, match="Spalte"):
        STATES.seen_by("strange", None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rows": []}, "1 bis 50000"),
        ({"rows": [("1", "a", "b", "c"), ("1", "a", "b", "c")]}, "zweimal"),
        ({"rows": [("1", "a", "b")]}, "Zeile 1 hat 3 Werte"),
        ({"rows": [(" ", "a", "b", "c")]}, "fehlt der Schlüssel"),
        ({"rows": [("1", "a" * 2_001, "b", "c")]}, "2000"),
        ({"key": "strange"}, "strange"),
        ({"labels": {"en": "name"}}, "Spalte"),
        ({"uri": " "}, "URI"),
        ({"columns": [{"id": "key"}, {"id": "key"}]}, "eigene Kennung"),
    ],
)
def test_list_that_cannot_be_used_says_where_and_why(change, words):
    with pytest.raises(CodeListError, match=words):
        code_list(**{**COUNTRIES, **change})


def test_published_form_names_exactly_the_contents_of_its_day(kreis):
    with work_as(kreis):
        keep_code_list(code_list=STATES, now=NOW)
        form = publish(document=with_list(), now=NOW)
        first = queries.newest_version(form)
        named = first.document["steps"][0]["blocks"][0]["fields"][0]["code_list"]
        assert named == {"uri": STATES.uri, "version": STATES.version, "digest": STATES.digest}
        newer = code_list(**{**COUNTRIES, "version": "2027-01-01", "rows": COUNTRIES["rows"][:2]})
        keep_code_list(code_list=newer, now=NOW)
        publish(document=with_list(), now=NOW)
        assert FormVersion.objects.filter(form=form).count() == 2
        old, new = (load(one.document) for one in FormVersion.objects.filter(form=form).order_by("number"))
        assert queries.equip(old) == queries.equip(new) == []
        known = [next(field for _, _, field in one.fields()).known for one in (old, new)]
        assert [len(one.rows) for one in known] == [4, 2]


def test_form_with_an_unknown_list_is_not_published(kreis):
    with work_as(kreis), pytest.raises(FormError, match="gibt es hier nicht"):
        publish(document=with_list(version="9"), now=NOW)


def test_list_is_kept_once_and_read_by_the_bodies_below_alone(kreis, musterstadt):
    with work_as(kreis):
        assert keep_code_list(code_list=STATES, now=NOW) == keep_code_list(code_list=STATES, now=NOW)
    with work_as(musterstadt):
        assert CodeListVersion.objects.count() == 1
        publish(document=with_list(), now=NOW)
        keep_code_list(code_list=code_list(**{**COUNTRIES, "version": "town"}), now=NOW)
    with work_as(kreis):
        assert CodeListVersion.objects.count() == 1


def test_list_that_is_kept_is_never_changed(kreis):
    with work_as(kreis):
        row = keep_code_list(code_list=STATES, now=NOW)
        with pytest.raises(ProgrammingError), transaction.atomic():
            CodeListVersion.objects.filter(pk=row.pk).update(version="2")
