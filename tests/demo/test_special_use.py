"""Sondernutzung: fees by area, time and kind, the register of each legal form, and what is refused where."""

import pytest

from tests.demo.forms import FILE, HOME, problems, steps, walk

TERRACE = {
    "art": "tische",
    "beschreibung": "6 Tische, 24 Stühle",
    "vorherige": False,
    "firma": "Café Muster GmbH",
    "rechtsform": "gmbh",
    "registerart": "HRB",
    "registernummer": "12345",
    "registergericht": "Musterstadt",
    "anschrift": HOME,
    "vorname": "Alma",
    "nachname": "Muster",
    "funktion": "leitung",
    "email": "alma@beispiel.example",
    "ort": HOME,
    "ort_beschreibung": "links vom Eingang",
    "flaeche": 15,
    "durchgang": 2,
    "beginn": "2027-04-01",
    "ende": "2027-10-31",
    "von_uhr": "10:00",
    "bis_uhr": "22:00",
    "lageplan": FILE,
    "versicherung": True,
    "rettungswege": True,
    "wahrheit": True,
}
SITE = {"vor_ort_name": "Bo Muster", "vor_ort_telefon": "+491701234567", "besucher": 200}
SITE |= {"versicherung_nachweis": FILE, "gemeinnuetzig": False}
CLUB = {"rechtsform": "ev", "registerart": "VR", "gemeinnuetzig": True, "freistellung": FILE}


def use(town="musterstadt", **more):
    return walk("sondernutzung", town, TERRACE | SITE | more)


def during(kind, area, start, end, **more):
    return {"art": kind, "flaeche": area, "beginn": start, "ende": end, **more}


@pytest.mark.parametrize(
    ("plan", "musterstadt", "auenfeld", "birkental"),
    [
        # 15 m² for seven months
        (during("tische", 15, "2027-04-01", "2027-10-31"), 63_000, 42_000, 26_250),
        # 14.2 m² count as 15, a day into the second month counts as a month
        (during("tische", 14.2, "2027-04-15", "2027-05-15"), 18_000, 12_000, 7_500),
        # 20 m² for 15 days are three weeks
        (during("geruest", 20, "2027-04-01", "2027-04-15"), 9_000, 6_000, 4_800),
        (during("container", 12.5, "2027-04-01", "2027-04-14"), 5_200, 3_900, 2_600),
        (during("stand", 6, "2027-04-03", "2027-04-03"), 4_000, 3_000, 2_000),  # the minimum
        (during("veranstaltung", 400, "2027-06-04", "2027-06-06"), 60_000, 36_000, 24_000),
        (during("veranstaltung", 400, "2027-06-04", "2027-06-06", **CLUB), 0, 0, 0),
        (during("tische", 15, "2027-04-01", "2027-10-31", **CLUB), 63_000, 42_000, 26_250),  # a club's café is none
    ],
)
def test_fee_follows_area_time_kind_and_the_towns_own_rates(plan, musterstadt, auenfeld, birkental):
    for town, fee in (("musterstadt", musterstadt), ("auenfeld", auenfeld), ("birkental", birkental)):
        walked = use(town, **plan)
        assert problems(walked) == {}
        assert walked.values["gebuehr"] == fee


@pytest.mark.parametrize(
    ("kind", "event", "site"),
    [
        ("tische", False, False),
        ("geruest", False, True),
        ("container", False, True),
        ("stand", False, False),
        ("veranstaltung", True, True),
    ],
)
def test_only_what_the_kind_needs_is_asked(kind, event, site):
    walked = use(art=kind)
    assert ("veranstaltung" in steps(walked)) == event
    assert ("vor_ort_name" in walked.shown) == site
    assert ("durchgang" in walked.shown) != event
    assert ("versicherung_nachweis" in walked.required) == event


@pytest.mark.parametrize(
    ("legal_form", "register"),
    [
        ("ek", "HRA"),
        ("ohg", "HRA"),
        ("kg", "HRA"),
        ("gmbh", "HRB"),
        ("ug", "HRB"),
        ("ag", "HRB"),
        ("eg", "GnR"),
        ("ev", "VR"),
    ],
)
def test_each_legal_form_stands_in_its_own_register(legal_form, register):
    for stated in ("HRA", "HRB", "GnR", "VR"):
        found = problems(use(rechtsform=legal_form, registerart=stated))
        assert list(found) == ([] if stated == register else ["registerart"])


@pytest.mark.parametrize("legal_form", ["einzeln", "gbr", "andere"])
def test_who_stands_in_no_register_is_not_asked_for_one(legal_form):
    walked = use(rechtsform=legal_form)
    assert {"registerart", "registernummer", "registergericht"} & walked.shown == set()
    assert walked.is_complete


@pytest.mark.parametrize(
    ("more", "control", "words"),
    [
        ({"ende": "2027-03-31"}, "ende.day", "liegt vor dem ersten"),
        ({"ende": "2028-04-01"}, "ende.day", "höchstens ein Jahr"),
        ({"beginn": "2027-03-09"}, "beginn.day", "nicht vor dem 10.03.2027"),
        ({"bis_uhr": "10:00"}, "bis_uhr", "nach dem Anfang"),
        ({"von_uhr": None}, "von_uhr", "ab wie viel Uhr"),
        ({"durchgang": 1.49}, "durchgang", "mindestens 1,50 Meter"),
        ({"flaeche": 0.4}, "flaeche", "mindestens 0,50"),
        ({"registernummer": "HRB 12345"}, "registernummer", "ohne die Buchstaben"),
        ({"art": "veranstaltung", "versicherung": False}, "versicherung", "Haftpflichtversicherung"),
        ({"art": "veranstaltung", "versicherung_nachweis": None}, "versicherung_nachweis", "Laden Sie"),
        ({"funktion": "vollmacht"}, "vollmacht", "Laden Sie die Vollmacht hoch."),
        ({"lageplan": None}, "lageplan", "Plan oder eine Skizze"),
    ],
)
def test_wrong_answer_is_refused_at_its_place(more, control, words):
    found = problems(use(**more))
    assert list(found) == [control]
    assert words in found[control]


def test_organisation_can_be_reached_one_way_or_the_other():
    assert problems(use(email=None, telefon="+492323160")) == {}
    neither = problems(use(email=None))
    assert neither == dict.fromkeys(["email", "telefon"], "Geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein.")


@pytest.mark.parametrize(
    ("kind", "start", "short"),
    [
        ("tische", "2027-03-23", True),
        ("tische", "2027-03-24", False),
        ("veranstaltung", "2027-04-20", True),
        ("veranstaltung", "2027-04-21", False),
    ],
)
def test_short_notice_is_said_but_not_refused(kind, start, short):
    walked = use(art=kind, beginn=start)
    assert ("knapp" in walked.shown) == short
    assert problems(walked) == {}
