"""Files made to harm: each is refused, or kept without what could act (bar 17)."""

import base64
import gzip
import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from drehscheibe.kernel import files, inspection
from drehscheibe.kernel.inspection import HarmfulError
from tests import papers

EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
SCRIPT = "app.alert('hier')"


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flood(width: int, height: int, extra: bytes = b"") -> bytes:
    """A PNG that says it is huge."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def jpeg_flood() -> bytes:
    content = bytearray(papers.picture("JPEG"))
    start = content.index(b"\xff\xc0") + 5
    content[start : start + 4] = struct.pack(">HH", 65000, 65000)
    return bytes(content)


def document(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    return papers.saved(made, **options)


def action(kind: str, **more: object) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def opening(what: object) -> Callable[[pikepdf.Pdf], object]:
    return lambda made: setattr(made.Root, "OpenAction", what)


def note(subtype: str, **more: object) -> Callable[[pikepdf.Pdf], object]:
    """An annotation on the page."""
    one = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]), **more)
    return lambda made: setattr(made.pages[0].obj, "Annots", Array([made.make_indirect(one)]))


def link(address: str) -> bytes:
    return document(note("Link", A=Dictionary(S=Name.URI, URI=String(address))))


def names(**trees: object) -> Callable[[pikepdf.Pdf], object]:
    return lambda made: setattr(made.Root, "Names", Dictionary(**trees))


def attached(name: str, content: bytes) -> bytes:
    def attach(made: pikepdf.Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)

    return document(attach)


def deep(levels: int) -> bytes:
    """A PDF whose objects nest very deep."""
    return papers.PDF.replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * levels + b"]" * levels)


def bomb(size: int) -> bytes:
    """A PDF whose stream unpacks to `size` bytes."""

    def fill(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = made.make_stream(b"\0" * size)

    return document(fill, compress_streams=True)


JS = {"JS": String(SCRIPT)}
# What upload names and types claim does not count; these are no PDF, JPEG or PNG by content.
FOREIGN = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with a declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "html before a pdf": b"<script>alert(1)</script>" + papers.PDF,
    "blank before a pdf": b"\n" + papers.PDF,
    "xml with an outer entity": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "billion laughs": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "zip": zipped("a.txt", b"a"),
    "zip bomb": zipped("a.txt", b"\0" * 10_000_000),
    "zip with a path": zipped("../../etc/cron.d/a", b"a"),
    "docx": zipped("word/document.xml", b"<w/>"),
    "docx with a macro": zipped("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "gz bomb": gzip.compress(b"\0" * 10_000_000),
    "rar": b"Rar!\x1a\x07\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "tar": b"a.txt" + b"\0" * 252 + b"ustar\0",
    "program for windows": b"MZ\x90\0",
    "program for linux": b"\x7fELF\x02",
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "batch file": b"@echo off\r\ndel *.*\r\n",
    "shortcut": b"L\0\0\0\x01\x14\x02\0",
    "gif": b"GIF89a/*<script>*/",
    "bmp": b"BM" + b"\0" * 60,
    "tiff": b"II*\0",
    "webp": b"RIFF\0\0\0\0WEBP",
    "rtf": b"{\\rtf1 \\object}",
    "postscript": b"%!PS-Adobe-3.0\n(/etc/passwd) run",
    "php": b"<?php system($_GET['a']); ?>",
    "eicar": EICAR,
    "formula": b"=cmd|'/C calc'!A0",
    "nothing but zeros": b"\0" * 100,
    "end of text only": b"\x04",
    "utf-16 pdf": "%PDF-1.7".encode("utf-16"),
}
REFUSED = {
    "pdf that is only a head": (b"%PDF-1.7\n", "application/pdf", "broken"),
    "pdf cut in the middle": (papers.PDF[: len(papers.PDF) // 3], "application/pdf", "broken"),
    "pdf without pages": (document(lambda made: made.pages.__delitem__(0)), "application/pdf", "broken"),
    "pdf with a password": (
        document(lambda _made: None, encryption=pikepdf.Encryption(owner="a", user="b")), "application/pdf", "locked"),
    "pdf with the virus test": (document(lambda _made: None) + EICAR, "application/pdf", "malware"),
    "pdf that nests deep": (deep(20_000), "application/pdf", "broken"),
    "html behind a pdf's head": (b"%PDF-1.7\n<html><script>alert(1)</script></html>", "application/pdf", "broken"),
    "png that is only a head": (b"\x89PNG\r\n\x1a\n", "image/png", "broken"),
    "png with a wrong sum": (papers.picture().replace(b"IDAT", b"IDAX"), "image/png", "broken"),
    "png of 100,000 pixels square": (flood(100_000, 100_000), "image/png", "too_large"),
    "png of two billion pixels": (flood(2**31 - 1, 1), "image/png", "too_large"),
    "png with a script behind its head": (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "image/png", "broken"),
    "jpeg of 65,000 pixels square": (jpeg_flood(), "image/jpeg", "too_large"),
    "jpeg that is only a head": (b"\xff\xd8\xff\xe0", "image/jpeg", "broken"),
    "jpeg without an end": (papers.picture("JPEG")[:-2], "image/jpeg", "broken"),
    "php behind a jpeg's head": (b"\xff\xd8\xff<?php system('id'); ?>", "image/jpeg", "broken"),
}  # fmt: skip
# What must be gone afterwards.
CLEANED = {
    "script when opened": (document(opening(action("JavaScript", **JS))), b"alert"),
    "script by name": (
        document(names(JavaScript=Dictionary(Names=[String("a"), action("JavaScript", **JS)]))), b"alert"),
    "script on a page": (
        document(lambda made: setattr(made.pages[0].obj, "AA", Dictionary(O=action("JavaScript", **JS)))), b"alert"),
    "script in a field": (document(note("Widget", FT=Name.Btn, A=action("JavaScript", **JS))), b"alert"),
    "script in a chain": (document(note("Link", A=action("Named", N=Name.NextPage, Next=action("JavaScript", **JS)))),
                          b"alert"),
    "program to start": (document(opening(action("Launch", F=String("cmd.exe")))), b"cmd.exe"),
    "program behind a link": (document(note("Link", A=action("Launch", F=String("cmd.exe")))), b"cmd.exe"),
    "form that sends itself": (document(note("Widget", A=action("SubmitForm", F=String("http://a.example")))),
                               b"a.example"),
    "data to import": (document(opening(action("ImportData", F=String("data.fdf")))), b"data.fdf"),
    "link to another file": (document(note("Link", A=action("GoToR", F=String("other.pdf")))), b"other.pdf"),
    "link with a script": (link("javascript:alert(1)"), b"alert"),
    "link to a file": (link("file:///etc/passwd"), b"passwd"),
    "attached program": (attached("a.exe", b"MZ-program"), b"a.exe"),
    "attached file on the page": (document(note("FileAttachment", FS=Dictionary(F=String("b.exe")))), b"b.exe"),
    "film": (document(note("RichMedia", RichMediaContent=Dictionary(A=String("film.swf")))), b"film.swf"),
    "dynamic form": (
        document(lambda made: setattr(made.Root, "AcroForm", Dictionary(XFA=String("<xfa-script/>")))), b"xfa-script"),
    "archive behind a pdf": (papers.PDF + zipped("evil.txt", b"\0" * 5000) + b"\0" * 2000, b"evil.txt"),
    "archive behind a png": (papers.picture() + zipped("evil.txt", b"a"), b"evil.txt"),
    "script behind a jpeg": (papers.picture("JPEG") + b"<script>alert(1)</script>", b"alert"),
}  # fmt: skip
HARMLESS = {
    "pdf": papers.PDF,
    "pdf that opens at a page": document(lambda made: setattr(
        made.Root, "OpenAction", Array([made.pages[0].obj, Name.Fit]))),
    "pdf with an ordinary link": link("https://www.beispiel.example/"),
    "pdf with much behind its streams": bomb(50_000_000),
    "png": papers.picture(),
    "jpeg": papers.picture("JPEG", (800, 600)),
}  # fmt: skip


@pytest.fixture
def bounded():
    """At most five seconds and 200 MB."""
    tracemalloc.start()
    started = time.process_time()
    yield
    took, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (took <= 5, most <= 200_000_000) == (True, True), (took, most)


def test_there_are_more_than_sixty():
    assert len(FOREIGN) + len(REFUSED) + len(CLEANED) >= 60


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_kinds_are_none_that_we_take(name, bounded):
    assert files.media_type_of(FOREIGN[name]) is None


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_harmless_is_refused(name, bounded):
    content, media_type, reason = REFUSED[name]
    with pytest.raises(HarmfulError) as refusal:
        inspection.harmless(content, media_type)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("name", CLEANED)
def test_what_acts_is_taken_out(name, bounded):
    content, mark = CLEANED[name]
    media_type = files.media_type_of(content)
    assert media_type is not None
    assert mark in plain(content, media_type)
    clean = inspection.harmless(content, media_type)
    assert mark not in plain(clean, media_type)
    assert inspection.harmless(clean, media_type) == clean


def plain(content: bytes, media_type: str) -> bytes:
    """All that stands in the file, its packed objects too."""
    if media_type != "application/pdf":
        return content
    with pikepdf.open(io.BytesIO(content)) as opened:
        packed = pikepdf.ObjectStreamMode.disable
        return content + papers.saved(opened, object_stream_mode=packed, compress_streams=False)


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_files_keep_their_very_bytes(name, bounded):
    content = HARMLESS[name]
    assert inspection.harmless(content, files.media_type_of(content)) == content
