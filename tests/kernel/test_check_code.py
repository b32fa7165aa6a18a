"""Check codes say what they stand on and prove it; nobody makes one without the installation's secret."""

import os
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.kernel.check_code import CheckCode, read_check_code
from drehscheibe.kernel.keyring import Keyring
from drehscheibe.kernel.references import ALPHABET, new_reference

CODE = CheckCode("E", "MUS-7K3M-9XQ2-F", date(2027, 3, 10))


@pytest.fixture
def valid() -> CheckCode:
    return CheckCode("E", new_reference("MUS"), date(2027, 3, 10))


def test_code_is_read_as_it_was_made(valid):
    assert read_check_code(str(valid)) == valid


@pytest.mark.parametrize("prefix", ["OI", "MUS", "LOIL"])
def test_code_is_forgiving_about_case_spaces_and_look_alikes(prefix):
    made = CheckCode("B", new_reference(prefix), date(2026, 11, 26))
    typed = str(made).lower().replace("-", " ")
    assert read_check_code(typed) == made
    head, rest = made.plain[: len(prefix) + 1], made.plain[len(prefix) + 1 :]
    assert read_check_code(head + rest.replace("0", "o").replace("1", "l")) == made
    assert read_check_code(head.replace("O", "0").replace("I", "1") + rest) == made


def test_whole_address_may_be_pasted(valid):
    assert read_check_code(f"http://musterstadt.localhost:8000/echt/?code={valid.plain}") == valid


@given(st.dates(date(2020, 1, 1), date(2100, 12, 31)), st.sampled_from("EBM"))
def test_every_day_and_kind_comes_back(day, kind):
    made = CheckCode(kind, new_reference("MUS"), day)
    assert read_check_code(made.plain) == made


def test_every_changed_character_is_noticed(valid):
    plain = valid.plain
    for place, sign in enumerate(plain):
        other = next(one for one in "ABCDEFGHJKMNPQRSTVWXYZ23456789" if one != sign)
        assert read_check_code(plain[:place] + other + plain[place + 1 :]) is None, place


def test_truncated_and_prolonged_codes_are_not_read(valid):
    assert [n for n in range(len(valid.plain)) if read_check_code(valid.plain[:n])] == []
    assert read_check_code(valid.plain + "0") is None
    assert read_check_code("") is None


def test_proof_has_80_bits_and_depends_on_everything(valid):
    assert len(valid.plain[-16:]) * 5 == 80
    assert set(valid.plain[-16:]) <= set(ALPHABET)
    proofs = {
        one.plain[-16:]
        for one in (
            valid,
            CheckCode("B", valid.reference, valid.day),
            CheckCode("E", valid.reference, date(2027, 3, 11)),
            CheckCode("E", new_reference("MUS"), valid.day),
        )
    }
    assert len(proofs) == 4


def test_code_of_another_installation_is_not_ours(valid, settings):
    settings.DREHSCHEIBE_KEYRING = Keyring(os.urandom(32), {"1": os.urandom(32)})
    assert read_check_code(str(CheckCode("E", valid.reference, valid.day))) is not None
    foreign = str(valid)
    settings.DREHSCHEIBE_KEYRING = Keyring(os.urandom(32), {"1": os.urandom(32)})
    assert read_check_code(foreign) is None


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(typed):
    assert read_check_code(typed) is None
