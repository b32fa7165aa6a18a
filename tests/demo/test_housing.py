"""Wohngeld: who and what is asked, what is added up, what is refused; no entitlement is ever worked out."""

import pytest

from tests.demo.forms import FORMS, problems, steps, walk
from tests.demo.housing import ALONE, FAMILY, TOGETHER, person


def apply(values=TOGETHER, **more):
    return walk("wohngeld", "kreis-musterland", values | more)


def test_household_of_six_is_complete_and_added_up():
    walked = apply()
    assert problems(walked) == {}
    assert walked.is_complete
    sums = ("zahl_personen", "einkommen_eigen", "einkommen_andere", "einkommen_zusammen", "miete_zusammen")
    assert {name: walked.values[name] for name in sums} == {
        "zahl_personen": 6,
        "einkommen_eigen": 145_000,
        "einkommen_andere": 92_050 + 15_000 + 64_900 + 81_277,
        "einkommen_zusammen": 145_000 + 92_050 + 15_000 + 64_900 + 81_277,
        "miete_zusammen": 57_500,
    }


def test_who_lives_alone_is_asked_for_nobody_else():
    walked = apply(ALONE)
    assert walked.is_complete
    assert "personen" not in steps(walked)
    assert {"einkommen_andere", "alle_wissen", "alleinerziehend"} & walked.shown == set()
    assert (walked.values["zahl_personen"], walked.values["einkommen_zusammen"]) == (1, 145_000)


def test_nothing_but_sums_and_the_limit_of_assets_is_calculated():
    calculated = [field.id for _, _, field in FORMS["wohngeld"].fields() if field.type == "calculated"]
    assert calculated == [
        "vermoegen_grenze",
        "zahl_personen",
        "einkommen_eigen",
        "einkommen_andere",
        "einkommen_zusammen",
        "miete_zusammen",
    ]


@pytest.mark.parametrize(("others", "limit"), [(0, 6_000_000), (1, 9_000_000), (5, 21_000_000)])
def test_limit_of_assets_grows_with_the_household(others, limit):
    walked = apply(personen=FAMILY[:others]) if others else apply(ALONE)
    assert walked.values["vermoegen_grenze"] == limit
    over = {"vermoegen_hoch": True, "vermoegen_betrag": limit + 1}
    assert problems(apply(**over, personen=FAMILY[:others]) if others else apply(ALONE, **over)) == {}


@pytest.mark.parametrize("kinds", [["lohn"], ["lohn", "kapital"], ["keins"], ["rente", "selbst", "ersatz", "alg"]])
def test_only_the_amounts_of_the_incomes_there_are_are_asked_for(kinds):
    amounts = dict.fromkeys(kinds, 10_000) if kinds != ["keins"] else {}
    walked = (
        apply(ALONE, einkommen=kinds, lohn=None, **amounts)
        if "lohn" not in kinds
        else apply(ALONE, **({"einkommen": kinds} | amounts))
    )
    assert problems(walked) == {}
    asked = set(walked.step("einkommen").shown) - {"taetigkeit", "einkommen", "abzuege"}
    assert asked == set(amounts)
    assert walked.values["einkommen_zusammen"] == 10_000 * len(amounts)


@pytest.mark.parametrize(
    ("more", "control", "words"),
    [
        ({"wohnform": "eigentum"}, "wohnform", "Lastenzuschuss"),
        (
            {"andere_leistungen": ["bafoeg", "nichts"], "leistung_stand": "laeuft"},
            "andere_leistungen",
            "eines der Häkchen",
        ),
        ({"einkommen": ["lohn", "keins"]}, "einkommen", "eines der Häkchen"),
        ({"lohn": None}, "lohn", "Geben Sie den Betrag im Monat ein."),
        (
            {"personen": [*FAMILY, person("Eva", "1990-01-01", "partner", "zuhause")]},
            "personen.6.m_verhaeltnis",
            "Person 6: Sie haben schon eine Partnerin",
        ),
        (
            {"personen": [person("Bo", "1986-08-02", "partner", "arbeit", "lohn")]},
            "personen.1.m_lohn",
            "Person 1: Geben Sie den Betrag",
        ),
        ({"teilweise": ["mitbewohner"], "teil_flaeche": 58.5}, "teil_flaeche", "kleiner sein als die ganze Wohnung"),
        ({"heizkosten": None}, "heizkosten", "Geben Sie die Heizkosten ein."),
        ({"vermoegen_hoch": True, "vermoegen_betrag": 21_000_000}, "vermoegen_betrag", "nicht mehr als der Betrag"),
        ({"iban": "DE02120300000000202052"}, "iban", "stimmt nicht"),
        ({"personen": []}, "personen", "mindestens eine Angabe"),
    ],
)
def test_wrong_answer_is_refused_at_its_place(more, control, words):
    found = problems(apply(**more))
    assert list(found) == [control]
    assert words in found[control]


def test_other_benefits_are_asked_about_but_bar_nobody():
    walked = apply(andere_leistungen=["buergergeld"], leistung_wer="Bo", leistung_stand="beantragt")
    assert walked.is_complete
    assert "leistung_hinweis" in walked.shown
    assert list(problems(apply(andere_leistungen=["buergergeld"]))) == ["leistung_wer", "leistung_stand"]


def test_documents_may_follow_later():
    assert "unterlagen" in steps(apply())
    assert {"mietvertrag", "mietzahlung", "einkommen_nachweise"} & apply().required == set()


@pytest.mark.parametrize(("kinds", "asked"), [(["kind"], True), (["pflegekind"], True), (["partner"], False)])
def test_only_who_has_children_is_asked_about_bringing_them_up_alone(kinds, asked):
    others = [person("Mia", "2015-01-01", kind, "schule") for kind in kinds]
    assert ("alleinerziehend" in apply(personen=others).shown) == asked
