"""Municipalities and postcodes: read from CSV, kept once, and known to the fields that ask for places."""

from pathlib import Path

import pytest

from drehscheibe.config import place_commands
from drehscheibe.config.cli import main, parser
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.models import Municipality, PostcodePlace
from drehscheibe.forms.place_lists import PlaceListError, read_list
from drehscheibe.forms.queries import equip
from drehscheibe.forms.schema import load
from tests.forms.dogs import TODAY, ask

TOWNS = """ars,name,kreis,bundesland,breite,laenge
059990000001,"Musterstadt, Stadt",Musterland,Nordland,51.5,7.2
059990000002,Auenfeld,Musterland,Nordland,51.6,7.3
079990000003,Auenfeld,Hinterland,Südland,,
05999,Kurz,Musterland,Nordland,,
059990000002,Auenfeld,Musterland,Nordland,51.6,7.3
"""
CODES = """plz;ort;ars
44623;Musterstadt;059990000001
44625;Musterstadt;059990000001
44625;Auenfeld;059990000002
99999;Ferndorf;089990000009
4462;Musterstadt;059990000001
"""


@pytest.fixture
def files(tmp_path):
    for name, content in (("gemeinden.csv", TOWNS), ("plz.csv", CODES)):
        (tmp_path / name).write_text(content)
    return [str(tmp_path / "gemeinden.csv"), str(tmp_path / "plz.csv")]


def fields(*asked):
    steps = [{"id": "eins", "title": "Eins", "blocks": [{"fields": list(asked)}]}]
    document = load({"slug": "orte", "title": "Orte", "purpose": "Test", "legal_basis": "Test", "steps": steps})
    assert equip(document) == []
    return [field for _, _, field in document.fields()]


def parse(field, **parts):
    raw = {part.removeprefix("_"): [typed] for part, typed in parts.items()}
    return TYPES[field.type].parse(field, {name.replace("own", ""): typed for name, typed in raw.items()}, TODAY)


def home(**parts):
    return {"street": "Lindenweg", "house_number": "7", "postcode": "44623", "city": "Musterstadt", **parts}


def test_import_takes_what_it_can_and_tells_each_line_it_cannot(db, files, capsys):
    place_commands.bring(files=files)
    assert (Municipality.objects.count(), PostcodePlace.objects.count()) == (3, 4)
    told = capsys.readouterr().out
    assert "3 Gemeinden übernommen, 2 Zeilen ausgelassen" in told
    assert "Zeile 5: Ein Regionalschlüssel (ars) hat zwölf Ziffern, nicht „05999“." in told
    assert "Zeile 6: Steht schon in Zeile 3." in told
    assert "Zeile 6: Eine Postleitzahl (plz) hat fünf Ziffern, nicht „4462“." in told
    assert "Bei 1 Zeilen mit Postleitzahlen ist die Gemeinde nicht bekannt." in told


def test_import_done_twice_gives_the_same(db, files):
    place_commands.bring(files=files)
    before = list(PostcodePlace.objects.order_by("postcode", "name").values_list("postcode", "name", "municipality_id"))
    place_commands.bring(files=files)
    assert before == list(
        PostcodePlace.objects.order_by("postcode", "name").values_list("postcode", "name", "municipality_id")
    )
    assert Municipality.objects.get(pk="059990000001").name == "Musterstadt"


def test_newer_list_stands_instead_of_the_older(db, files, tmp_path):
    place_commands.bring(files=files)
    newer = tmp_path / "neu.csv"
    newer.write_text("ars,name\n059990000001,Musterstadt\n")
    place_commands.bring(files=[str(newer)])
    assert (Municipality.objects.count(), PostcodePlace.objects.count()) == (1, 4)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,einwohner\nA,1\n", "weder eine Liste"),
        (b"", "Gefunden: nichts"),
        (b"plz,ort\n1,\n", "Keine Zeile"),
        (b"PK\x03\x04\x00\x00", "keine Textdatei"),
    ],
)
def test_file_that_is_no_list_says_what_is_missing(content, words):
    with pytest.raises(PlaceListError, match=words):
        read_list("orte.csv", content)


def test_lists_from_old_programs_are_read_too():
    [row] = read_list("alt.csv", "ARS;Name\n059990000001;Düren\n".encode("cp1252")).municipalities
    assert row.name == "Düren"


