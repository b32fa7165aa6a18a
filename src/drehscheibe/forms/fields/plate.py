"""A German number plate (§ 9 FZV, Anlage 1): district, letters, number, and E or H at its end."""

import re

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_PARTED = re.compile(r"([A-ZÄÖÜ]{1,3})[ -]+([A-Z]{1,2})[ -]*([1-9][0-9]{0,3})[ -]*([EH]?)")
_JOINED = re.compile(r"([A-ZÄÖÜ]{1,5})[ -]*([1-9][0-9]{0,3})[ -]*([EH]?)")
_MOST = 8  # signs on a plate


class PlateKind(OneLine):
    """Kept as "MUS-AB 123E". Typed without a gap it is read where it can mean only one plate."""

    longest = 20
    width = 12

    def read(self, field: Field, line: str, /) -> str:
        typed = re.sub(r"[.–—_:]", "-", line.upper())
        parted, joined = _PARTED.fullmatch(typed), _JOINED.fullmatch(typed)
        if parted:
            district, letters, number, kind = parted.groups()
        elif joined and len(joined[1]) in {2, 5}:  # one and one letter, or three and two
            cut = 1 if len(joined[1]) == 2 else 3
            district, letters, number, kind = joined[1][:cut], joined[1][cut:], joined[2], joined[3]
        else:
            raise wrong(field, "joined_plate" if joined and len(joined[1]) in {3, 4} else "no_plate")
        if not letters.isascii() or len(district + letters + number + kind) > _MOST:
            raise wrong(field, "no_plate")
        return f"{district}-{letters} {number}{kind}"
