"""Check codes (Prüfcodes): what papers and mails carry, so that everybody can ask whether they came from here.

A code says itself what it stands on (a letter for the kind, the reference, the day) and proves it with 80 bits keyed
by the installation's secret: EMUS-7K3M-9XQ2-F2KM-XXXX-XXXX-XXXX-XXXX. Nothing is stored for it, and it opens nothing.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from drehscheibe.kernel.keyring import keyed_hash
from drehscheibe.kernel.references import ALPHABET, READ_AS, RFC4648, read_reference

_FIRST_DAY = date(2020, 1, 1)
_SHAPE = re.compile(r"([A-Z])([A-Z0-9]{2,4})([0-9A-Z]{9})([0-9A-Z]{3})([0-9A-Z]{16})")
_LETTERS = str.maketrans("01", "OI")  # a prefix has letters only


@dataclass(frozen=True)
class CheckCode:
    """`kind`: one capital letter; `reference`: the case's; `day`: the date on the paper or of the mail."""

    kind: str
    reference: str
    day: date

    def __str__(self) -> str:
        plain = self.plain
        return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))

    @property
    def plain(self) -> str:
        """Without hyphens, as an address carries it."""
        number = (self.day - _FIRST_DAY).days
        day = "".join(ALPHABET[number >> shift & 31] for shift in (10, 5, 0))
        return self.kind + self.reference.replace("-", "") + day + self._proof()

    def _proof(self) -> str:
        key = settings.DREHSCHEIBE_KEYRING.derive("check code")
        digest = keyed_hash(key, self.kind, self.reference, self.day.isoformat())
        return base64.b32encode(digest[:10]).decode().translate(str.maketrans(RFC4648, ALPHABET))


def read_check_code(typed: str) -> CheckCode | None:
    """The code a person meant, whatever case, spaces or O/0 mix-up; None for a code that was not made here."""
    match = _SHAPE.fullmatch(re.sub(r"[^0-9A-Z]", "", typed.rpartition("code=")[2].upper()))
    if not match:
        return None
    prefix = match[2].translate(_LETTERS)
    rest, day, proof = (part.translate(READ_AS) for part in match.groups()[2:])
    reference = read_reference(prefix + rest)
    if reference is None or not set(day) <= set(ALPHABET):
        return None
    number = sum(ALPHABET.index(sign) << shift for sign, shift in zip(day, (10, 5, 0), strict=True))
    meant = CheckCode(match[1], reference, _FIRST_DAY + timedelta(days=number))
    return meant if hmac.compare_digest(meant.plain[-16:], proof) else None
