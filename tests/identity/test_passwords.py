"""What counts of a password: known words, rows of keys and repetitions hardly do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.identity.passwords import ENOUGH, strength

CONTEXT = ("Musterstadt", "Erika", "Beispiel", "erika", "example", "org")


@pytest.mark.parametrize(
    "password",
    [
        "Musterstadt2026!",
        "Mu5t3rst4dt!!!!",
        "qwertzuiopü123",
        "1234567890qwertz",
        "aaaaaaaaaaaaaaaa",
        "hallohallohallo",
        "Passwort123456",
        "Erika.Beispiel1987",
        "Sommer2026Sommer2026",
        "abcdefghijklmnop",
        "Drehscheibe-Rathaus",
    ],
)
def test_what_others_would_try_first_is_too_weak(password):
    assert strength(password, CONTEXT) < ENOUGH


@pytest.mark.parametrize(
    "password", ["Regenschirm im Apfelbaum", "sieben-Kraniche-tanzen", "Zk4!vQ9#mLp2", "Erika mag keine Rosinen"]
)
def test_words_that_do_not_belong_together_are_strong(password):
    assert strength(password, CONTEXT) >= ENOUGH


@given(st.text(min_size=1, max_size=60), st.lists(st.text(max_size=10), max_size=4))
def test_no_password_counts_more_than_its_length_and_one(password, context):
    assert 0 < strength(password, context) <= len(password) + 1
