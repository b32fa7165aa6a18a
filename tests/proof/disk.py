"""A full disk under the media and under the database (bar 9). Needs the right to mount a small file system."""

import json
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import papers
from tests.bench.report import Row
from tests.journeys.portal import Portal
from tests.proof import ledger
from tests.proof.clients import guests
from tests.proof.killing import verdict


class CannotMountError(RuntimeError):
    """No right to mount."""


@contextmanager
def small(folder: Path, megabytes: int, *, mode: str) -> Iterator[None]:
    """A file system of its own at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode={mode}"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        raise CannotMountError(done.stderr.decode().strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Nothing more fits into `folder` while the block runs."""
    filler = folder / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * 65536)
    try:
        yield
    finally:
        filler.unlink()


def media(make: Callable[[Path], Portal], var: Path) -> list[Row]:
    """Uploads meet a full disk: a clear message, the draft is kept, and it works again when there is room."""
    with small(var / "media", 16, mode="700"):
        portal = make(var)
        try:
            before = upload(portal)
            with full(var / "media"):
                during = upload(portal)
            again = upload(portal)
        finally:
            portal.end()
    clear = during.status == 422 and "kein Platz" in during.text
    return [
        Row("disk full under media: upload before", "303", str(before.status), met=before.status == 303),
        Row("disk full under media: upload meanwhile, a clear message", "422", str(during.status), met=clear),
        Row("disk full under media: what was typed is kept", "yes", _yes(during.kept), met=during.kept),
        Row("disk full under media: upload when there is room", "303", str(again.status), met=again.status == 303),
    ]  # fmt: skip


def database(make: Callable[[Path], Portal], var: Path) -> list[Row]:
    """The database's disk is full for ten seconds under load: nothing half, and it recovers by itself."""
    with small(var, 400, mode="755"):
        portal = make(var)
        try:
            with guests(portal.port, count=4) as tally:
                time.sleep(5)
                with full(var):
                    time.sleep(10)
                freed, known = time.monotonic(), len(tally.acknowledged)
                while len(tally.acknowledged) == known and time.monotonic() - freed < 90:
                    time.sleep(0.2)
                back = time.monotonic() - freed
                time.sleep(5)
            found = ledger.read(portal, tally, patience=180)  # a job waits up to 81 s for its fifth try
        finally:
            portal.end()
    return [
        *verdict("disk full under the database", found, tally),
        Row("disk full under the database: applications go on after", "<= 60 s", f"{back:.1f} s", met=back <= 60),
        Row("disk full under the database: the last job done after", "", f"{found.waited:.0f} s"),
    ]


class Upload:
    """What an upload of one page with a text and a file led to."""

    def __init__(self, status: int, text: str, *, kept: bool) -> None:
        self.status, self.text, self.kept = status, text, kept


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


def upload(portal: Portal) -> Upload:
    """Write a message with an attachment of 100 KB on a draft of its own."""
    printed = portal.shell("from tests.journeys.ready import print_drafts; print_drafts(1)")
    draft = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    address = portal.url(draft["path"].replace("/pruefen/", "/nachricht/"))
    text, edge = f"Text {uuid.uuid4()}", uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("seite", draft["seite"]), ("betreff", "Frage"), ("nachricht", text))
    ]
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="anhang"; filename="a.pdf"\r\nContent-Type: application/pdf'
    )
    parts += [
        f"{head}\r\n\r\n".encode() + papers.pdf("x" * 100_000),
        f"\r\n--{edge}--\r\n".encode(),
    ]
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Cookie": f"browser={'k' * 22}"}
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(urllib.request.Request(address, b"".join(parts), headers), timeout=30) as answer:
            status, body = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read().decode()
    shown = urllib.request.Request(address, headers={"Cookie": headers["Cookie"]})
    with urllib.request.urlopen(shown, timeout=30) as answer:
        return Upload(status, body, kept=text in answer.read().decode())


def _yes(value: bool) -> str:
    return "yes" if value else "no"
