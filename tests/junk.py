"""Answers that nobody should give: Unicode of every kind, control characters, spoilt examples, lists, JSON, paths."""

import json
from random import Random
from typing import Any

from drehscheibe.forms.answers import Kept
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.schema import Field
from tests.examples import example
from tests.forms.dogs import TODAY

_ALPHABETS = (
    "0123456789 .,-+/€%:DE°'\"",
    "\x00\x07\x1b\r\n\t\u200b\u200e\u202e\u2066\ufeff\ufffe",
    "äöüßÄÖÜẞéœŁ\u0308\u0301\u0323Ǆ",
    "١٢٣४५६７８９²½Ⅻ",
    "абвגدهΩ漢字ひ한",
    "\U0001f600\U0001f1e9\U0001f1ea\u200d\ud800\udfff",
    "<>&\"'`;|$(){}[]\\%00../",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_WHOLE = (
    "null", "NaN", "-inf", "1e999", "0x10", "[]", "{}", '["a","b"]', "true", "today", "9" * 400, "31.2.2020",
    "../../../etc/passwd", "..\\..\\boot.ini", "file:///etc/passwd", "javascript:alert(1)", "<svg onload=alert(1)>",
    "' OR 1=1 --", "{label}", "{0}", "%s%n", "\\u0000", "𝟏𝟐.𝟑.𝟐𝟎𝟐𝟎", "+" * 60, "(" * 500, "a@" * 50, "°" * 99,
)  # fmt: skip


def junk(field: Field, dice: Random) -> Kept:
    """Raw answers of any kind to the field, each part left out, given once or several times."""
    parts = TYPES[field.type].parts_of(field)
    return {part: [_one(field, part, dice) for _ in range(dice.randrange(4))] for part in parts if dice.random() < 0.9}


def _one(field: Field, part: str, dice: Random) -> str:
    match dice.randrange(8):
        case 0:
            return dice.choice(_WHOLE)
        case 1:
            return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(40)))
        case 2 | 3:
            return _spoilt((example(field, dice.randrange(10**6), TODAY).get(part) or [""])[0], dice)
        case 4:
            return json.dumps(_stored(dice))
        case 5 if dice.random() < 0.02:
            return dice.choice(("x" * 200_000, "[" * 20_000, "1" * 50_000, "e\u0301" * 30_000))
        case _:
            letters = dice.choice(_ALPHABETS) + (dice.choice(_ALPHABETS) if dice.random() < 0.5 else "")
            return "".join(dice.choice(letters) for _ in range(dice.randrange(60)))


def _spoilt(typed: str, dice: Random) -> str:
    """A valid answer with something left out, put in or turned."""
    place = dice.randrange(len(typed) + 1)
    alien = dice.choice(dice.choice(_ALPHABETS))
    ways = (typed[:place] + typed[place + 1 :], typed[:place] + alien + typed[place:], typed[::-1], typed * 3, typed)
    return dice.choice(ways)


def _stored(dice: Random) -> Any:
    """What might pass for the metadata of a file."""
    file = {
        "file": dice.choice(("f1", "../../secret", "", None, 7)),
        "name": dice.choice(("a.pdf", "../../../etc/passwd", "\u202efdp.exe", "a\x00.pdf", 3, None, ["x"])),
        "size": dice.choice((1, 0, -5, 10**12, "10", True, None, 1.5)),
        "media_type": dice.choice(("application/pdf", "text/html", "image/svg+xml", None, 4)),
    }
    left = {key: value for key, value in file.items() if dice.random() < 0.9}
    return dice.choice((left, [left], "text", 5, None, {"file": left}))
