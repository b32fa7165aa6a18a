"""A person's name, in the letters of DIN 91379 (data type A) that every register must keep."""

import re

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

# letters and signs, as runs of code points
_SET = (
    r"\u0020\u0027\u002c-\u002e\u0041-\u005a\u0060-\u007a\u007e\u00a8\u00b4\u00b7\u00c0-\u00d6\u00d8-\u00f6"
    r"\u00f8-\u017e\u0187-\u0188\u018f\u0197\u01a0-\u01a1\u01af-\u01b0\u01b7\u01cd-\u01dc\u01de-\u01df"
    r"\u01e2-\u01f0\u01f4-\u01f5\u01f8-\u01ff\u0212-\u0213\u0218-\u021b\u021e-\u021f\u0227-\u0233\u0259\u0268"
    r"\u0292\u02b9-\u02ba\u02be-\u02bf\u02c8\u02cc\u1e02-\u1e03\u1e06-\u1e07\u1e0a-\u1e11\u1e17\u1e1c-\u1e2b"
    r"\u1e2f-\u1e37\u1e3a-\u1e3b\u1e40-\u1e49\u1e52-\u1e5b\u1e5e-\u1e63\u1e6a-\u1e6f\u1e80-\u1e87\u1e8c-\u1e97"
    r"\u1e9e\u1ea0-\u1ef9\u2019\u2021"
)
# marks that stand above and below letters without a sign of their own, at most two at a letter
_MARKS = "\u0300-\u0302\u0304\u0306-\u0308\u030b-\u030d\u0310\u0315\u031b\u0323\u0325-\u0328\u0331\u035f"
_NAME = re.compile(f"(?:[{_SET}][{_MARKS}]{{0,2}})+")
_LETTER = re.compile(r"[^\W\d_]")
_AS_TYPED = str.maketrans({"‘": "’", "‐": "-", "‑": "-", "–": "-"})  # signs that phones put in by themselves


class PersonNameKind(OneLine):
    """One line; `autocomplete` says which name is meant (given-name, family-name, name)."""

    uses = frozenset({"max_length"})
    longest = 120
    autocomplete = "name"

    def read(self, field: Field, line: str, /) -> str:
        name = line.translate(_AS_TYPED)
        if not _NAME.fullmatch(name):
            raise wrong(field, "digit_in_name" if any(map(str.isdigit, name)) else "no_latin_name")
        if not _LETTER.search(name):
            raise wrong(field, "missing")
        return name
