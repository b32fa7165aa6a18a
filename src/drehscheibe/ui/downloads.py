"""Answers that carry a file: to be kept by the browser, never run and never stored on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/zip": "zip",
    "application/json": "json",
    "application/xml": "xml",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to save, e.g. an upload. What it is, its content has said (`media_type`), not its `name`."""
    ending = ENDINGS[media_type]
    stem = name.rsplit(".", 1)[0].strip() or "Datei"
    response = _answer(content, media_type, f"{stem}.{ending}", as_attachment=True)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def within_page(content: bytes, media_type: str, name: str) -> HttpResponse:
    """An upload to be seen in a frame of our own pages: nothing in it runs, loads anything or is kept."""
    response = _answer(content, media_type, f"{name.rsplit('.', 1)[0]}.{ENDINGS[media_type]}", as_attachment=False)
    response.headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def pdf(content: bytes, name: str) -> HttpResponse:
    """A document that we have set ourselves: shown by the browser where it can."""
    return _answer(content, "application/pdf", name, as_attachment=False)


def _answer(content: bytes, media_type: str, name: str, *, as_attachment: bool) -> HttpResponse:
    disposition = content_disposition_header(as_attachment, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
