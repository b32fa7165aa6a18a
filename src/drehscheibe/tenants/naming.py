"""Names that people give, turned into what the machine needs: slugs, prefixes of references, host names."""

import re
from collections.abc import Collection

from django.utils.text import slugify

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")


def slug_of(name: str) -> str:
    """The name for addresses: small letters, digits and dashes, e.g. `buergerbuero`; empty when nothing is left."""
    return slugify(name.translate(_SPELT))[:50].strip("-")


def is_host_name(host: str) -> bool:
    """Whether `host` is a host name without port (RFC 1123)."""
    return _HOST.fullmatch(host) is not None


def free_prefix(slug: str, taken: Collection[str]) -> str | None:
    """Two to four capital letters for the body's references that nobody else has; None when there are none."""
    letters = re.sub(r"[^a-z]", "", slug).upper() + "XXXX"
    choices = [letters[:3], letters[:4], *(letters[:2] + letter for letter in letters[3:])]
    more = [letters[:2] + first + second for first in letters[2:] for second in "ABCDEFGHJKLMNPQRSTUVWXYZ"]
    return next((choice for choice in [*choices, *more] if choice not in taken), None)
