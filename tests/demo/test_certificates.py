"""Urkunde anfordern: fees of the towns per copy, who may ask, and where entries no longer are."""

import pytest

from tests.demo.forms import FILE, HOME, problems, walk

ORDER = {
    "urkunde": "geburt",
    "hier_eingetragen": True,
    "betroffen_vorname": "Alma",
    "betroffen_nachname": "Muster",
    "datum_bekannt": True,
    "datum": "1984-03-15",
    "ort": "Musterstadt",
    "vorname": "Alma",
    "nachname": "Muster",
    "geburtsdatum": "1984-03-15",
    "anschrift": HOME,
    "beziehung": "selbst",
    "ausweis": FILE,
    "bestellung": [{"form": "deutsch", "anzahl": 1, "zweck": "privat"}],
    "zustellung": "post",
    "wahrheit": True,
}
COUPLE = {"urkunde": "ehe", "datum": "1990-05-01", "zweite_vorname": "Bo", "zweite_nachname": "Beispiel"}
DEATH = {"urkunde": "tod", "datum": "2020-05-01", "beziehung": "gerade"}


def order(town="musterstadt", service="urkunde-anfordern", **more):
    return walk(service, town, ORDER | more)


def items(*rows):
    return [{"form": form, "anzahl": count, "zweck": purpose} for form, count, purpose in rows]


@pytest.mark.parametrize(
    ("rows", "musterstadt", "auenfeld", "birkental"),
    [
        ([("deutsch", 1, "privat")], 1_500, 1_200, 1_000),
        ([("deutsch", 3, "privat")], 3_000, 2_400, 2_000),
        ([("deutsch", 10, "privat")], 8_250, 6_600, 5_500),
        ([("deutsch", 1, "sozial")], 0, 0, 0),
        ([("deutsch", 2, "privat"), ("mehrsprachig", 1, "privat")], 3_750, 3_000, 2_500),
        ([("deutsch", 1, "sozial"), ("ausdruck", 2, "privat")], 2_250, 1_800, 1_500),
    ],
)
@pytest.mark.parametrize("service", ["urkunde-anfordern", "geburtsurkunde"])
def test_fee_counts_first_and_further_copies_by_the_towns_rates(service, rows, musterstadt, auenfeld, birkental):
    for town, fee in (("musterstadt", musterstadt), ("auenfeld", auenfeld), ("birkental", birkental)):
        walked = order(town, service, bestellung=items(*rows))
        assert problems(walked) == {}
        assert walked.values["gebuehr"] == fee
        assert walked.values["zahl_urkunden"] == sum(count for _, count, _ in rows)


@pytest.mark.parametrize(
    ("more", "proof"),
    [
        ({"beziehung": "selbst"}, None),
        ({"beziehung": "partner"}, None),
        ({"beziehung": "gerade"}, "may"),
        ({"beziehung": "geschwister", "grund": "Erbe"}, "may"),
        ({"beziehung": "vollmacht"}, "must"),
        ({"beziehung": "interesse", "grund": "Forderung"}, "must"),
    ],
)
def test_who_is_further_away_proves_why(more, proof):
    walked = order(**more)
    assert ("nachweis" in walked.shown, "nachweis" in walked.required) == (proof is not None, proof == "must")
    missing = {"nachweis": "Laden Sie die Vollmacht oder den Nachweis für Ihren Grund hoch."}
    assert problems(walked) == (missing if proof == "must" else {})
    assert problems(order(**more, nachweis=FILE)) == {}


@pytest.mark.parametrize(
    ("more", "control", "words"),
    [
        ({"hier_eingetragen": False}, "hier_eingetragen", "das Standesamt des Ortes"),
        ({"datum": "1917-03-10"}, "datum.day", "im Archiv"),
        (COUPLE | {"datum": "1947-03-10"}, "datum.day", "im Archiv"),
        (DEATH | {"datum": "1997-03-10"}, "datum.day", "im Archiv"),
        (DEATH | {"beziehung": "selbst"}, "beziehung", "nicht um Sie selbst"),
        (
            COUPLE | {"urkunde": "partnerschaft", "bestellung": items(("mehrsprachig", 1, "privat"))},
            "bestellung.1.form",
            "keine mehrsprachige Urkunde",
        ),
        ({"geburtsdatum": "2011-03-11"}, "geburtsdatum.day", "nicht nach dem 10.03.2011"),
        ({"bestellung": items(("deutsch", 11, "privat"))}, "bestellung.1.anzahl", "höchstens 10"),
        ({"beziehung": "geschwister"}, "grund", "Schreiben Sie, wofür"),
    ],
)
def test_wrong_answer_is_refused_at_its_place(more, control, words):
    found = problems(order(**more))
    assert list(found) == [control]
    assert words in found[control]


@pytest.mark.parametrize(
    "more", [{"datum": "1917-03-11"}, COUPLE | {"datum": "1947-03-11"}, DEATH | {"datum": "1997-03-11"}]
)
def test_entry_stays_at_the_registry_until_the_last_day(more):
    assert problems(order(**more)) == {}


def test_two_people_are_asked_for_only_where_there_are_two():
    assert "zweite_vorname" not in order().shown
    assert problems(order(**COUPLE)) == {}
    assert list(problems(order(**(COUPLE | {"zweite_vorname": None})))) == ["zweite_vorname"]


def test_who_does_not_know_the_day_says_about_when():
    assert list(problems(order(datum_bekannt=False))) == ["zeitraum"]
    assert problems(order(datum_bekannt=False, zeitraum="um 1960")) == {}
