"""Reference numbers and access codes: readable aloud, unguessable, typing errors found.

A reference is PREFIX-XXXX-XXXX-C: 40 random bits in Crockford's alphabet (no I, L, O, U) and a check character
(Luhn modulo 32 over the random part). An access code has 80 bits and is derived from the id it opens, so that it
can be shown again.
"""

import base64
import re
import secrets
import uuid

from django.conf import settings
from stdnum import luhn

from drehscheibe.kernel.keyring import keyed_hash

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
READ_AS = str.maketrans("OIL", "011")
_SHAPE = re.compile(r"([A-Z]{2,4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z])")


def new_reference(prefix: str) -> str:
    """A fresh reference, e.g. `MST-7K3M-9XQ2-F`. `prefix` is two to four capital letters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{luhn.calc_check_digit(body, ALPHABET)}"


def read_reference(typed: str) -> str | None:
    """The reference a person meant, whatever case, spaces or O/0 mix-up; None if the check character is wrong."""
    match = _SHAPE.fullmatch(re.sub(r"[\s–—_.]+", "", typed.upper()))
    if not match:
        return None
    first, second, check = (part.translate(READ_AS) for part in match.groups()[1:])
    if not luhn.is_valid(first + second + check, ALPHABET):
        return None
    return f"{match[1]}-{first}-{second}-{check}"


def access_code(subject: uuid.UUID) -> str:
    """The 80-bit code that opens the draft or application `subject`, e.g. `K7QF-2M9X-0ABC-DEFG`."""
    digest = keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("access code"), str(subject))
    code = base64.b32encode(digest[:10]).decode().translate(str.maketrans(RFC4648, ALPHABET))
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def code_digest(typed: str) -> bytes:
    """What is stored to find a draft by its code: a keyed hash, useless without the installation's secret."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(READ_AS)
    return keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("code lookup"), plain)
