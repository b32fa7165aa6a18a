"""The codes on papers are those of the standard, as the library draws them."""

import re

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from drehscheibe.kernel import qr

ADDRESS = "https://portal.musterstadt.example/echt/?code=EMUSANK726XKR2ESQ3DD40TBYA7NH6C7"


def as_the_library_draws(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    code.make()
    return [[bool(module) for module in row] for row in code.modules]


def drawn(text: str) -> list[list[bool]]:
    picture = qr.picture(text)
    modules = [[False] * picture["size"] for _ in range(picture["size"])]
    for x, y, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", picture["path"]):
        for place in range(int(x), int(x) + int(width)):
            modules[int(y)][place] = True
    return modules


@pytest.mark.parametrize("length", [1, 14, 15, 62, 63, 84, 85, 122, 180, 181, 213, 300])
def test_code_is_the_librarys_module_by_module(length):
    text = (ADDRESS * 5)[:length]
    assert drawn(text) == as_the_library_draws(text)


def test_letters_beyond_ascii_are_written_as_bytes():
    assert drawn("https://müsterstädt.example/") == as_the_library_draws("https://müsterstädt.example/")
