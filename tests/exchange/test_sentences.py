"""The usual patterns of rule sentences are understood whole; others are left to people."""

import pytest

from drehscheibe.exchange.fim.sentences import read

A, B, C, G, H = "F99000000001", "F99000000002", "F99000000003", "G99000000001", "G99000000002"


def told(sentence: str) -> list[tuple]:
    found = read(sentence)
    return [
        (one.sort, [ref.id for ref in one.refs], [(test.ref.id, test.values, test.negated) for test in one.tests])
        for one in found.clauses
    ] if found.whole else []  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        (
            f'Wenn das Feld {A} "Art" = 002 "Motorboot", dann muss das Feld {B} "Leistung" befüllt werden.',
            [("required", [B], [(A, (("002", "Motorboot"),), False)])],
        ),
        (
            f'Wenn Feld {A} "Art" <> 002 "Motorboot", dann darf das Feld {B} nicht befüllt werden.',
            [("forbidden", [B], [(A, (("002", "Motorboot"),), True)])],
        ),
        (
            f'Wenn {A} = 001 "a" oder 002 "b", dann muss {B} befüllt werden (sonst darf {B} nicht befüllt werden).',
            [
                ("required", [B], [(A, (("001", "a"), ("002", "b")), False)]),
                ("forbidden", [B], [(A, (("001", "a"), ("002", "b")), True)]),
            ],
        ),
        (
            f'Wenn bei {A} "02 Anderer Halter." angegeben wird, dann wird {G} zur Pflichtangabe.',
            [("required", [G], [(A, (("02", "Anderer Halter."),), False)])],
        ),
        (f"Wenn {A} nicht leer, dann darf {B} nicht leer sein.", [("required", [B], [(A, (), False)])]),
        (
            f'Wenn {A} befüllt wurde, dann muss das Feld "{B} "Name" befüllt sein.',
            [("required", [B], [(A, (), False)])],
        ),
        (
            f'Es muss mindestens eines der Felder {A} "x", {B} "y" oder {C} "z" befüllt sein.',
            [("at_least_one", [A, B, C], [])],
        ),
        (f"Es muss entweder Feldgruppe {G} oder Feldgruppe {H} befüllt werden.", [("exactly_one", [G, H], [])]),
        (f"Es muss genau eines der Felder {A} oder {B} ausgefüllt sein.", [("exactly_one", [A, B], [])]),
        (f"Es darf höchstens eine der Feldgruppen {G}, {H} befüllt werden.", [("at_most_one", [G, H], [])]),
        (f"Die Summe aus {A} und {B} muss 100 ergeben.", []),
        (f"Wenn {A} = 1, dann muss {B} befüllt werden. Das Nähere regelt die Satzung.", []),
        (f"Wenn alle drei Felder {A}, {B} und {C} befüllt sind, muss das Datum stimmen.", []),
        ("", []),
    ],
)
def test_a_sentence_says_what_it_says(sentence, meaning):
    assert told(sentence) == meaning
