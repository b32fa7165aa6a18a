"""Bewohnerparkausweis: fees of the towns, which steps appear, and what is refused where."""

import pytest

from tests.demo.forms import FILE, HOME, problems, steps, walk

PERSON = {"vorname": "Alma", "nachname": "Muster", "geburtsdatum": "1984-03-15"}
HOUSE = {"anschrift": HOME, "gemeldet": True}
CAR = {"nutzung": "eigen", "kennzeichen": "MUS-AB 123", "fahrzeugschein": FILE}
END = {"uebergabe": "post", "nur_einer": True, "aenderungen": True, "wahrheit": True}
NEW = {"anliegen": "neu", "jahre": "1", "beginn": "2027-03-15"} | PERSON | HOUSE | CAR | END
RENEWAL = NEW | {"anliegen": "verlaengerung", "gueltig_bis": "2027-03-31", "ausweisnummer": "2025-0417"}
CHANGE = NEW | {"anliegen": "kennzeichen", "kennzeichen_alt": "MUS-CD 9"}
SHORT = ["anliegen", "person", "wohnung", "fahrzeug", "gueltigkeit", "gebuehr", "erklaerung"]
LONG = ["anliegen", "person", "wohnung", "fahrzeug", "erlaubnis", "gueltigkeit", "gebuehr", "erklaerung"]


def park(values, town="musterstadt", **more):
    zone = {"musterstadt": "A", "auenfeld": "2"}[town]
    return walk("bewohnerparkausweis", town, {"zone": zone} | values | more)


@pytest.mark.parametrize(
    ("values", "years", "musterstadt", "auenfeld"),
    [(NEW, "1", 12_000, 6_000), (NEW, "2", 24_000, 11_000), (RENEWAL, "2", 24_000, 11_000), (CHANGE, "1", 0, 500)],
)
def test_fee_follows_the_towns_own_rates(values, years, musterstadt, auenfeld):
    for town, fee in (("musterstadt", musterstadt), ("auenfeld", auenfeld)):
        walked = park(values, town, jahre=years)
        assert problems(walked) == {}
        assert walked.values["gebuehr"] == fee


@pytest.mark.parametrize(
    ("use", "proof", "way"),
    [
        ({"nutzung": "eigen"}, set(), SHORT),
        ({"nutzung": "privat", "halter": "Bo Muster", "dauerhaft": True, "erlaubnis": FILE}, {"erlaubnis"}, LONG),
        ({"nutzung": "firma", "firma": "Muster GmbH", "dauerhaft": True, "erlaubnis": FILE}, {"erlaubnis"}, LONG),
        ({"nutzung": "carsharing", "anbieter": "Teilauto", "mitgliedschaft": FILE}, {"mitgliedschaft"}, LONG),
    ],
)
def test_only_a_car_of_others_needs_a_permission(use, proof, way):
    walked = park(NEW | use)
    assert problems(walked) == {}
    assert walked.is_complete
    assert steps(walked) == way
    assert {"erlaubnis", "mitgliedschaft"} & set(walked.values) == proof


def test_shared_cars_have_no_plate_of_their_own():
    shown = park(NEW | {"nutzung": "carsharing"}).shown
    assert {"kennzeichen", "fahrzeugschein"} & shown == set()


@pytest.mark.parametrize(
    ("values", "control", "words"),
    [
        (RENEWAL | {"gueltig_bis": "2027-04-08"}, "gueltig_bis.day", "noch länger als vier Wochen"),
        (CHANGE | {"kennzeichen_alt": "mus ab 123"}, "kennzeichen", "sind gleich"),
        (
            NEW | {"nutzung": "privat", "halter": "Bo", "dauerhaft": False, "erlaubnis": FILE},
            "dauerhaft",
            "nur für ein",
        ),
        (NEW | {"beginn": "2027-03-09"}, "beginn.day", "nicht vor dem 10.03.2027"),
        (NEW | {"beginn": "2027-06-11"}, "beginn.day", "nicht nach dem 10.06.2027"),
        (NEW | {"zone": "2"}, "zone", "eine Antwort"),
        (NEW | {"kennzeichen": "XYZ"}, "kennzeichen", "kein deutsches Kennzeichen"),
        (NEW | {"fahrzeugschein": None}, "fahrzeugschein", "Laden Sie ein Foto"),
        (NEW | {"vorname": None}, "vorname", "Geben Sie Ihren Vornamen ein."),
    ],
)
def test_wrong_answer_is_refused_at_its_place(values, control, words):
    found = problems(park(values))
    assert list(found) == [control]
    assert words in found[control]


def test_permit_can_be_renewed_four_weeks_before_it_ends():
    assert problems(park(RENEWAL | {"gueltig_bis": "2027-04-07"})) == {}


def test_who_is_not_registered_is_told_so_and_may_go_on():
    walked = park(NEW | {"gemeldet": False})
    assert walked.is_complete
    assert "erst_anmelden" in walked.shown
