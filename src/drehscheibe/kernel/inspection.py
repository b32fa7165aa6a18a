"""Look into uploaded files before they are kept: refuse what harms, take out what could act, leave the rest as it is.

A file without anything active keeps its very bytes, so that electronic signatures in it stay valid.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 100_000_000  # a photo of 100 megapixels; more is a flood that fills a viewer's memory
_MOST_OBJECTS = 200_000
_LONGEST_TAIL = 1024  # bytes after the end of a PDF that readers tolerate
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
            "/RichMediaExecute", "/Movie", "/Sound", "/GoTo3DView"}  # fmt: skip
_LINKS = ("http://", "https://", "mailto:", "tel:")
_ACTIVE_KEYS = {"/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/RichMedia",
                "/Collection", "/EF", "/AF"}  # fmt: skip
_ACTIVE_NOTES = {"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class HarmfulError(ValueError):
    """The file cannot be made harmless. `reason`: locked, broken, too_large or malware."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def harmless(content: bytes, media_type: str) -> bytes:
    """The file as it may be kept and shown to staff: unchanged, or without what could act. Raises HarmfulError."""
    if _EICAR in content:
        raise HarmfulError("malware")
    match media_type:
        case "application/pdf":
            return _pdf(content)
        case "image/png":
            return _image(content, "PNG", _png_end)
        case "image/jpeg":
            return _image(content, "JPEG", _jpeg_end)
    raise HarmfulError("broken")


def _image(content: bytes, kind: str, find_end: Any) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes that are judged here
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise HarmfulError("too_large")
                image.verify()
        end = find_end(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        if isinstance(error, HarmfulError):
            raise
        raise HarmfulError("too_large" if "pixels" in str(error) else "broken") from error
    except Image.DecompressionBombError as error:
        raise HarmfulError("too_large") from error
    return content[:end]


def _png_end(content: bytes) -> int:
    """Where the chunk IEND ends; what follows is no part of the picture."""
    place = 8
    while place < len(content):
        length: int = struct.unpack_from(">I", content, place)[0]
        kind = content[place + 4 : place + 8]
        place += 12 + length
        if kind == b"IEND":
            return place
    raise HarmfulError("broken")


def _jpeg_end(content: bytes) -> int:
    """Where the first picture ends: after its marker EOI, which no segment's data can hide."""
    place = 2
    while place + 2 <= len(content):
        marker = content[place + 1]
        if content[place] != 0xFF:
            raise HarmfulError("broken")
        if marker == 0xD9:
            return place + 2
        if marker == 0xFF:  # a filler before a marker
            place += 1
            continue
        place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])
        if marker == 0xDA:  # the entropy-coded data goes on until a marker that is neither stuffed nor a restart
            while True:
                place = content.find(b"\xff", place)
                if place < 0 or place + 1 >= len(content):
                    raise HarmfulError("broken")
                if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7:
                    break
                place += 2
    raise HarmfulError("broken")


def _pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.objects) > _MOST_OBJECTS:
                raise HarmfulError("too_large")
            if not len(document.pages):
                raise HarmfulError("broken")
            found = sum(_take_out(one) for one in _containers(document))
            tail = len(content) - content.rfind(b"%%EOF")
            if not found and tail <= _LONGEST_TAIL:
                return content
            clean = io.BytesIO()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # a file may have lost a part of its form
                document.save(clean)
            return clean.getvalue()
    except pikepdf.PasswordError as error:
        raise HarmfulError("locked") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, HarmfulError):
            raise
        raise HarmfulError("broken") from error


def _containers(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the document, those within others too; the trailer's first."""
    waiting: list[Any] = [document.trailer.get("/Root"), *document.objects]
    seen = 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > 10 * _MOST_OBJECTS:
            raise HarmfulError("too_large")
        if isinstance(one, pikepdf.Array):
            waiting.extend(part for part in one if not _is_plain(part))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting.extend(part for part in dict(one.items()).values() if not _is_plain(part))


def _is_plain(part: Any) -> bool:
    """Nothing to look into: a value, or an object that has a number and so comes by itself."""
    return not isinstance(part, pikepdf.Array | pikepdf.Dictionary) or bool(part.is_indirect)


def _take_out(one: Any) -> int:
    """Remove what acts from a dictionary; says how much that was."""
    gone = [key for key in _ACTIVE_KEYS if key in one and not _is_destination(key, one[key])]
    for key in gone:
        del one[key]
    count = len(gone)
    if _acts(one):
        one["/S"] = pikepdf.Name("/Named")  # an action that does nothing
        one["/N"] = pikepdf.Name("/NoOperation")
        for key in ("/F", "/Win", "/Next", "/URI"):
            if key in one:
                del one[key]
        count += 1
    if _name(one, "/Subtype") in _ACTIVE_NOTES and "/Rect" in one:
        one["/Subtype"] = pikepdf.Name("/Text")
        one["/Contents"] = pikepdf.String("Entfernt: aktiver Inhalt")
        for key in ("/FS", "/Sound", "/Movie", "/RichMediaContent", "/A", "/3DD"):
            if key in one:
                del one[key]
        count += 1
    return count


def _acts(one: Any) -> bool:
    """Whether the dictionary is an action that does more than show a page or follow an ordinary link."""
    if "/Type" in one and _name(one, "/Type") != "/Action":
        return False
    kind = _name(one, "/S")
    return kind in _ACTIONS or (kind == "/URI" and not str(one.get("/URI", "")).strip().lower().startswith(_LINKS))


def _is_destination(key: str, value: Any) -> bool:
    """A document may say at which page it opens: that is no action."""
    return key == "/OpenAction" and isinstance(value, pikepdf.Array)


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
