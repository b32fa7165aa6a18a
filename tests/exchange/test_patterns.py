"""Patterns are translated exactly or not at all, and never take long."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drehscheibe.exchange.fim.patterns import PatternError, translate


@pytest.mark.parametrize(
    ("pattern", "fits", "misses"),
    [
        (r"[\p{L}0-9. ]*", ["a", "Ä 1.", ""], ["!", "a/b"]),
        (r"\p{Lu}\p{Ll}+", ["Über", "Ab"], ["über", "A"]),
        (r"([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", ["01067", "44623"], ["00123", "1234"]),
        (r"\d{2}\.\d{2}", ["12.34"], ["12,34", "1.2"]),
        (r"(ab|cd)?[^x]{2}", ["ab12", "12"], ["xx"]),
        (r"[\]\-a]+", ["]-a"], ["b"]),
        (r"\(\d+\)", ["(12)"], ["12"]),
    ],
)
def test_a_pattern_means_the_same_as_in_the_schema(pattern, fits, misses):
    text, sample = translate(pattern)
    assert [one for one in [*fits, sample] if not re.fullmatch(text, one)] == []
    assert [one for one in misses if re.fullmatch(text, one)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a|a)*", "(a*)*", "(.*)(.*)(.*)x", "a?" * 30 + "a" * 30, "(a|b|ab)" * 12, "((a{1,100}){1,100})+",
        "[a-z]{1,200}[a-z]{1,200}[a-z]{1,200}", "a{3,2}", "(", "[", "\\", "[a-[b]]", r"\p{Greek}", "(?<x>a)", "a" * 201,
    ],
)  # fmt: skip
def test_what_could_take_long_or_cannot_be_translated_is_refused(pattern):
    with pytest.raises(PatternError):
        translate(pattern)


@settings(max_examples=300)
@example("^?")
@given(st.text(alphabet="ab1.[](){}*+?|\\^-,pLd 0", max_size=30))
def test_whatever_is_translated_is_quick_has_an_example_and_stays_the_same(pattern):
    try:
        text, sample = translate(pattern)
    except PatternError:
        return
    assert re.fullmatch(text, sample)
    assert translate(text.replace("(?:", "("))[0] == text
    began = time.process_time()
    for typed in ("a" * 500, "ab" * 250, "1" * 499 + "!", "a1. " * 125):
        re.fullmatch(text, typed)
    assert time.process_time() - began < 1