def test_one_wrong_file_and_nothing_is_imported(db, files, tmp_path, capsys):
    with pytest.raises(ValueError, match="lässt sich nicht lesen"):
        place_commands.bring(files=[*files, str(tmp_path / "fehlt.csv")])
    assert Municipality.objects.count() == 0
    assert parser().parse_args(["places", "import", *files]).files == files
    with pytest.raises(SystemExit) as usage:
        main(["places", "import"])
    assert usage.value.code == 2


def test_without_an_import_places_are_free_text(db):
    town, address = fields(ask("ort", "municipality"), ask("anschrift", "address"))
    assert parse(town, own="Irgendwo") == {"name": "Irgendwo"}
    assert parse(address, **home(city="Anderswo"))["city"] == "Anderswo"
    assert [len(TYPES[one.type].controls(one, "x", "de")) for one in (town, address)] == [1, 4]


def test_municipality_is_found_by_name_and_asked_again_where_two_have_it(db, files):
    place_commands.bring(files=files)
    [town] = fields(ask("ort", "municipality"))
    assert parse(town, own="musterstadt") == {"ars": "059990000001", "name": "Musterstadt"}
    with pytest.raises(Invalid) as refused:
        parse(town, own="Auen")
    assert refused.value.part == "choice"
    box, choice = TYPES["municipality"].controls(town, "ort", "de", {"": ["Auen"]})
    assert (box.kind, [str(option.label) for option in choice.options]) == (
        "search",
        ["Auenfeld (Hinterland)", "Auenfeld (Musterland)"],
    )
    assert parse(town, own="Auen", choice="079990000003") == {"ars": "079990000003", "name": "Auenfeld (Hinterland)"}
    with pytest.raises(Invalid, match="Nirgendwo"):
        parse(town, own="Nirgendwo")


def test_town_is_filled_in_where_the_postcode_has_only_one(db, files):
    place_commands.bring(files=files)
    [address] = fields(ask("anschrift", "address"))
    assert parse(address, **home(city=""))["city"] == "Musterstadt"
    with pytest.raises(Invalid, match="44625 gehören Auenfeld, Musterstadt"):
        parse(address, **home(postcode="44625", city=""))


def test_town_that_does_not_fit_its_postcode_is_asked_about_once_and_never_refused(db, files):
    place_commands.bring(files=files)
    [address] = fields(ask("anschrift", "address"))
    wrong = home(postcode="44623", city="Auenfeld")
    with pytest.raises(Invalid) as doubt:
        parse(address, **wrong)
    assert doubt.value.part == "city"
    tick = TYPES["address"].controls(address, "x", "de", {part: [typed] for part, typed in wrong.items()})[-1]
    assert (tick.name, tick.options[0].value, str(tick.options[0].label)) == (
        "x.confirmed",
        "44623 Auenfeld",
        "44623 Auenfeld ist richtig",
    )
    assert parse(address, **wrong, confirmed="44623 Auenfeld")["city"] == "Auenfeld"
    with pytest.raises(Invalid):
        parse(address, **home(postcode="44623", city="Birkental"), confirmed="44623 Auenfeld")


@pytest.mark.parametrize("city", ["Musterstadt-Süd", "MUSTERSTADT", "Musterstadt am See", "Muster"])
def test_town_written_in_another_way_is_no_reason_to_ask(db, files, city):
    place_commands.bring(files=files)
    [address] = fields(ask("anschrift", "address"))
    assert parse(address, **home(city=city))["city"] == city


def test_postcode_that_is_not_in_the_list_is_taken(db, files):
    place_commands.bring(files=files)
    [address] = fields(ask("anschrift", "address"))
    assert parse(address, **home(postcode="44700", city="Auenfeld"))["postcode"] == "44700"


def test_real_lists_import_without_a_line_left_out_for_want_of_reading(db):
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "municipalities"
    if not shared.is_dir():
        pytest.skip("the real lists are not here")
    towns, codes = (read_list(name, (shared / name).read_bytes()) for name in ("gemeinden_de.csv", "plz_ags_ars.csv"))
    assert (len(towns.municipalities), towns.left_out) == (11_004, [])
    assert (len(codes.postcodes), codes.left_out) == (12_883, [])
