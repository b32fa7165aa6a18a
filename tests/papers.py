"""Small real files to upload."""

import io
import warnings

import pikepdf
from PIL import Image


def pdf(text: str = "") -> bytes:
    """One empty page; `text` stands in the document's information."""
    document = pikepdf.new()
    document.add_blank_page()
    if text:
        document.docinfo["/Title"] = text
    return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # a field without a form is what some tests want
        document.save(out, **options)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A picture of one colour, as PNG or JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


PDF = pdf()
