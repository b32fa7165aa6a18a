"""The address of a web page; https:// may be left out."""

import re

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

# no user names before the host: "https://bank.example@evil.example" looks like what it is not
_URL = re.compile(
    r"https?://(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?"
)


class UrlKind(OneLine):
    longest = 2_000
    input = "url"
    inputmode = "url"
    autocomplete = "url"

    def read(self, field: Field, line: str, /) -> str:
        scheme, separator, rest = line.partition("://")
        whole = f"{scheme.lower()}://{rest}" if separator else f"https://{line}"
        if not _URL.fullmatch(whole):
            raise wrong(field, "no_url")
        return whole
