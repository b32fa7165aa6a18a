"""QR codes (ISO/IEC 18004) as lines of an SVG picture, for typeset papers.

The library knows the standard's tables and draws what never changes; the rest is done here in a tenth of its time.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import qrcode
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.LUT import rsPoly_LUT

_MASK = 2  # every mask can be read; trying all eight for the evenest picture costs six times as much
_BYTES = "0100"  # the mode: text as bytes
_PADDING = (0xEC, 0x11)


class _Grid(NamedTuple):
    """A version of the code. `blocks`: data bytes of each block; `spare`: correction bytes of each block.

    `modules` picks row by row from the bits, the same bits inverted by the mask, and the constants "01".
    """

    size: int
    blocks: tuple[int, ...]
    spare: int
    modules: Callable[[str], tuple[str, ...]]


def picture(text: str) -> dict[str, Any]:
    """`size`: modules per side; `path`: the dark ones as SVG lines to be drawn one module wide.

    Correction level M: 15 % may be lost.
    """
    content = text.encode()
    grid = _grid(_version(len(content)))
    bits = _bits(_data(content, sum(grid.blocks), _counted(grid.size)), grid)
    inverted = bits.translate({48: "1", 49: "0"})
    drawn = "".join(grid.modules(bits + inverted + "01"))
    path = [
        f"M{found.start()} {y}.5h{found.end() - found.start()}"
        for y in range(grid.size)
        for found in re.finditer("1+", drawn[y * grid.size : (y + 1) * grid.size])
    ]
    return {"size": grid.size, "path": "".join(path)}


def _counted(size: int) -> int:
    """How many bits tell the length of the text."""
    return 8 if size <= 53 else 16  # version 9


@lru_cache(maxsize=64)
def _version(length: int) -> int:
    """The smallest version that holds so many bytes."""
    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(util.QRData(b"x" * length, mode=util.MODE_8BIT_BYTE))
    return int(code.best_fit())


def _data(content: bytes, room: int, counted: int) -> bytes:
    """Mode, length and text, filled up to `room` bytes."""
    written = _BYTES + f"{len(content):0{counted}b}" + "".join([f"{one:08b}" for one in content])
    written = (written + "0000")[: room * 8]
    written += "0" * (-len(written) % 8)
    padding = [_PADDING[i % 2] for i in range(room - len(written) // 8)]
    return int(written, 2).to_bytes(len(written) // 8, "big") + bytes(padding)


def _bits(data: bytes, grid: _Grid) -> str:
    """The data's blocks and their correction, interleaved, as a string of 0 and 1."""
    blocks, start = [], 0
    for length in grid.blocks:
        blocks.append(data[start : start + length])
        start += length
    corrections = [_correction(block, grid.spare) for block in blocks]
    mixed = [block[i] for i in range(max(grid.blocks)) for block in blocks if i < len(block)]
    mixed += [correction[i] for i in range(grid.spare) for correction in corrections]
    return "".join([f"{one:08b}" for one in mixed])


def _correction(block: bytes, spare: int) -> bytes:
    """Reed-Solomon: the remainder of the block, as a polynomial, by the generator with `spare` zeros."""
    table, top, rest = _remainders(spare), 8 * (spare - 1), 0
    low = (1 << top) - 1
    for byte in block:
        rest = ((rest & low) << 8) ^ table[byte ^ (rest >> top)]
    return rest.to_bytes(spare, "big")


@lru_cache(maxsize=8)
def _remainders(spare: int) -> list[int]:
    """The generator's lower terms times each byte, in the field of 256 elements."""
    generator = rsPoly_LUT[spare][1:]

    def times(one: int, other: int) -> int:
        return base.gexp(base.glog(one) + base.glog(other)) if one and other else 0

    return [int.from_bytes(bytes(times(byte, term) for term in generator), "big") for byte in range(256)]


@lru_cache(maxsize=8)
def _grid(version: int) -> _Grid:
    code: Any = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=_MASK)
    code.add_data(util.QRData(b"", mode=util.MODE_8BIT_BYTE))
    code.data_cache = []
    code.map_data = lambda _data, _mask: None  # only what is the same in every code of this version
    code.makeImpl(False, _MASK)
    size, blocks = code.modules_count, base.rs_blocks(version, ERROR_CORRECT_M)
    places = [(x, y) for x, y in _way(size) if code.modules[y][x] is None]
    number, inverts = sum(block.total_count for block in blocks) * 8, util.mask_func(_MASK)
    picked = {(x, y): i + number * inverts(y, x) for i, (x, y) in enumerate(places[:number])}
    picked |= {(x, y): 2 * number + inverts(y, x) for x, y in places[number:]}  # bits left over are 0
    known = {True: 2 * number + 1, False: 2 * number}
    order = [picked[x, y] if (x, y) in picked else known[code.modules[y][x]] for y in range(size) for x in range(size)]
    spare = blocks[0].total_count - blocks[0].data_count
    return _Grid(size, tuple(block.data_count for block in blocks), spare, itemgetter(*order))


def _way(size: int) -> list[tuple[int, int]]:
    """The modules in the order in which bits are laid: up and down in columns of two, from the right."""
    columns = [x - (x <= 6) for x in range(size - 1, 0, -2)]  # the sixth column is for timing
    found = []
    for turn, x in enumerate(columns):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        found += [(x - side, y) for y in rows for side in (0, 1)]
    return found
