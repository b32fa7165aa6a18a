"""References and codes survive being typed by people."""

import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from drehscheibe.kernel.references import ALPHABET, access_code, code_digest, new_reference, read_reference

CASE = uuid.UUID("6f1f0e5e-0000-4000-8000-000000000001")


def written(body: str) -> str:
    return f"MUS-{body[:4]}-{body[4:]}-{luhn.calc_check_digit(body, ALPHABET)}"


references = st.text(ALPHABET, min_size=8, max_size=8).map(written)
PLACES = [4, 5, 6, 7, 9, 10, 11, 12, 14]  # of the random part and the check character


@given(references)
def test_reference_reads_back(reference):
    assert read_reference(reference) == reference


@given(references, st.sampled_from(PLACES), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(reference, place, character):
    typed = reference[:place] + character + reference[place + 1 :]
    assert read_reference(typed) == (reference if typed == reference else None)


@given(references, st.sampled_from(list(pairwise(PLACES))))
def test_exchanged_neighbours_are_found(reference, places):
    """Luhn modulo 32 misses one exchange only: that of the first and the last character of the alphabet."""
    first, second = places
    letters = list(reference)
    letters[first], letters[second] = letters[second], letters[first]
    typed = "".join(letters)
    if typed != reference and {reference[first], reference[second]} != {ALPHABET[0], ALPHABET[-1]}:
        assert read_reference(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "MUS-7K3M-01Q2-{check}",
        " mus-7k3m-01q2-{check} ",
        "MUS 7K3M 01Q2 {check}",
        "MUS–7K3M—01Q2_{check}",
        "mus7k3m01q2{check}",
        "MUS-7K3M-oiQ2-{check}",
        "MUS-7K3M-OLQ2-{check}",
        "MUS. 7K3M. 01Q2. {check}",
    ],
)
def test_reference_is_read_tolerantly(typed):
    check = luhn.calc_check_digit("7K3M01Q2", ALPHABET)
    assert read_reference(typed.format(check=check)) == f"MUS-7K3M-01Q2-{check}"


@pytest.mark.parametrize("typed", ["", "MUS", "MUS-7K3M-01Q2", "7K3M-01Q2-A", "MUSTER-7K3M-01Q2-A", "MUS-7K3M-ÄÖÜẞ-A"])
def test_what_is_no_reference_is_none(typed):
    assert read_reference(typed) is None


@given(st.text())
def test_any_text_may_be_typed(typed):
    read = read_reference(typed)
    assert read is None or read_reference(read) == read


def test_new_references_are_valid_and_differ():
    made = [new_reference("KML") for _ in range(500)]
    assert [read_reference(reference) for reference in made] == made
    assert len(set(made)) == 500


def test_access_code_has_eighty_bits_and_stays():
    code = access_code(CASE)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= {*ALPHABET, "-"}
    assert len(ALPHABET) ** 16 == 2**80
    assert access_code(CASE) == code


def test_access_codes_use_the_whole_alphabet():
    codes = {access_code(uuid.UUID(int=number)) for number in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) == {*ALPHABET, "-"}


def test_code_is_found_however_it_is_typed():
    code = access_code(CASE)
    assert code_digest(code.lower().replace("-", " ")) == code_digest(code)
    assert code_digest(code.replace("0", "O").replace("1", "l")) == code_digest(code)


def test_code_digest_tells_codes_apart():
    assert code_digest(access_code(CASE)) != code_digest(access_code(uuid.UUID(int=1)))
